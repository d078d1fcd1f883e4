"""Check a bundle offline, step by step: leaf, order, truncation, root, time, signature, timestamp, split view.

The steps stand in an order in which the first failure names what was altered; later ones are still made as far as they can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509

from kapok.errors import InputError
from kapok.evidence.bundle import Bundle, read_bundle, unhex
from kapok.evidence.canonical import instant_text
from kapok.evidence.checkpoint import Checkpoint, parse_checkpoint, signature_problem
from kapok.evidence.digest import ALGORITHMS, digest
from kapok.evidence.entry import Entry, parse_entry
from kapok.evidence.findings import Findings, Report
from kapok.evidence.merkle import leaf_hash, root_from_inclusion, verify_consistency
from kapok.evidence.signer import chain_problem, fingerprint, read_certificates
from kapok.evidence.timestamp import renewed_bytes, verify_reply

CLOCKS_MAY_DIFFER = timedelta(minutes=1)
"""By so much the clock of an authority may be behind that of the log."""


def verify_bundle(
    data: bytes,
    *,
    content: bytes | None = None,
    trust: Sequence[x509.Certificate] = (),
    against: Sequence[str] = (),
) -> Report:
    """Check a bundle. Never raises for what the bundle holds: a bundle that cannot be read fails at step 1.

    `content` are the bytes in question when the bundle shows their digest alone; `trust` the roots that the reader trusts
    (without them the report names the fingerprint to compare); `against` checkpoints of the same log that others saw.
    """
    findings = Findings()
    try:
        bundle = read_bundle(data)
        entry = parse_entry(bundle.entry)
        checkpoint = parse_checkpoint(bundle.checkpoint)
        chain = read_certificates(bundle.certificates)
    except InputError as error:
        findings.add("bundle", f"{error.what}: {error.why}", "")
        return findings.report()
    findings.add("bundle", "", f"entry {entry.index} of the log {checkpoint.origin}, of kind {entry.kind}")
    _leaf(findings, bundle, entry, content)
    _order(findings, bundle, entry)
    seen, unseen = _seen(against, checkpoint, chain[0])
    _truncation(findings, bundle, checkpoint, seen)
    _root(findings, bundle, checkpoint)
    _time(findings, bundle, entry, checkpoint)
    _signature(findings, checkpoint, chain, trust)
    _timestamps(findings, bundle, checkpoint, trust)
    _split_view(findings, bundle, checkpoint, chain[0], seen, unseen)
    return findings.report()


def _leaf(findings: Findings, bundle: Bundle, entry: Entry, content: bytes | None) -> None:
    problem = ""
    shown = bundle.content if content is None else content
    for name in ALGORITHMS:
        if leaf_hash(bundle.entry, name).hex() != bundle.proof.leaves[name]:
            problem = problem or f"the entry is not the one that was proven: its {name} leaf hash is another"
        if shown is not None and name in entry.digests and digest(shown, name).hex() != entry.digests[name]:
            problem = problem or f"the content is not the one that was deposited: its {name} digest is another"
    if content is not None and bundle.content is not None and content != bundle.content:
        problem = problem or "the content in the bundle is not the one given beside it"
    stated = ", ".join(f"{name} {value}" for name, value in entry.digests.items())
    if shown is None:
        findings.add("leaf", problem, f"the entry is whole ({stated})", note="the content is not here")
    else:
        findings.add("leaf", problem, f"the content of {len(shown):,} bytes has the digest in the entry ({stated})")


def _order(findings: Findings, bundle: Bundle, entry: Entry) -> None:
    problem = ""
    if entry.index != bundle.proof.log_index:
        problem = f"the entry says that it is number {entry.index}, the proof places it at {bundle.proof.log_index}"
    findings.add("order", problem, f"the entry stands at its own place, {entry.index}")


def _seen(against: Sequence[str], checkpoint: Checkpoint, key: x509.Certificate) -> tuple[list[Checkpoint], list[str]]:
    """The checkpoints of the same log, and why others say nothing about it."""
    seen: list[Checkpoint] = []
    unseen: list[str] = []
    for text in against:
        try:
            other = parse_checkpoint(text)
        except InputError as error:
            unseen.append(f"a checkpoint to compare with cannot be read: {error.why}")
            continue
        if other.origin != checkpoint.origin:
            unseen.append(f"the checkpoint of {other.origin} is of another log")
        elif why := signature_problem(other, key):
            unseen.append(f"the checkpoint of size {other.size} was not signed by this log: {why}")
        else:
            seen.append(other)
    return seen, unseen


def _truncation(findings: Findings, bundle: Bundle, checkpoint: Checkpoint, seen: Sequence[Checkpoint]) -> None:
    proof, problem = bundle.proof, ""
    if proof.log_index >= checkpoint.size:
        problem = f"the checkpoint covers {checkpoint.size} entries only, and this is number {proof.log_index}: the log was cut"
    elif proof.tree_size != checkpoint.size:
        problem = f"the proof is for {proof.tree_size} entries, the checkpoint for {checkpoint.size}"
    for other in seen:
        if other.size > checkpoint.size and other.time < checkpoint.time:
            problem = problem or f"the log held {other.size} entries earlier, at {instant_text(other.time)}: it was cut"
    findings.add("truncation", problem, f"the checkpoint covers {checkpoint.size} entries, this one among them")


def _root(findings: Findings, bundle: Bundle, checkpoint: Checkpoint) -> None:
    proof, problem = bundle.proof, ""
    for name in ALGORITHMS:
        path = unhex(proof.paths[name])
        root = root_from_inclusion(leaf_hash(bundle.entry, name), proof.log_index, checkpoint.size, path, name)
        if root is None:
            problem = problem or f"the {name} path has {len(path)} hashes, which does not fit the place and the size"
        elif root != checkpoint.roots[name]:
            problem = problem or f"the {name} path leads to the root {root.hex()}, the checkpoint says another"
    findings.add("root", problem, f"both paths lead to the roots of the checkpoint (sha256 {checkpoint.roots['sha256'].hex()})")


def _time(findings: Findings, bundle: Bundle, entry: Entry, checkpoint: Checkpoint) -> None:
    problem = ""
    stated = instant_text(checkpoint.time)
    if bundle.proof.time != stated:
        problem = f"the proof says that the checkpoint was made at {bundle.proof.time}, the checkpoint says {stated}"
    elif entry.at > checkpoint.time:
        problem = f"the entry is dated {instant_text(entry.at)}, after the checkpoint of {stated}"
    findings.add("time", problem, f"the entry is of {instant_text(entry.at)}, the checkpoint of {stated}")


def _signature(
    findings: Findings, checkpoint: Checkpoint, chain: Sequence[x509.Certificate], trust: Sequence[x509.Certificate]
) -> None:
    root = chain[-1]
    problem = signature_problem(checkpoint, chain[0]) or chain_problem(chain, checkpoint.time)
    if not problem and trust and fingerprint(root) not in {fingerprint(one) for one in trust}:
        problem = f"unknown signer: the root {fingerprint(root)} is not among those you trust"
    signed = f"signed by {chain[0].subject.rfc4514_string()}"
    note = "" if trust else f"compare the fingerprint of its root with the one the office publishes: {fingerprint(root)}"
    findings.add("signature", problem, signed, note=note)


def _timestamps(findings: Findings, bundle: Bundle, checkpoint: Checkpoint, trust: Sequence[x509.Certificate]) -> None:
    if not bundle.timestamps:
        findings.add("timestamp", "", "no timestamp is in the bundle", note="the time rests on the log's own word")
        return
    problem, parts, untrusted = "", [], False
    earliest: datetime | None = None
    try:
        named = read_certificates(bundle.timestamp_roots) if bundle.timestamp_roots else []
        for place, reply in enumerate(bundle.timestamps):
            covered = renewed_bytes(checkpoint.stamped_bytes, bundle.timestamps[:place])
            try:
                stamp = verify_reply(reply, covered, trust)
            except InputError:
                stamp = verify_reply(reply, covered, [*trust, *named])
                untrusted = True
            if earliest is not None and stamp.at < earliest:
                problem = f"timestamp {place + 1} is of {instant_text(stamp.at)}, before the one that it renews"
            if place == 0 and stamp.at < checkpoint.time - CLOCKS_MAY_DIFFER:
                problem = f"it is of {instant_text(stamp.at)}, before the checkpoint of {instant_text(checkpoint.time)}"
            earliest = stamp.at
            parts.append(f"{instant_text(stamp.at)} by {stamp.authority}")
    except InputError as error:
        problem = f"timestamp {len(parts) + 1}: {error.why}"
    note = "" if not untrusted else "compare the roots of the authorities: " + ", ".join(fingerprint(one) for one in named)
    findings.add("timestamp", problem, "stamped " + ", then ".join(parts), note=note)


def _split_view(
    findings: Findings,
    bundle: Bundle,
    checkpoint: Checkpoint,
    key: x509.Certificate,
    seen: Sequence[Checkpoint],
    unseen: Sequence[str],
) -> None:
    problem, compared, notes = "", 0, list(unseen)
    shown = _earlier(bundle, checkpoint, key)
    if isinstance(shown, str):
        problem = shown
    for other in seen:
        if other.size == checkpoint.size:
            compared += 1
            if dict(other.roots) != dict(checkpoint.roots):
                problem = problem or f"two checkpoints over {other.size} entries have different roots: the log shows two faces"
        elif isinstance(shown, Checkpoint) and shown.size == other.size:
            compared += 1
            if dict(shown.roots) != dict(other.roots):
                problem = problem or f"the log showed another root over {other.size} entries: it shows two faces"
        else:
            notes.append(f"with the checkpoint over {other.size} entries it cannot be compared without a consistency proof")
    if isinstance(shown, Checkpoint):
        compared += 1
    if not compared and not notes:
        notes.append("give checkpoints that others saw to rule out that the log shows two faces")
    findings.add("split view", problem, f"agrees with {compared} other checkpoints", note="; ".join(notes))


def _earlier(bundle: Bundle, checkpoint: Checkpoint, key: x509.Certificate) -> Checkpoint | str | None:
    """The earlier checkpoint that the bundle's own proof continues, or what is wrong with it, or None without one."""
    if not bundle.earlier:
        return None
    try:
        earlier = parse_checkpoint(bundle.earlier)
    except InputError as error:
        return f"the earlier checkpoint cannot be read: {error.why}"
    if earlier.origin != checkpoint.origin:
        return "the earlier checkpoint is of another log"
    if why := signature_problem(earlier, key):
        return f"the earlier checkpoint was not signed by this log: {why}"
    for name in ALGORITHMS:
        path = unhex(bundle.proof.earlier[name])
        if not verify_consistency(earlier.size, checkpoint.size, earlier.roots[name], checkpoint.roots[name], path, name):
            return f"the log of {checkpoint.size} entries does not continue that of {earlier.size} entries ({name})"
    return earlier
