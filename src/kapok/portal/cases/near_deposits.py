"""Near duplicates of earlier deposits: cases of the same procedure that share a digest, sampled rows, or most field names.

A sketch is a set of short bands: the digests that a case states, the digest of each row of its sample, and the folded names of
its fields. Two deposits are near when they share bands; how many of which kind is what the examiner is shown.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from kapok.portal.cases.models import Case, Sketch
from kapok.portal.cases.uploads import path_of
from kapok.procedures.model import Procedure
from kapok.procedures.state import CaseState

MAX_ROWS = 500
"""Rows of a sample that are sketched."""
NEAR_NAMES = 0.6
"""Share of field names in common (Jaccard) from which two structures are near. Ours, to be tuned by examiners."""
STRUCTURES = frozenset({"field_structure", "structure", "fields"})
"""Keys of fields that name the fields of the data."""
_WORDS = re.compile(r"[^\W_]+(?:_[^\W_]+)*")


@dataclass(frozen=True)
class Near:
    """An earlier deposit that is near: how many digests and sample rows it shares, how alike the field names are (0 to 1)."""

    case: Case
    digests: int
    rows: int
    names: float


def keep_sketch(case: str, procedure: Procedure, state: CaseState) -> None:
    """Write the bands of a case that states a digest; made once, and again when an act stated or handed in what they show."""
    if not _is_restated(procedure, state):
        return
    bands = _bands(procedure, state)
    if not bands:
        return
    known = set(Sketch.objects.filter(case_id=case).values_list("band", flat=True))
    Sketch.objects.bulk_create(Sketch(case_id=case, band=band) for band in sorted(bands - known))


def _is_restated(procedure: Procedure, state: CaseState) -> bool:
    """Whether the last act could have changed the bands: its form has a field that they show, or a document came in with it."""
    last = state.steps[-1]
    transition = procedure.transitions.get(last.action)
    if transition is None:
        return False
    fields = {name.rstrip("?") for name in transition.form}
    shown = {key for key in fields if key in procedure.fields and procedure.fields[key].type == "digest"} | (
        fields & STRUCTURES
    )
    return bool(shown) or any(each.sequence == last.sequence and each.direction == "in" for each in state.documents)


def near_deposits(case: Case, limit: int = 10) -> list[Near]:
    """Other cases of the procedure that share bands with this one, the nearest first; those that began later are left out."""
    own = set(Sketch.objects.filter(case=case).values_list("band", flat=True))
    if not own:
        return []
    rows = Sketch.objects.filter(band__in=sorted(own)[:2000], case__procedure=case.procedure).exclude(case=case)
    shared: dict[str, Counter[str]] = {}
    for key, band in rows.filter(case__opened_at__lte=case.opened_at).values_list("case_id", "band")[:20_000]:
        shared.setdefault(key, Counter())[band[:1]] += 1
    candidates = sorted(shared, key=lambda key: (-shared[key]["d"], -shared[key]["r"], -shared[key]["n"], key))[: limit * 5]
    cases = Case.objects.in_bulk(candidates)
    found = []
    own_names = sum(band.startswith("n") for band in own)
    for key in candidates:
        counts = shared[key]
        theirs = Sketch.objects.filter(case_id=key, band__startswith="n").count()
        union = own_names + theirs - counts["n"]
        names = counts["n"] / union if union else 0.0
        if counts["d"] or counts["r"] or names >= NEAR_NAMES:
            found.append(Near(cases[key], counts["d"], counts["r"], names))
    return sorted(found, key=lambda near: (-near.digests, -near.rows, -near.names))[:limit]


def _bands(procedure: Procedure, state: CaseState) -> set[str]:
    bands: set[str] = set()
    digests = {key for key, field in procedure.fields.items() if field.type == "digest"}
    if not any(state.values.get(key) for key in digests):
        return bands
    for key in digests:
        if value := state.values.get(key):
            bands.add(f"d{str(value)[:39]}")
    for key in sorted(STRUCTURES):
        bands |= {_band("n", word.lower()) for word in _WORDS.findall(str(state.values.get(key, "")))[:300] if len(word) > 1}
    for document in state.documents:
        if document.direction == "in" and "sample" in document.kind and document.media_type == "text/plain":
            bands |= _row_bands(document.sha256)
    return bands


def _row_bands(sha256: str) -> set[str]:
    """A band for each row of a sample: letters and digits alone, so that separators and quotes do not matter."""
    path = path_of(sha256)
    if not path.is_file():
        return set()
    bands = set()
    with path.open("rb") as file:
        for _number, line in zip(range(MAX_ROWS), file, strict=False):
            if words := _WORDS.findall(line[:4000].decode("utf-8", "replace").lower()):
                bands.add(_band("r", " ".join(words)))
    return bands


def _band(kind: str, text: str) -> str:
    return kind + hashlib.blake2b(text.encode(), digest_size=10).hexdigest()
