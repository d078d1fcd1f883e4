"""Short texts (spellings, sounds) of many names, scanned for those that may be near a query without looking at each closely.

A form keeps its letters (at most `WIDTH`), and which letters it holds as 64 bits: one for the first and one for the second of
every letter. What two forms have in common bit by bit is at most what they have in common in letters, so that no form within
so many edits is missed; a second word of bits holds the pairs of neighbouring letters and puts the likeliest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from kapok.similarity.columns import read_numbers, write_numbers
from kapok.similarity.name_codes import WIDTH

Bits = npt.NDArray[np.uint64]
Found = tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]
_SHARES = (0.5, 0.55, 0.62, 0.66, 0.7, 0.75, 0.8)
_SLOT = np.zeros(256, np.uint8)
"""Which of 31 slots a byte takes: the 26 letters, the digits share four, everything else one."""
_SLOT[:] = 30
for _place, _letter in enumerate(b"abcdefghijklmnopqrstuvwxyz"):
    _SLOT[_letter] = _place
for _digit in b"0123456789":
    _SLOT[_digit] = 26 + _digit % 4
_HASH = np.uint32(0x9E37_79B1)
_BLOCK = 1 << 16
"""Forms looked at in one go: what is computed for them stays in the processor's cache."""


def write_forms(folder: Path, kind: str, forms: Sequence[tuple[bytes, ...]]) -> None:
    """Write the forms of all names, `forms[n]` those of name n."""
    sizes = np.fromiter(map(len, forms), np.int64, len(forms))
    texts = np.array([form for each in forms for form in each] or [b""], f"S{WIDTH}")[: int(sizes.sum())]
    names = np.repeat(np.arange(len(forms), dtype=np.uint32), sizes)
    lengths = np.strings.str_len(texts).astype(np.uint8) if len(texts) else np.zeros(0, np.uint8)
    order = np.lexsort((texts, lengths))
    texts = texts[order]
    write_numbers(folder, f"{kind}_text", texts)
    write_numbers(folder, f"{kind}_name", names[order])
    write_numbers(folder, f"{kind}_starts", np.searchsorted(lengths[order], np.arange(WIDTH + 2)).astype(np.int64))
    letters, pairs = bits_of(texts)
    write_numbers(folder, f"{kind}_letters", letters)
    write_numbers(folder, f"{kind}_pairs", pairs)


def bits_of(texts: npt.NDArray[np.bytes_]) -> tuple[Bits, Bits]:
    """(letters, pairs of letters) of every text as bits."""
    count = len(texts)
    letters, pairs = np.zeros(count, np.uint64), np.zeros(count, np.uint64)
    for start in range(0, count, _BLOCK):
        part = slice(start, start + _BLOCK)
        matrix = np.ascontiguousarray(texts[part]).view(np.uint8).reshape(-1, WIDTH)
        letters[part], pairs[part] = _block_bits(matrix)
    return letters, pairs


def _block_bits(matrix: npt.NDArray[np.uint8]) -> tuple[Bits, Bits]:
    one = np.uint64(1)
    letters = np.zeros(len(matrix), np.uint64)
    pairs = np.zeros(len(matrix), np.uint64)
    previous = np.full(len(matrix), 31, np.uint32)
    for column in range(matrix.shape[1]):
        signs = matrix[:, column]
        there = signs != 0
        slot = _SLOT[signs]
        bit = one << slot.astype(np.uint64)
        second = (letters & bit) != 0
        letters |= np.where(there, np.where(second, bit << np.uint64(32), bit), np.uint64(0))
        pair = ((previous * np.uint32(32) + slot) * _HASH) >> np.uint32(26)
        pairs |= np.where(there, one << pair.astype(np.uint64), np.uint64(0))
        previous = slot.astype(np.uint32)
    return letters, pairs


def best(rows: npt.NDArray[np.intp], estimates: npt.NDArray[np.float32], most: int) -> Found:
    """The rows with the highest estimates, best first."""
    if len(rows) > most:
        kept = np.argpartition(-estimates, most)[:most]
        rows, estimates = rows[kept], estimates[kept]
    order = np.argsort(-estimates, kind="stable")
    return rows[order], estimates[order]


