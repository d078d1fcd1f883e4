"""Where sentences and paragraphs end, for `prox/unit=sentence` and `prox/unit=paragraph`.

Patent texts are full of full stops that end nothing: `Fig. 1`, `e.g.`, `No. 5`, `3.5 mm`, `J. Smith`, `z. B.`. A full
stop ends a sentence when blanks follow it, no small letter comes next, and the word before it is no abbreviation.
"""

from __future__ import annotations

import re

_ABBREVIATIONS = """
    fig figs no nos e.g eg i.e ie cf vs viz ca approx eq eqs ref refs sec sect ch chap art para pp pg vol ed eds al
    dr mr mrs ms prof st jr sr inc ltd co corp dept univ jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k
    pat appl ser resp min max temp wt mol
    abb nr bzw z.b d.h u.a s.o usw vgl ggf ggfs
    p.ex par ex env num núm nº art.º pág págs sra dra séc
"""
"""Words (without their last full stop) after which a full stop does not end a sentence: English, German, French,
Portuguese, as patent texts use them."""

_KNOWN = frozenset(_ABBREVIATIONS.split())

_CHINESE_END = re.compile(r"[。！？｡][”’」』）)\"']*")
_LATIN_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+(\S))")
_LAST_WORD = re.compile(r"[\w.]*\w$")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_LINE_BREAK = re.compile(r"[\r\n\u2028\u2029]+\s*")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, trimmed, without empty ones.

    Separated by blank lines where the text has any (its single line breaks then only wrap lines), else by line breaks.
    """
    text = text.replace("\r\n", "\n")
    separator = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE_BREAK
    return [part for part in map(str.strip, separator.split(text)) if part]


def sentences(text: str) -> list[str]:
    """The sentences of `text`, trimmed, in order, without empty ones; a paragraph's end always ends a sentence."""
    found: list[str] = []
    for paragraph in paragraphs(text):
        start = 0
        for end in sorted(_ends(paragraph)):
            found.append(paragraph[start:end].strip())
            start = end
        found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(paragraph: str) -> set[int]:
    """Offsets just behind each sentence, in one paragraph."""
    ends = {match.end() for match in _CHINESE_END.finditer(paragraph)}
    for match in _LATIN_END.finditer(paragraph):
        following = match.group(1)
        if match.group()[0] != "." or not (following.islower() or _is_abbreviated(paragraph[: match.start()][-24:])):
            ends.add(match.end())
    return ends


def _is_abbreviated(before: str) -> bool:
    """Whether the word that `before` ends with is shortened: a known abbreviation or a single capital (`J. Smith`)."""
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    word = match.group()
    if word.lower() in _KNOWN:
        return True
    last = word.rpartition(".")[2]
    return len(last) == 1 and last.isupper() and last.isascii()
