"""Kind codes of patent documents (WIPO ST.16), keyed by office and period: the same letter changed its meaning.

`B` of China is an examined application until 1992 and a granted patent since 2010; `A` of the United States is a granted
patent until 2001; `B1` there a reexamination certificate until then.
"""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec import Struct

from kapok.codes.declared import LANGUAGES, read_rows

GRANTED_STAGES = ("grant", "amended", "correction_grant")
"""Stages of documents that show a granted right."""


class Kind(Struct, frozen=True):
    """What a kind code says: `right` (invention, utility_model, design …), `stage` (application, examined, grant …)."""

    office: str
    code: str
    right: str
    stage: str
    valid_from: str = ""
    valid_until: str = ""
    note: str = ""
    unverified: bool = False

    @property
    def is_granted(self) -> bool:
        """Whether a document of this kind shows a granted right."""
        return self.stage in GRANTED_STAGES


@cache
def _kinds() -> dict[tuple[str, str], tuple[Kind, ...]]:
    table: dict[tuple[str, str], list[Kind]] = {}
    for row in read_rows("kinds"):
        kind = Kind(
            row["office"], row["code"], row["right"], row["stage"], row["from"], row["until"], row["note"],
            row["unverified"] == "y",
        )  # fmt: skip
        table.setdefault((kind.office, kind.code), []).append(kind)
    return {key: tuple(kinds) for key, kinds in table.items()}


@lru_cache(maxsize=1 << 15)
def find_kind(office: str, code: str, publication_date: str = "") -> Kind | None:
    """The meaning of a kind code on the day of publication (ISO, may be partial or ""); `None` for an unknown code.

    Without a day the newest meaning of the office holds; codes that the office has no entry for are read generally (A
    application, B and C grant, U and Y utility model, S design …).
    """
    for key in ((office, code), (office, code[:1]), ("*", code), ("*", code[:1])):
        entries = _kinds().get(key, ())
        for kind in entries:
            if _holds(kind, publication_date):
                return kind
        if entries and not publication_date:
            return entries[-1]
    return None


def _holds(kind: Kind, day: str) -> bool:
    if not day:
        return not kind.valid_until
    return kind.valid_from[: len(day)] <= day and (not kind.valid_until or day <= kind.valid_until)


def is_grant_kind(office: str, code: str, publication_date: str = "") -> bool:
    """Whether a document of this kind, published then, shows a granted right."""
    kind = find_kind(office, code, publication_date)
    return kind is not None and kind.is_granted


@cache
def _words() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["kind"], row["key"]): {language: row[language] for language in LANGUAGES} for row in read_rows("kind_words")}


def kind_name(kind: Kind, language: str = "en") -> str:
    """A name such as `Patent, granted` in one of the four languages."""
    right = _words()[("right", kind.right)]
    stage = _words()[("stage", kind.stage)]
    mark = "，" if language.startswith("zh") else ", "
    return right.get(language, right["en"]) + mark + stage.get(language, stage["en"])
