"""Variations of marks in Latin script: English, invented, Portuguese and Spanish names. Rules: search.md 5b, 5c, 4d."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from itertools import count

from eval.similar_tables import Half, facts, latin

Pairs = Iterator[tuple[str, str]]


def coined(half: Half, rng: random.Random, least: int = 5, most: int = 9) -> str:
    """A word that means nothing, of the half's own syllables."""
    parts = latin("syllables", half)
    while True:
        syllables = rng.choice((2, 2, 3))
        word = "".join(
            rng.choice(parts["onsets"]) + rng.choice(parts["vowels"]) + rng.choice(parts["codas"]) for _ in range(syllables)
        )
        if least <= len(word) <= most:
            return word.upper()


def two_words(half: Half, rng: random.Random) -> tuple[str, str]:
    """Two different English words."""
    one, other = rng.sample(latin("words", half), 2)
    return one.upper(), other.upper()


def romance(half: Half, rng: random.Random) -> list[str]:
    """A Portuguese or Spanish word with its plural and a derived form."""
    return [form.upper() for form in rng.choice(latin("romance", half)).split()]


def surname(half: Half, rng: random.Random) -> str:
    """An invented Portuguese or Spanish surname of the half's own syllables."""
    parts = latin("syllables", half)
    stem = "".join(rng.choice(parts["onsets"]) + rng.choice(parts["vowels"]) for _ in range(rng.choice((1, 2))))
    ending = rng.choice(latin("romance_endings", half))
    return ((stem[:-1] if ending[0] in "aeiou" else stem) + ending).upper()


def romance_name(half: Half, rng: random.Random) -> str:
    """A Portuguese or Spanish word with a surname."""
    joint = {"tuning": (" DE ", " "), "test": (" DO ", " DEL ", " ")}[half]
    return f"{romance(half, rng)[0]}{rng.choice(joint)}{surname(half, rng)}"


def spacing(half: Half, rng: random.Random) -> Pairs:
    """Two words written as one, or with a hyphen."""
    while True:
        one, other = two_words(half, rng)
        yield f"{one} {other}", one + other if half == "tuning" or rng.random() < 0.5 else f"{one}-{other}"


def case_and_points(half: Half, rng: random.Random) -> Pairs:
    """Another case, points between, or an apostrophe."""
    while True:
        name = coined(half, rng)
        yield name, rng.choice((name.title() + "!", ".".join(name) + ".", name[:3].lower() + "'" + name[3:].lower()))


def derived(half: Half, rng: random.Random) -> Pairs:
    """Plural, gerund, comparative and their like."""
    while True:
        one, other = two_words(half, rng)
        yield f"{one} {other}", f"{one} {other}{rng.choice(latin('derived', half)).upper()}"


def plural_joined(half: Half, rng: random.Random) -> Pairs:
    """BIG FOOT / BIGFOOTS: plural and spacing at once."""
    while True:
        one, other = two_words(half, rng)
        yield f"{one} {other}", f"{one}{other}S"


def article(half: Half, rng: random.Random) -> Pairs:
    """An article before, or & for AND."""
    while True:
        one, other = two_words(half, rng)
        if rng.random() < 0.6:
            yield f"{one} {other}", f"{rng.choice(latin('weak.articles', half))} {one} {other}"
        else:
            yield f"{one} AND {other}", f"{one} & {other}"


def fused_reversed(half: Half, rng: random.Random) -> Pairs:
    """HAWKWOLF / WOLFHAWK."""
    while True:
        one, other = two_words(half, rng)
        yield one + other, other + one


def words_swapped(half: Half, rng: random.Random) -> Pairs:
    """Two words in the other order."""
    while True:
        one, other = two_words(half, rng)
        other = other if rng.random() < 0.5 else coined(half, rng)
        yield f"{one} {other}", f"{other} {one}"


def one_letter(half: Half, rng: random.Random) -> Pairs:
    """Five letters or more that mean nothing, one of them (not the first) differs."""
    vowels, consonants = "AEIOU", "BCDFGKLMNPRSTVZ"
    while True:
        name = coined(half, rng)
        at = rng.randrange(1, len(name))
        pool = vowels if name[at] in vowels else consonants
        yield name, name[:at] + rng.choice(pool.replace(name[at], "")) + name[at + 1 :]


