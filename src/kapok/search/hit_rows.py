"""From what an index stores of a document to a row of a result: the same for every engine."""

from __future__ import annotations

from typing import Any

import msgspec

from kapok.search.highlight import Highlighter
from kapok.search.mapping_summary import bring_up_to_date, decode_texts
from kapok.search.ports import Hit


def make_hit(summary: str, texts: str, score: float, size: int, day: str, highlighter: Highlighter | None) -> Hit:
    """The row of a document. `summary` and `texts` are its stored fields ("" for no texts), `day` is today (ISO)."""
    row = msgspec.json.decode(summary)
    key = row.pop("key")
    bring_up_to_date(row, day)
    highlights = highlighter.fragments(row, decode_texts(texts) if texts else {}) if highlighter is not None else {}
    return Hit(
        key=key,
        category=key.partition("/")[0],
        title=title_of(row),
        score=score,
        summary=row,
        highlights=highlights,
        group_size=size,
    )


def title_of(summary: dict[str, Any]) -> str:
    """What names a record in a list: its mark, its first title, its number."""
    titles = summary.get("titles")
    return summary.get("mark") or (next(iter(titles.values())) if titles else "") or summary.get("number", "")
