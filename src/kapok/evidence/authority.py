"""A timestamp authority in the box, for tests and for networks without one (RFC 3161, RFC 5816). No outside program is needed.

Its word is only as good as the installation that runs it: it shows order, and time to those who trust the installation. An
office that can reach a licensed authority names that one instead (docs/evidence.md).
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding

from kapok.clock import now
from kapok.evidence.digest import digest
from kapok.evidence.signer import RSA, Signer, algorithm_of

POLICY = "1.3.6.1.4.1.99999.1.1"
"""A policy in an arc for examples: this authority has none that a court knows."""
ACCURACY_SECONDS = 1
LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}


class LocalAuthority:
    """Answers timestamp requests with a key of its own, whose certificate must be for time stamping alone."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self._certificates = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in signer.chain]

    def stamp(self, data: bytes) -> bytes:
        """The reply for bytes of our own."""
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest(data)}
        return self._granted(tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}))

    def reply(self, request: bytes) -> bytes:
        """The reply to a request as it comes over HTTP; a bad request is answered as RFC 3161, 2.4.2 says."""
        try:
            found: Any = tsp.TimeStampReq.load(request, strict=True)
            algorithm = found["message_imprint"]["hash_algorithm"]["algorithm"].native
            imprint = found["message_imprint"]["hashed_message"].native
            policy = found["req_policy"].native
            extensions = found["extensions"].native
            found["nonce"].native  # noqa: B018  reads it, so that a damaged one is told here
        except (ValueError, TypeError, KeyError):
            return _rejected("bad_data_format", "the request cannot be read")
        if algorithm not in LENGTHS or len(imprint) != LENGTHS[algorithm]:
            return _rejected("bad_alg", "use SHA-256, SHA-384 or SHA-512")
        if policy not in (None, POLICY):
            return _rejected("unaccepted_policy", f"the only policy is {POLICY}")
        if extensions:
            return _rejected("unaccepted_extensions", "no extension is known")
        return self._granted(found)

    def _granted(self, request: Any) -> bytes:
        at = now().replace(microsecond=0)
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": secrets.randbits(63) + 1,
            "gen_time": at,
            "accuracy": {"seconds": ACCURACY_SECONDS},
        }
        if request["nonce"].native is not None:
            info["nonce"] = request["nonce"]
        token = self._signed(tsp.TSTInfo(info).dump(), at, with_chain=bool(request["cert_req"].native))
        return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _signed(self, content: bytes, at: datetime, *, with_chain: bool) -> cms.ContentInfo:
        own = self._certificates[0]
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
                _attribute("message_digest", digest(content)),
                _attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [{"cert_hash": digest(own.dump())}]})),
            ]
        )
        sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
        is_rsa = algorithm_of(self._signer.chain[0]) == RSA
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
                "digest_algorithm": sha256,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "rsassa_pkcs1v15" if is_rsa else "sha256_ecdsa"},
                "signature": self._signer.sign(attributes.dump()),
            }
        )
        signed: dict[str, Any] = {
            "version": "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(content)},
            "signer_infos": [signer],
        }
        if with_chain:
            # without the root: whoever trusts it has it, and a copy here could be changed unnoticed
            carried = [one for one in self._certificates if one.subject != one.issuer] or self._certificates
            signed["certificates"] = sorted(carried, key=lambda one: one.dump())
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _attribute(name: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": name, "values": [value]})


def _rejected(failure: str, why: str) -> bytes:
    status = {"status": "rejection", "status_string": [why], "fail_info": {failure}}
    return bytes(_Rejection({"status": status}).dump())


class _Rejection(core.Sequence):  # type: ignore[misc]
    """A `TimeStampResp` without a token, which the library's own structure does not allow."""

    _fields = [("status", tsp.PKIStatusInfo)]
