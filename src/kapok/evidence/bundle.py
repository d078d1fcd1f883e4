"""The bundle: one file with everything that a stranger needs to check one entry of the log, offline.

A ZIP file with a fixed layout, members stored without compression (so nothing can swell while it is read), each known by name:

    README.<language>.txt      how to check, in en, zh-Hans, zh-Hant, pt
    proof.json                 canonical JSON, see `Proof`
    entry.json                 the entry, byte for byte: the leaf of both trees
    content.bin                the deposited bytes; absent when only their digest is shown
    checkpoint.txt             the signed checkpoint that the proof leads to
    certificates.pem           the log's certificate, then those up to its root
    timestamp-1.tsr …          replies of timestamp authorities over the checkpoint, oldest first
    timestamp-roots.pem        the roots of those authorities, as the log knows them
    earlier.txt                an earlier checkpoint which this one is shown to continue (with `earlier` in the proof)
"""

from __future__ import annotations

import io
import zipfile
from importlib import resources

import msgspec

from kapok.errors import InputError
from kapok.evidence.canonical import canonical_bytes
from kapok.evidence.digest import ALGORITHMS, DIGEST_BYTES

FORMAT = "kapok-bundle/1"
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
LARGEST_CONTENT = 1 << 30
LARGEST_MEMBER = 1 << 20
MOST_TIMESTAMPS = 64
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the same bundle is the same bytes, whenever it is written."""
_REQUIRED = ("proof.json", "entry.json", "checkpoint.txt", "certificates.pem")
_OPTIONAL = ("content.bin", "timestamp-roots.pem", "earlier.txt", *(f"README.{language}.txt" for language in LANGUAGES))


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What proof.json says. All hashes are hex; `paths` run from the leaf to the root.

    `time` repeats that of the checkpoint and `leaves` the leaf hashes, so that a check can name what was altered.
    """

    format: str
    log_index: int
    tree_size: int
    time: str
    leaves: dict[str, str]
    paths: dict[str, list[str]]
    content_name: str = ""
    earlier: dict[str, list[str]] = {}


class Bundle(msgspec.Struct, frozen=True):
    """A bundle in memory."""

    proof: Proof
    entry: bytes
    checkpoint: str
    certificates: bytes
    content: bytes | None = None
    timestamps: tuple[bytes, ...] = ()
    timestamp_roots: bytes = b""
    earlier: str = ""


def write_bundle(bundle: Bundle) -> bytes:
    """The file."""
    members: dict[str, bytes] = {
        f"README.{language}.txt": resources.files("kapok.evidence").joinpath(f"how_to_verify/{language}.txt").read_bytes()
        for language in LANGUAGES
    }
    members["proof.json"] = canonical_bytes(msgspec.to_builtins(bundle.proof))
    members["entry.json"] = bundle.entry
    if bundle.content is not None:
        members["content.bin"] = bundle.content
    members["checkpoint.txt"] = bundle.checkpoint.encode()
    members["certificates.pem"] = bundle.certificates
    members |= {f"timestamp-{place}.tsr": reply for place, reply in enumerate(bundle.timestamps, start=1)}
    if bundle.timestamp_roots:
        members["timestamp-roots.pem"] = bundle.timestamp_roots
    if bundle.earlier:
        members["earlier.txt"] = bundle.earlier.encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return target.getvalue()


def read_bundle(data: bytes) -> Bundle:
    """Read a file that may come from anybody. Raises InputError, naming the member, for whatever the layout does not know."""
    members = _members(data)
    timestamps = [name for name in (f"timestamp-{place}.tsr" for place in range(1, MOST_TIMESTAMPS + 1)) if name in members]
    unknown = set(members) - {*_REQUIRED, *_OPTIONAL, *timestamps}
    if unknown:
        raise _unreadable(f"it holds {sorted(unknown)[0]!r}, which the layout does not know")
    if missing := [name for name in _REQUIRED if name not in members]:
        raise _unreadable(f"{missing[0]} is missing")
    if timestamps != [f"timestamp-{place}.tsr" for place in range(1, len(timestamps) + 1)]:
        raise _unreadable("a timestamp is missing between two others")
    proof = _proof(members["proof.json"])
    if ("earlier.txt" in members) != bool(proof.earlier):
        raise _unreadable("an earlier checkpoint comes with its proof, and both or none are there")
    return Bundle(
        proof,
        members["entry.json"],
        _text(members, "checkpoint.txt"),
        members["certificates.pem"],
        members.get("content.bin"),
        tuple(members[name] for name in timestamps),
        members.get("timestamp-roots.pem", b""),
        _text(members, "earlier.txt"),
    )


def _members(data: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                largest = LARGEST_CONTENT if info.filename == "content.bin" else LARGEST_MEMBER
                if info.filename in members:
                    raise _unreadable(f"{info.filename} is in it twice")
                if info.compress_type != zipfile.ZIP_STORED or info.file_size > largest or info.flag_bits & 1:
                    raise _unreadable(f"{info.filename} is compressed, encrypted or larger than {largest} bytes")
                members[info.filename] = archive.read(info)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError) as error:
        raise _unreadable(f"it is no whole ZIP file ({error})") from None
    return members


def _proof(data: bytes) -> Proof:
    try:
        proof = msgspec.json.decode(data, type=Proof)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(f"proof.json: {error}") from None
    if proof.format != FORMAT:
        raise _unreadable(f"its format is {proof.format[:40]!r}, not {FORMAT}")
    hashes = [*proof.leaves.values(), *(h for path in (*proof.paths.values(), *proof.earlier.values()) for h in path)]
    for stated in (proof.leaves, proof.paths, proof.earlier or proof.paths):
        if tuple(sorted(stated)) != ALGORITHMS:
            raise _unreadable("proof.json: each hash is given for sha256 and for sm3")
    if any(len(h) != 2 * DIGEST_BYTES or set(h) - set("0123456789abcdef") for h in hashes):
        raise _unreadable("proof.json: a hash has 64 hexadecimal digits")
    return proof


def _text(members: dict[str, bytes], name: str) -> str:
    try:
        return members.get(name, b"").decode()
    except UnicodeDecodeError:
        raise _unreadable(f"{name} is no UTF-8 text") from None


def _unreadable(why: str) -> InputError:
    return InputError("The bundle cannot be read", why, "Ask whoever sent it for the original file")


def unhex(path: list[str]) -> list[bytes]:
    """Hashes as bytes."""
    return [bytes.fromhex(text) for text in path]
