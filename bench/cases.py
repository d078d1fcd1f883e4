"""Cases: durable actions a second against bare commits, an action over HTTP, lists and pages among many cases.

`python -m bench --only cases [--scale SHARE]`: 1 means 200,000 cases, by default a tenth. Every measurement runs in a process
of its own, because Django is set up once for one database.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.postgres_peer import PostgresPeer, binaries

FULL = 200_000
ROOT = Path(__file__).parents[1]
BAR_RATIO, BAR_MS = 0.3, 150


def main(scale: float, *, postgres: bool) -> None:
    """Print all figures."""
    count = max(int(FULL * scale), 1000)
    print(f"\n== cases: {count:,}")
    for name in ("sqlite", "postgresql"):
        if name == "postgresql" and not (postgres and binaries()):
            print("postgresql is not installed or not wanted: left out (Debian: apt install postgresql)")
            continue
        folder = Path(tempfile.mkdtemp(prefix="kapok-bench-"))
        server = None
        try:
            url = ""
            if name == "postgresql":
                server = PostgresPeer(durable=True)
                user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
                url = f"postgresql://{user}@/postgres?host={server.folder}"
            _of_one(name, folder, url, count)
        finally:
            if server is not None:
                server.close()
            shutil.rmtree(folder, ignore_errors=True)


def _of_one(name: str, folder: Path, url: str, count: int) -> None:
    """All figures of one database."""
    found = _child("bench.cases_durable", folder / "durable", url)
    print(
        f"{name}: {found['actions']} actions of P01, one durable commit each: {found['own']:.0f}/s "
        f"(p50 {found['p50']:.1f} ms, p95 {found['p95']:.1f}); bare INSERT+COMMIT of the same {found['bytes']:.0f} bytes: "
        f"{found['bare']:.0f}/s: {found['own'] / found['bare']:.2f} of it (bar {BAR_RATIO}); "
        f"{found['cpu']:.1f} ms CPU an action in this process; {found['settings']}",
        flush=True,
    )
    found = _child("bench.cases_pages", folder / "pages", url, str(count))
    wrote = f"written in {found['seconds']:.0f} s, {found['mb']:.0f} MB"
    print(f"{name}: {found['cases']:,} cases, {found['events']:,} events, {wrote}")
    for what, spent in found["spent"].items():
        spent.sort()
        p95 = spent[min(len(spent) - 1, int(len(spent) * 0.95))]
        flag = "" if p95 < BAR_MS else "   over the bar"
        print(f"  {what:46} p50 {statistics.median(spent):6.1f} ms  p95 {p95:6.1f} (bar {BAR_MS}), n={len(spent)}{flag}")
    sys.stdout.flush()


def _child(module: str, home: Path, url: str, *arguments: str) -> dict[str, Any]:
    """What a measuring process prints in its last line."""
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KAPOK_HOME": str(home), "KAPOK_DATABASE_URL": url, "KAPOK_SECRET_KEY": "bench-" * 8}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", module, str(home), *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
