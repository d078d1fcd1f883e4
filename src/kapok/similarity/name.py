"""A mark's words with everything that the planes compare, computed once (about 50 microseconds) and cheap to score."""

from __future__ import annotations

import msgspec
from anyascii import anyascii

from kapok.similarity.folding import HAN, check_text, folded_text, is_han, nothing_to_compare, written_characters
from kapok.similarity.glyph_table import outline
from kapok.similarity.meaning_table import Units, concepts_of
from kapok.similarity.readings import cantonese_of, mandarin_of
from kapok.similarity.sound_han import Readings
from kapok.similarity.sound_latin import Codes, sound_codes
from kapok.similarity.spelling import spellings_of, spoken
from kapok.similarity.stems import stem_of, stem_of_word
from kapok.similarity.weak_words import core_of, without_bracketed_notes, without_notes

__all__ = ["HAN", "Name", "name_of"]


class Name(msgspec.Struct, frozen=True, gc=False):
    """The words of a mark. All texts are folded (small letters, no accents, simplified), except `text` and `written`."""

    text: str
    """As given, blanks trimmed."""
    folded: str
    """The words parted by one blank, punctuation left out."""
    tokens: tuple[str, ...]
    """The words; a run of Chinese characters is one word."""
    letters: str
    """The tokens without blanks."""
    core: str
    """The letters without weak words; the letters themselves where everything is weak."""
    weak: tuple[str, ...]
    """The weak words that were taken off."""
    script: str
    """`latin` (with digits), `han`, `mixed`, or `other`."""
    han: str
    """The Chinese characters, simplified."""
    written: str
    """The Chinese characters as written; as many as in `han`."""
    latin: str
    """The letters that are not Chinese characters."""
    looks: str
    """The Latin letters by their outline (`rn` as `m`, `0` as `o`): equal for two that are taken for each other in print."""
    stem: str
    """The core's words without plural, gerund and comparative endings, repetitions once."""
    sorted_tokens: str
    """The tokens (of Chinese text: the characters) in alphabetical order, without blanks: equal for another order."""
    spellings: tuple[str, ...]
    """Other spellings: GR8 -> great, 三六九 -> 369. Mostly empty."""
    pinyin: Readings
    """Per Chinese character its Mandarin readings without tone, the usual or contextual one first."""
    jyutping: Readings
    """Per Chinese character its Cantonese readings without tone, the usual one first."""
    core_span: tuple[int, int]
    """Start and end, in `han`, of the Chinese characters that are no weak words; equal where there are none."""
    latin_keys: Codes
    """How the Latin letters sound (`sound_latin.Codes`); empty without Latin letters."""
    core_keys: Codes
    """The same without weak words; empty where only weak words are in Latin letters."""
    roman: str
    """The mark as a Chinese reader hears it in Latin letters: 耐克 -> naike."""
    joined_stem: str
    """The letters read as one word without its endings: BIGFOOTS and BIG FOOT are both `bigfoot`. Latin script only."""
    concepts: Units
    """Per unit of the mark the meanings that it may have; `=text` for an unknown unit, `~text` for a word without entry."""
    core_concepts: Units
    """The same without weak words."""


def name_of(text: str) -> Name:
    """The mark `text`, ready to be compared.

    Raises `InputError` for an empty or too long text, control characters, and a text without letter, character or digit.
    Right-to-left and mixed scripts are taken.
    """
    trimmed = check_text(text)
    words = trimmed
    if "(" in words or "（" in words or "【" in words or "[" in words:
        words = without_bracketed_notes(words)
    folded = folded_text(words)
    if not folded:
        raise nothing_to_compare(trimmed)
    tokens = without_notes(tuple(folded.split()))
    folded = " ".join(tokens)
    letters = "".join(tokens)
    if letters.isascii():
        han = written = ""
        latin = letters
        script = "latin"
    else:
        han = "".join(filter(is_han, letters))
        written = written_characters(words) if han else ""
        written = written[: len(han)] if len(written) >= len(han) else han
        latin = letters if not han else "".join(c for c in letters if not is_han(c))
        if han:
            script = "mixed" if latin else "han"
        else:
            script = "latin" if all(c < "\u0250" for c in letters) else "other"
    core_tokens, weak = core_of(tokens)
    heard_words = spoken(tokens if not han else tuple(token for token in tokens if not is_han(token[0])))
    latin_keys = sound_codes(heard_words)
    core_keys = latin_keys
    if weak and latin:
        core_keys = sound_codes(spoken(tuple(token for token in core_tokens if not is_han(token[0]))))
    pinyin = mandarin_of(han) if han else ()
    return Name(
        text=trimmed,
        folded=folded,
        tokens=tokens,
        letters=letters,
        core="".join(core_tokens),
        weak=weak,
        script=script,
        han=han,
        written=written,
        latin=latin,
        looks=outline(latin) if latin else "",
        stem=stem_of(core_tokens),
        sorted_tokens="".join(sorted(han)) + "".join(sorted(tokens if not han else latin)),
        spellings=spellings_of(tokens),
        pinyin=pinyin,
        jyutping=cantonese_of(han) if han else (),
        core_span=_core_span(han, core_tokens) if weak and han else (0, len(han)),
        latin_keys=latin_keys,
        core_keys=core_keys,
        roman=_roman(tokens, pinyin) if han else letters if script == "latin" else anyascii(letters).lower(),
        joined_stem=stem_of_word(letters) if script == "latin" else letters,
        concepts=concepts_of(tokens),
        core_concepts=concepts_of(core_tokens) if weak else concepts_of(tokens),
    )


def _core_span(han: str, core_tokens: tuple[str, ...]) -> tuple[int, int]:
    """Where the Chinese characters of the core begin and end in `han`; (0, 0) where the core has none."""
    cores = [token for token in core_tokens if is_han(token[0])]
    start = han.find(cores[0]) if cores else -1
    end = han.rfind(cores[-1]) + len(cores[-1]) if cores else 0
    return (start, end) if 0 <= start < end else (0, 0)


def _roman(tokens: tuple[str, ...], pinyin: Readings) -> str:
    """The mark in Latin letters: pinyin for Chinese characters, the letters of the other words as they stand."""
    syllables = iter(pinyin)
    return "".join(["".join([next(syllables)[0] for _ in token]) if is_han(token[0]) else token for token in tokens])
