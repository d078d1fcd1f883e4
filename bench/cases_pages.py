"""Many cases written straight into the tables, then pages asked of a real server by four clients: `python -m … HOME COUNT`.

A few cases are walked through their actions; every other case is a copy of one of them under its own key, number and title,
with statements and digests of its own, so that a case page has as much to read as it would have. Verdicts are not copied: no
page measured here reads them.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench.case_world import CLERK, WAY, World, digest_of, do, make_world

CLIENTS = 4
REQUESTS = 60
"""Requests of each client and kind."""
STAGES = (3, 5, 7, 8)
"""Actions of the cases that are copied: handed in, taken up, under public notice, registered."""
PIECE = 2000
TITLES = (
    "港口集装箱周转数据集",
    "城市道路车流数据集",
    "Coastal weather series",
    "纺织品检测数据集",
    "Container turnover of ports",
)


def main(home: Path, count: int) -> None:
    """Prepare, measure, print one line of JSON."""
    from kapok.portal.migrate import migrate

    migrate(home)
    from bench.kapok_side import server
    from kapok import clock

    now = clock.now()
    with clock.fixed(now - timedelta(days=20)):
        world = make_world()
        samples = [_sample(world, f"k-sample{stage}", stage) for stage in STAGES]
    before = time.perf_counter()
    events = fill(samples, count)
    seconds = time.perf_counter() - before
    cookies = {role: _cookie(world.actors[role].person) for role in world.actors}
    with server(home, port=8767) as base:
        spent = _measure(base, world, cookies, count)
    size = sum(each.stat().st_size for each in home.glob("platform.sqlite3*")) or _postgres_size()
    print(json.dumps({"cases": count, "events": events, "seconds": seconds, "mb": size / 1e6, "spent": spent}))


def _sample(world: World, case: str, stage: int) -> str:
    """A case of so many actions; the notice of the registered one is ended by a clock that runs ahead."""
    from kapok import clock
    from kapok.portal.cases.sequencer import sequence_outbox
    from kapok.portal.jobs.queue import run_due

    for number, (action, who) in enumerate(WAY[:stage]):
        if action == "issue":
            with clock.fixed(clock.now() + timedelta(days=18)):
                run_due()
                do(world, case, action, who, f"{case}-{number}")
                run_due()
            break
        do(world, case, action, who, f"{case}-{number}-{action}-key")
    run_due()
    sequence_outbox()
    return case


def fill(samples: list[str], count: int) -> int:
    """Write copies of the sample cases in bulk; returns how many events."""
    from django.db import transaction

    from kapok.portal.cases.models import Case, CaseEventRow, Outbox, RegisterEntry
    from kapok.portal.jobs.models import Job

    events = 0
    sources = [_source(sample) for sample in samples]
    numbers = iter(range(count))
    while piece := list(islice(numbers, PIECE)):
        made: dict[type, list[Any]] = {Case: [], CaseEventRow: [], Outbox: [], RegisterEntry: [], Job: []}
        for number in piece:
            _copy(sources[number % len(sources)], number, made)
        with transaction.atomic():
            for model, rows in made.items():
                model.objects.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]
        events += len(made[CaseEventRow])
    return events


def _source(sample: str) -> dict[str, Any]:
    """Everything of one case."""
    from kapok.portal.cases.models import Case, CaseEventRow, Outbox, RegisterEntry
    from kapok.portal.jobs.models import Job

    return {
        "case": Case.objects.filter(pk=sample).values().get(),
        "rows": list(CaseEventRow.objects.filter(case_id=sample).order_by("sequence").values()),
        "logged": list(Outbox.objects.filter(reference__startswith=f"case/{sample}/").order_by("id").values()),
        "entry": RegisterEntry.objects.filter(case_id=sample).values().first(),
        "jobs": list(Job.objects.filter(key=f"timers/{sample}", done_at=None).values()),
    }


def case_key(number: int) -> str:
    """The key of the copy with a number; mixed, so that keys do not stand in the order of time."""
    return f"k-{digest_of(str(number))[:16]}"


def _copy(source: dict[str, Any], number: int, made: dict[type, list[Any]]) -> None:
    from kapok.evidence.digest import digests
    from kapok.portal.cases.models import Case, CaseEventRow, Outbox, RegisterEntry
    from kapok.portal.cases.register import folded
    from kapok.portal.jobs.models import Job

    key, old = case_key(number), source["case"]["key"]
    title = f"{TITLES[number % len(TITLES)]} {number:06d}"
    shift = timedelta(seconds=-(number * 7 % 600_000))
    changed = {"key": key, "number": f"P01-2026-{number + 1000:06d}", "title": title}
    changed["folded"] = folded(changed["number"], title)
    later = timedelta(days=number % 40 - 10)
    if source["case"]["next_deadline"]:
        changed["next_deadline"] = changed["urgency"] = source["case"]["next_deadline"] + later
    for name in ("opened_at", "changed_at"):
        changed[name] = source["case"][name] + shift
    made[Case].append(Case(**{**source["case"], **changed}))
    for row, logged in zip(source["rows"], source["logged"], strict=False):
        body = bytes(row["body"]).replace(old.encode(), key.encode())
        found = digests(body)
        own = {**row, "case_id": key, "body": body, "digest": found["sha256"], "id": None}
        made[CaseEventRow].append(CaseEventRow(**own))
        reference = f"case/{key}/{row['sequence']}"
        index = 1_000_000 + number * 16 + row["sequence"]
        own = {**logged, "id": None, "reference": reference, "sha256": found["sha256"], "sm3": found["sm3"], "log_index": index}
        made[Outbox].append(Outbox(**own))
    for job in source["jobs"]:
        payload = {"case": key}
        run_at = job["run_at"] + timedelta(days=60)
        made[Job].append(Job(**{**job, "id": None, "key": f"timers/{key}", "payload": payload, "run_at": run_at}))
    if entry := source["entry"]:
        name, certificate = f"202644{number:09d}X", f"2026104400{number:07d}"
        own = {
            **entry,
            "id": None,
            "case_id": key,
            "registration_number": name,
            "certificate_number": certificate,
            "title": title,
        }
        own |= {"folded": folded(name, certificate, title, entry["holder"]), "changed_at": entry["changed_at"] + shift}
        own |= {"registered_on": entry["registered_on"] - timedelta(days=number % 900), "in_lake_at": entry["changed_at"]}
        made[RegisterEntry].append(RegisterEntry(**own))


def _cookie(person: str) -> str:
    """A session of somebody who has signed in with a second factor."""
    from django.conf import settings
    from django.test import Client

    from kapok.portal.accounts.models import Person
    from kapok.portal.accounts.second_factor import ADDED

    client = Client()
    client.force_login(Person.objects.get(key=person), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[ADDED] = True
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _postgres_size() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _measure(base: str, world: World, cookies: dict[str, str], count: int) -> dict[str, list[float]]:
    """Milliseconds of every request of every kind with four clients at once."""
    clerk = cookies[CLERK]
    registered = [number for number in range(0, count) if number % len(STAGES) == len(STAGES) - 1]
    step = max(len(registered) // 997, 1)
    entries = [f"/certificates/202644{number:09d}X" for number in registered[::step]]
    mixed = [f"/cases/{case_key(number * 7919 % count)}" for number in range(997)]
    work = f"/worklists/{world.office}"
    pages = max(count // 4 * 3 // 25 - 1, 2)
    kinds: dict[str, tuple[str, list[str]]] = {
        "worklist, first page": (clerk, [work]),
        "worklist, some page": (clerk, [f"{work}?page={1 + n * 37 % pages}" for n in range(97)]),
        "worklist, words in title": (clerk, [f"{work}?q={urllib.parse.quote(f'{n:04d}')}" for n in range(97)]),
        "case page": (clerk, mixed),
        "public register, first page": ("", ["/certificates"]),
        "public register, some page": ("", [f"/certificates?page={1 + n * 37 % (pages // 3 + 1)}" for n in range(97)]),
        "public register, a number": ("", [f"/certificates?q={each.rsplit('/', 1)[1]}" for each in entries]),
        "public register, common word": (
            "",
            [f"/certificates?q={urllib.parse.quote(word)}" for word in ("数据集", "container")],
        ),
        "public register, one entry": ("", entries),
        "notices, first page": ("", ["/notices"]),
    }
    spent = {}
    for kind, (cookie, addresses) in kinds.items():
        spent[kind] = _clients(
            base, [_get(base, cookie, address) for address in islice(_around(addresses), CLIENTS * REQUESTS)]
        )
    handed_in = [case_key(number) for number in range(0, count) if number % len(STAGES) == 0]
    acts = [_act(base, clerk, key) for key in handed_in[: CLIENTS * REQUESTS]]
    spent["whole action: verify_identity, POST to answer"] = _clients(base, acts, warm=False)
    return spent


def _around(addresses: list[str]) -> Iterator[str]:
    while True:
        yield from addresses


Call = Callable[[], float]


def _clients(base: str, calls: list[Call], *, warm: bool = True) -> list[float]:
    """Every call once, by four clients at once; what each took in milliseconds."""
    if warm:
        for call in calls[:8]:
            call()
    with ThreadPoolExecutor(CLIENTS) as clients:
        return [took for part in clients.map(_one_after_another, [calls[n::CLIENTS] for n in range(CLIENTS)]) for took in part]


def _one_after_another(calls: list[Call]) -> list[float]:
    return [call() for call in calls]


def _ask(
    base: str, method: str, address: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[float, int, str, Any]:
    host = base.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=60)
    before = time.perf_counter()
    connection.request(method, address, body=body, headers={"Accept-Language": "en", "Host": host, **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    took = (time.perf_counter() - before) * 1000
    connection.close()
    return took, answer.status, text, answer.headers


def _get(base: str, cookie: str, address: str) -> Call:
    def call() -> float:
        took, status, _text, _headers = _ask(base, "GET", address, {"Cookie": cookie} if cookie else {})
        assert status == 200, (address, status)
        return took

    return call


def _act(base: str, cookie: str, key: str) -> Call:
    """Open the case page as a browser does, then send the form; only the sending is timed."""

    def call() -> float:
        _took, status, page, headers = _ask(base, "GET", f"/cases/{key}", {"Cookie": cookie})
        assert status == 200, status
        offered = re.findall(r'id="act-([a-z_]+)"', page)
        assert "verify_identity" in offered, f"the page offers {offered} only"
        part = page.split('id="act-verify_identity"')[1].split("</form>")[0]
        form = dict(re.findall(r'name="(do|as|expected|key|csrfmiddlewaretoken)" value="([^"]*)"', part))
        form["identity_means"] = "register"
        tokens = [each.split(";")[0] for each in headers.get_all("Set-Cookie") or () if each.startswith("kapok_form=")]
        sent = {
            "Cookie": "; ".join([cookie, *tokens]),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": base,
            "Referer": f"{base}/cases/{key}",
        }
        took, status, text, _headers = _ask(base, "POST", f"/cases/{key}", sent, urllib.parse.urlencode(form).encode())
        assert status == 302, (status, re.sub(r"<[^>]+>", " ", text)[:2000])
        return took

    return call


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
