"""Timestamps: our authority before two verifiers, refusals as RFC 3161 says, the client over HTTP, and renewal."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from kapok.errors import BackendError, InputError
from kapok.evidence.authority import LocalAuthority
from kapok.evidence.keys import open_key, root_certificate
from kapok.evidence.timestamp import HttpAuthority, renewed_bytes, verify_reply

from .test_checkpoint import rsa_key

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="the program openssl is the other verifier here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def authority(folder: Path) -> LocalAuthority:
    return LocalAuthority(open_key(folder, "timestamp", "Example Office"))


@pytest.fixture(scope="module")
def root(folder: Path, authority: LocalAuthority) -> x509.Certificate:
    return root_certificate(folder)


def openssl_agrees(reply: bytes, data: bytes, root: Path, tmp_path: Path) -> bool:
    (tmp_path / "reply.tsr").write_bytes(reply)
    (tmp_path / "data").write_bytes(data)
    command = ["openssl", "ts", "-verify", "-in", tmp_path / "reply.tsr", "-data", tmp_path / "data", "-CAfile", root]
    return subprocess.run(command, capture_output=True).returncode == 0


@needs_openssl
def test_two_verifiers_agree(authority: LocalAuthority, root: x509.Certificate, folder: Path, tmp_path: Path) -> None:
    reply = authority.stamp(b"a checkpoint")
    stamp = verify_reply(reply, b"a checkpoint", [root])
    assert "Example Office timestamp authority" in stamp.authority
    assert openssl_agrees(reply, b"a checkpoint", folder / "root.pem", tmp_path)
    assert not openssl_agrees(reply, b"another", folder / "root.pem", tmp_path)


@pytest.mark.parametrize("algorithm", [HashAlgorithm.SHA256, HashAlgorithm.SHA512])
def test_requests_of_another_program(authority: LocalAuthority, root: x509.Certificate, algorithm: HashAlgorithm) -> None:
    request = TimestampRequestBuilder().data(b"data").hash_algorithm(algorithm).cert_request(cert_request=True).build()
    reply = authority.reply(request.as_bytes())
    assert verify_reply(reply, b"data", [root]).hash_algorithm == algorithm.name.lower()
    assert (
        tsp.TimeStampResp.load(reply)["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["nonce"].native
        == request.nonce
    )


def test_what_does_not_hold_is_refused(authority: LocalAuthority, root: x509.Certificate, tmp_path: Path) -> None:
    reply = authority.stamp(b"data")
    for data, roots, why in (
        (b"other", [root], "other bytes"),
        (b"data", [], "no root was given"),
        (b"data", [root_certificate(tmp_path / "stranger", "Stranger")], "no trusted root"),
    ):
        with pytest.raises(InputError, match=why):
            verify_reply(reply, data, roots)
    with pytest.raises(InputError, match="cannot be read"):
        verify_reply(b"rubbish", b"data", [root])
    with pytest.raises(InputError, match="larger than"):
        verify_reply(bytes(1 << 20), b"data", [root])


def test_no_altered_byte_is_taken(authority: LocalAuthority, root: x509.Certificate) -> None:
    reply = authority.stamp(b"data")
    for place in range(0, len(reply), 3):
        altered = bytearray(reply)
        altered[place] ^= 0x11
        try:
            stamp = verify_reply(bytes(altered), b"data", [root])
        except InputError:
            continue
        assert stamp == verify_reply(reply, b"data", [root])


def test_a_certificate_for_other_purposes_stamps_nothing(folder: Path, root: x509.Certificate) -> None:
    reply = LocalAuthority(open_key(folder, "log", "Example Office")).stamp(b"data")
    with pytest.raises(InputError, match="no trusted root answers"):
        verify_reply(reply, b"data", [root])
    reply = LocalAuthority(rsa_key()).stamp(b"data")
    with pytest.raises(InputError, match="no trusted root answers"):
        verify_reply(reply, b"data", [root])


@pytest.mark.parametrize(
    ("request_bytes", "failure"),
    [
        (b"rubbish", "bad_data_format"),
        (b"", "bad_data_format"),
        (
            tsp.TimeStampReq(
                {"version": "v1", "message_imprint": {"hash_algorithm": {"algorithm": "sha1"}, "hashed_message": bytes(20)}}
            ).dump(),
            "bad_alg",
        ),
        (
            tsp.TimeStampReq(
                {"version": "v1", "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(20)}}
            ).dump(),
            "bad_alg",
        ),
        (
            tsp.TimeStampReq(
                {
                    "version": "v1",
                    "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)},
                    "req_policy": "1.2.3.4",
                }
            ).dump(),
            "unaccepted_policy",
        ),
    ],
)
def test_a_bad_request_is_answered(
    authority: LocalAuthority, root: x509.Certificate, request_bytes: bytes, failure: str
) -> None:
    reply = authority.reply(request_bytes)
    assert reply == authority.reply(request_bytes)
    status = tsp.PKIStatusInfo.load(reply[2:])
    assert status["status"].native == "rejection"
    assert status["fail_info"].native == {failure}
    with pytest.raises(InputError):
        verify_reply(reply, b"data", [root])


@needs_openssl
def test_a_token_whose_certificates_are_out_of_order_is_read(
    folder: Path, authority: LocalAuthority, root: x509.Certificate
) -> None:
    """OpenSSL with `certs=` writes such tokens, and rfc3161-client alone refuses them (a trap that is kept closed here)."""
    reply = tsp.TimeStampResp.load(authority.stamp(b"data"))
    signed = reply["time_stamp_token"]["content"]
    more = [*signed["certificates"], *(x509_of(folder / name) for name in ("root.pem", "log.key.pem"))]
    wrong_order = sorted((one.dump() for one in more), reverse=True)
    original = signed["certificates"].dump()
    body = b"".join(wrong_order)
    wrong = bytes([0xA0, 0x82]) + len(body).to_bytes(2, "big") + body
    data = splice(reply.dump(), original, wrong)
    assert verify_reply(data, b"data", [root]).authority == verify_reply(reply.dump(), b"data", [root]).authority


def x509_of(path: Path) -> object:
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives.serialization import Encoding

    return asn1.Certificate.load(x509.load_pem_x509_certificates(path.read_bytes())[0].public_bytes(Encoding.DER))


def splice(data: bytes, old: bytes, new: bytes) -> bytes:
    """Replace a part of nested DER and correct the lengths of everything around it."""
    at, grown = data.index(old), bytearray(data.replace(old, new))
    place, end = 0, at
    while place < end:
        header = 2 + (grown[place + 1] & 0x7F if grown[place + 1] & 0x80 else 0)
        length = int.from_bytes(grown[place + 2 : place + header], "big") if header > 2 else grown[place + 1]
        if place + header + length <= at:
            place += header + length
            continue
        assert header == 4
        grown[place + 2 : place + 4] = (length + len(new) - len(old)).to_bytes(2, "big")
        place += header
    return bytes(grown)


class Server:
    """An HTTP server that answers as told."""

    def __init__(self, answer: object) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                found = answer(body) if callable(answer) else answer
                self.send_response(200 if isinstance(found, bytes) else 503)
                self.end_headers()
                self.wfile.write(found if isinstance(found, bytes) else b"")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def serve() -> Iterator[type[Server]]:
    made: list[Server] = []

    class Kept(Server):
        def __init__(self, answer: object) -> None:
            super().__init__(answer)
            made.append(self)

    yield Kept
    for one in made:
        one.server.shutdown()
        one.server.server_close()


def test_an_authority_over_http(authority: LocalAuthority, root: x509.Certificate, serve: type[Server]) -> None:
    reply = HttpAuthority(serve(authority.reply).url).stamp(b"data")
    assert verify_reply(reply, b"data", [root])


def test_answers_that_are_no_timestamp(authority: LocalAuthority, serve: type[Server]) -> None:
    for answer, why in (
        (503, "Service Unavailable"),
        (b"<html>", "cannot be read"),
        (authority.stamp(b"another question"), "answers another question"),
        (authority.reply(b"rubbish"), "bad_data|status|cannot be read"),
    ):
        with pytest.raises(BackendError, match=why):
            HttpAuthority(serve(answer).url).stamp(b"data")
    with pytest.raises(BackendError, match="gave no timestamp"):
        HttpAuthority("http://127.0.0.1:9", timeout_seconds=2).stamp(b"data")
    with pytest.raises(InputError, match="http:// or https://"):
        HttpAuthority("file:///etc/passwd")


def test_a_renewal_covers_everything_before_it(authority: LocalAuthority, root: x509.Certificate) -> None:
    first = authority.stamp(b"data")
    second = authority.stamp(renewed_bytes(b"data", [first]))
    assert verify_reply(second, renewed_bytes(b"data", [first]), [root])
    with pytest.raises(InputError):
        verify_reply(second, renewed_bytes(b"data", [authority.stamp(b"data")]), [root])
    assert renewed_bytes(b"data", []) == b"data"
    assert renewed_bytes(b"d", [b"ab"]) == b"d\0\0\0\0\0\0\0\x02ab"
