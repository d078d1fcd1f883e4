"""The readers that exist: register, get by name, detect by content.

Adding a format is one module in this package with a `Reader` subclass named in `READERS`; nothing else changes.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from kapok.errors import InputError
from kapok.formats.ports import FormatSpec, Head, Reader

READERS: tuple[str, ...] = (
    # module:class, most specific first: detection takes the first that recognises the content
    "uspto_redbook:RedbookReader",
    "uspto_sgml:PatdocReader",
    "uspto_pap:PapReader",
    "uspto_greenbook:GreenbookReader",
    "uspto_brs:BrsReader",
    "uspto_odp:OdpReader",
    "uspto_patent_center:PatentCenterReader",
    "uspto_assignment:AssignmentReader",
    "uspto_xml4ip:Xml4ipReader",
    "nus_corpus:NusCorpusReader",
    "uspto_tdxf:TdxfReader",
    "st66:St66Reader",
    "st66_parties:St66PartiesReader",
    "st96:St96Reader",
    "dpma_marks:DpmaMarksReader",
    "tipo:TipoReader",
    "kipris:KiprisReader",
    "euipo_json:EuipoReader",
    "uspto_tsdr:TsdrReader",
    "iponz:IponzReader",
    "lens_jsonl:LensReader",
    "ep_fulltext:EpFulltextReader",
    "ops:OpsReader",
    "docdb:DocdbReader",
    "epo_fulltext_docs:EpoFulltextReader",
    "dpma_patent:DpmaPatentReader",
    "jpo:JpoReader",
    "cn_google:GooglePatentsReader",
    "cn_gbt7714:GbtReferenceReader",
    "native_jsonl:NativeReader",
)


@cache
def readers() -> dict[str, Reader]:
    """All readers by format name, in detection order."""
    found: dict[str, Reader] = {}
    for entry in READERS:
        module_name, class_name = entry.split(":")
        reader: Reader = getattr(import_module(f"kapok.formats.{module_name}"), class_name)()
        found[reader.spec.name] = reader
    for table in import_module("kapok.formats.table").table_readers():  # last: they know files by columns alone
        found[table.spec.name] = table
    return found


def specs() -> list[FormatSpec]:
    """What is known of every format, in detection order."""
    return [reader.spec for reader in readers().values()]


def get_reader(name: str) -> Reader:
    """The reader called `name`; an `InputError` lists the names that exist.

    `table:<file>.yaml` reads a table by a user's own mapping; raises `DefinitionError` if that is wrong.
    """
    if name.startswith("table:") and name.endswith((".yaml", ".yml")):
        own: Reader = import_module("kapok.formats.table").table_reader(name.removeprefix("table:"))
        return own
    try:
        return readers()[name]
    except KeyError:
        raise InputError(
            f"There is no format called '{name}'",
            f"known formats: {', '.join(readers())}",
            "Take one of these, or leave --format out so that the content decides",
        ) from None


def detect(head: Head) -> Reader | None:
    """The first reader that recognises the content, None if nobody does."""
    return next((reader for reader in readers().values() if reader.detect(head)), None)