class Shares(Struct, frozen=True):
    """Least share of letters in common (of the longer form), for forms with the same first letter and with another."""

    same_start: float
    other_start: float


class Probe:
    """A form that is asked about: its letters, its bits, and how often letters stand a third time in it."""

    def __init__(self, text: bytes) -> None:
        self.text = text[:WIDTH]
        letters = pairs = slack = 0
        previous = 31
        for sign in self.text:
            slot = int(_SLOT[sign])
            if letters >> slot & 1 and letters >> (slot + 32) & 1:
                slack += 1
            letters |= 1 << (slot + 32 if letters >> slot & 1 else slot)
            pairs |= 1 << (((previous * 32 + slot) * int(_HASH) & 0xFFFF_FFFF) >> 26)
            previous = slot
        self.letters, self.pairs, self.slack = np.uint64(letters), np.uint64(pairs), slack


class Forms:
    """The forms of one kind, memory-mapped."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.texts = read_numbers(folder, f"{kind}_text")
        self.names = read_numbers(folder, f"{kind}_name")
        self._starts = [int(each) for each in read_numbers(folder, f"{kind}_starts")]
        self._letters = read_numbers(folder, f"{kind}_letters")
        self._pairs = read_numbers(folder, f"{kind}_pairs")

    def near(self, probe: Probe, shares: Shares, most: int, allowed: npt.NDArray[np.bool_] | None) -> npt.NDArray[np.intp]:
        """Forms whose share of letters in common (of the longer one) may reach the least; about `most`, the likeliest.

        Forms that begin with the same letter are taken from a lower share on, because the beginning weighs more, and are
        never crowded out by others.
        """
        begin = self._scan(probe, shares.same_start, most, self._blocks(probe, shares.same_start, same_start=True), allowed)
        every = self._scan(probe, shares.other_start, most, self._blocks(probe, shares.other_start, same_start=False), allowed)
        return np.concatenate([best(*begin, most)[0], best(*every, most // 2)[0]])

    def _blocks(self, probe: Probe, least: float, *, same_start: bool) -> list[tuple[int, int, int]]:
        """(first form, end, letters of the longer of probe and form) of the parts to look at."""
        size = len(probe.text)
        blocks = []
        for length in range(max(1, int(np.ceil(size * least))), min(WIDTH, int(size / least)) + 1):
            first, end = self._starts[length], self._starts[length + 1]
            if same_start and first < end:
                texts = self.texts[first:end]
                letter = probe.text[0]
                after = bytes([letter + 1]) if letter < 255 else b"\xff\xff"
                first, end = first + int(texts.searchsorted(bytes([letter]))), first + int(texts.searchsorted(after))
            blocks += [(start, min(start + _BLOCK, end), max(size, length)) for start in range(first, end, _BLOCK)]
        return blocks

    def _scan(
        self,
        probe: Probe,
        least: float,
        most: int,
        blocks: list[tuple[int, int, int]],
        allowed: npt.NDArray[np.bool_] | None,
    ) -> Found:
        """Forms of the blocks that may reach the share, with estimates; the share rises where far too many would."""
        common = [np.bitwise_count(self._letters[start:end] & probe.letters) for start, end, _ in blocks]
        needs: list[int] = []
        for share in (least, *(each for each in _SHARES if each > least)):
            needs = [int(np.ceil(longer * share - 1e-9)) - probe.slack for _, _, longer in blocks]
            reaching = sum(int(np.count_nonzero(each >= need)) for each, need in zip(common, needs, strict=True))
            if reaching <= 4 * most:
                break
        rows: list[npt.NDArray[np.intp]] = [np.zeros(0, np.intp)]
        estimates: list[npt.NDArray[np.float32]] = [np.zeros(0, np.float32)]
        for (start, _, longer), shared, need in zip(blocks, common, needs, strict=True):
            places = np.flatnonzero(shared >= need)
            if allowed is not None:
                places = places[allowed[self.names[start + places]]]
            if len(places):
                rows.append(places + start)
                both = np.bitwise_count(self._pairs[start + places] & probe.pairs)
                estimates.append((shared[places] + both).astype(np.float32) * np.float32(1 / longer))
        return np.concatenate(rows), np.concatenate(estimates)
