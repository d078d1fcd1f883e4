"""Known-item search: what somebody remembers of a record's title, or its number, must bring the record to the top.

A record counts as found by any publication of its right, and by one with the same title: nobody could tell those apart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from opencc import OpenCC

from eval.measures import reciprocal_rank
from kapok.errors import KapokError
from kapok.lake.lake import Lake
from kapok.records.numbers import format_original
from kapok.records.record import AnyRecord, Mark, decode
from kapok.search.ports import Hit
from kapok.services.search_records import search

MOST = 40
"""Records asked for in each group."""
FEWEST = 5
"""Groups with fewer records say too little."""
FRAGMENT = 5
"""Characters of a Chinese, Japanese or Korean title that are remembered."""
WORDS = 4
"""Words of any other title that are remembered: numbers and the longest ones."""

_RUN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+|[\uac00-\ud7a3]+(?: [\uac00-\ud7a3]+)*")
_OTHER_SCRIPT = {"zh-Hans": OpenCC("s2t").convert, "zh-Hant": OpenCC("t2s").convert}

Results = dict[str, float]


def known_items(home: Path, name: str) -> Results:
    """Mean reciprocal rank and recall at 10 by category and language of the title, for each way of asking."""
    groups: dict[tuple[str, str], list[tuple[AnyRecord, str]]] = {}
    for record in _records(home):
        for language, title in _titles(record):
            groups.setdefault((record.category, language), []).append((record, title))
    results: Results = {}
    for (category, language), members in sorted(groups.items()):
        if len(members) < FEWEST:
            continue
        chosen = random.Random(f"{category} {language}").sample(members, min(MOST, len(members)))
        ways: dict[str, list[list[bool]]] = {}
        for record, title in chosen:
            for way, query in _queries(record, title, language):
                ways.setdefault(way, []).append(_found(home, query, record, title))
        for way, lists in ways.items():
            place = f"{name} · {category} · {language} · {way}"
            results[f"{place} · MRR"] = fmean(map(reciprocal_rank, lists))
            results[f"{place} · recall@10"] = fmean(map(any, lists))
    return results


def _records(home: Path) -> Iterator[AnyRecord]:
    lake = Lake(home)
    try:
        for batch in lake.stream():
            yield from map(decode, batch)
    finally:
        lake.close()


def _titles(record: AnyRecord) -> Iterator[tuple[str, str]]:
    """Language and text of what names the record."""
    if isinstance(record, Mark) and record.mark_text:
        yield record.titles[0].language if record.titles else "und", record.mark_text
        return
    for text in record.titles:
        yield text.language, text.text


def _queries(record: AnyRecord, title: str, language: str) -> Iterator[tuple[str, str]]:
    """The ways of asking for a record by its title: (name of the way, text for the plain box)."""
    run = max(_RUN.findall(title), key=len, default="")
    if len(run) >= 2:
        start = max(0, (len(run) - FRAGMENT) // 2)
        fragment = run[start : start + FRAGMENT].strip()
        yield "fragment", f'"{fragment}"'
        if language in _OTHER_SCRIPT and (other := _OTHER_SCRIPT[language](fragment)) != fragment:
            yield "fragment in the other script", f'"{other}"'
    else:
        words = list(dict.fromkeys(re.findall(r"[^\W_]+", title)))
        remembered = sorted(words, key=lambda word: (word.isdigit(), len(word)), reverse=True)[:WORDS]
        if remembered:
            yield "words", " ".join(word for word in words if word in remembered)
            longest = max(remembered, key=len)
            if len(longest) > 5 and longest.isalpha():
                middle = len(longest) // 2
                misspelt = longest[:middle] + longest[middle + 1 :] + "~"
                yield "words, one misspelt", " ".join(misspelt if w == longest else w for w in words if w in remembered)
    number = record.publication or record.registration or record.application
    if number is not None and number.office_code and number.number:
        yield "number", format_original(number) if number.number.isdigit() else number.number


def _found(home: Path, query: str, record: AnyRecord, title: str) -> list[bool]:
    """For each of the first ten hits, whether it is the record; none where the query cannot be read."""
    try:
        hits = search(home, query, language="plain", category=record.category, limit=10, highlight=False).hits
    except KapokError:
        return []
    return [_is(hit, record, title) for hit in hits]


def _is(hit: Hit, record: AnyRecord, title: str) -> bool:
    same_right = record.right_id and hit.summary.get("right_id") == record.right_id
    return hit.key == record.key or bool(same_right) or title in {hit.title, *hit.summary.get("titles", {}).values()}
