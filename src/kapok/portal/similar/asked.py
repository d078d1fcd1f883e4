"""What the page of similar marks is asked: read from the address or the posted form, printed back into an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kapok.errors import InputError
from kapok.portal.language import href
from kapok.services.similar_question import USUAL_LIMIT
from kapok.similarity.picture import MOST_BYTES

PAGE = "/similar/"
REPORT = "/similar/report"
MAX_FORM_BYTES = MOST_BYTES + 65_536
"""The largest form that is read: a picture of the largest size, and its words."""


@dataclass(frozen=True)
class Asked:
    """The form as filled in. `classes` are the chosen Nice classes, `picture` the file that was handed in.

    `registers` and `status` leave other marks out.
    """

    mark: str = ""
    goods: str = ""
    classes: tuple[str, ...] = ()
    office: str = ""
    picture: bytes | None = None
    registers: tuple[str, ...] = ()
    status: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not self.mark.strip() and self.picture is None

    def choices(self) -> dict[str, Any]:
        """The choices as the service takes them."""
        return {
            "classes": self.classes,
            "goods": self.goods,
            "office": self.office,
            "picture": self.picture,
            "limit": USUAL_LIMIT,
            "offices": self.registers,
            "statuses": (self.status,) if self.status else (),
        }

    def address(self, path: str = PAGE, **more: str) -> str:
        """This question (without its picture) as an address."""
        pairs = [
            ("mark", self.mark),
            ("goods", self.goods),
            *(("class", each) for each in self.classes),
            ("office", self.office),
            *(("register", each) for each in self.registers),
            ("status", self.status),
        ]
        return href(path, [*(pair for pair in pairs if pair[1]), *more.items()])


def read_asked(request: HttpRequest) -> Asked:
    """The question of a request. Raises InputError for a form that is too large."""
    if request.method == "POST":
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FORM_BYTES:
            raise InputError(
                _("The picture is too large"),
                _("at most %(count)s megabytes are taken") % {"count": MOST_BYTES // 1_048_576},
                _("Save it smaller: 1,000 pixels a side are plenty"),
            )
        values = request.POST
        file = request.FILES.get("image")
        picture = file.read() if file is not None else None
    else:
        values, picture = request.GET, None
    return Asked(
        mark=values.get("mark", ""),
        goods=values.get("goods", "").strip(),
        classes=tuple(dict.fromkeys(each.strip() for each in values.getlist("class") if each.strip())),
        office=values.get("office", "").strip().upper(),
        picture=picture,
        registers=tuple(dict.fromkeys(each.strip().upper() for each in values.getlist("register") if each.strip())),
        status=values.get("status", "").strip(),
    )
