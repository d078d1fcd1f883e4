"""Keep a watch on a query, a holder or a mark like one's own; nothing that matches already is announced, only what comes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from kapok import clock
from kapok.errors import InputError, NotAllowed
from kapok.search.languages import print_query
from kapok.services.home import require_lake
from kapok.services.opened import backend_of
from kapok.services.search_records import check_category, read_query
from kapok.services.similar_question import read_question
from kapok.services.watch_store import Watch, WatchKind, WatchStore, new_id

MOST_PER_CALLER = 50
MOST = 20_000
MAX_NAME = 200
MAX_TEXT = 4_000
"""Longest query that is kept: each is run after every load."""


def watch_query(
    home: Path, text: str, *, language: str = "auto", category: str = "", name: str = "", caller: str = ""
) -> Watch:
    """Watch a query. Raises QueryError / InputError when it cannot be asked, NotAllowed when there are too many."""
    if not text.strip() and not category:
        raise InputError("There is nothing to watch", "the query is empty", "Type a query, or choose a category")
    if len(text) > MAX_TEXT:
        raise InputError(f"The query has {len(text)} characters", f"a watch keeps up to {MAX_TEXT}", "Watch a shorter query")
    check_category(category)
    canonical = print_query(read_query(text, language), "cql") if text.strip() else ""
    watch = _made(home, "query", name or text.strip() or category, canonical, caller)
    return _kept(home, replace(watch, language="cql", category=category))


def watch_holder(home: Path, holder: str, *, category: str = "", name: str = "", caller: str = "") -> Watch:
    """Watch what is filed or held under a name."""
    if not holder.strip():
        raise InputError("There is no name to watch", "it is empty", "Type the name of a holder or applicant")
    quoted = holder.replace("\\", " ").replace('"', " ").strip()
    return watch_query(
        home, f'applicant="{quoted}"', language="cql", category=category, name=name or holder.strip(), caller=caller
    )


def watch_mark(
    home: Path,
    mark: str,
    *,
    classes: Sequence[str | int] = (),
    office: str = "",
    name: str = "",
    caller: str = "",
) -> Watch:
    """Watch for marks that reach the level "similar" under an office's profile. Raises InputError for an unusable mark."""
    question = read_question(mark, classes=classes, office=office)
    watch = _made(home, "similar", name or question.text, question.text, caller)
    listed = tuple(question.goods.nice_classes)
    return _kept(home, replace(watch, classes=listed, office=question.profile.office, category="mark"))


def _made(home: Path, kind: WatchKind, name: str, text: str, caller: str) -> Watch:
    """What all watches have. Everything that is in the index counts as known."""
    require_lake(home)
    return Watch(
        id=new_id(),
        kind=kind,
        name=" ".join(name.split())[:MAX_NAME],
        text=text,
        created_at=clock.now().isoformat(timespec="seconds"),
        through=backend_of(home).sequence(),
        caller=WatchStore(home).hash_of(caller) if caller else "",
    )


def _kept(home: Path, watch: Watch) -> Watch:
    store = WatchStore(home)
    others = [other.caller for other in store.all()]
    if len(others) >= MOST:
        raise NotAllowed("No more watches can be kept here", f"there are {MOST} already", "Ask who runs this installation")
    if watch.caller and others.count(watch.caller) >= MOST_PER_CALLER:
        raise NotAllowed(
            "You have as many watches as one address may keep",
            f"the most is {MOST_PER_CALLER}",
            "Delete one that you no longer need, then try again",
        )
    store.add(watch)
    return watch
