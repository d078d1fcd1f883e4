"""Parse one XML record safely, repairing what real files break without losing anything.

The parser reads no entities, no DTD and no network. Three faults that published files do have are repaired and named:
a bare `&`, an entity that every HTML or ISO table knows (`&mdash;`), a prefix without a namespace binding. Anything else is a
`ValueError` with the parser's words, which the reader turns into a `Rejected`.
"""

from __future__ import annotations

import re
from functools import cache
from html.entities import html5
from importlib.resources import files

import yaml
from lxml import etree

from kapok.formats.xml_chunks import XmlFragment

_BARE_AMPERSAND = re.compile(r"&(?![A-Za-z][A-Za-z0-9.]*;|#[0-9]+;|#x[0-9A-Fa-f]+;)")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9.]*);")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}


@cache
def known_entities() -> dict[str, str]:
    """Every named character that HTML or the ISO Greek sets (`sgml_entities.yaml`) know, but the five of XML."""
    tables = yaml.safe_load(files("kapok.formats").joinpath("sgml_entities.yaml").read_text("utf-8"))
    known = {name[:-1]: value for name, value in html5.items() if name.endswith(";")}
    for table in tables.values():
        known.update(table)
    return {name: value for name, value in known.items() if name not in _XML_ENTITIES}


def new_parser() -> etree.XMLParser:
    """A parser that expands nothing, fetches nothing and bounds depth and text size."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


_PARSER = new_parser()
"""One for all records: making a parser costs as much as reading a small record, and lxml locks it for each use."""


def parse_fragment(fragment: XmlFragment) -> tuple[etree._Element, tuple[str, ...]]:
    """The record element and the names of the repairs made; raises ValueError with the parser's reason."""
    try:
        return _parse(fragment.data, fragment.namespaces, fragment.encoding), ()
    except (etree.XMLSyntaxError, LookupError) as first:
        try:
            text = fragment.data.decode(fragment.encoding)
        except (UnicodeDecodeError, LookupError) as error:
            raise ValueError(f"the bytes are not {fragment.encoding}: {error}") from None
        text, namespaces, repairs = repair(text, fragment.namespaces.decode("utf-8", "replace"))
        if not repairs and "encoding" not in str(first):
            raise ValueError(str(first)) from None
        try:
            return _parse(text.encode("utf-8"), namespaces.encode("utf-8"), "utf-8"), repairs
        except etree.XMLSyntaxError as error:
            raise ValueError(str(error)) from None


def repair(text: str, namespaces: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Repair what can be repaired without loss; returns text, namespace declarations and the names of the repairs."""
    repairs: list[str] = []
    entities = known_entities()

    def known(match: re.Match[str]) -> str:
        value = entities.get(match.group(1))
        if value is None:
            return match.group(0)
        if "known entity" not in repairs:
            repairs.append("known entity")
        return "".join(f"&#{ord(sign)};" for sign in value)

    parts = _CDATA.split(text) if "<![CDATA[" in text else [text]
    for place in range(0, len(parts), 2):  # every second part is a CDATA section: there an ampersand is itself
        part, count = _BARE_AMPERSAND.subn("&amp;", parts[place])
        if count and "bare ampersand" not in repairs:
            repairs.append("bare ampersand")
        parts[place] = _NAMED_ENTITY.sub(known, part)
    text = "".join(parts)
    bound = set(re.findall(r"xmlns:([\w.-]+)\s*=", namespaces)) | set(re.findall(r"xmlns:([\w.-]+)\s*=", text))
    used = {a or b for a, b in _PREFIX.findall(text)}
    for prefix in sorted(used - bound - {"xml", "xmlns"}):
        namespaces += f' xmlns:{prefix}="urn:kapok:unbound:{prefix}"'
        repairs.append(f"unbound prefix {prefix}")
    return text, namespaces, tuple(repairs)


def _parse(data: bytes, namespaces: bytes, encoding: str) -> etree._Element:
    parser = _PARSER
    if not namespaces and encoding == "utf-8":  # the usual case needs no copy of the bytes
        return etree.fromstring(data, parser)
    declaration = b'<?xml version="1.0" encoding="%s"?>' % encoding.encode("ascii")
    root = etree.fromstring(b"%s<w %s>%s</w>" % (declaration, namespaces, data), parser)
    return root[0]
