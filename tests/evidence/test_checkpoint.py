"""Checkpoints: their text byte for byte, two kinds of keys, and what is no checkpoint."""

from __future__ import annotations

import base64
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from kapok.clock import now
from kapok.errors import BackendError, InputError
from kapok.evidence.checkpoint import check_origin, key_id, parse_checkpoint, sign_checkpoint, signature_problem
from kapok.evidence.digest import digest
from kapok.evidence.keys import open_key, root_certificate
from kapok.evidence.signer import KeySigner, chain_problem, load_signer, public_bytes

AT = datetime(2026, 9, 18, 3, 4, 5, tzinfo=UTC)
ROOTS = {"sha256": bytes(range(32)), "sm3": bytes(range(32, 64))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "keys"


@pytest.fixture(scope="module")
def key(folder: Path) -> KeySigner:
    return open_key(folder, "log", "Example Office")


def rsa_key() -> KeySigner:
    secret = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "RSA log")])
    builder = x509.CertificateBuilder(name, name, secret.public_key(), 7, AT - timedelta(days=1), AT + timedelta(days=9999))
    return KeySigner(secret, [builder.sign(secret, hashes.SHA256())])


def test_the_text_of_a_checkpoint(key: KeySigner) -> None:
    made = sign_checkpoint("ip.example.org/log", 20852163, ROOTS, AT, key)
    lines = made.text.split("\n")
    assert lines[:6] == [
        "ip.example.org/log",
        "20852163",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "sm3 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
        "time 2026-09-18T03:04:05Z",
        "",
    ]
    mark, name, value = lines[6].split(" ")
    assert (mark, name, lines[7:]) == ("—", "ip.example.org/log", [""])
    stated = b"ip.example.org/log\n\xffecdsa-sha256\n" + public_bytes(key.chain[0])
    assert base64.b64decode(value)[:4] == digest(stated)[:4] == key_id("ip.example.org/log", key.chain[0])
    assert parse_checkpoint(made.text) == made
    assert signature_problem(made, key.chain[0]) == ""
    assert made.stamped_bytes.decode() == made.text


def test_rsa_signs_too(key: KeySigner) -> None:
    other = rsa_key()
    made = sign_checkpoint("log", 1, ROOTS, AT, other)
    assert signature_problem(made, other.chain[0]) == ""
    assert signature_problem(made, key.chain[0]) == "it was signed with another key than that of the certificate"


def test_a_witness_may_sign_below(key: KeySigner) -> None:
    made = sign_checkpoint("log", 1, ROOTS, AT, key)
    witness = base64.b64encode(b"1234" + b"x" * 64).decode()
    both = parse_checkpoint(made.text + f"— witness {witness}\n")
    assert signature_problem(both, key.chain[0]) == ""
    assert both.stamped_bytes == made.stamped_bytes
    swapped = parse_checkpoint(made.text.replace("\n\n", f"\n\n— witness {witness}\n"))
    assert "not by the log" in signature_problem(swapped, key.chain[0])


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("\n\n", "\n", "five lines"),
        ("sm3 ", "sm4 ", "five lines"),
        ("time ", "day ", "five lines"),
        ("\n7\n", "\n07\n", "no size"),
        ("\n7\n", "\n-7\n", "no size"),
        ("AAECAwQ", "AAECAw!", "no base64"),
        ("AAECAwQF", "AAEC", "no root of 32 bytes"),
        ("2026-09-18T03:04:05Z", "2026-09-18", "no instant"),
        ("— ", "- ", "no signature line"),
        ("log\n7", "a log\n7", "name of a log"),
    ],
)
def test_what_is_no_checkpoint(key: KeySigner, old: str, new: str, why: str) -> None:
    text = sign_checkpoint("log", 7, ROOTS, AT, key).text
    with pytest.raises(InputError, match=why):
        parse_checkpoint(text.replace(old, new, 1))


def test_no_altered_byte_goes_unnoticed(key: KeySigner) -> None:
    data = sign_checkpoint("log", 7, ROOTS, AT, key).text.encode()
    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 1
        try:
            found = parse_checkpoint(altered.decode())
        except (InputError, UnicodeDecodeError):
            continue
        assert signature_problem(found, key.chain[0]), altered


@given(st.text(max_size=300))
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_checkpoint(text)


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "x" * 101, "a\nb"])
def test_names_that_no_log_has(origin: str) -> None:
    with pytest.raises(InputError, match="name of a log"):
        check_origin(origin)


def test_keys_are_secret_made_once_and_issued_by_one_root(folder: Path, key: KeySigner) -> None:
    assert stat.S_IMODE((folder / "log.key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    again = open_key(folder, "log", "Another Name")
    assert again.chain == key.chain
    stamping = open_key(folder, "timestamp", "Example Office")
    assert stamping.chain[1] == key.chain[1] == root_certificate(folder)
    assert chain_problem(key.chain, now()) == ""
    assert "not valid at" in chain_problem(key.chain, now() + timedelta(days=365 * 6))
    assert "not issued by" in chain_problem([key.chain[0], stamping.chain[0]], now()) or "may not issue" in chain_problem(
        [key.chain[0], stamping.chain[0]], now()
    )
    assert chain_problem([], now()) == "there is no certificate"


def test_a_root_key_in_the_safe_is_asked_for(tmp_path: Path) -> None:
    root_certificate(tmp_path / "keys", "Office")
    (tmp_path / "keys" / "root.key.pem").unlink()
    with pytest.raises(InputError, match="moved away"):
        open_key(tmp_path / "keys", "log", "Office")
    with pytest.raises(BackendError, match="no root certificate yet"):
        root_certificate(tmp_path / "none")


def test_files_that_hold_no_key(tmp_path: Path, folder: Path, key: KeySigner) -> None:
    with pytest.raises(BackendError, match="cannot be read"):
        load_signer(tmp_path / "absent.pem")
    (tmp_path / "bad.pem").write_text("rubbish")
    with pytest.raises(InputError, match="no key with certificates"):
        load_signer(tmp_path / "bad.pem")
    secret = (folder / "log.key.pem").read_text().split("-----BEGIN CERTIFICATE")[0]
    (tmp_path / "mixed.pem").write_text(secret + (folder / "root.pem").read_text())
    with pytest.raises(InputError, match="does not fit its certificate"):
        load_signer(tmp_path / "mixed.pem")
