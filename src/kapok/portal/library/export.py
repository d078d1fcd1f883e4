"""Whole results and single records as files, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from kapok.portal import gateway
from kapok.portal.language import href
from kapok.portal.library.parameters import SearchParameters, one_of, read_parameters
from kapok.portal.methods import read_only

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
NAMES = {"csv": "CSV", "xlsx": "XLSX", "jsonl": "JSON Lines", "ris": "RIS", "bibtex": "BibTeX", "parquet": "Parquet"}
ENDINGS = {"bibtex": "bib"}
FILE_NAME = "kapok-results"


@dataclass(frozen=True)
class ExportLink:
    """One format that the whole result can be had in."""

    name: str
    address: str


def export_links(parameters: SearchParameters) -> list[ExportLink]:
    """The exports of a search."""
    query = [pair for pair in parameters.pairs() if pair[0] not in ("page", "sort", "group")]
    return [
        ExportLink(NAMES.get(name, name), href("/search/export", [*query, ("format", name)]))
        for name in gateway.current().export_formats()
    ]


def stream(
    text: str, file_format: str, *, language: str, category: str, filters: Sequence[tuple[str, str]]
) -> StreamingHttpResponse:
    """The export as an answer. The first piece is made before the answer starts, so that a fault still has a status."""
    pieces = gateway.current().export(text, file_format, language=language, category=category, filters=filters)
    first = next(pieces, b"")
    body: Iterator[bytes] = chain((first,), pieces)
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES.get(file_format, "application/octet-stream"))
    ending = ENDINGS.get(file_format, file_format)
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@read_only
def export_file(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """`/search/export`: the parameters of a search and `format`."""
    parameters = read_parameters(request.GET)
    file_format = one_of("format", request.GET.get("format", "csv"), gateway.current().export_formats())
    return stream(
        parameters.text,
        file_format,
        language=parameters.language,
        category=parameters.category,
        filters=parameters.filters,
    )


@read_only
def cite_file(request: HttpRequest, key: str, file_format: str) -> HttpResponse:
    """`/records/<key>/cite.ris` and `.bib`: one record for a reference manager."""
    name = "bibtex" if file_format == "bib" else file_format
    response = HttpResponse(gateway.current().cite(key, name), content_type=MEDIA_TYPES[name])
    response.headers["Content-Disposition"] = f'attachment; filename="{key.replace("/", "-")}.{file_format}"'
    return response
