"""Similar marks: how fast, how exact against scoring every mark, and what the index costs; beside it plain scans."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from bench import loading, workloads
from bench.timing import memory_mb
from bench.vocabulary import HANZI
from kapok.services.find_similar import find_similar
from kapok.services.index_names import rebuild_names, similar_folder
from kapok.similarity.confusion import judge_of
from kapok.similarity.name import name_of
from kapok.similarity.name_codes import code_name, unpack
from kapok.similarity.name_index import NameIndex
from kapok.similarity.name_segment import MarkEntry
from kapok.similarity.name_store import NameStore
from kapok.similarity.profile import get_profile

OFFICE = "CN"
ASKED = 200
ROUNDS = 3
ORACLE = {False: (234_000, 100), True: (workloads.FULL_MARKS, 10)}
"""Full or not -> (marks, queries) of the comparison with scoring every mark."""
GROWTH = (100_000, workloads.FULL_MARKS, 10_000_000)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def run(folder: Path, *, full: bool, growth: bool, count: int | None = None, oracle: int | None = None) -> None:
    """Load, ask, compare, print."""
    marks = count or ORACLE[full][0]
    file, home = folder / "similar.jsonl", folder / "similar-home"
    workloads.write(file, workloads.marks(marks))
    print(f"\n== similar marks: {marks:,} marks")
    figures = loading.load(home, file)
    before = time.perf_counter()
    rebuild_names(home)
    own = time.perf_counter() - before
    rest = max(figures.command_seconds - own, 0.001)
    size = sum(path.stat().st_size for path in similar_folder(home).rglob("*") if path.is_file()) / 1e6
    print(
        f"load {figures.command_seconds:.1f} s, of it the index of similar marks {own:.1f} s: "
        f"adds {own / rest:.0%} (bar 60 %); {size:.0f} MB on disk"
    )
    before = time.perf_counter()
    index = NameIndex(similar_folder(home))
    print(f"opened in {(time.perf_counter() - before) * 1000:.0f} ms (bar 1,000)")
    questions = list(queries(index, ASKED))
    print(f"p50 / p95 / longest of {ASKED} queries x {ROUNDS}, ms: {speed(home, questions)} (bar p95 80)")
    print(f"memory: {memory_mb()[0]:.0f} MB anonymous, {memory_mb()[1]:.0f} MB mapped")
    compare(index, questions, oracle if oracle is not None else ORACLE[full][1])
    shutil.rmtree(home)
    file.unlink()
    if growth:
        grow(folder)


def queries(index: NameIndex, count: int, seed: int = 7) -> Iterator[str]:
    """Names of the register with none to two letters or characters changed."""
    rng = random.Random(seed)
    while count:
        segment = rng.choices(index.segments, [len(each.names) for each in index.segments])[0]
        text = altered(unpack(segment.names[rng.randrange(len(segment.names))]).text, rng)
        if text.strip():
            count -= 1
            yield text


def altered(text: str, rng: random.Random) -> str:
    """A text with none to two changes: another letter, one less, one more, two exchanged."""
    signs = list(text)
    for _ in range(rng.choice((0, 1, 1, 2))):
        at = rng.randrange(len(signs))
        sign = rng.choice(HANZI if signs[at] > "\u3007" else LETTERS)
        kind = rng.randrange(4)
        if kind == 0:
            signs[at] = sign
        elif kind == 1 and len(signs) > 1:
            del signs[at]
        elif kind == 2:
            signs.insert(at, sign)
        elif at + 1 < len(signs):
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
    return "".join(signs)


def speed(home: Path, questions: Sequence[str]) -> str:
    """Milliseconds of the whole service call, after one round to warm up."""
    spent = []
    for turn in range(ROUNDS + 1):
        for text in questions:
            before = time.perf_counter()
            find_similar(home, text, office=OFFICE, limit=10)
            if turn:
                spent.append((time.perf_counter() - before) * 1000)
    spent.sort()
    return f"{spent[len(spent) // 2]:.1f} / {spent[int(len(spent) * 0.95)]:.1f} / {spent[-1]:.1f}"


def compare(index: NameIndex, questions: Sequence[str], asked: int) -> None:
    """The first ten at or above "similar" against scoring every name; beside it the time of plain scans."""
    profile = get_profile(OFFICE)
    folder = index.folder
    same = 0
    before = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        every = list(pool.map(score_every, [(folder, text) for text in questions[:asked]]))
    scan = (time.perf_counter() - before) * 2 / max(asked, 1)
    for text, best in zip(questions, every, strict=False):
        name = name_of(text)
        near = index.nearest(name, judge_of(name, profile), profile=profile)
        found = [each.opinion.score for each in near if each.opinion.score >= profile.levels["similar"]][:10]
        same += found == best
    print(f"the same ten best scores as scoring every name: {same} of {asked} (bar 99 %)")
    names = [unpack(segment.names[row]).letters for segment in index.segments for row in range(len(segment.names))]
    before = time.perf_counter()
    for text in questions[:5]:
        cdist([text], names, scorer=OSA.normalized_similarity)
    letters = (time.perf_counter() - before) / 5
    print(
        f"beside it, one query: scoring all {len(names):,} names {scan:.1f} s; "
        f"RapidFuzz cdist, letters alone, {letters * 1000:.0f} ms"
    )


def score_every(task: tuple[Path, str]) -> list[float]:
    """The ten best scores at or above "similar" by scoring every name (runs in a process of its own)."""
    folder, text = task
    profile = get_profile(OFFICE)
    judge = judge_of(name_of(text), profile)
    least = profile.levels["similar"]
    scores = []
    for segment in NameIndex(folder).segments:
        for row in range(len(segment.names)):
            score = judge(unpack(segment.names[row])).score
            if score >= least:
                scores.append(score)
    return sorted(scores, reverse=True)[:10]


def grow(folder: Path) -> None:
    """The index alone at three sizes, from names that are generated (no lake): build, disk, open, speed, memory."""
    print("\n== growth: the index alone\n     marks   build s  disk MB  open ms   p50 ms   p95 ms  anonymous MB")
    for count in GROWTH:
        place = folder / "growth-similar"
        before = time.perf_counter()
        build(place, count)
        built = time.perf_counter() - before
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            opened, p50, p95, memory = pool.submit(ask_grown, place).result()
        print(f"{count:>10,} {built:>9.0f} {size:>8.0f} {opened:>8.0f} {p50:>8.1f} {p95:>8.1f} {memory:>13.0f}", flush=True)
        shutil.rmtree(place)


def build(place: Path, count: int) -> None:
    """An index of so many marks, coded by two processes."""
    store = NameStore(place)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        step = 50_000
        starts = range(0, count, step)
        for coded, marks in pool.map(code_part, [(start, min(step, count - start)) for start in starts]):
            store.add(coded, marks)
    store.commit(1)


def code_part(task: tuple[int, int]) -> tuple[list[object], list[MarkEntry]]:
    """One part of the generated names, coded (runs in a process of its own)."""
    start, count = task
    made, marks = {}, []
    for number, text in enumerate(workloads.mark_names(count, seed=start + 1), start=start):
        if text not in made:
            made[text] = code_name(name_of(text))
        marks.append(MarkEntry(f"mark/EM/{number:09d}", made[text].text, "EM", 1 << number % 45 + 1, "in_force"))
    return list(made.values()), marks


def ask_grown(place: Path) -> tuple[float, float, float, float]:
    """(opened in ms, p50 ms, p95 ms, anonymous MB) in a fresh process."""
    before = time.perf_counter()
    index = NameIndex(place)
    opened = (time.perf_counter() - before) * 1000
    profile = get_profile(OFFICE)
    spent = []
    for turn in range(2):
        for text in queries(index, 100):
            name = name_of(text)
            before = time.perf_counter()
            index.nearest(name, judge_of(name, profile), profile=profile)
            if turn:
                spent.append((time.perf_counter() - before) * 1000)
    spent.sort()
    return opened, spent[len(spent) // 2], spent[int(len(spent) * 0.95)], memory_mb()[0]
