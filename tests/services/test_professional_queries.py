"""Questions that patent and trademark professionals ask, on real records, in CQL and in the plain box.

What must be found is worked out here from the records themselves, in plain Python that shares nothing with the search: every
current record is decoded from the lake and looked at. An expert adds a question as one line: what is asked, the query in both
languages, and what a record that answers it looks like.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kapok.lake.lake import Lake
from kapok.records.legal_status import legal_status_on
from kapok.records.record import AnyRecord, Mark, decode
from kapok.services.load_source import load_source
from kapok.services.opened import backend_of
from kapok.services.search_records import read_query, search

pytestmark = pytest.mark.shared

SETS = (
    "uspto-grant-redbook/ipg120327.196.xml.gz",
    "uspto-grant-redbook/ipg080101.small.xml.gz",
    "uspto-trademark-daily-tdxf",
    "ep-fulltext",
    "docdb",
    "lens-jsonl/Coronavirus-MERS-treatment.jsonl.gz",
    "lens-jsonl/Coronavirus-SARS-diagnosis-patents.jsonl.gz",
    "kipris-patent-xml",
    "kipris-design-xml",
    "kipris-trademark-xml",
    "tipo-trademark-xml",
    "cn-patents",
    "patentscope-csv",
    "gi-eambrosia",
    "marks-us-kr",
)


class Loaded(NamedTuple):
    """A home with all sets, its current records, and the publications of each right."""

    home: Path
    records: list[AnyRecord]
    rights: dict[str, list[AnyRecord]]


@pytest.fixture(scope="session")
def loaded(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    home = tmp_path_factory.mktemp("professional")
    for name in SETS:
        load_source(home, [str(shared_data / name)])
    records = [decode(text) for batch in Lake(home).stream() for text in batch]
    rights: dict[str, list[AnyRecord]] = {}
    for record in records:
        rights.setdefault(right(record), []).append(record)
    return Loaded(home, records, rights)


# --- looking at a record, without anything that the search uses ----------------------------------------------------------

APPLICANT = ("applicant", "holder", "assignee", "party")
INVENTOR = ("inventor", "designer", "author")


def folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).casefold()


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(text))


def has(values: Iterable[str], *wanted: str) -> bool:
    """Each word stands somewhere in the values."""
    found = {word for value in values for word in words(value)}
    return all(word in found for word in wanted)


def fits(values: Iterable[str], pattern: str) -> bool:
    """A word of the values is written like the regular expression."""
    return any(re.fullmatch(pattern, word) for value in values for word in words(value))


def phrase(values: Iterable[str], *wanted: str) -> bool:
    """The words stand beside each other, in this order, in one value."""
    texts = [words(value) for value in values]
    return any(tuple(text[at : at + len(wanted)]) == wanted for text in texts for at in range(len(text)))


def near(values: Iterable[str], one: str, other: str, most: int, ordered: bool = False) -> bool:
    """The two words are at most so many words apart in one value."""
    for value in values:
        text = words(value)
        steps = [b - a for a, x in enumerate(text) if x == one for b, y in enumerate(text) if y == other]
        if any(0 < step <= most or (not ordered and 0 < -step <= most) for step in steps):
            return True
    return False


def contains(values: Iterable[str], pattern: str) -> bool:
    """The regular expression is found in a value (scripts without blanks)."""
    return any(re.search(pattern, folded(value)) for value in values)


def titles(r: AnyRecord) -> list[str]:
    return [text.text for text in r.titles]


def abstracts(r: AnyRecord) -> list[str]:
    return [text.text for text in r.abstracts]


def names(r: AnyRecord, *roles: str) -> list[str]:
    return [name for party in r.parties if party.role in roles for name in (party.name, *party.other_names)]


def claims(r: AnyRecord) -> list[str]:
    return [claim.text for claim in getattr(r, "claims", ())]


def marks(r: AnyRecord) -> list[str]:
    return (
        [r.mark_text, *(t.text for t in r.translations), *(t.text for t in r.transliterations)] if isinstance(r, Mark) else []
    )


def goods(r: AnyRecord) -> list[str]:
    return [entry.text or "; ".join(entry.terms) for entry in r.goods_and_services] if isinstance(r, Mark) else []


def symbols(r: AnyRecord, *schemes: str) -> list[str]:
    return [each.symbol for each in r.classifications if each.scheme in schemes]


def nice(r: AnyRecord, number: int) -> bool:
    by_goods = isinstance(r, Mark) and any(entry.nice_class == number for entry in r.goods_and_services)
    return f"{number:02}" in symbols(r, "nice") or by_goods


def published(r: AnyRecord) -> str:
    return r.publication_date or (r.publication.date if r.publication else "")


def priorities(r: AnyRecord) -> list[str]:
    return [day for each in r.priorities if (day := each.priority_date or each.number.date)]


def cites(r: AnyRecord, office: str, number: str, *origins: str) -> bool:
    return any(
        c.number is not None
        and (c.number.office_code, c.number.number) == (office, number)
        and (not origins or c.origin in origins)
        for c in r.citations
    )


def right(r: AnyRecord) -> str:
    return f"{r.category}|{r.right_id}" if r.right_id else r.key


def family(r: AnyRecord) -> str:
    return f"family|{number}" if (number := getattr(r, "family_id", "")) else right(r)


# --- the questions -------------------------------------------------------------------------------------------------------

Fits = Callable[[AnyRecord], bool]

QUESTIONS: list[tuple[str, str, str, Fits]] = [
    # the question · CQL · the plain box · what a record that answers it looks like
    (
        "What did Pillsbury publish from 1985 to 1999?",
        'pa=pillsbury and pd within "1985 1999"',
        "applicant:pillsbury publication_date:1985..1999",
        lambda r: has(names(r, *APPLICANT), "pillsbury") and "1985" <= published(r)[:4] <= "1999",
    ),
    (
        "The Institut Pasteur outside the United States",
        'pa="institut pasteur" not office=US',
        'applicant:"institut pasteur" -office:US',
        lambda r: phrase(names(r, *APPLICANT), "institut", "pasteur") and r.office_code != "US",
    ),
    (
        "Procter & Gamble, whatever is done to the ampersand",
        'pa="Procter & Gamble"',
        'applicant:"procter & gamble"',
        lambda r: phrase(names(r, *APPLICANT), "procter", "gamble"),
    ),
    (
        "A CPC main group with everything below it, together with words in the title",
        "cpc=/low C07K14/00 and ti any \"protein peptide\"",
        "cpc:C07K14/00/low title:[protein peptide]",
        lambda r: any(s.startswith("C07K 14/") for s in symbols(r, "cpc")) and (has(titles(r), "protein") or has(titles(r), "peptide")),
    ),
    (
        "A subclass with truncated words, one IPC main group left out",
        'ipc=A61K and ti=antibod* not ipc="A61K 31"',
        'ipc:A61K title:antibod* -ipc:"A61K 31"',
        lambda r: any(s.startswith("A61K") for s in symbols(r, "ipc"))
        and fits(titles(r), "antibod.*")
        and not any(s.startswith("A61K 31/") for s in symbols(r, "ipc")),
    ),
    (
        "One full CPC symbol but not its neighbour",
        "cpc=A61K39/12 not cpc=A61K39/215",
        "cpc:A61K39/12 -cpc:A61K39/215",
        lambda r: "A61K 39/12" in symbols(r, "cpc") and "A61K 39/215" not in symbols(r, "cpc"),
    ),
    (
        "A national (US) class with its subclasses",
        "nc=424",
        "national_class:424",
        lambda r: any(s.partition("/")[0] == "424" for s in symbols(r, "uspc", "national", "fi", "fterm", "gbt4754")),
    ),
    (
        "Two words close together in the title",
        "ti=pizza prox/distance<=2 ti=crust",
        "title:(pizza NEAR/2 crust)",
        lambda r: near(titles(r), "pizza", "crust", 2),
    ),
    (
        "Two words close together, in this order, in title or abstract",
        "ta=severe prox/distance<=2/ordered=true ta=respiratory",
        "ta:(severe ADJ/2 respiratory)",
        lambda r: near(titles(r), "severe", "respiratory", 2, True) or near(abstracts(r), "severe", "respiratory", 2, True),
    ),
    (
        "Two words in one sentence of the abstract",
        "ab=(first prox/unit=sentence second)",
        "abstract:(first NEAR/s second)",
        lambda r: any(
            has([sentence], "first", "second") for text in abstracts(r) for sentence in re.split(r"(?<=[.!?])\s+|\n", text)
        ),
    ),
    (
        "An inventor by full name, as written in the register",
        'in="guan yi"',
        'inventor:"guan yi"',
        lambda r: phrase(names(r, *INVENTOR), "guan", "yi"),
    ),
    (
        "An inventor whose given names may stand in any order",
        'in all "yi guan"',
        "inventor:(yi guan)",
        lambda r: has(names(r, *INVENTOR), "yi", "guan"),
    ),
    (
        "Smith, as inventor or applicant",
        "ia=smith",
        "inventor_applicant:smith",
        lambda r: has(names(r, *APPLICANT, *INVENTOR), "smith"),
    ),
    (
        "Names typed without their accents and umlauts",
        "ia=muller",
        "inventor_applicant:Müller",
        lambda r: has(names(r, *APPLICANT, *INVENTOR), "muller"),
    ),
    (
        "Who cites this US design?",
        "ct=USD550977",
        "citation:USD550977",
        lambda r: cites(r, "US", "D550977"),
    ),
    (
        "In whose examination was an earlier application cited?",
        "ex=USD48739 or ex=US3363617",
        "ex:[USD48739 US3363617]",
        lambda r: cites(r, "US", "D48739", "examination") or cites(r, "US", "3363617", "examination"),
    ),
    (
        "European documents with a priority before 1990",
        "prd<1990-01-01 and office=EP",
        "优先权日:<1990 office:EP",
        lambda r: r.office_code == "EP" and any(day < "1990" for day in priorities(r)),
    ),
    (
        "A British priority",
        "pr=GB not office=GB",
        "pr:GB -office:GB",
        lambda r: r.office_code != "GB" and any(p.number.office_code == "GB" and p.number.number for p in r.priorities),
    ),
    (
        "International applications published in 2004",
        "office=WO and pd=2004",
        "office:WO pd:2004",
        lambda r: r.office_code == "WO" and published(r)[:4] == "2004",
    ),
    (
        "All numbers of one office that begin so",
        "pn=WO2004*",
        "pn:WO2004*",
        lambda r: r.office_code == "WO" and r.number.startswith("2004"),
    ),
    (
        "Goods words in one Nice class",
        "nice=9 and gs=computer",
        "nice:9 goods:computer",
        lambda r: nice(r, 9) and has(goods(r), "computer"),
    ),
    (
        "Marks with a word, in either of two classes",
        'tm=the and nice any "9 41"',
        "mark:the nice:9,41",
        lambda r: has(marks(r), "the") and (nice(r, 9) or nice(r, 41)),
    ),
    (
        "Marks for class 30 that are not also for class 43",
        "category=mark and nice=30 not nice=43",
        "category:mark nice:30 -nice:43",
        lambda r: r.category == "mark" and nice(r, 30) and not nice(r, 43),
    ),
    (
        "A Vienna category with all its divisions and sections",
        "vienna=26",
        "图形要素:26",
        lambda r: any(s.startswith("26.") for s in symbols(r, "vienna", "usdesign")),
    ),
    (
        "One Vienna section in Korea",
        "vienna=26.11.25 and office=KR",
        "vienna:26.11.25 office:KR",
        lambda r: r.office_code == "KR" and "26.11.25" in symbols(r, "vienna"),
    ),
    (
        "A Locarno class with its subclasses",
        "locarno=14",
        "locarno:14",
        lambda r: any(s.partition("-")[0] == "14" for s in symbols(r, "locarno")),
    ),
    (
        "Traditional characters found by simplified ones: a dragon in the mark",
        "tm=龙",
        "商标:龙",
        lambda r: contains(marks(r), "[龙龍]"),
    ),
    (
        "… and a longer piece of text",
        "tm=设计图",
        "商标:设计图",
        lambda r: contains(marks(r), "[设設][计計][图圖]"),
    ),
    (
        "Simplified characters found by traditional ones",
        "ta=裝置",
        "名稱和摘要:裝置",
        lambda r: contains(titles(r), "[装裝]置") or contains(abstracts(r), "[装裝]置"),
    ),
    (
        "Chinese names of fields, a Chinese word, a Nice class",
        "商标=茶 and 尼斯分类=30",
        "商标：茶 尼斯分类：30",
        lambda r: nice(r, 30) and contains(marks(r), "茶"),
    ),
    (
        "A representative in Taiwan",
        "代理人=林景郁",
        "代理人:林景郁",
        lambda r: contains(names(r, "representative"), "林景郁"),
    ),
    (
        "Full width letters are the half width ones",
        "tm=ＣＬＥＡＮ",
        "mark:clean",
        lambda r: has(marks(r), "clean"),
    ),
    (
        "A Korean word in the title and another in the abstract",
        "ti=장치 and ab=웨이퍼",
        "title:장치 abstract:웨이퍼",
        lambda r: contains(titles(r), "장치") and contains(abstracts(r), "웨이퍼"),
    ),
    (
        "A Korean applicant without the form of its company",
        "pa=윈텍오토메이션",
        "applicant:윈텍오토메이션",
        lambda r: contains(names(r, *APPLICANT), "윈텍오토메이션"),
    ),
    (
        "A Korean application number as the office prints it",
        "ap=10-2023-0003252",
        "ap:10-2023-0003252",
        lambda r: r.application is not None and r.application.number == "1020230003252",
    ),
    (
        "A word that ends so",
        "ti=*virus",
        "title:*virus",
        lambda r: fits(titles(r), ".*virus"),
    ),
    (
        "A part of a name",
        "pa=*pharma*",
        "pa:*pharma*",
        lambda r: fits(names(r, *APPLICANT), ".*pharma.*"),
    ),
    (
        "One letter unknown, one letter optional",
        "ti=vir#s or ti=protein?",
        "title:[vir#s protein?]",
        lambda r: fits(titles(r), "vir.s") or fits(titles(r), "protein.?"),
    ),
    (
        "A phrase with a hyphen",
        'ti="sars-cov"',
        'title:"SARS CoV"',
        lambda r: phrase(titles(r), "sars", "cov"),
    ),
    (
        "The whole title is this",
        'ti=="PIZZA"',
        'title:="pizza"',
        lambda r: any(words(title) == ["pizza"] for title in titles(r)),
    ),
    (
        "Brackets and three operators",
        "(ti=oven or ti=stove) and (ti=gas or ti=electric) not ti=microwave",
        "title:[oven stove] title:[gas electric] -title:microwave",
        lambda r: (has(titles(r), "oven") or has(titles(r), "stove"))
        and (has(titles(r), "gas") or has(titles(r), "electric"))
        and not has(titles(r), "microwave"),
    ),
    (
        "Words anywhere: titles, abstracts, claims, goods and names",
        'any_text all "pizza oven"',
        "pizza oven",
        lambda r: has(
            titles(r) + marks(r) + abstracts(r) + claims(r) + goods(r) + names(r, *APPLICANT, *INVENTOR, "representative"),
            "pizza",
            "oven",
        ),
    ),
    (
        "A phrase in the claims of granted US patents",
        'clm="wireless network" and kind=B2',
        'claims:"wireless network" kind:B2',
        lambda r: r.kind_code == "B2" and phrase(claims(r), "wireless", "network"),
    ),
    (
        "Registered in one month",
        "rd=2022-03 and office=TW",
        "注册日:2022-03 office:TW",
        lambda r: r.office_code == "TW" and r.registration_date[:7] == "2022-03",
    ),
    (
        "Geographical indications of the first years",
        "category=geographical_indication and rd<1997",
        "category:地理标志 rd:<1997",
        lambda r: r.category == "geographical_indication" and "" < r.registration_date < "1997",
    ),
    (
        "A geographical indication by its file number",
        "rn=PGI-CY-02763",
        "PGI-CY-02763",
        lambda r: r.registration is not None and r.registration.number == "PGI-CY-02763",
    ),
    (
        "A Greek name without its accents",
        "ti=Μακαρονια",
        "title:μακαρόνια",
        lambda r: has(titles(r), folded("μακαρόνια")),
    ),
    (
        "Designs in Korean",
        "lang=ko and category=design and pd>=2018",
        "lang:ko category:design pd:>=2018",
        lambda r: r.category == "design" and published(r) >= "2018" and "ko" in {r.language, *(t.language for t in r.titles)},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("question", "cql", "plain", "wanted"), QUESTIONS, ids=[question for question, *_ in QUESTIONS])
def test_a_question_finds_exactly_the_records_that_answer_it(
    loaded: Loaded, question: str, cql: str, plain: str, wanted: Fits
) -> None:
    expected = {record.key for record in loaded.records if wanted(record)}
    assert expected, "a question that nothing answers tests nothing"
    for text, language in ((cql, "cql"), (plain, "plain"), (cql, "auto"), (plain, "auto")):
        found = set(backend_of(loaded.home).iterate_keys(read_query(text, language)))
        assert found == expected, f"{language}: {text}"
        assert search(loaded.home, text, language=language, limit=0).total == len(expected)


STATUS_QUESTIONS: list[tuple[str, str, str, str, Fits]] = [
    # CQL · the plain box · status · day · other conditions
    ("inforce=2025-01-01 and office=TW and category=mark", "有效:2025-01-01 office:TW category:mark", "in_force", "2025-01-01",
     lambda r: r.office_code == "TW" and r.category == "mark"),
    ("inforce=2010-06-30 and category=patent", "有效:2010-06-30 category:patent", "in_force", "2010-06-30",
     lambda r: r.category == "patent"),
    ("pending=2003-03-01 and pa=procter", "审中:2003-03-01 applicant:procter", "pending", "2003-03-01",
     lambda r: has(names(r, *APPLICANT), "procter")),
    ("notinforce=2024-01-01 and office=KR", "失效:2024-01-01 office:KR", "not_in_force", "2024-01-01",
     lambda r: r.office_code == "KR"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cql", "plain", "status", "day", "other"), STATUS_QUESTIONS, ids=[each[0] for each in STATUS_QUESTIONS]
)
def test_status_on_a_day_is_that_of_the_right(loaded: Loaded, cql: str, plain: str, status: str, day: str, other: Fits) -> None:
    """The rule of the records (`legal_status_on`, tested by itself) applied to all publications of each right."""
    expected = {r.key for r in loaded.records if other(r) and legal_status_on(loaded.rights[right(r)], day).status == status}
    assert expected
    for text in (cql, plain):
        assert set(backend_of(loaded.home).iterate_keys(read_query(text))) == expected, text


def test_a_registered_mark_is_in_force_from_its_registration_to_its_expiry(loaded: Loaded) -> None:
    """Without any rule of ours: the Taiwanese gazette gives both days."""
    gazette = [r for r in loaded.records if r.office_code == "TW" and r.category == "mark" and r.expiry_date]
    day = min(r.registration_date for r in gazette)
    expected = {r.key for r in gazette if r.registration_date <= day <= r.expiry_date}
    assert expected
    found = set(backend_of(loaded.home).iterate_keys(read_query(f"inforce={day} and office=TW and category=mark and ed>2000")))
    assert found == expected


@pytest.mark.parametrize("query", ["ti=coronavirus", "office=EP", "ti=pizza and pd>2000", "category=mark", "cpc=C07K", ""])
def test_totals_of_publications_rights_and_families(loaded: Loaded, query: str) -> None:
    keys = set(backend_of(loaded.home).iterate_keys(read_query(query)))
    records = [record for record in loaded.records if record.key in keys]
    assert search(loaded.home, query, limit=0).total == len(records)
    assert search(loaded.home, query, limit=0, group="right").total == len({right(r) for r in records})
    assert search(loaded.home, query, limit=0, group="family").total == len({family(r) for r in records})


def test_rows_of_families_stand_for_all_publications(loaded: Loaded) -> None:
    query = "ti=coronavirus"
    rows = search(loaded.home, query, limit=1000, group="family").hits
    by_key = {record.key: record for record in loaded.records}
    keys = backend_of(loaded.home).iterate_keys(read_query(query))
    sizes: dict[str, int] = {}
    for key in keys:
        sizes[family(by_key[key])] = sizes.get(family(by_key[key]), 0) + 1
    assert {family(by_key[row.key]): row.group_size for row in rows} == sizes


def test_the_members_of_a_family(loaded: Loaded) -> None:
    sizes: dict[str, set[str]] = {}
    for record in loaded.records:
        if number := getattr(record, "family_id", ""):
            sizes.setdefault(number, set()).add(record.key)
    number, members = max(sizes.items(), key=lambda item: (len(item[1]), item[0]))
    assert len(members) > 5
    for text in (f'famn="{number}"', f'同族号:"{number}"'):
        assert set(backend_of(loaded.home).iterate_keys(read_query(text))) == members


# --- numbers -------------------------------------------------------------------------------------------------------------

Wanted = tuple[str, str, str]


def written(record: AnyRecord) -> Iterator[tuple[str, Wanted]]:
    """The usual forms of a publication number, and what each asks for: office, number, kind ("" any)."""
    number = record.publication
    if number is None or not re.fullmatch(r"(?:D|RE|PP)?\d{5,12}", number.number):
        return
    office, digits, kind = number.office_code, number.number, number.kind_code
    yield f"{office}{digits}{kind}", (office, digits, kind)
    yield f"{office} {digits} {kind}".strip(), (office, digits, kind)
    yield f"{office}{digits}", (office, digits, "")
    yield f"{office.lower()}{digits}{kind.lower()}", (office, digits, kind)
    if office == "US" and digits.isdigit() and len(digits) <= 8:
        yield f"US {int(digits):,} {kind}".strip(), (office, digits, kind)
    if (office, len(digits)) in (("US", 11), ("WO", 10)):
        yield f"{office} {digits[:4]}/{digits[4:]} {kind}".strip(), (office, digits, kind)


def numbers(record: AnyRecord) -> set[Wanted]:
    found = {(record.office_code, record.number, record.kind_code)}
    if record.publication:
        found.add((record.publication.office_code, record.publication.number, record.publication.kind_code))
    others = [record.application, record.registration, *(priority.number for priority in record.priorities)]
    return found | {(other.office_code, other.number, "") for other in others if other}


def answers(asked: Iterable[Wanted], records: Iterable[AnyRecord]) -> set[str]:
    """Keys of the records that have one of the numbers."""
    exact = set(asked)
    whole = {(office, number) for office, number, kind in exact if not kind}
    return {r.key for r in records if any(n in exact or n[:2] in whole for n in numbers(r))}


@pytest.fixture(scope="module")
def asked(loaded: Loaded) -> list[tuple[str, Wanted]]:
    """500 numbers of records of all offices, each written in one of its forms."""
    rng = random.Random(500)
    forms = [list(written(record)) for record in sorted(loaded.records, key=lambda r: r.key)]
    return [rng.choice(each) for each in rng.sample([each for each in forms if each], 500)]


@pytest.mark.parametrize("between", ["\n", ", ", "; ", "\t", " "])
def test_a_pasted_list_of_500_numbers(loaded: Loaded, asked: list[tuple[str, Wanted]], between: str) -> None:
    expected = answers((wanted for _, wanted in asked), loaded.records)
    pasted = between.join(text for text, _ in asked)
    assert len(expected) >= 500
    assert set(backend_of(loaded.home).iterate_keys(read_query(pasted))) == expected
    cql = "num=(" + ", ".join(f'"{text}"' for text, _ in asked) + ")"
    assert search(loaded.home, cql, limit=0).total == len(expected)


def test_each_form_of_a_number_alone_in_the_box(loaded: Loaded, asked: list[tuple[str, Wanted]]) -> None:
    differ = [
        text
        for text, wanted in asked[:80]
        if set(backend_of(loaded.home).iterate_keys(read_query(text))) != answers([wanted], loaded.records)
    ]
    assert differ == []


def test_a_list_with_a_heading_and_an_unknown_number_finds_the_others(loaded: Loaded, asked: list[tuple[str, Wanted]]) -> None:
    pasted = "Publication number\n" + "\n".join(text for text, _ in asked[:50]) + "\nEP99999999\n"
    expected = answers((wanted for _, wanted in asked[:50]), loaded.records)
    assert set(backend_of(loaded.home).iterate_keys(read_query(pasted))) == expected
