"""The working of a deadline in words, in the four languages; the sentences stand in `deadline_words.yaml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from kapok.codes.declared import read_yaml
from kapok.timelimits.arithmetic import day_after

if TYPE_CHECKING:
    from kapok.timelimits.deadlines import Deadline

_WEEKEND = ("Saturday", "Sunday")


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = read_yaml("deadline_words", "kapok.timelimits")
    return texts


def _say(key: str, language: str, **values: object) -> str:
    texts = _texts()["sentences"][key]
    return str(texts.get(language, texts["en"])).format(**values)


def unit_words(length: int, unit: str, language: str) -> str:
    """`15 working days` in a language."""
    texts = _texts()["units"][unit]
    one, many = texts.get(language, texts["en"])
    return str(one if length == 1 else many).format(length)


def reason_words(reason: str, language: str) -> str:
    """The name of a holiday or weekday in a language, as it is where it has no translation."""
    names = _texts()["names"].get(reason, {})
    return str(names.get(language, reason))


def spans(days: tuple[tuple[str, str], ...], language: str) -> str:
    """Days with their reasons, days that follow one another for the same reason as one span."""
    runs: list[list[str]] = []
    for day, reason in days:
        if runs and runs[-1][2] == reason and day_after(runs[-1][1]) == day:
            runs[-1][1] = day
        else:
            runs.append([day, day, reason])
    texts = [
        f"{first if first == last else f'{first}..{last[8:] if last[:7] == first[:7] else last[5:]}'}"
        f" ({reason_words(reason, language)})"
        for first, last, reason in runs
    ]
    return _say("comma", language).join(texts)


def working_sentences(deadline: Deadline, language: str) -> tuple[str, ...]:
    """The steps of a deadline's working, one sentence each."""
    sentences = []
    if deadline.periods:
        length, unit = deadline.periods[0]
        sentences.append(_say("from", language, period=unit_words(length, unit, language), start=deadline.start))
        for more_length, more_unit in deadline.periods[1:]:
            sentences.append(_say("extended", language, period=unit_words(more_length, more_unit, language)))
    if deadline.short_month:
        sentences.append(_say("short_month", language, number=int(deadline.start[8:]), day=deadline.nominal))
    holidays = tuple(entry for entry in deadline.skipped if entry[1] not in _WEEKEND)
    if holidays:
        sentences.append(_say("skipped", language, days=spans(holidays, language)))
    elif deadline.skipped:
        sentences.append(_say("weekends", language))
    if deadline.made_up:
        sentences.append(_say("made_up", language, days=_say("comma", language).join(deadline.made_up)))
    for first, last in deadline.suspended:
        sentences.append(_say("suspended", language, first=first, last=last))
    if deadline.moved_over:
        sentences.append(_say("moved", language, days=spans(deadline.moved_over, language)))
    if deadline.paused_since:
        sentences.append(_say("paused", language, day=deadline.paused_since))
    sentences.append(_say("ends", language, day=deadline.last_day))
    if deadline.provisional:
        sentences.append(_say("provisional", language, year=deadline.last_day[:4]))
    return tuple(sentences)


def explain(deadline: Deadline, language: str = "en") -> str:
    """The whole working as one text."""
    return _say("stop", language).join(working_sentences(deadline, language))
