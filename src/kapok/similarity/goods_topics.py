"""Which kind of goods or services a term names: topics such as footwear or repair, from the declared table of their words.

The longest words win ("shoe polish" is no shoe), and the head of a term counts most ("tyres for vehicles" are tyres).
"""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec import Struct

from kapok.codes.classes import normalise_symbol
from kapok.codes.declared import read_rows
from kapok.errors import DefinitionError
from kapok.similarity.goods_words import TermWords, fold_goods, stem, take_apart

HEAD = 1.0
BESIDE = 0.4
"""Weight of a word in front of the head ("vehicle tyres": vehicle)."""
AFTER = 0.25
"""Weight of a word behind "of", "for" or a bracket."""
_LONGEST = 6


class Topic(Struct, frozen=True):
    """A kind of goods or services: its `name`, the Nice class it is in, its words by language."""

    name: str
    nice_class: str
    words: dict[str, tuple[str, ...]]


class TermTopics(Struct, frozen=True):
    """What a term names: `weights` by topic (at most 1 each), `head` the topic of its head ("" where no word is known)."""

    weights: dict[str, float]
    head: str = ""
    general: bool = False
    """Whether the term is nothing but the name of a whole topic ("Footwear")."""


@cache
def topics() -> dict[str, Topic]:
    """All topics by name; `DefinitionError` for a name that stands twice or a class that does not exist."""
    found: dict[str, Topic] = {}
    for row in read_rows("goods_topics", "kapok.similarity"):
        words = {language: tuple(row[language].split("|")) for language in ("en", "zh", "pt")}
        if row["topic"] in found or not all(words.values()):
            raise DefinitionError(
                "The table goods_topics.csv cannot be used",
                f"the topic '{row['topic']}' stands twice or has no words in one of the languages",
                "Give every topic one row with words in all three languages",
            )
        found[row["topic"]] = Topic(row["topic"], normalise_symbol("nice", row["nice_class"]), words)
    return found


@cache
def _latin_words() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Stems of a word or phrase -> the topics that it may name, in the table's order."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for topic in topics().values():
        for phrase in (*topic.words["en"], *topic.words["pt"]):
            key = tuple(take_apart(phrase).stems)
            known[key] = tuple(dict.fromkeys((*known.get(key, ()), topic.name)))
    return known


@cache
def _han_words() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for topic in topics().values():
        for word in topic.words["zh"]:
            key = fold_goods(word)
            known[key] = tuple(dict.fromkeys((*known.get(key, ()), topic.name)))
    return known


@lru_cache(50_000)
def topics_of(text: str) -> TermTopics:
    """The topics that a term names."""
    words = take_apart(text)
    weights: dict[str, float] = {}
    heads: list[str] = []
    for place, topic_names in [*_latin_matches(words), *_han_matches(words)]:
        share = place / len(topic_names)
        for name in topic_names:
            weights[name] = max(weights.get(name, 0.0), share)
        if place == HEAD:
            heads.append(topic_names[0])
    head = heads[0] if heads else max(weights, key=lambda name: weights[name], default="")
    return TermTopics(weights, head, bool(head) and _is_name(words, head))


def _is_name(words: TermWords, topic: str) -> bool:
    firsts = {tuple(take_apart(topics()[topic].words[language][0]).stems) for language in ("en", "pt")}
    return words.stems in firsts or (bool(words.han) and words.han[0] == topics()[topic].words["zh"][0])


def _latin_matches(words: TermWords) -> list[tuple[float, tuple[str, ...]]]:
    """(weight by its place, topics) of the longest known phrases, none overlapping another."""
    known, stems = _latin_words(), words.stems
    found: list[tuple[int, int, tuple[str, ...]]] = []
    at = 0
    while at < len(stems):
        for length in range(min(_LONGEST, len(stems) - at), 0, -1):
            names = known.get(stems[at : at + length])
            if names:
                found.append((at, at + length, names))
                at += length
                break
        else:
            at += 1
    in_head = [match for match in found if match[0] < words.head_end]
    head = (in_head[0] if words.head_first else in_head[-1]) if in_head else None
    return [
        (HEAD if match is head else BESIDE if match[0] < words.head_end else AFTER, match[2])
        for match in found
    ]  # fmt: skip


def _han_matches(words: TermWords) -> list[tuple[float, tuple[str, ...]]]:
    """The same for Chinese, from the end of each run: the last known word is the head."""
    known = _han_words()
    found: list[tuple[float, tuple[str, ...]]] = []
    for run in words.han:
        end, weight = len(run), HEAD if not found else AFTER
        while end > 0:
            for length in range(min(8, end), 0, -1):
                names = known.get(run[end - length : end])
                if names:
                    found.append((weight, names))
                    weight, end = BESIDE, end - length
                    break
            else:
                end -= 1
    return found


def stems_of(text: str) -> frozenset[str]:
    """The stems of a term that say something (see `TermWords.content`)."""
    return take_apart(text).content


__all__ = ["TermTopics", "Topic", "stem", "stems_of", "topics", "topics_of"]
