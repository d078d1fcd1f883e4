"""Sample patents, marks, designs and geographical indications."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kapok.records.parties import Party, PartyRole
from kapok.records.provenance import Provenance
from kapok.records.record import (
    Citation,
    Classification,
    Design,
    GeographicalIndication,
    Image,
    LegalEvent,
    Mark,
    Number,
    Patent,
    Priority,
    Record,
    make_key,
)
from kapok.records.text import Claim, GoodsAndServices, Text
from kapok.services.sample.picture import shape_png

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "pt")
OFFICES = {"zh-Hans": "CN", "zh-Hant": "HK", "en": "US", "pt": "BR"}
NOTICE = {"sample": "This record is invented; it was made by 'kapok sample'."}


def origin(position: int) -> Provenance:
    """Provenance that says what the record is."""
    return Provenance(source="sample", format="kapok-jsonl", file="sample", position=f"record {position}")


def texts(words: dict[str, str], language: str, **names: str) -> tuple[Text, ...]:
    """A text in its own language first, then in English."""
    chosen = (language,) if language == "en" else (language, "en")
    return tuple(Text(words[tag].format(**names) if names else words[tag], tag) for tag in chosen)


def party(words: dict[str, str], language: str, role: PartyRole) -> Party:
    """A party named in `language`, with its other names."""
    others = tuple(dict.fromkeys(v for k, v in words.items() if k in LANGUAGES and v != words[language]))
    return Party(words[language], role, country_code=words.get("country", ""), name_language=language, other_names=others)


def a_day(rng: random.Random, first: int = 2004, last: int = 2024) -> date:
    """A random day of the years given."""
    return date(first, 1, 1) + timedelta(days=rng.randrange((last - first + 1) * 365))


def named(words: dict[str, Any], rng: random.Random, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """A field of technology and a part, as dictionaries by language."""
    return rng.choice(words["fields"]), rng.choice(words["parts"])


def numbered(office: str, digits: str) -> str:
    """A number in its office's normal form: the EUIPO's have nine digits."""
    return digits.zfill(9) if office == "EM" else digits


def in_languages(template: dict[str, str], field: dict[str, str], part: dict[str, str], n: int = 0) -> dict[str, str]:
    """A template filled in each of the four languages."""
    return {tag: template[tag].format(field=field[tag], part=part[tag], n=n) for tag in LANGUAGES}


def patents(words: dict[str, Any], rng: random.Random, count: int) -> Iterator[Record]:
    """`count` applications, two thirds of them also granted: so one or two publications each, in families."""
    earlier: list[Number] = []
    for n in range(1, count + 1):
        language = LANGUAGES[n % 4]
        office = OFFICES[language]
        field, part = named(words, rng, language)
        filed = a_day(rng)
        published = filed + timedelta(days=548)
        granted = published + timedelta(days=rng.randrange(400, 1200))
        application = Number(office, f"99{filed.year}{n:05d}", date=filed.isoformat())
        titles = texts(in_languages(words["title"], field, part), language)
        base: dict[str, Any] = {
            "category": "patent",
            "office_code": office,
            "right_id": f"{office}/{application.number}",
            "language": language,
            "titles": titles,
            "abstracts": texts(in_languages(words["abstract"], field, part), language),
            "parties": (
                party(rng.choice(words["companies"]), language, "applicant"),
                party(rng.choice(words["people"]), language, "inventor"),
            ),
            "application": application,
            "filing_date": filed.isoformat(),
            "priorities": (Priority(Number("US", f"99{n:06d}"), (filed - timedelta(days=360)).isoformat()),)
            if n % 3 == 0
            else (),
            "classifications": (
                Classification("ipc", field["ipc"], "20060101", "invention advanced", first=True, office_code=office),
                Classification("cpc", field["cpc"], "20130101", "invention", first=True, office_code=office),
            ),
            "citations": tuple(Citation("search", number) for number in rng.sample(earlier, min(2, len(earlier)))),
            "family_id": f"99{(n + 1) // 2:06d}",
            "attributes": NOTICE,
            "provenance": origin(n),
        }
        number = f"99{n:06d}"
        earlier.append(Number(office, number, "A1"))
        filing = LegalEvent(filed.isoformat(), "FILED", "Application filed", "A", office_code=office)
        yield Patent(
            key=make_key("patent", office, number, "A1"),
            number=number,
            kind_code="A1",
            publication=Number(office, number, "A1", published.isoformat()),
            publication_date=published.isoformat(),
            legal_events=(filing,),
            **base,
        )
        if n % 3 and granted < date(2026, 1, 1):
            claims = tuple(
                Claim(i, text.format(field=field[language], part=part[language]), language, () if i == 1 else (1,))
                for i, text in enumerate(words["claims"][language], start=1)
            )
            events: tuple[LegalEvent, ...] = (
                filing,
                LegalEvent(granted.isoformat(), "GRANT", "Patent granted", "F", office_code=office),
            )
            if n % 5 == 0:
                lapse = granted + timedelta(days=1500)
                events += (LegalEvent(lapse.isoformat(), "LAPSE", "Lapsed: fee not paid", "H", office_code=office),)
            yield Patent(
                key=make_key("patent", office, number, "B2"),
                number=number,
                kind_code="B2",
                publication=Number(office, number, "B2", granted.isoformat()),
                publication_date=granted.isoformat(),
                registration_date=granted.isoformat(),
                grant_date=granted.isoformat(),
                claims=claims,
                legal_events=events,
                **base,
            )


def marks(words: dict[str, Any], rng: random.Random, count: int) -> Iterator[Record]:
    """`count` marks with goods in one to three classes; combined and figurative ones have a picture."""
    offices = {"zh-Hans": "CN", "zh-Hant": "HK", "en": "EM", "pt": "BR"}
    for n in range(1, count + 1):
        mark = words["marks"][n % len(words["marks"])]
        language = mark["language"]
        text = "" if mark["feature"] == "Figurative" else mark["text"] + rng.choice(words["mark_tails"])
        office = offices[language]
        filed = a_day(rng, 2008)
        registered = filed + timedelta(days=rng.randrange(200, 420))
        refused = n % 11 == 0
        number = numbered(office, f"99{n:06d}")
        classes = sorted(rng.sample(sorted(words["goods"]), rng.randrange(1, 4)))
        picture = mark["feature"] != "Word"
        yield Mark(
            key=make_key("mark", office, number),
            category="mark",
            office_code=office,
            number=number,
            right_id=f"{office}/{number}",
            language=language,
            titles=(Text(text, language),) if text else (),
            mark_text=text,
            mark_feature=mark["feature"],
            mark_category="Individual mark",
            parties=(party(rng.choice(words["companies"]), language, "holder"),),
            application=Number(office, number, date=filed.isoformat()),
            filing_date=filed.isoformat(),
            registration=None if refused else Number(office, number, date=registered.isoformat()),
            registration_date="" if refused else registered.isoformat(),
            goods_and_services=tuple(
                GoodsAndServices(c, words["goods"][c][tag], tag, edition="12")
                for c in classes
                for tag in dict.fromkeys((language, "en"))
            ),
            classifications=tuple(Classification("nice", f"{c:02}", "12") for c in classes)
            + ((Classification("vienna", "26.01.01", "9"),) if picture else ()),
            legal_events=(
                LegalEvent(filed.isoformat(), "FILED", "Application filed", "A", office_code=office),
                LegalEvent(registered.isoformat(), "REFUSED", "Application refused", "D", office_code=office)
                if refused
                else LegalEvent(registered.isoformat(), "REGISTERED", "Mark registered", "F", office_code=office),
            ),
            office_status_text="Refused" if refused else "Registered",
            office_status_date=registered.isoformat(),
            images=(Image("mark", media_type="image/png", data=shape_png(n)),) if picture else (),
            attributes=NOTICE,
            provenance=origin(n),
        )


def designs(words: dict[str, Any], rng: random.Random, count: int) -> Iterator[Record]:
    """`count` registered designs."""
    for n in range(1, count + 1):
        language = LANGUAGES[n % 4]
        office = {"zh-Hans": "CN", "zh-Hant": "HK", "en": "EM", "pt": "BR"}[language]
        product = rng.choice(words["products"])
        filed = a_day(rng, 2012)
        registered = filed + timedelta(days=120)
        number = numbered(office, f"99{n:06d}")
        yield Design(
            key=make_key("design", office, number),
            category="design",
            office_code=office,
            number=number,
            right_id=f"{office}/{number}",
            language=language,
            titles=texts(product, language),
            parties=(
                party(rng.choice(words["companies"]), language, "holder"),
                party(rng.choice(words["people"]), language, "designer"),
            ),
            application=Number(office, number, date=filed.isoformat()),
            filing_date=filed.isoformat(),
            registration=Number(office, number, date=registered.isoformat()),
            registration_date=registered.isoformat(),
            classifications=(Classification("locarno", product["locarno"], "15"),),
            legal_events=(LegalEvent(registered.isoformat(), "REGISTERED", "Design registered", "F", office_code=office),),
            images=(Image("view", media_type="image/png", data=shape_png(n + 1)),),
            attributes=NOTICE,
            provenance=origin(n),
        )


def indications(words: dict[str, Any], rng: random.Random, count: int) -> Iterator[Record]:
    """`count` geographical indications."""
    for n in range(1, count + 1):
        place = words["places"][n % len(words["places"])]
        language = LANGUAGES[n % 4]
        office = place["office"]
        registered = a_day(rng, 2010)
        number = numbered(office, f"99{n:04d}")
        yield GeographicalIndication(
            key=make_key("geographical_indication", office, number),
            category="geographical_indication",
            office_code=office,
            number=number,
            language=language,
            titles=texts({tag: f"{place[tag]} {n}" for tag in LANGUAGES}, language),
            parties=(party(rng.choice(words["companies"]), language, "applicant"),),
            registration=Number(office, number, date=registered.isoformat()),
            registration_date=registered.isoformat(),
            product_type=place["product"],
            protection_type="PGI" if n % 2 else "PDO",
            country_codes=("PT" if office == "EM" else office,),
            office_status_text="Registered",
            office_status_date=registered.isoformat(),
            attributes=NOTICE,
            provenance=origin(n),
        )
