"""Recompute a draw from its file, step by step: lists, commitments, reveals, seed, order, result, redraws, record."""

from __future__ import annotations

from kapok.errors import InputError
from kapok.evidence.digest import digest
from kapok.evidence.draw import SECRET_BYTES, commitment, compute_rankings, compute_result, compute_seed, freeze, list_digests
from kapok.evidence.draw_file import Committed, DrawFile, Frozen, Redrawn, Revealed, Run
from kapok.evidence.findings import Findings, Report

_STAGES = (Frozen, Committed, Revealed, Run, Redrawn)


def verify_draw(data: bytes) -> Report:
    """Check a draw file; an unfinished draw fails at the step that is missing, and who holds it up is named."""
    findings = Findings()
    try:
        drawn = DrawFile.from_bytes(data)
    except InputError as error:
        findings.add("file", error.why, "")
        return findings.report()
    plan = drawn.frozen.lists.plan
    again = f", which replaces {plan.replaces}" if plan.replaces else ""
    findings.add("file", "", f"draw {plan.id}{again}, {len(drawn.lines)} lines")
    steps = (_lists, _commitments, _reveals, _seed, _order, _result, _redraws)
    for step in steps:
        if not step(findings, drawn):
            break
    _record(findings, drawn)
    return findings.report()


def _lists(findings: Findings, drawn: DrawFile) -> bool:
    lists, problem = drawn.frozen.lists, ""
    try:
        if freeze(lists) != lists:
            problem = "the lists are not sorted by id"
    except InputError as error:
        problem = error.why
    if not problem and list_digests(lists) != drawn.frozen.digests:
        problem = "the lists were changed after they were frozen: their digest is another"
    stated = drawn.frozen.digests.get("sha256", "")
    return findings.add("lists", problem, f"{len(lists.objects)} objects, {len(lists.inspectors)} inspectors, sha256 {stated}")


def _commitments(findings: Findings, drawn: DrawFile) -> bool:
    parties, given = drawn.frozen.lists.parties, [line.party for line in drawn.lines if isinstance(line, Committed)]
    problem = ""
    if len(set(given)) != len(given) or set(given) - set(parties):
        problem = "somebody committed twice, or is no party"
    elif missing := [name for name in parties if name not in given]:
        problem = f"{', '.join(missing)} has not committed"
    return findings.add("commitments", problem, f"{', '.join(given)} committed")


def _reveals(findings: Findings, drawn: DrawFile) -> bool:
    parties, given = drawn.frozen.lists.parties, [line.party for line in drawn.lines if isinstance(line, Revealed)]
    problem = ""
    if len(set(given)) != len(given) or set(given) - set(parties):
        problem = "somebody showed a secret twice, or is no party"
    elif missing := [name for name in parties if name not in given]:
        problem = f"{', '.join(missing)} withheld the secret: there is no seed"
    for name, text in drawn.secrets.items():
        secret = _unhex(text)
        if secret is None or commitment(drawn.frozen.digests["sha256"], name, secret) != drawn.commitments.get(name):
            problem = problem or f"the secret of {name} is not the one it committed to for these lists"
    return findings.add("reveals", problem, "each party showed the secret it had committed to")


def _unhex(text: str) -> bytes | None:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        return None
    return secret if len(secret) == SECRET_BYTES and secret.hex() == text else None


def _seed(findings: Findings, drawn: DrawFile) -> bool:
    run, problem = drawn.run_line, ""
    seed = compute_seed(
        drawn.frozen.digests["sha256"], [bytes.fromhex(drawn.secrets[name]) for name in drawn.frozen.lists.parties]
    )
    if run is None:
        problem = "the draw has not been run"
    elif sum(isinstance(line, Run) for line in drawn.lines) > 1:
        problem = "the draw was run more than once"
    elif run.seed != seed.hex():
        problem = f"the seed out of the secrets is {seed.hex()}, the file says {run.seed[:64]}"
    return findings.add("seed", problem, seed.hex())


def _order(findings: Findings, drawn: DrawFile) -> bool:
    run, problem = drawn.run_line, ""
    assert run is not None
    rankings = compute_rankings(drawn.frozen.lists, drawn.frozen.digests["sha256"], bytes.fromhex(run.seed))
    for stated, computed, what in (
        (run.objects, rankings.objects, "objects"),
        (run.inspectors, rankings.inspectors, "inspectors"),
    ):
        if stated != computed:
            place = next((i for i, (a, b) in enumerate(zip(stated, computed, strict=False)) if a != b), len(stated))
            problem = problem or f"the {what} are not in the drawn order: place {place + 1} is another"
    return findings.add("order", problem, "both rankings follow from the seed")


def _result(findings: Findings, drawn: DrawFile) -> bool:
    run = drawn.run_line
    assert run is not None
    _, rankings = drawn.compute()
    problem = ""
    try:
        if compute_result(drawn.frozen.lists, rankings) != list(run.result):
            problem = "objects or inspectors are not those that the rankings give"
    except InputError as error:
        problem = error.why
    return findings.add("result", problem, f"{len(run.result)} objects with their inspectors")


def _redraws(findings: Findings, drawn: DrawFile) -> bool:
    _, rankings = drawn.compute()
    made, problem = drawn.redraws, ""
    for count, line in enumerate(made, start=1):
        try:
            result = compute_result(drawn.frozen.lists, rankings, [one.redraw for one in made[:count]])
        except InputError as error:
            problem = problem or f"redraw {count}: {error.why}"
            break
        if result != list(line.result):
            problem = problem or f"redraw {count} of {line.replaced} did not take the next of the ranking"
    reasons = "; ".join(f"{line.replaced}: {line.reason}" for line in made)
    return findings.add("redraws", problem, f"{len(made)} redraws{f' ({reasons})' if reasons else ''}")


def _record(findings: Findings, drawn: DrawFile) -> None:
    problem, stage, last = "", 0, ""
    for number, (line, before) in enumerate(zip(drawn.lines, [b"", *drawn.raw], strict=False), start=1):
        place = next(i for i, kind in enumerate(_STAGES) if isinstance(line, kind))
        if place < stage:
            problem = problem or f"line {number} comes too late: stages are freeze, commit, reveal, run, redraw"
        if line.at < last:
            problem = problem or f"line {number} is dated before the line above it"
        if not isinstance(line, Frozen) and line.previous != digest(before).hex():
            problem = (
                problem or f"line {number - 1} is not the one that line {number} follows: it was changed, or lines were moved"
            )
        stage, last = place, line.at
    findings.add("record", problem, "each line names the one before it")
