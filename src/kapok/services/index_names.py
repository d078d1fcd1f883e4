"""Keep the index of similar marks in step with the lake: after each load, after a kill, or all of it from nothing.

It follows the search index: a mark that a load published is found by `kapok similar` at once. The index names the sequence of
the lake that it reflects, so that a killed process only leaves work for the next start.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from kapok import clock
from kapok.errors import InputError
from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.records.legal_status import legal_status_on
from kapok.records.record import Mark, decode
from kapok.services.use_own_words import use_own_words
from kapok.services.worker_pool import worker_pool
from kapok.similarity.figure_features import Features, features_of
from kapok.similarity.figure_index import FigureIndex
from kapok.similarity.name import name_of
from kapok.similarity.name_codes import Coded, code_name
from kapok.similarity.name_index import read_manifest
from kapok.similarity.name_segment import MarkEntry
from kapok.similarity.name_store import NameStore

FIGURES_AT_ONCE = 20_000
MOST_FIGURE_SEGMENTS = 8
PARALLEL_BATCHES = 10
"""From so many batches (of 2000 records) on, names are coded in worker processes."""


class CodedBatch(Struct):
    """What a worker made of a batch of records: texts coded, each once, the marks that bear them, measured pictures."""

    coded: list[Coded]
    marks: list[MarkEntry]
    figures: list[tuple[str, Features]]


def similar_folder(home: Path) -> Path:
    """Where the index of similar marks lies."""
    return Layout(home).home / "similar"


def index_names(home: Path, watch: Callable[[int], None] | None = None) -> int:
    """Add the marks published since the index was written; returns how many. The caller holds the write lock."""
    if not Layout(home).manifest.exists():
        return 0
    use_own_words(home)
    lake = Lake(home)
    try:
        newest = lake.sequence()
        behind = read_manifest(similar_folder(home)).sequence
        if newest <= behind:
            return 0
        return _write(home, lake, NameStore(similar_folder(home)), behind, newest, watch)
    finally:
        lake.close()


def rebuild_names(home: Path, watch: Callable[[int], None] | None = None) -> int:
    """Make the whole index again beside the old one, then swap. The caller holds the write lock."""
    use_own_words(home)
    folder = similar_folder(home)
    fresh, old = folder.with_name("similar.building"), folder.with_name("similar.old")
    shutil.rmtree(fresh, ignore_errors=True)
    lake = Lake(home)
    try:
        count = _write(home, lake, NameStore(fresh), -1, lake.sequence(), watch)
    finally:
        lake.close()
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return count


def figures_folder(similar: Path) -> Path:
    """Where the index of pictures lies, within the index of similar marks."""
    return similar / "figures"


def _write(home: Path, lake: Lake, store: NameStore, behind: int, newest: int, watch: Callable[[int], None] | None) -> int:
    count = 0
    measured: list[tuple[str, Features]] = []
    for batch in _coded_batches(home, lake.stream(after=behind, category="mark")):
        store.add(batch.coded, batch.marks)
        measured += batch.figures
        if len(measured) >= FIGURES_AT_ONCE:
            _add_figures(store.folder, measured)
            measured = []
        count += len(batch.marks)
        if watch:
            watch(count)
    _add_figures(store.folder, measured)
    store.commit(newest)
    return count


def _add_figures(similar: Path, measured: list[tuple[str, Features]]) -> None:
    """Add pictures; before the names are committed, so that a kill in between only adds them once more."""
    if not measured:
        return
    folder = figures_folder(similar)
    if not folder.is_dir():
        FigureIndex.build(measured).save(folder)
        return
    index = FigureIndex.open(folder)
    index.add(measured)
    if sum(each.is_dir() for each in folder.iterdir()) > MOST_FIGURE_SEGMENTS:
        index.save(folder)


def _coded_batches(home: Path, batches: Iterator[list[str]]) -> Iterator[CodedBatch]:
    """Batches of records, coded; in worker processes when there are many."""
    first = list(islice(batches, PARALLEL_BATCHES))
    if len(first) < PARALLEL_BATCHES:
        yield from map(code_batch, first)
        return
    with worker_pool() as pool:
        waiting = [pool.submit(code_batch, batch, home) for batch in first[:4]]
        rest = iter(first[4:])
        while waiting:
            yield waiting.pop(0).result()
            following = next(rest, None) or next(batches, None)
            if following is not None:
                waiting.append(pool.submit(code_batch, following, home))


def code_batch(batch: Sequence[str], home: Path | None = None) -> CodedBatch:
    """Records as JSON -> their marks and coded texts. A mark without words has text "".

    In a worker process, `home` tells whose own tables of meanings are to be used.
    """
    if home is not None:
        use_own_words(home)
    today = clock.today().isoformat()
    coded: dict[str, Coded] = {}
    made = CodedBatch([], [], [])
    for data in batch:
        mark = decode(data)
        if not isinstance(mark, Mark):
            continue
        if (measured := figure_of(mark)) is not None:
            made.figures.append((mark.key, measured))
        text = text_of(mark)
        if text and text not in coded:
            try:
                coded[text] = code_name(name_of(text))
            except InputError:  # only signs or pictures, or too long to be compared as a word mark
                text = ""
        if not text:
            made.marks.append(MarkEntry(mark.key, "", "", 0, ""))
            continue
        made.marks.append(
            MarkEntry(
                mark.key,
                coded[text].text,
                mark.office_code,
                class_bits(classes_of(mark)),
                legal_status_on((mark,), today).status,
            )
        )
    made.coded = list({each.text: each for each in coded.values()}.values())
    return made


def figure_of(mark: Mark) -> Features | None:
    """The measured picture of a mark, None where the data hold none that can be read."""
    for image in mark.images:
        if image.data:
            try:
                return features_of(image.data)
            except InputError:  # the register holds it as it is; it only cannot be compared
                return None
    return None


def text_of(mark: Mark) -> str:
    """The words of a mark, "" for one without."""
    return mark.mark_text or (mark.titles[0].text if mark.titles else "")


def classes_of(mark: Mark) -> list[int]:
    """The Nice classes of a mark, in order."""
    found = {entry.nice_class for entry in mark.goods_and_services}
    found |= {int(each.symbol) for each in mark.classifications if each.scheme == "nice" and each.symbol.isdigit()}
    return sorted(each for each in found if 1 <= each <= 45)


def class_bits(classes: Sequence[int]) -> int:
    """Nice classes as bits: bit n for class n, bit 0 where no class is known."""
    return sum(1 << each for each in set(classes)) or 1


def classes_of_bits(bits: int) -> tuple[str, ...]:
    """The two-digit classes of such bits."""
    return tuple(f"{each:02d}" for each in range(1, 46) if bits >> each & 1)
