"""Computes the list of common Chinese words: `python -m eval.make_known_words DICT`; DICT is jieba's word list (0.42.1, MIT).

Writes `src/kapok/similarity/tables/known_words.txt`: words of two and three characters that are common enough to have a clear
meaning for the public. Names of persons and places and function words are left out. The list says only THAT a text
is a word (so that 老虎 and 飞虎 clearly differ while 帕尔斯 and 帕尔特 do not), never what it means.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kapok.clock import today

TABLE = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables" / "known_words.txt"
KINDS = ("n", "v", "a", "vn", "an", "l", "i", "s", "t", "z", "b", "d", "nz")
LEAST = {2: 30, 3: 30}
"""Occurrences in jieba's corpus from which a word counts as common, by its length."""


def main() -> None:
    """Read, choose, write."""
    words = []
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, kind = line.split()
        if (
            len(word) in LEAST
            and int(count) >= LEAST[len(word)]
            and kind in KINDS
            and all("\u4e00" <= c <= "\u9fff" for c in word)
        ):
            words.append(word)
    made = f"eval/make_known_words.py from the word list of jieba 0.42.1 (MIT) on {today()}"
    head = f"# Common Chinese words, by their first character. Computed by {made}.\n"
    lines: dict[str, list[str]] = {}
    for word in sorted(words):
        lines.setdefault(word[0], []).append(word[1:])
    TABLE.write_text(head + "".join(f"{first} {' '.join(rest)}\n" for first, rest in lines.items()), "utf-8")
    print(len(words), "words,", TABLE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