def letter_dropped(half: Half, rng: random.Random) -> Pairs:
    """One letter more or less."""
    while True:
        name = coined(half, rng, least=6)
        at = rng.randrange(1, len(name))
        yield (name, name[:at] + name[at + 1 :]) if rng.random() < 0.5 else (name[:at] + name[at + 1 :], name)


def letters_swapped(half: Half, rng: random.Random) -> Pairs:
    """Two neighbouring letters in the other order."""
    while True:
        name = coined(half, rng, least=6)
        at = rng.randrange(1, len(name) - 1)
        if name[at] != name[at + 1]:
            yield name, name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def same_beginning(half: Half, rng: random.Random) -> Pairs:
    """A long beginning kept, the ending changed: the start of a mark weighs more."""
    endings = {"tuning": ("IL", "EX", "ON", "AN"), "test": ("OL", "IX", "UM", "EN", "AX")}[half]
    while True:
        stem = coined(half, rng, least=5).rstrip("AEIOU")
        one, other = rng.sample(endings, 2)
        if len(stem) >= 4:
            yield stem + one, stem + other


def sounding_spelling(half: Half, rng: random.Random) -> Pairs:
    """Another spelling of the same sound (FLEX / PHLEX), alone or beside the same word."""
    stems = latin("sounding_stems", half)
    spellings = [(a, b) for a, b in latin("spellings", half) if not (a == "k" and b == "ck")]
    found = [(stem, stem.replace(a, b, 1)) for stem in stems for a, b in spellings if a in stem]
    found += [(stem, stem[0] + stem[1:].replace("k", "ck", 1)) for stem in stems if half == "test" and "k" in stem[1:]]
    found = [(one, other) for one, other in found if "cck" not in other]
    for n in count():
        one, other = found[n % len(found)]
        word = "" if n < len(found) else " " + rng.choice(latin("words", half))
        yield (one + word).upper(), (other + word).upper()


def weak_word(half: Half, rng: random.Random) -> Pairs:
    """A praise, colour or size beside the earlier mark."""
    while True:
        name, weak = coined(half, rng), rng.choice(latin("weak.quality", half))
        yield name, f"{weak} {name}" if rng.random() < 0.5 else f"{name} {weak}"


def goods_added(half: Half, rng: random.Random) -> Pairs:
    """The name of the goods after the earlier mark."""
    while True:
        name = coined(half, rng)
        yield name, f"{name} {rng.choice(latin('weak.generic', half))}"


def company_form(half: Half, rng: random.Random) -> Pairs:
    """A company's form after the earlier mark."""
    while True:
        name = coined(half, rng) if rng.random() < 0.5 else " ".join(two_words(half, rng))
        yield name, f"{name} {rng.choice(latin('weak.companies', half))}"


def place_added(half: Half, rng: random.Random) -> Pairs:
    """A place beside the earlier mark."""
    while True:
        name = coined(half, rng)
        yield name, f"{name} {rng.choice(latin('weak.places', half))}"


def digits_for_words(half: Half, rng: random.Random) -> Pairs:
    """GR8, 4U, 2DAY: digits and letters for words."""
    entries = latin("digits", half)
    for n in count():
        words, written = entries[n % len(entries)]
        rest = "" if n < len(entries) else " " + (rng.choice(latin("words", half)) if rng.random() < 0.5 else coined(half, rng))
        one, other = (words + rest).upper(), (written + rest).upper()
        yield (one, other) if rng.random() < 0.5 else (other, one)


def digits_for_letters(half: Half, rng: random.Random) -> Pairs:
    """Digits that look like letters (L0VE)."""
    while True:
        name = (
            rng.choice(latin("words", half)) + rng.choice(latin("words", half))
            if rng.random() < 0.5
            else coined(half, rng).lower()
        )
        letter, digit = rng.choice(latin("leet", half))
        if letter in name:
            yield name.upper(), name.replace(letter, digit, 1 if rng.random() < 0.5 else -1).upper()


