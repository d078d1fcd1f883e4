"""Write the bundle that proves one entry of the log to a stranger."""

from __future__ import annotations

from pathlib import Path

from kapok.errors import InputError, NotFound
from kapok.evidence.bundle import FORMAT, Bundle, Proof, write_bundle
from kapok.evidence.canonical import instant_text
from kapok.evidence.checkpoint import Checkpoint, parse_checkpoint
from kapok.evidence.digest import ALGORITHMS, digest
from kapok.evidence.entry import Entry, parse_entry
from kapok.evidence.ledger import Ledger
from kapok.evidence.merkle import leaf_hash
from kapok.evidence.signer import to_pem
from kapok.services.checkpoint_log import checkpoint_log
from kapok.services.deposit_evidence import kept_path
from kapok.services.evidence_home import EvidenceHome


def find_entry(home: Path, wanted: str) -> int:
    """The index of an entry named by its number, its id, or the digest that was deposited. Raises NotFound."""
    with EvidenceHome(home).open_log() as log:
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 and int(wanted) < log.size():
            return int(wanted)
        for entry_id in (wanted, *(f"deposit/{name}/{wanted.lower()}" for name in ALGORITHMS)):
            if (index := log.find(entry_id)) is not None:
                return index
        raise NotFound(
            f"The log holds no entry {wanted[:80]!r}",
            f"it has {log.size()} entries",
            "Name it by its number, its id or the digest that was deposited",
        )


def prove_entry(home: Path, index: int, *, content: bytes | None = None, name: str = "", earlier: str = "") -> bytes:
    """The bundle of one entry, over the first checkpoint that covers it (one is signed when there is none yet).

    `content` puts the bytes in; without it a kept copy is taken, else the bundle shows the digest alone. `earlier` is the text
    of an older checkpoint of this log, which the bundle then shows to be continued. Raises InputError when content and entry
    differ.
    """
    evidence = EvidenceHome(home)
    with evidence.open_log() as log:
        leaf = log.leaf(index)
        covering = log.file.checkpoints(index + 1)
    if not covering:
        checkpoint_log(home)
    with evidence.open_log() as log:
        number, _, text = log.file.checkpoints(index + 1)[0]
        older = parse_checkpoint(earlier) if earlier else None
        if older is not None:
            number, text = _covering(log, index, older)
        checkpoint = parse_checkpoint(text)
        entry = parse_entry(leaf)
        proof = Proof(
            format=FORMAT,
            log_index=index,
            tree_size=checkpoint.size,
            time=instant_text(checkpoint.time),
            leaves={n: leaf_hash(leaf, n).hex() for n in ALGORITHMS},
            paths={n: _hex(log.inclusion_proof(index, checkpoint.size, n)) for n in ALGORITHMS},
            content_name=name,
            earlier={} if older is None else _earlier(log, older, checkpoint),
        )
        bundle = Bundle(
            proof,
            leaf,
            text,
            to_pem(evidence.signer("log").chain),
            _content(home, entry, content),
            tuple(log.file.tokens(number)),
            to_pem(evidence.authority_roots()) if log.file.tokens(number) else b"",
            earlier,
        )
    return write_bundle(bundle)


def _covering(log: Ledger, index: int, older: Checkpoint) -> tuple[int, str]:
    """The first checkpoint that covers both the entry and the older checkpoint."""
    found = log.file.checkpoints(max(index + 1, older.size))
    if older.origin != log.origin or not found:
        raise InputError(
            "The earlier checkpoint cannot be continued here",
            f"it is of {older.origin} with {older.size} entries; this log is {log.origin} with {log.size()}",
            "Give a checkpoint of this log",
        )
    return found[0][0], found[0][2]


def _earlier(log: Ledger, older: Checkpoint, checkpoint: Checkpoint) -> dict[str, list[str]]:
    return {name: _hex(log.consistency_proof(older.size, checkpoint.size, name)) for name in ALGORITHMS}


def _content(home: Path, entry: Entry, content: bytes | None) -> bytes | None:
    if content is None:
        path = kept_path(home, entry.digests.get("sha256", "none"))
        return path.read_bytes() if path.is_file() else None
    for name, stated in entry.digests.items():
        if digest(content, name).hex() != stated:
            raise InputError(
                f"The content is not that of entry {entry.index}",
                f"its {name} digest is another",
                "Give the file that was deposited",
            )
    return content


def _hex(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
