"""Pipes, closed streams, other encodings, a terminal, Ctrl-C: the command behaves as the commands beside it do."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import KAPOK, Run

EVERYTHING = ["search", "", "--limit", "700"]


def shell(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -m kapok.cli.main"
    script = script.replace("KAPOK", command).replace("HOME", f"--home {home}")
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        # standard output is closed by its reader, by the shell, or full
        ('KAPOK search "" --limit 700 HOME | head -1; exit ${PIPESTATUS[0]}', 0, ""),
        ('KAPOK search "" --limit 700 --json HOME | head -c 9 >/dev/null; exit ${PIPESTATUS[0]}', 0, ""),
        ("KAPOK count HOME >&-", 0, ""),
        ("KAPOK count --json HOME >&-", 0, ""),
        ('KAPOK search "" --limit 700 HOME >/dev/full', 3, "No space left on device"),
        # the other streams
        ("KAPOK search 'ti=(' HOME 2>&-", 2, ""),
        ("KAPOK load - HOME <&-", 2, "standard input"),
        ("KAPOK load - HOME </dev/null", 2, "kapok formats list"),
        # arguments in another encoding, and a locale that Python does not decode
        ("KAPOK search $'\\xff' HOME", 2, "not in UTF-8"),
        ("LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 KAPOK search 电池 --limit 1 HOME | grep -q '^[1-9]'", 0, ""),
    ],
)
def test_streams(script: str, code: int, said: str, sample_home: Path) -> None:
    ran = shell(script, sample_home)
    assert ran.returncode == code, ran.stderr
    assert said in ran.stderr
    assert not re.search("Traceback|Exception ignored", ran.stderr)


def test_json_is_utf_8_whatever_the_terminal_says(kapok: Run, sample_home: Path) -> None:
    ascii_terminal = {**os.environ, "PYTHONIOENCODING": "ascii"}
    assert "电池" in kapok("search", "电池", "--json", "--home", sample_home, env=ascii_terminal).json()["query"]
    assert "found for" in kapok("search", "电池", "--home", sample_home, env=ascii_terminal).out


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes a few seconds, read by several processes (more than 4 MB)."""
    line = (
        b'{"type":"patent","key":"patent/CN/%d/A","category":"patent","office_code":"CN","number":"%d","kind_code":"A",'
        b'"titles":[{"text":"Pump %s","language":"en"}],"provenance":{"source":"test","format":"kapok-jsonl"}}\n'
    )
    file = tmp_path_factory.mktemp("large") / "large.jsonl"
    file.write_bytes(b"".join(line % (n, n, b"x" * 500) for n in range(1, 10_001)))
    return file


def test_a_load_on_a_terminal_shows_its_progress(large: Path, tmp_path: Path) -> None:
    process, master = os.forkpty() if sys.platform == "darwin" else pty.fork()
    if process == 0:
        os.environ.update(COLUMNS="140", TERM="xterm")
        os.execv(sys.executable, [*KAPOK, "load", str(large), "--home", str(tmp_path), "--json"])
    shown = b""
    waiting = select.poll()  # select() takes no descriptor above 1023, and a process of many tests has more
    waiting.register(master, select.POLLIN)
    while waiting.poll(60_000):
        try:
            block = os.read(master, 65536)
        except OSError:  # Linux: the other end of the terminal is closed
            break
        if not block:
            break
        shown += block
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"\d+\.\d/\d+\.\d MB", text), "bytes"
    assert re.search(r"[\d,]+ records, [\d,]+ records/s", text), "records and their rate"
    assert re.search(r"\d:\d\d:\d\d", text), "time left"
    assert "indexing" in text
    assert text.rstrip().rsplit("\n", 1)[-1].lstrip("\r").startswith('{"files":1,"read":10000,"stored":10000,')


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_ctrl_c_ends_a_load_quietly_and_the_command_goes_on_from_there(large: Path, tmp_path: Path, seconds: float) -> None:
    command = [*KAPOK, "load", str(large), "--home", str(tmp_path), "--json"]
    load = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "index").exists() and load.poll() is None:
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(load.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
    out, err = load.communicate(timeout=30)
    assert (load.returncode, out) == (130, ""), err
    assert err == "Stopped.\n"
    again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert '"read":10000' in again.stdout


def test_a_worker_that_is_killed_is_told(large: Path, tmp_path: Path) -> None:
    """As the system does when memory runs out."""
    load = subprocess.Popen([*KAPOK, "load", str(large), "--home", str(tmp_path)], stderr=subprocess.PIPE, text=True)
    while load.poll() is None and not (workers := _workers(load.pid)):
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    _, err = load.communicate(timeout=60)
    assert load.returncode == 3
    assert err.startswith("A worker process ended suddenly")
    assert "Traceback" not in err


def _workers(process: int) -> list[int]:
    """Processes that `process` spawned to work for it."""
    if Path("/proc/self/stat").exists():
        rows = [_process(folder) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    else:
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        rows = [
            (int(pid), int(parent), command) for pid, parent, command in (line.split(None, 2) for line in listed.splitlines())
        ]
    return [pid for pid, parent, command in rows if parent == process and "spawn_main" in command]


def _process(folder: Path) -> tuple[int, int, str]:
    """Process, parent and command line from a folder of /proc; 0 as parent when it has just ended."""
    try:
        parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        return int(folder.name), parent, (folder / "cmdline").read_text()
    except (OSError, IndexError):
        return int(folder.name), 0, ""
