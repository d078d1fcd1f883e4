"""Jurisdiction profiles: how an office weighs the planes of likeness, as declared files `profiles/<code>.yaml`.

A profile holds weights, the thresholds of the levels, what it asks of goods, and rules. A rule is a list of conditions, all of
which must hold, each `FACT OPERATOR NUMBER` over the six planes and a few counted facts, and one effect on the score:
`at_least`, `at_most` or `times`. Nothing else can be written in a profile, so that a lawyer can read it whole. Every rule
names the citation that it rests on. An unknown key, fact or citation is a DefinitionError that names file and line.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from kapok.codes.declared import LANGUAGES
from kapok.codes.located_yaml import LocatedFile, YamlPath, read_located
from kapok.codes.offices import is_office_code
from kapok.errors import DefinitionError, InputError

FOLDER = Path(__file__).parent / "profiles"
PLANES = ("shape", "glyph", "sound", "meaning", "figure", "goods")
"""The six planes, in the order in which they are shown."""
SIGN_PLANES = PLANES[:5]
"""Those that compare the signs themselves."""
LEVELS = ("identical", "confusingly_similar", "similar", "remote")
"""From the nearest to the farthest."""
FACTS = (*PLANES, "longest", "same_start", "two_scripts", "letters_only", "meaning_differs", "shared_weak", "core", "contained")
"""What conditions may speak of: plane scores (0 to 1); `longest`, the characters of the longer sign; and, 0 or 1,
`same_start`, `two_scripts` (Chinese against Latin letters), `letters_only` (no Chinese in either), `meaning_differs` (both have
a clear meaning, not the same), `shared_weak` (they share weak words); `core` is the likeness of what is left without these;
`contained`: the words of one stand whole in the other."""
Level = Literal["identical", "confusingly_similar", "similar", "remote"]

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}
_CONDITION = re.compile(r"(\w+)\s*(>=|<=|==|>|<)\s*(\d+(?:\.\d+)?)")
_EFFECTS = ("at_least", "at_most", "times")
_KEYS = {"office", "names", "in_force_from", "cantonese", "weights", "agreement", "levels", "goods", "rules", "citations"}


class Condition(Struct, frozen=True):
    """`fact operator number`, for instance `shape >= 0.8`; `holds` is the operator as a function."""

    fact: str
    holds: Callable[[float, float], bool]
    number: float


class Rule(Struct, frozen=True):
    """One rule: when all conditions hold, the score becomes at least, at most or so many times `number`."""

    key: str
    when: tuple[Condition, ...]
    effect: str
    number: float
    citation: str
    words: dict[str, str]

    def apply(self, score: float, facts: Mapping[str, float]) -> float:
        """The score after this rule; the same one where it does not fire or changes nothing."""
        for condition in self.when:  # a plain loop: this runs thousands of times for one search
            if not condition.holds(facts[condition.fact], condition.number):
                return score
        if self.effect == "times":
            return score * self.number
        return max(score, self.number) if self.effect == "at_least" else min(score, self.number)


class Citation(Struct, frozen=True):
    """What a rule rests on: `title` and `note` by language, and whether the text itself was `checked`."""

    key: str
    title: dict[str, str]
    source: str
    checked: str


class Profile(Struct, frozen=True):
    """One jurisdiction. `weights` by sign plane; `agreement`: how much a second plane that agrees adds; `levels`: least score;

    `goods_needed`: the goods score below which signs do not conflict; `goods_weight`: the goods' share in the score.
    """

    office: str
    names: dict[str, str]
    in_force_from: str
    cantonese: bool
    weights: dict[str, float]
    agreement: float
    levels: dict[str, float]
    goods_needed: float
    goods_weight: float
    rules: tuple[Rule, ...]
    citations: dict[str, Citation]

    def level(self, score: float) -> Level:
        """The level that a score reaches."""
        for level in LEVELS[:-1]:
            if score >= self.levels[level]:
                return level  # type: ignore[return-value]
        return "remote"


@cache
def profiles() -> dict[str, Profile]:
    """All profiles by the ST.3 code of their office."""
    found = [read_profile(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {profile.office: profile for profile in found}


def get_profile(code: str) -> Profile:
    """The profile of an office; `EU` is taken for `EM`. Raises InputError naming those that there are."""
    wanted = code.strip().upper()
    wanted = {"EU": "EM"}.get(wanted, wanted)
    found = profiles().get(wanted)
    if found is None:
        raise InputError(
            f"There is no profile for the office '{code[:20]}'",
            "how likely confusion is, is judged by the rules of one office",
            "Take one of: " + ", ".join(profiles()),
        )
    return found


def read_profile(path: Path) -> Profile:
    """Read and check one file. Raises DefinitionError naming file and line."""
    return _Reader(read_located(path, "The profile")).profile()


class _Reader:
    """Takes a declared file apart; every complaint carries the line."""

    def __init__(self, declared: LocatedFile) -> None:
        self.declared = declared

    def fault(self, path: YamlPath, why: str) -> DefinitionError:
        return self.declared.fault(path, why)

    def profile(self) -> Profile:
        content = self.mapping((), self.declared.content, _KEYS)
        office = str(content["office"])
        if not is_office_code(office):
            raise self.fault(("office",), f"'{office}' is no code of WIPO ST.3")
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(content["in_force_from"])):
            raise self.fault(("in_force_from",), "the day is not written as 2024-01-31")
        levels = self.numbers(("levels",), content["levels"], set(LEVELS[:-1]))
        if not levels["identical"] > levels["confusingly_similar"] > levels["similar"] > 0:
            raise self.fault(("levels",), "the levels do not fall from identical to similar")
        goods = self.numbers(("goods",), content["goods"], {"needed", "weight"})
        citations = {
            key: self.citation(("citations", key), key, value)
            for key, value in self.items(("citations",), content["citations"])
        }
        rules = content["rules"]
        if not isinstance(rules, list):
            raise self.fault(("rules",), "the rules are no list")
        return Profile(
            office=office,
            names=self.words(("names",), content["names"]),
            in_force_from=str(content["in_force_from"]),
            cantonese=self.switch(("cantonese",), content["cantonese"]),
            weights=self.numbers(("weights",), content["weights"], set(SIGN_PLANES)),
            agreement=self.number(("agreement",), content["agreement"]),
            levels=levels,
            goods_needed=goods["needed"],
            goods_weight=goods["weight"],
            rules=tuple(self.rule(("rules", place), rule, citations) for place, rule in enumerate(rules)),
            citations=citations,
        )

    def rule(self, path: YamlPath, value: Any, citations: Mapping[str, Citation]) -> Rule:
        effects = [name for name in _EFFECTS if isinstance(value, dict) and name in value]
        if len(effects) != 1:
            raise self.fault(path, f"a rule has one effect of {', '.join(_EFFECTS)}")
        content = self.mapping(path, value, {"key", "when", "citation", "words", effects[0]})
        when = content["when"] if isinstance(content["when"], list) else [content["when"]]
        if content["citation"] not in citations:
            raise self.fault((*path, "citation"), f"there is no citation '{content['citation']}' in this file")
        return Rule(
            key=str(content["key"]),
            when=tuple(self.condition((*path, "when", place), text) for place, text in enumerate(when)),
            effect=effects[0],
            number=self.number((*path, effects[0]), content[effects[0]]),
            citation=content["citation"],
            words=self.words((*path, "words"), content["words"]),
        )

    def condition(self, path: YamlPath, value: Any) -> Condition:
        match = _CONDITION.fullmatch(str(value).strip())
        if match is None:
            raise self.fault(path, f"'{value}' is not FACT OPERATOR NUMBER, such as shape >= 0.8")
        if match[1] not in FACTS:
            raise self.fault(path, f"there is no fact '{match[1]}'; there are {', '.join(FACTS)}")
        return Condition(match[1], _OPERATORS[match[2]], float(match[3]))

    def citation(self, path: YamlPath, key: str, value: Any) -> Citation:
        content = self.mapping(path, value, {"title", "source", "checked"})
        return Citation(key, self.words((*path, "title"), content["title"]), str(content["source"]), str(content["checked"]))

    def items(self, path: YamlPath, value: Any) -> list[tuple[str, Any]]:
        if not isinstance(value, dict):
            raise self.fault(path, "here stands no map of keys and values")
        return list(value.items())

    def mapping(self, path: YamlPath, value: Any, keys: set[str]) -> dict[str, Any]:
        found = dict(self.items(path, value))
        for key in found:
            if key not in keys:
                raise self.fault((*path, key), f"there is no key '{key}' here; there are {', '.join(sorted(keys))}")
        if missing := sorted(keys - set(found)):
            raise self.fault(path, f"the key '{missing[0]}' is missing")
        return found

    def numbers(self, path: YamlPath, value: Any, keys: set[str]) -> dict[str, float]:
        return {key: self.number((*path, key), number) for key, number in self.mapping(path, value, keys).items()}

    def number(self, path: YamlPath, value: Any) -> float:
        try:
            number = float(str(value))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise self.fault(path, f"'{value}' is no number from 0 to 1")
        return number

    def switch(self, path: YamlPath, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.fault(path, f"'{value}' is neither true nor false")
        return value

    def words(self, path: YamlPath, value: Any) -> dict[str, str]:
        return {key: str(text) for key, text in self.mapping(path, value, set(LANGUAGES)).items()}
