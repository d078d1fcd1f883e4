"""Sign a checkpoint of the evidence log and have it stamped; stamp again what has no timestamp yet or will outlive its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from kapok.clock import now
from kapok.errors import BackendError, IntegrityError
from kapok.evidence.canonical import instant_text
from kapok.evidence.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from kapok.evidence.digest import ALGORITHMS
from kapok.evidence.ledger import Ledger
from kapok.evidence.merkle import verify_consistency
from kapok.evidence.timestamp import renewed_bytes, verify_reply
from kapok.services.evidence_home import EvidenceHome

RENEW_BEFORE = timedelta(days=180)
"""A timestamp is renewed when its authority's certificate ends within this time."""


class Checkpointed(Struct, frozen=True):
    """A checkpoint as it is kept. `timestamps` counts the replies; `problem` says why there is none yet."""

    size: int
    time: str
    text: str
    is_new: bool
    timestamps: int
    problem: str = ""


def checkpoint_log(home: Path) -> Checkpointed:
    """Sign the log as it is now; without new entries since the last checkpoint, that one is returned.

    A timestamp authority that does not answer stops nothing: `problem` says so and `renew_timestamps` stamps later.
    Raises IntegrityError when the log does not continue its last checkpoint: then nothing is signed.
    """
    evidence = EvidenceHome(home)
    with evidence.open_log() as reading:
        size = reading.size()
    if size == 0:
        raise BackendError(
            "There is nothing to sign", "the log is empty", "Deposit something with 'kapok evidence deposit FILE'"
        )
    signer = evidence.signer("log")
    with evidence.open_log(write=True) as log:
        with log.file.transaction():
            size = log.size()
            kept = log.file.checkpoints()
            roots = {name: log.root(name) for name in ALGORITHMS}
            if kept:
                last = parse_checkpoint(kept[-1][2])
                _check_continues(log, last, size, roots)
                if last.size == size:
                    return _told(last, len(log.file.tokens(kept[-1][0])), is_new=False)
            checkpoint = sign_checkpoint(log.origin, size, roots, now(), signer)
            number = log.file.add_checkpoint(size, checkpoint.text)
        problem = _stamp(evidence, log, number, checkpoint)
        return _told(checkpoint, len(log.file.tokens(number)), is_new=True, problem=problem)


def renew_timestamps(home: Path) -> tuple[int, list[str]]:
    """Stamp every checkpoint that lacks a timestamp or whose newest one ends soon; returns how many, and what went wrong."""
    evidence, renewed, problems = EvidenceHome(home), 0, []
    with evidence.open_log(write=True) as log:
        for number, _, text in log.file.checkpoints():
            checkpoint = parse_checkpoint(text)
            replies = log.file.tokens(number)
            if replies:
                covered = renewed_bytes(checkpoint.stamped_bytes, replies[:-1])
                if verify_reply(replies[-1], covered, evidence.authority_roots()).expires_at > now() + RENEW_BEFORE:
                    continue
            problem = _stamp(evidence, log, number, checkpoint)
            if problem:
                problems.append(problem)
            else:
                renewed += 1
    return renewed, problems


def _stamp(evidence: EvidenceHome, log: Ledger, number: int, checkpoint: Checkpoint) -> str:
    """Have a checkpoint stamped (again); returns why that failed. The authority is asked outside any transaction."""
    authority = evidence.authority()
    if authority is None:
        return "no timestamp authority is configured"
    before = log.file.tokens(number)
    try:
        reply = authority.stamp(renewed_bytes(checkpoint.stamped_bytes, before))
    except BackendError as error:
        return str(error)
    with log.file.transaction():
        if len(log.file.tokens(number)) == len(before):  # else another process was faster, and this reply covers too little
            log.file.add_token(number, reply)
    return ""


def _check_continues(log: Ledger, last: Checkpoint, size: int, roots: dict[str, bytes]) -> None:
    for name in ALGORITHMS:
        path = log.consistency_proof(last.size, size, name) if last.size <= size else []
        if not verify_consistency(last.size, size, last.roots[name], roots[name], path, name):
            raise IntegrityError(
                "The log is not signed",
                f"it does not continue its checkpoint over {last.size} entries of {instant_text(last.time)}",
                "Run 'kapok evidence audit', and restore the log from a backup",
            )


def _told(checkpoint: Checkpoint, timestamps: int, *, is_new: bool, problem: str = "") -> Checkpointed:
    return Checkpointed(checkpoint.size, instant_text(checkpoint.time), checkpoint.text, is_new, timestamps, problem)
