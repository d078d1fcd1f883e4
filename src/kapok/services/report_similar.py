"""The search report on similar marks: every step taken, what was searched and not, the date of the data, rules, citations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from msgspec import Struct

from kapok import clock
from kapok.codes.legal_status import legal_word
from kapok.codes.nice import nice_title
from kapok.codes.offices import office_name
from kapok.documents.pdf import render_report
from kapok.documents.report import Report, Section, Table
from kapok.documents.words import words_in
from kapok.services.find_similar import SimilarAnswer, SimilarHit, answer_question
from kapok.services.list_sources import SourceInfo, sources
from kapok.services.similar_question import Asked, SimilarQuestion, read_question
from kapok.services.use_own_words import use_own_words
from kapok.similarity.name import Name
from kapok.similarity.profile import PLANES, Profile

WORDS = "similar_report"
REPORT_LIMIT = 50


class SimilarReport(Struct, frozen=True):
    """The report and the answer that it rests on."""

    report: Report
    answer: SimilarAnswer

    def pdf(self) -> bytes:
        """The report as a PDF. Raises BackendError where the machine has no Chinese font."""
        return render_report(self.report)


def report_similar(home: Path, text: str, *, locale: str = "en", **asked: Unpack[Asked]) -> SimilarReport:
    """Search and report. Raises InputError for what cannot be asked, BackendError when it cannot look."""
    use_own_words(home)
    asked.setdefault("limit", REPORT_LIMIT)
    question = read_question(text, **asked)
    answer = answer_question(home, question, locale=locale)
    return SimilarReport(write_report(question, answer, sources(home), locale), answer)


def write_report(question: SimilarQuestion, answer: SimilarAnswer, held: Sequence[SourceInfo], locale: str) -> Report:
    """The report on an answer; `held` are the sources of the home."""
    return _Writer(question, answer, held, locale).report()


class _Writer:
    """Writes the sections of one report in one language."""

    def __init__(self, question: SimilarQuestion, answer: SimilarAnswer, held: Sequence[SourceInfo], locale: str) -> None:
        self.question, self.answer, self.held, self.locale = question, answer, held, locale
        self.say = words_in(WORDS, locale)

    def report(self) -> Report:
        say, question = self.say, self.question
        sections = [self.asked(), *([self.read_as(question.name)] if question.name else []), self.steps(), self.searched()]
        return Report(
            title=say("title"),
            subtitle=question.text or say("no_words"),
            language=self.locale,
            made=say("made", day=clock.now().isoformat(timespec="minutes")[:16].replace("T", " ")),
            sections=(*sections, self.unsearched(), self.hits(), self.profile(question.profile)),
        )

    def asked(self) -> Section:
        say, question, answer = self.say, self.question, self.answer
        goods = "; ".join(dict.fromkeys(term.text for term in question.goods.terms))
        named = [f"{each} {nice_title(each, self.locale)}" for each in question.goods.whole_classes]
        rows = [
            (say("mark"), question.text or say("no_words")),
            *([(say("picture"), say("given"))] if question.picture else []),
            (say("goods"), "; ".join([*named, *([goods] if goods else [])]) or say("none_given")),
            *([(say("guessed"), ", ".join(question.guessed))] if question.guessed else []),
            (say("classes"), ", ".join(answer.classes) or say("all_classes")),
            (say("registers"), "; ".join(office_name(each, self.locale) for each in question.offices) or say("all_registers")),
            (say("statuses"), ", ".join(legal_word(each, self.locale) for each in question.statuses) or say("all_statuses")),
            (say("rules_of"), _name(question.profile, self.locale)),
        ]
        return Section(say("asked"), (), Table(("", ""), tuple(rows)))

    def read_as(self, name: Name) -> Section:
        say = self.say
        pairs = [
            ("folded", name.folded),
            ("core", name.core if name.weak else ""),
            ("weak", ", ".join(name.weak)),
            ("spellings", ", ".join(name.spellings)),
            ("mandarin", " ".join("/".join(each) for each in name.pinyin)),
            ("cantonese", " ".join("/".join(each) for each in name.jyutping) if self.question.profile.cantonese else ""),
        ]
        return Section(say("read_as"), (), Table(("", ""), tuple((say(key), text) for key, text in pairs if text)))

    def steps(self) -> Section:
        say, question, name = self.say, self.question, self.question.name
        done = {
            "step_same": name is not None,
            "step_letters": name is not None,
            "step_characters": name is not None and bool(name.han),
            "step_parts": name is not None,
            "step_figure": question.picture is not None,
            "step_goods": bool(question.goods),
        }
        rows = [(say(key), say("done") if each else say("not_done")) for key, each in done.items()]
        rows.append((say("step_scored"), say("names_scored", count=f"{self.answer.scored:,}")))
        numbered = tuple((str(place), *row) for place, row in enumerate(rows, start=1))
        return Section(say("steps"), (), Table(("", say("step"), say("found")), numbered))

    def searched(self) -> Section:
        say = self.say
        rows = tuple(
            (info.title, f"{info.records:,}", info.newest_document_date or "–", info.last_loaded_at[:16].replace("T", " "))
            for info in self.held
            if info.category == "mark"
        )
        head = (say("source"), say("records"), say("newest"), say("loaded"))
        return Section(say("searched"), (say("searched_count", count=f"{self.answer.searched:,}"),), Table(head, rows))

    def unsearched(self) -> Section:
        say = self.say
        told = [say("unsearched_registers"), say("unsearched_unregistered"), say("unsearched_meaning")]
        if self.question.picture is None:
            told.append(say("unsearched_figures"))
        if self.question.offices or self.question.statuses:
            told.append(say("unsearched_left_out"))
        told.append(say("unsearched_beyond", count=f"{self.answer.scored:,}"))
        return Section(say("unsearched"), tuple(told))

    def hits(self) -> Section:
        say, answer = self.say, self.answer
        if not answer.hits:
            return Section(say("hits", total=0), (say("no_hits"),))
        head = ("", say("mark"), say("number"), say("level"), say("planes"), say("reasons"))
        rows = tuple((str(place), *self.hit(hit)) for place, hit in enumerate(answer.hits, start=1))
        remote = sum(hit.level == "remote" for hit in answer.hits)
        told = (say("hits_follow", count=remote),) if remote else ()
        return Section(say("hits", total=f"{answer.total:,}"), told, Table(head, rows))

    def hit(self, hit: SimilarHit) -> tuple[str, ...]:
        say = self.say
        planes = ", ".join(f"{say(plane)} {hit.planes[plane]:.2f}" for plane in PLANES if plane in hit.compared)
        rule = next((each.words for each in self.question.profile.rules if each.key == hit.rule), None)
        why = [*([rule.get(self.locale, rule["en"])] if rule else []), *hit.reasons[:4]]
        joined = ("；" if self.locale.startswith("zh") else "; ").join(each.rstrip("。.") for each in why)
        number = hit.key.partition("/")[2].replace("/", " ")
        return (hit.mark or say("no_words"), number, f"{say(hit.level)} {hit.score:.2f}", planes, joined)

    def profile(self, profile: Profile) -> Section:
        say = self.say
        rows = tuple(
            (each.title.get(self.locale, each.title["en"]), each.source, each.checked) for each in profile.citations.values()
        )
        told = say("in_force_from", name=_name(profile, self.locale), day=profile.in_force_from)
        return Section(say("profile"), (told,), Table((say("citation"), say("address"), say("checked")), rows))


def _name(profile: Profile, locale: str) -> str:
    return f"{profile.names.get(locale, profile.names['en'])} ({profile.office})"
