"""Run the watches after a load: what is new since each was last answered, and matches, is announced exactly once.

New is a record that no load up to `through` brought. A record that was there but matches only now (its holder changed, names
were joined) is announced too, as changed: its version before is asked the same question in an index of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kapok import clock
from kapok.errors import InputError
from kapok.lake.lake import Lake
from kapok.lake.layout import Layout
from kapok.records.record import AnyRecord, Mark, decode
from kapok.search.mapping import documents
from kapok.search.ports import SearchBackend
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.find_similar import find_similar, goods_of
from kapok.services.index_names import text_of
from kapok.services.opened_index import open_backend
from kapok.services.search_records import read_query
from kapok.services.similar_question import MAX_LIMIT, read_question
from kapok.services.use_own_words import use_own_words
from kapok.services.watch_store import KEPT, Announcement, Watch, WatchStore
from kapok.similarity import goods
from kapok.similarity.confusion import judge_of, with_goods
from kapok.similarity.name import name_of

SCORED = 50_000
"""New marks up to this number are compared one by one; of more, the best of the whole register are taken."""
ASKED_BEFORE = 2_000
"""Changed records up to this number are asked whether they matched before; of more, none is announced."""


class WatchRun(Struct, frozen=True, kw_only=True):
    """What a run did: watches run, announcements made, watches that could not be run."""

    watches: int
    announced: int
    faults: int


class _Came(Struct):
    """What came after a sequence: keys that are new, and keys that were known and changed."""

    new: set[str]
    changed: set[str]
    marks: list[Mark]


def run_watches(home: Path) -> WatchRun:
    """Run every watch that is behind the index. A watch that cannot be run says so itself; the others go on."""
    store = WatchStore(home)
    if not store.folder.exists() or not Layout(home).manifest.exists():
        return WatchRun(watches=0, announced=0, faults=0)
    lake = Lake(home)
    try:
        backend = open_backend(home)
        newest = backend.sequence()
        came: dict[int, _Came] = {}
        run = announced = faults = 0
        for watch in store.all():
            if watch.through >= newest:
                continue
            if watch.through not in came:
                came[watch.through] = _came_since(lake, watch.through)
            done = _run(home, lake, backend, watch, came[watch.through], newest)
            if store.replace(done):
                run += 1
                announced += len(done.announced) + done.left_out - len(watch.announced) - watch.left_out
                faults += bool(done.fault)
        return WatchRun(watches=run, announced=announced, faults=faults)
    finally:
        lake.close()


def _came_since(lake: Lake, through: int) -> _Came:
    """Everything that loads after a sequence brought, told apart by whether the lake had it before."""
    before = {load.id for load in lake.loads() if load.published_sequence is not None and load.published_sequence <= through}
    came = _Came(set(), set(), [])
    for batch in lake.stream(after=through):
        for data in batch:
            record = decode(data)
            known = any(version.load_id in before for version in lake.versions(record.key))
            (came.changed if known else came.new).add(record.key)
            if isinstance(record, Mark) and not known and len(came.marks) <= SCORED:
                came.marks.append(record)
    return came


def _run(home: Path, lake: Lake, backend: SearchBackend, watch: Watch, came: _Came, newest: int) -> Watch:
    """The watch with what it has to announce, answered up to `newest`."""
    at = clock.now().isoformat(timespec="seconds")
    try:
        found = list(_similar(home, watch, came, at) if watch.kind == "similar" else _matching(lake, backend, watch, came, at))
    except InputError as error:  # the query can no longer be asked: told in the watch, tried again after the next load
        return replace(watch, run_at=at, fault=str(error))
    together = (*reversed(found), *watch.announced)
    return replace(
        watch,
        through=newest,
        run_at=at,
        fault="",
        announced=together[:KEPT],
        left_out=watch.left_out + max(0, len(together) - KEPT),
    )


def _matching(lake: Lake, backend: SearchBackend, watch: Watch, came: _Came, at: str) -> Iterator[Announcement]:
    node = read_query(watch.text, watch.language)
    keys = list(backend.iterate_keys(node, watch.category)) if came.new or came.changed else []
    new = [key for key in keys if key in came.new]
    changed = [key for key in keys if key in came.changed]
    if changed and len(changed) <= ASKED_BEFORE:
        matched = _matched_before(lake, watch, changed)
        changed = [key for key in changed if key not in matched]
    else:
        changed = []
    for record in lake.stream_keys([*new, *changed]):
        yield Announcement(record.key, title_of(record), at, is_new=record.key in came.new)


def _matched_before(lake: Lake, watch: Watch, keys: Iterable[str]) -> set[str]:
    """Which of the records matched in the version that was current up to the watch's sequence."""
    before = {
        load.id for load in lake.loads() if load.published_sequence is not None and load.published_sequence <= watch.through
    }
    earlier: list[AnyRecord] = []
    for key in keys:
        version = next((each for each in lake.versions(key) if each.load_id in before), None)
        if version is not None:
            earlier.append(lake.read(version))
    with tempfile.TemporaryDirectory(prefix="kapok-watch-") as folder:
        index = TantivyBackend(Path(folder) / "index", create=True)
        writer = index.writer()
        try:
            writer.add(documents(earlier))
            writer.commit(0)
        finally:
            writer.close()
        return set(index.iterate_keys(read_query(watch.text, watch.language), watch.category))


def _similar(home: Path, watch: Watch, came: _Came, at: str) -> Iterator[Announcement]:
    """New marks that reach the level "similar"."""
    if len(came.marks) > SCORED:
        answer = find_similar(home, watch.text, classes=watch.classes, office=watch.office, limit=MAX_LIMIT)
        for hit in answer.hits:
            if hit.key in came.new and hit.level != "remote":
                yield Announcement(hit.key, hit.mark, at, level=hit.level)
        return
    use_own_words(home)
    question = read_question(watch.text, classes=watch.classes, office=watch.office)
    if question.name is None:
        return
    judge, profile = judge_of(question.name, question.profile), question.profile
    for mark in came.marks:
        try:
            opinion = judge(name_of(text_of(mark)))
        except InputError:  # a mark without words
            continue
        listed = goods_of(mark)
        if question.goods and listed and opinion.level != "remote":
            opinion = with_goods(opinion, goods.score(question.goods, listed), profile)
        if opinion.level != "remote":
            yield Announcement(mark.key, title_of(mark), at, level=opinion.level)


def title_of(record: AnyRecord) -> str:
    """What a record is called in an announcement."""
    if isinstance(record, Mark) and record.mark_text:
        return record.mark_text
    return record.titles[0].text if record.titles else record.number
