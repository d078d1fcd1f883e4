"""Invented words with the frequencies of real ones (Zipf), the same on every machine: names, goods, abstracts, Chinese."""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate

ONSETS = (*"bcdfghjklmnprstvwz", "br", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "sh", "sl", "st", "str", "th", "tr")
NUCLEI = (*"aeiou", "ai", "au", "ea", "ee", "ia", "io", "oa", "oo", "ou")
CODAS = ("", "", "", "l", "m", "n", "r", "s", "t", "x", "ck", "nd", "nt", "rk", "st")
HANZI = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "龙凤华光海星云江湖河花草木金银铜铁石玉珠宝安康福寿喜乐和平春夏秋冬梅兰竹菊松柏桃李杏梨茶酒米面油盐糖衣帽鞋袜车船桥楼阁轩斋堂"
)


class Zipf:
    """Draws from `items`, the n-th with weight 1/n."""

    def __init__(self, items: list[str], exponent: float = 1.0) -> None:
        self.items = items
        self.cumulated = list(accumulate(1 / (n**exponent) for n in range(1, len(items) + 1)))

    def draw(self, rng: random.Random) -> str:
        return self.items[bisect(self.cumulated, rng.random() * self.cumulated[-1])]


def latin_words(count: int, seed: int) -> list[str]:
    """`count` different pronounceable words."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.choices((1, 2, 3, 4), (1, 6, 5, 2))[0]
        word = "".join(rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables))
        if 3 <= len(word) <= 14:
            found[word] = None
    return list(found)


def chinese_words(count: int, seed: int) -> list[str]:
    """`count` different words of two to four characters."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choice(HANZI) for _ in range(rng.choices((2, 3, 4), (6, 2, 2))[0]))] = None
    return list(found)
