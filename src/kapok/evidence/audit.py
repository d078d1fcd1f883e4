"""Check a whole log: every entry, both trees, every checkpoint and timestamp that it keeps. Reads once, in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509

from kapok.errors import InputError, IntegrityError
from kapok.evidence.canonical import instant_text
from kapok.evidence.checkpoint import Checkpoint, parse_checkpoint, signature_problem
from kapok.evidence.digest import ALGORITHMS
from kapok.evidence.entry import parse_entry
from kapok.evidence.findings import Findings, Report
from kapok.evidence.ledger import Ledger
from kapok.evidence.merkle import leaf_hashes
from kapok.evidence.timestamp import renewed_bytes, verify_reply
from kapok.evidence.tree import Growth

PIECE = 16_384


def audit(ledger: Ledger, key: x509.Certificate, roots: Sequence[x509.Certificate], against: Sequence[str] = ()) -> Report:
    """Check the log against itself, its key, the roots of its authorities, and checkpoints that others kept (`against`)."""
    findings = Findings()
    size = ledger.size()
    grown, problem = _entries(ledger, size)
    findings.add("order", problem, f"{size:,} entries, each at its place, their instants in order")
    findings.add("root", "" if problem else _trees(ledger, grown), "both trees are those of the entries")
    kept: list[Checkpoint] = []
    trouble: dict[str, str] = {}
    for number, text in [*((n, text) for n, _, text in ledger.file.checkpoints()), *((0, text) for text in against)]:
        try:
            checkpoint = parse_checkpoint(text)
        except InputError as error:
            trouble.setdefault("signature", f"a checkpoint cannot be read: {error.why}")
            continue
        kept.append(checkpoint)
        if why := signature_problem(checkpoint, key):
            trouble.setdefault("signature", f"checkpoint over {checkpoint.size} entries: {why}")
        elif checkpoint.size > size:
            trouble.setdefault("truncation", f"a checkpoint covers {checkpoint.size} entries, the log holds {size}: it was cut")
        elif not problem and any(ledger.root(n, checkpoint.size) != checkpoint.roots[n] for n in ALGORITHMS):
            trouble.setdefault("split view", f"the checkpoint over {checkpoint.size} entries shows other roots than the log")
        elif number and (why := _stamps(ledger.file.tokens(number), checkpoint, roots)):
            trouble.setdefault("timestamp", why)
    findings.add("truncation", trouble.get("truncation", ""), f"no checkpoint covers more than the {size:,} entries")
    findings.add("signature", trouble.get("signature", ""), f"{len(kept)} checkpoints are signed by the log")
    findings.add("timestamp", trouble.get("timestamp", ""), "every timestamp covers its checkpoint")
    findings.add("split view", trouble.get("split view", ""), "every checkpoint shows the roots that the log had")
    return findings.report()


def _entries(ledger: Ledger, size: int) -> tuple[Growth, str]:
    """The tree grown again from the entries, and the first entry that is wrong."""
    growth = Growth()
    previous: datetime | None = None
    try:
        for begin in range(0, size, PIECE):
            leaves = list(ledger.file.leaves(begin, min(begin + PIECE, size)))
            for index, leaf in enumerate(leaves, start=begin):
                entry = parse_entry(leaf)
                if entry.index != index:
                    return growth, f"the entry at place {index} says that it is number {entry.index}"
                if previous is not None and entry.at < previous:
                    return growth, f"entry {index} of {instant_text(entry.at)} is older than the one before it"
                previous = entry.at
            for tile in growth.extend({name: leaf_hashes(leaves, name) for name in ALGORITHMS}):
                for name in ALGORITHMS:
                    if ledger.file.tile(tile.level, tile.position, name) != tile.hashes[name]:
                        return growth, f"the {name} hashes of tile {tile.level}/{tile.position} are not those of its entries"
    except (InputError, IntegrityError) as error:
        return growth, f"{error.what}: {error.why}"
    return growth, ""


def _trees(ledger: Ledger, growth: Growth) -> str:
    for name in ALGORITHMS:
        if ledger.root(name) != growth.root(name):
            return f"the {name} root of the log is not that of its entries"
    return ""


def _stamps(replies: Sequence[bytes], checkpoint: Checkpoint, roots: Sequence[x509.Certificate]) -> str:
    for place, reply in enumerate(replies):
        covered = renewed_bytes(checkpoint.stamped_bytes, replies[:place])
        try:
            verify_reply(reply, covered, roots)
        except InputError as error:
            return f"timestamp {place + 1} of the checkpoint over {checkpoint.size} entries: {error.why}"
    return ""
