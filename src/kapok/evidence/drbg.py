"""HMAC_DRBG with SHA-256 (NIST SP 800-90A Rev. 1, 10.1.2): the same seed gives everybody the same stream of bytes.

For drawing only: the seed of a draw becomes public. Nothing secret is ever made with it.
"""

from __future__ import annotations

import hmac

LARGEST_REQUEST = 1 << 16
"""Bytes for one request (SP 800-90A, table 2: 2^19 bits)."""


class HmacDrbg:
    """The generator: instantiate with entropy, a nonce and a personalization string, then ask for bytes."""

    def __init__(self, entropy: bytes, nonce: bytes, personalization: bytes = b"") -> None:
        self._key = b"\x00" * 32
        self._value = b"\x01" * 32
        self._update(entropy + nonce + personalization)

    def _mac(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256")

    def _update(self, data: bytes) -> None:
        self._key = self._mac(self._value + b"\x00" + data)
        self._value = self._mac(self._value)
        if data:
            self._key = self._mac(self._value + b"\x01" + data)
            self._value = self._mac(self._value)

    def reseed(self, entropy: bytes, additional: bytes = b"") -> None:
        """Mix fresh entropy in (10.1.2.4)."""
        self._update(entropy + additional)

    def generate(self, count: int, additional: bytes = b"") -> bytes:
        """`count` bytes (10.1.2.5). Raises ValueError beyond one request's size."""
        if not 0 <= count <= LARGEST_REQUEST:
            raise ValueError(f"one request gives at most {LARGEST_REQUEST} bytes")
        if additional:
            self._update(additional)
        made = b""
        while len(made) < count:
            self._value = self._mac(self._value)
            made += self._value
        self._update(additional)
        return made[:count]

    def below(self, bound: int) -> int:
        """A number from 0 to bound - 1, each as likely as any other: 8 bytes as a big-endian integer, those that would favour
        the small ones thrown away. Each try is one request. `bound` is at most 2^32."""
        limit = (1 << 64) // bound * bound
        while (number := int.from_bytes(self.generate(8), "big")) >= limit:
            pass
        return number % bound

    def ranking(self, names: list[str]) -> list[str]:
        """All names in drawn order: Fisher and Yates from the end (for i = n-1 … 1 swap i with `below(i + 1)`)."""
        ranked = list(names)
        for i in range(len(ranked) - 1, 0, -1):
            j = self.below(i + 1)
            ranked[i], ranked[j] = ranked[j], ranked[i]
        return ranked
