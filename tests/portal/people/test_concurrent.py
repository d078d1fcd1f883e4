"""Two officers press at the same instant, in two processes: one wins, the other is told, and the history has no gap."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
RACE = """
import os, sys, time
from pathlib import Path
os.environ["KAPOK_ALLOWED_HOSTS"] = "*"
from kapok.portal.migrate import migrate
migrate(Path(sys.argv[1]))
from django.db import connection
from tests.portal.people.conftest import Walk, populated
from kapok.portal.cases.models import CaseEventRow, Outbox

world = populated()
for number in range(6):
    walk = Walk(world).filed()
    forms = [walk.hidden("clerk", "request_correction") for _ in range(2)]
    before = CaseEventRow.objects.filter(case_id=walk.key).count()
    connection.close()
    begin = time.monotonic() + 0.3
    pipes = []
    for form in forms:
        read, write = os.pipe()
        if os.fork() == 0:
            time.sleep(max(0.0, begin - time.monotonic()))
            status = walk.post("clerk", {**form, "missing": f"The proof, says {os.getpid()}"}).status_code
            os.write(write, str(status).encode())
            os._exit(0)
        pipes.append(read)
    statuses = sorted(os.read(read, 10).decode() for read in pipes)
    rows = list(CaseEventRow.objects.filter(case_id=walk.key).order_by("sequence"))
    logged = Outbox.objects.filter(reference__startswith=f"case/{walk.key}/").count()
    print(*statuses, len(rows) - before, [row.sequence for row in rows] == list(range(1, len(rows) + 1)), logged == len(rows))
"""


def test_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KAPOK_HOME", "DJANGO_"))}
    environment.pop("KAPOK_DATABASE_URL", None)
    environment |= {"KAPOK_HOME": str(tmp_path), "KAPOK_SECRET_KEY": "x", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RACE, str(tmp_path)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["302 409 1 True True"] * 6, done.stderr[-3000:]
