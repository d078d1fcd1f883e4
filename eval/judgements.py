"""Searches for prior art with judged documents: the NUS patent retrieval set (2,244 documents, one query with judgements).

Asked in three ways: as a person types it into the box, as CQL with any of its words, and with each relevant document's own
title as the query for the other relevant ones.
"""

from __future__ import annotations

import re
from pathlib import Path
from statistics import fmean
from xml.etree import ElementTree

from eval.measures import average_precision, recall, right_pairs
from kapok.lake.lake import Lake
from kapok.records.record import AnyRecord, decode
from kapok.services.load_source import load_source
from kapok.services.search_records import search

FOLDER = "patent-retrieval-nus"
DEPTH = 1000
_STOP = re.compile("a|an|and|are|as|at|by|for|from|in|into|is|its|of|on|or|other|that|the|their|these|this|to|will|with")

Results = dict[str, float]


def judgements(home: Path, shared: Path) -> Results:
    """Recall at 100, average precision and right pairs for each way of asking. Loads the corpus into `home`."""
    folder = shared / FOLDER
    load_source(home, [str(folder / "corpus.zip")])
    records = _by_number(home)
    good = {records[number].key for number in (folder / "q1-qrels+ve.txt").read_text("utf-8").split()}
    bad = {records[number].key for number in (folder / "q1-qrels-ve.txt").read_text("utf-8").split()}
    query = ElementTree.parse(folder / "q1.xml")
    title, description = (" ".join((query.findtext(part) or "").split()) for part in ("title", "description"))
    asked = {
        "title as typed": (title, "plain"),
        "any word of the title": (f'ta any "{_content(title)}"', "cql"),
        "any word of title and description": (f'ta any "{_content(f"{title} {description}")}"', "cql"),
    }
    results: Results = {}
    for way, (text, language) in asked.items():
        ranked = _ranked(home, text, language)
        results[f"nus · q1 · {way} · recall@100"] = recall(ranked[:100], good)
        results[f"nus · q1 · {way} · average precision"] = average_precision(ranked, good)
        results[f"nus · q1 · {way} · right pairs"] = right_pairs(ranked, good, bad)
    recalls, precisions = [], []
    for record in {record.key: record for record in records.values()}.values():
        if record.key in good:
            ranked = [k for k in _ranked(home, f'ta any "{_content(record.titles[0].text)}"', "cql") if k != record.key]
            recalls.append(recall(ranked[:100], good - {record.key}))
            precisions.append(average_precision(ranked, good - {record.key}))
    results["nus · title of a relevant document · recall@100"] = fmean(recalls)
    results["nus · title of a relevant document · mean average precision"] = fmean(precisions)
    return results


def _records(home: Path) -> list[AnyRecord]:
    lake = Lake(home)
    try:
        return [decode(text) for batch in lake.stream() for text in batch]
    finally:
        lake.close()


def _by_number(home: Path) -> dict[str, AnyRecord]:
    """Records by number with kind; the judgements name some grants without it."""
    found: dict[str, AnyRecord] = {}
    for record in _records(home):
        for number in (f"{record.office_code}{record.number}{record.kind_code}", f"{record.office_code}{record.number}"):
            found.setdefault(number, record)
    return found


def _content(text: str) -> str:
    """The words of a sentence that say something."""
    return " ".join(word for word in dict.fromkeys(re.findall(r"[a-z]+", text.lower())) if not _STOP.fullmatch(word))


def _ranked(home: Path, text: str, language: str) -> list[str]:
    return [hit.key for hit in search(home, text, language=language, limit=DEPTH, highlight=False).hits]
