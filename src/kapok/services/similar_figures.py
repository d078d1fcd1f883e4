"""Marks whose picture is like the one handed in: found in the index of pictures, compared with their records in hand."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError
from kapok.records.legal_status import legal_status_on
from kapok.records.record import Mark
from kapok.services.index_names import class_bits, classes_of, figure_of, text_of
from kapok.services.opened import lake_of
from kapok.services.opened_names import figures_of
from kapok.services.similar_question import SimilarQuestion
from kapok.similarity import figure
from kapok.similarity.confusion import judge
from kapok.similarity.name import Name, name_of
from kapok.similarity.opinion import Opinion
from kapok.similarity.plane import PlaneScore

MOST_PICTURES = 60
"""Marks with the likeliest pictures that are compared closely."""
TOO_FAR = 0.3
"""Likeness below which a picture is no hit."""


class FigureHit(Struct, frozen=True):
    """A mark found by its picture: its words (None without), the opinion on words and picture, its classes as bits."""

    key: str
    name: Name | None
    opinion: Opinion
    classes: int


def similar_figures(home: Path, question: SimilarQuestion) -> list[FigureHit]:
    """Marks whose pictures are like that of the question; none where the question or the home has no picture."""
    index = figures_of(home) if question.picture is not None else None
    if index is None or question.picture is None:
        return []
    likely = {key: score for key, score in index.search(question.picture, MOST_PICTURES) if score >= TOO_FAR}
    found = []
    for record in lake_of(home).read_many(list(likely)):
        measured = figure_of(record) if isinstance(record, Mark) else None
        if measured is None or not isinstance(record, Mark):
            continue  # it had a picture in an earlier version
        if not _wanted(record, question):
            continue
        score = figure.score(question.picture, measured)
        together = PlaneScore(max(score.score, likely[record.key]), score.reasons)
        name = _name(record)
        opinion = judge(question.name, name, question.profile, figure=together)
        found.append(FigureHit(record.key, name, opinion, class_bits(classes_of(record))))
    return found


def _wanted(mark: Mark, question: SimilarQuestion) -> bool:
    """Whether the question looks at marks of this register and legal status."""
    if question.offices and mark.office_code not in question.offices:
        return False
    return not question.statuses or legal_status_on((mark,), clock.today().isoformat()).status in question.statuses


def _name(mark: Mark) -> Name | None:
    try:
        return name_of(text_of(mark))
    except InputError:
        return None
