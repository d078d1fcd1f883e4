"""A loaded sample, made once by the command itself, and two ways to run a command: as a process, and (fast) in this one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from kapok.cli.main import app

KAPOK = [sys.executable, "-m", "kapok.cli.main"]


class Ran(NamedTuple):
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one JSON value on the last line of standard output."""
        return msgspec.json.decode(self.out.rstrip("\n").rsplit("\n", 1)[-1])


Run = Callable[..., Ran]


def run_kapok(*args: object, **settings: Any) -> Ran:
    """Run `kapok` as a process of its own."""
    command = [*KAPOK, *(arg if isinstance(arg, bytes) else str(arg) for arg in args)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, **settings)
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "home"
    ran = run_kapok("sample", "--home", home, "--json")
    assert ran.code == 0, ran.err
    assert ran.json()["stored"] == ran.json()["read"] > 500
    return home


@pytest.fixture
def kapok() -> Run:
    return run_kapok


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `kapok` in this process: many bad inputs in little time."""

    def run(*args: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            app([str(arg) for arg in args])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        code = left.value.code
        return Ran(code if isinstance(code, int) else 0, out, err)

    return run


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nobody, not even root, can make anything."""
    if os.geteuid() == 0:
        yield Path("/proc")
        return
    folder = tmp_path / "unwritable"
    folder.mkdir()
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def unused_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