def other_script(half: Half, rng: random.Random) -> Pairs:
    """Letters of Cyrillic or Greek that look the same."""
    table: dict[str, str] = latin("homoglyphs", half)
    while True:
        name = coined(half, rng)
        other = "".join(table.get(c, c) if rng.random() < 0.7 else c for c in name)
        if other != name:
            yield name, other


def said_twice(half: Half, rng: random.Random) -> Pairs:
    """A short word said twice."""
    while True:
        name = coined(half, rng, least=4, most=6)
        yield name, name * 2 if rng.random() < 0.5 else f"{name} {name}"


def contained(half: Half, rng: random.Random) -> Pairs:
    """The earlier mark stands whole in a longer one of another word."""
    while True:
        name, word = coined(half, rng, least=6), rng.choice(latin("words", half)).upper()
        yield name, f"{word} {name}" if half == "tuning" else f"{name}{word}"


def accents(half: Half, rng: random.Random) -> Pairs:
    """With and without accents."""
    words = latin("accented", half)
    for n in count():
        word = words[n % len(words)].upper()
        rest = "" if n < len(words) else " " + surname(half, rng)
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        yield (word + rest, plain + rest) if rng.random() < 0.5 else (plain + rest, word + rest)


def romance_derived(half: Half, rng: random.Random) -> Pairs:
    """Plural, gender and diminutive."""
    while True:
        name, (one, *others) = surname(half, rng), romance(half, rng)
        yield f"{one} {name}", f"{rng.choice(others)} {name}"


def romance_article(half: Half, rng: random.Random) -> Pairs:
    """An article before."""
    while True:
        name = romance_name(half, rng)
        yield name, f"{rng.choice(latin('weak.romance_articles', half))} {name}"


def romance_sound(half: Half, rng: random.Random) -> Pairs:
    """Spellings that sound alike (b/v, ch/x, qu/k)."""
    while True:
        name = romance_name(half, rng).lower()
        found = [(a, b) for a, b in latin("romance_sounds", half) if a in name]
        if found:
            a, b = rng.choice(found)
            yield name.upper(), name.replace(a, b, 1).upper()


def romance_company(half: Half, rng: random.Random) -> Pairs:
    """A company's form after the earlier mark."""
    while True:
        name = romance_name(half, rng)
        yield name, f"{name} {rng.choice(latin('weak.romance_companies', half))}"


def romance_goods(half: Half, rng: random.Random) -> Pairs:
    """The name of the goods before the earlier mark."""
    while True:
        name = romance_name(half, rng)
        yield name, f"{rng.choice(latin('weak.romance_generic', half))} {name}"


def romance_swapped(half: Half, rng: random.Random) -> Pairs:
    """Two words in the other order."""
    while True:
        one, other = romance(half, rng)[0], surname(half, rng)
        yield f"{one} {other}", f"{other} {one}"


ENGLISH = {
    "en: written as one word": spacing,
    "en: case and points": case_and_points,
    "en: plural and endings": derived,
    "en: plural, written as one": plural_joined,
    "en: article or ampersand": article,
    "en: fused words reversed": fused_reversed,
    "en: two words swapped": words_swapped,
    "en: one letter differs": one_letter,
    "en: letter added or dropped": letter_dropped,
    "en: letters transposed": letters_swapped,
    "en: same beginning": same_beginning,
    "en: another spelling of the sound": sounding_spelling,
    "en: weak word added": weak_word,
    "en: goods added": goods_added,
    "en: company form added": company_form,
    "en: place added": place_added,
    "en: digits for words": digits_for_words,
    "en: digits for letters": digits_for_letters,
    "en: letters of another script": other_script,
    "en: said twice": said_twice,
    "en: contained in a longer mark": contained,
}
ROMANCE = {
    "pt-es: accents": accents,
    "pt-es: plural, gender, diminutive": romance_derived,
    "pt-es: article before": romance_article,
    "pt-es: spelling of the same sound": romance_sound,
    "pt-es: company form added": romance_company,
    "pt-es: goods before": romance_goods,
    "pt-es: two words swapped": romance_swapped,
}
"""Name of the variation -> its maker."""

SURNAMES = tuple(name for line in facts("latin")["surnames"] for name in line.split())
