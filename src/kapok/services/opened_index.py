"""Search indexes that are open in this process, one per home. Apart from the lakes: a search needs none of what reads them.

The index lies in the home, unless `KAPOK_SEARCH_URL` names a cluster (`https://user:password@host:9200/name`).
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from kapok.lake.layout import Layout
from kapok.search.ports import IndexWriter, SearchBackend
from kapok.search.tantivy_fresh import Places, TantivyFreshWriter
from kapok.search.tantivy_index import TantivyBackend
from kapok.services.home import require_lake

_lock = threading.Lock()
_backends: dict[Path, tuple[int, SearchBackend]] = {}


def search_address() -> str:
    """The address of the search cluster; "" where the index lies in the home."""
    return os.environ.get("KAPOK_SEARCH_URL", "").strip()


def open_backend(home: Path, *, create: bool = False) -> SearchBackend:
    """The search backend of a home. Raises BackendError when there is none and `create` is not set."""
    layout = Layout(home)
    if not create:
        require_lake(home)
    if address := search_address():
        from kapok.search.opensearch_connect import connect, read_address  # only those who have a cluster need them
        from kapok.search.opensearch_index import OpenSearchBackend

        cluster, name = read_address(address)
        return OpenSearchBackend(connect(cluster), name, create=create)
    if not create and not layout.index.exists() and layout.replaced_index.exists():
        return TantivyBackend(layout.replaced_index)  # a rebuild is between its two renames, or was killed there
    return TantivyBackend(layout.index, create=create)


def fresh_writer(home: Path) -> IndexWriter:
    """A writer of a new index, which takes the place of the old one at its commit."""
    if address := search_address():
        from kapok.search.opensearch_connect import connect, read_address
        from kapok.search.opensearch_writer import OpenSearchWriter

        cluster, name = read_address(address)
        return OpenSearchWriter(connect(cluster), name, bulk=True)
    layout = Layout(home)
    return TantivyFreshWriter(Places(layout.index, layout.growing_index, layout.replaced_index))


def backend_of(home: Path) -> SearchBackend:
    """The open search backend of a home; opened again when a rebuild has replaced the folder. Raises BackendError."""
    home = home.resolve()
    mark = changes_when_replaced(Layout(home).index)
    with _lock:
        known = _backends.get(home)
        if known is None or known[0] != mark:
            known = _backends[home] = (mark, open_backend(home))
        return known[1]


def changes_when_replaced(path: Path) -> int:
    """A number that changes when the file or folder is replaced by another (not when it is written to)."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return -1
