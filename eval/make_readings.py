"""Computes the declared readings of Chinese characters: `python -m eval.make_readings`.

Writes `src/kapok/similarity/tables/readings.txt` (each simplified character with its Mandarin and Cantonese readings, tones
left off, the usual one first) and `phrase_readings.txt` (words in which a character is read otherwise than usual), from the
libraries pypinyin (MIT) and ToJyutping (BSD): those take a second to open and read 22,000 names a second, the tables 20 ms.
A reading that no word of pypinyin's word list uses is left out: rare readings would make strangers homophones.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import ToJyutping
from opencc import OpenCC
from pypinyin import __version__ as pypinyin_version
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from kapok.clock import today

TABLES = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables"
USUAL_SHARE = 0.08
"""A second Mandarin reading is kept when at least this share of the character's words use it."""


def plain(reading: str) -> str:
    """A syllable without tone, `v` for ü."""
    return str(to_normal(reading)).replace("ü", "v")


def main() -> None:
    """Compute and write both tables."""
    convert = OpenCC("t2s").convert
    used: dict[str, Counter[str]] = {}
    for phrase, syllables in phrases_dict.items():
        if len(phrase) == len(syllables):
            for character, options in zip(phrase, syllables, strict=True):
                used.setdefault(character, Counter())[plain(options[0])] += 1
    lines: list[str] = []
    usual: dict[str, str] = {}
    for point in range(0x4E00, 0xA000):
        character = chr(point)
        if convert(character) != character or point not in pinyin_dict:
            continue
        all_readings = list(dict.fromkeys(plain(each) for each in pinyin_dict[point].split(",")))
        counts = used.get(character, Counter())
        total = sum(counts.values())
        kept = [r for r in all_readings if total and counts[r] >= USUAL_SHARE * total] or all_readings[:1]
        kept.sort(key=lambda r: -counts[r])
        usual[character] = kept[0]
        candidates = ToJyutping.get_jyutping_candidates(character)[0][1]
        cantonese = list(dict.fromkeys(re.sub(r"\d", "", each) for each in candidates))[:3]
        lines.append(f"{character}\t{' '.join(kept)}\t{' '.join(cantonese)}")
    made = f"pypinyin {pypinyin_version} (MIT), ToJyutping {version('ToJyutping')} (BSD-2-Clause), on {today()}"
    head = (
        f"# Readings without tone, the usual first: character, Mandarin, Cantonese. By eval/make_readings.py from\n# {made}.\n"
    )
    (TABLES / "readings.txt").write_text(head + "\n".join(lines) + "\n", "utf-8")
    phrases = [
        f"{phrase}\t{' '.join(plain(each[0]) for each in syllables)}"
        for phrase, syllables in sorted(phrases_dict.items())
        if len(phrase) == len(syllables) <= 3
        and all(c in usual for c in phrase)
        and any(usual[c] != plain(each[0]) for c, each in zip(phrase, syllables, strict=True))
    ]
    head = f"# Words in which a character is read otherwise than usual. Made by eval/make_readings.py from {made}.\n"
    (TABLES / "phrase_readings.txt").write_text(head + "\n".join(phrases) + "\n", "utf-8")
    print(len(lines), "characters,", len(phrases), "words")


if __name__ == "__main__":
    main()
