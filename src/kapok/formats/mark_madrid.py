"""Designations under the Madrid Protocol that an office lists among its own marks, by the form of their numbers.

EUIPO numbers international registrations that designate the European Union `W` and the number at WIPO, filled with zeros to
eight digits, an ending letter for a part that was transferred (`W01234567`, `W0123456A`).
"""

from __future__ import annotations

import re

from kapok.formats.mark_draft import MarkDraft
from kapok.records.record import Number, RelatedRight

_DESIGNATION = re.compile(r"W0*(\d{2,7}[A-Z]?)")


def add_designation(draft: MarkDraft) -> None:
    """Note the international registration behind a mark of EUIPO, once."""
    if draft.office_code != "EM" or any(right.relation == "madrid" for right in draft.related):
        return
    number = draft.number or draft.application_number or draft.registration_number
    if found := _DESIGNATION.fullmatch(number.strip().upper()):
        registered = draft.days.get("registration_date", "")
        draft.related.append(RelatedRight("madrid", Number("WO", found.group(1), "", registered), registered))
