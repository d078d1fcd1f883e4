"""The sample that `kapok sample` makes, loaded once for all tests of a process. Whoever changes a home makes one of their own."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from kapok.services.make_sample import make_sample


@cache
def sample_home() -> Path:
    home = Path(mkdtemp(prefix="kapok-sample-"))
    atexit.register(rmtree, home, ignore_errors=True)
    make_sample(home)
    return home
