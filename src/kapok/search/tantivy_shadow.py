"""Reading an index where this user may not write: a read-only mount, a home that another user owns.

The engine wants to put a lock file beside the files that it opens. So it is given a folder of its own, in the place for
temporary files, whose names lead to the files of the index; nothing is copied. A new commit has new files: `follow` adds
their names before the engine looks again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

from kapok.errors import BackendError


class Shadow:
    """A folder (`path`) of links to the files of an index, taken away with this object or at the end of the process."""

    def __init__(self, index: Path) -> None:
        self._index = index.resolve()
        try:
            self.path = Path(tempfile.mkdtemp(prefix="kapok-index-"))
        except OSError as error:
            raise BackendError(
                "The search index cannot be opened",
                f"it lies where this user may not write, and so does the folder for temporary files ({error.strerror})",
                "Set TMPDIR to a folder that may be written, or let this user write to the folder of the index",
            ) from error
        weakref.finalize(self, shutil.rmtree, str(self.path), ignore_errors=True)
        self.follow()

    def follow(self) -> None:
        """Add names for files that are new in the index. Raises OSError where it cannot be listed."""
        for entry in os.scandir(self._index):
            if not entry.name.endswith(".lock"):
                with suppress(FileExistsError):
                    (self.path / entry.name).symlink_to(entry.path)


def shadow_of(index: Path) -> Shadow | None:
    """A shadow where the folder is there and this user may not write to it; None where none is needed."""
    return Shadow(index) if index.is_dir() and not os.access(index, os.W_OK) else None
