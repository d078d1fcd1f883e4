"""What a report is asked for: read from an address, printed back into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kapok.errors import InputError
from kapok.portal.language import href
from kapok.portal.library.parameters import LANGUAGES, MAX_QUERY, one_of

PAGE = "/navigation/"


@dataclass(frozen=True)
class Asked:
    """The form as filled in; years are 0 where they are open."""

    subject: str = ""
    text: str = ""
    language: str = "auto"
    from_year: int = 0
    to_year: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not (self.subject or self.text)

    def choices(self) -> dict[str, Any]:
        """The choices as the service takes them."""
        return {
            "subject": self.subject,
            "language": self.language,
            "from_year": self.from_year,
            "to_year": self.to_year,
        }

    def address(self, path: str = PAGE) -> str:
        """This report as an address."""
        pairs = [
            ("subject", self.subject),
            ("q", self.text),
            ("language", self.language if self.language != "auto" else ""),
            ("from", str(self.from_year or "")),
            ("to", str(self.to_year or "")),
        ]
        return href(path, [pair for pair in pairs if pair[1]])


def read_asked(query: QueryDict) -> Asked:
    """The report that an address asks for; InputError names the part that cannot be used."""
    text = query.get("q", "").strip()
    if len(text) > MAX_QUERY:
        raise InputError(
            _("The query has %(count)s characters") % {"count": len(text)},
            _("the most is %(count)s") % {"count": MAX_QUERY},
            _("Split the list into parts"),
        )
    return Asked(
        subject=query.get("subject", "").strip(),
        text=text,
        language=one_of("language", query.get("language", "auto") or "auto", LANGUAGES),
        from_year=_year(query.get("from", "")),
        to_year=_year(query.get("to", "")),
    )


def _year(text: str) -> int:
    """A year of four digits, 0 for none; InputError otherwise."""
    plain = text.strip()
    if not plain:
        return 0
    if len(plain) != 4 or not plain.isascii() or not plain.isdigit():
        raise InputError(
            _("'%(text)s' is not a year") % {"text": plain[:20]}, "", _("Write a year with four digits, such as 2019")
        )
    return int(plain)
