"""The same tests on PostgreSQL: a private server is started, the tests beside this one run against it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.postgres
HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with private_server() as url:
        yield url


@contextmanager
def private_server() -> Iterator[str]:
    """The URL of a server of our own on a Unix socket."""
    folder_of = binaries()
    if folder_of is None:
        if os.environ.get("KAPOK_NO_SKIPS"):
            pytest.fail("PostgreSQL is missing: install it in .ci/run")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kapok-pg-", dir="/tmp"))
    folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [str(folder_of / program), *arguments]
        if root:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp")

    data = folder / "data"
    run("initdb", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8", "-D", str(data))
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
    user = "postgres" if root else os.environ.get("USER", "postgres")
    yield f"postgresql://{user}@/postgres?host={folder}"
    run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_the_same_tests_pass_on_postgresql(server: str, tmp_path: Path) -> None:
    environment = {**os.environ, "KAPOK_DATABASE_URL": server, "KAPOK_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not postgres", str(HERE)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
