"""Signed checkpoints: the log says, at an instant, how many entries it holds and under which roots.

The text follows the signed notes of transparency logs (c2sp.org/signed-note and tlog-checkpoint), with two lines of our own:

    ip.example.org/log                                    origin: the name of the log
    20852163                                              size
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=          root over SHA-256, base64
    sm3 wvZJEbs/M7hPmGMnS5qvX9+I8xBUiRL7kuJA3B0ZPXg=      root over SM3
    time 2026-09-18T03:04:05Z
                                                          an empty line ends what is signed
    — ip.example.org/log Az3grlgtzPICa5OS8npVmf1Myq/5…    a signature: base64 of key id (4 bytes) and signature

The key id is the first 4 bytes of SHA-256(name || "\\n" || 0xff || algorithm || "\\n" || public key as DER
SubjectPublicKeyInfo). Others may add their lines (witnesses who saw the same log); the first line is the log's own, and
timestamps cover the text up to its end.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from cryptography import x509

from kapok.errors import InputError
from kapok.evidence.canonical import instant_text, parse_instant
from kapok.evidence.digest import DIGEST_BYTES, digest
from kapok.evidence.signer import Signer, algorithm_of, is_signed, public_bytes

LONGEST = 20_000
"""No checkpoint is longer, in bytes."""
_ORIGIN = re.compile(r"[^\s+—]{1,100}")
_SIGNATURE = re.compile(r"— ([^\s+]{1,100}) ([A-Za-z0-9+/]+={0,2})")


class Signature(msgspec.Struct, frozen=True):
    """One line below the text: who signed, with which key, what."""

    name: str
    key_id: bytes
    value: bytes


class Checkpoint(msgspec.Struct, frozen=True):
    """A checkpoint with its signatures; `text` is the whole, byte for byte."""

    origin: str
    size: int
    roots: Mapping[str, bytes]
    time: datetime
    text: str
    signatures: tuple[Signature, ...]

    @property
    def signed_bytes(self) -> bytes:
        """What every signature covers: the text up to the empty line, its last line break included."""
        return (self.text.partition("\n\n")[0] + "\n").encode()

    @property
    def stamped_bytes(self) -> bytes:
        """What timestamps cover: the text up to the end of the log's own signature line."""
        head, _, tail = self.text.partition("\n\n")
        return f"{head}\n\n{tail.partition(chr(10))[0]}\n".encode()


def check_origin(origin: str) -> str:
    """The origin. Raises InputError for a name that cannot stand in a checkpoint."""
    if not _ORIGIN.fullmatch(origin):
        raise InputError(
            f"{origin[:60]!r} cannot be the name of a log",
            "it has 1 to 100 signs, no space and no plus",
            "Say 'ip.example.org/log'",
        )
    return origin


def key_id(name: str, certificate: x509.Certificate) -> bytes:
    """The 4 bytes by which a signature line tells its key."""
    stated = f"{name}\n".encode() + b"\xff" + algorithm_of(certificate).encode() + b"\n" + public_bytes(certificate)
    return digest(stated)[:4]


def sign_checkpoint(origin: str, size: int, roots: Mapping[str, bytes], time: datetime, signer: Signer) -> Checkpoint:
    """Write and sign a checkpoint."""
    sha256, sm3 = (base64.b64encode(roots[name]).decode() for name in ("sha256", "sm3"))
    body = f"{check_origin(origin)}\n{size}\n{sha256}\nsm3 {sm3}\ntime {instant_text(time)}\n"
    line = base64.b64encode(key_id(origin, signer.chain[0]) + signer.sign(body.encode())).decode()
    return parse_checkpoint(f"{body}\n— {origin} {line}\n")


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; whether its signatures hold is another question. Raises InputError for any other form."""
    if len(text) > LONGEST:
        raise _unreadable(f"it is longer than {LONGEST} signs")
    body, gap, tail = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 5 or not lines[3].startswith("sm3 ") or not lines[4].startswith("time "):
        raise _unreadable("it has not the five lines origin, size, root, sm3 and time before an empty one")
    if not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
        raise _unreadable(f"{lines[1][:30]!r} is no size")
    roots = {"sha256": _root(lines[2]), "sm3": _root(lines[3].removeprefix("sm3 "))}
    time = parse_instant(lines[4].removeprefix("time "))
    if not tail.endswith("\n"):
        raise _unreadable("its last line has no end")
    signatures = tuple(_signature(line) for line in tail[:-1].split("\n"))
    return Checkpoint(check_origin(lines[0]), int(lines[1]), roots, time, text, signatures)


def _root(text: str) -> bytes:
    value = _decode(text)
    if len(value) != DIGEST_BYTES or base64.b64encode(value).decode() != text:
        raise _unreadable(f"{text[:60]!r} is no root of {DIGEST_BYTES} bytes")
    return value


def _signature(line: str) -> Signature:
    found = _SIGNATURE.fullmatch(line)
    value = _decode(found[2]) if found else b""
    if found is None or len(value) < 5:
        raise _unreadable(f"{line[:60]!r} is no signature line")
    return Signature(found[1], value[:4], value[4:])


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _unreadable(f"{text[:60]!r} is no base64") from None


def _unreadable(why: str) -> InputError:
    return InputError("The checkpoint cannot be read", why, "docs/evidence.md describes its form; ask its sender for it again")


def signature_problem(checkpoint: Checkpoint, certificate: x509.Certificate) -> str:
    """Why the log's own signature does not hold with this certificate; empty when it does."""
    own = checkpoint.signatures[0]
    if own.name != checkpoint.origin:
        return f"the first signature is by {own.name}, not by the log {checkpoint.origin}"
    if own.key_id != key_id(own.name, certificate):
        return "it was signed with another key than that of the certificate"
    if not is_signed(certificate, checkpoint.signed_bytes, own.value):
        return "text and signature do not belong together"
    return ""
