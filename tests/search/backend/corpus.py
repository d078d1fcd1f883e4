"""Small random corpora of invented records (several rights, families, languages, partial dates), the same for a seed."""

from __future__ import annotations

from random import Random

from kapok.records.parties import Party
from kapok.records.provenance import Provenance
from kapok.records.record import Classification, LegalEvent, Mark, Number, Patent, Priority, Record
from kapok.records.text import Claim, GoodsAndServices, Text

LATIN = ["green", "greens", "greet", "gren", "leaf", "leafy", "loaf", "solar", "sola", "cell", "São", "x-ray", "5G", "a"]
CHINESE = ["电池", "锂电池", "電池", "阳极", "材料", "电", "池", "阳极材料", "数据", "方法", "５Ｇ方法", "绿叶"]
OFFICES = ["US", "CN", "EP"]
IPC = ["H01L 21/00", "H01L 21/02", "H01L 21/027", "H01L 23/00", "H01M 4/13", "G06F 17/30", "A01B 1/00"]
DAYS = ["2019", "2020", "2020-02", "2020-02-29", "2020-03-01", "2021-12-31", "2021-05", "2021-05-17", "2022-01-01"]


def sentence(random: Random) -> str:
    if random.random() < 0.35:
        return "".join(random.choice(CHINESE) for _ in range(random.randrange(1, 5)))
    words = random.choices(LATIN + CHINESE[:4], k=random.randrange(1, 6))
    return " ".join(words).capitalize()


def prose(random: Random) -> str:
    paragraphs = []
    for _ in range(random.choice([1, 1, 2, 3])):
        paragraphs.append(" ".join(sentence(random) + random.choice([". ", "! ", "。"]) for _ in range(random.randrange(1, 5))))
    return "\n\n".join(paragraphs)


def name(random: Random) -> str:
    if random.random() < 0.3:
        return random.choice(CHINESE) + random.choice(["公司", "大学"])
    return " ".join(random.choices(["John", "Smith", "Acme", "Leaf", "Ltd", "Müller", "green"], k=random.randrange(1, 4)))


def parties(random: Random) -> tuple[Party, ...]:
    roles = random.choices(["applicant", "holder", "inventor", "inventor", "representative"], k=random.randrange(0, 4))
    return tuple(Party(name(random), role, random.choice(["", "CN", "PT"])) for role in roles)


def events(random: Random) -> tuple[LegalEvent, ...]:
    """Refusals, lapses and revivals in any order: rights with several periods of a status."""
    return tuple(
        LegalEvent(random.choice([day for day in DAYS if len(day) == 10]), category=random.choice("ABCDHKF"))
        for _ in range(random.choice([0, 0, 2, 5]))
    )


def record(random: Random, serial: int) -> Record:
    office = random.choice(OFFICES)
    number = str(1000000 + serial)
    source = Provenance(random.choice(["one", "two"]), "test")
    filed = random.choice(["", *DAYS])
    day = random.choice(["", *DAYS])
    if random.random() < 0.5:
        text = sentence(random)
        return Mark(
            key=f"mark/{office}/{number}",
            category="mark",
            office_code=office,
            number=number,
            mark_text=text,
            titles=(Text(text, "en"),),
            parties=parties(random),
            filing_date=filed,
            registration_date=day,
            registration=Number(office, str(5000000 + serial)) if day else None,
            goods_and_services=tuple(
                GoodsAndServices(random.choice([9, 25, 42]), sentence(random)) for _ in range(random.randrange(0, 3))
            ),
            legal_events=events(random),
            provenance=source,
        )
    kind = random.choice(["A1", "B1"])
    return Patent(
        key=f"patent/{office}/{number}/{kind}",
        category="patent",
        office_code=office,
        number=number,
        kind_code=kind,
        right_id=f"{office}/{random.randrange(20)}" if random.random() < 0.6 else "",
        family_id=str(random.randrange(12)) if random.random() < 0.6 else "",
        titles=tuple(Text(sentence(random), language) for language in random.choice([("en",), ("en", "zh-Hans")])),
        abstracts=tuple(Text(prose(random), "en") for _ in range(random.randrange(0, 3))),
        claims=tuple(Claim(at + 1, sentence(random)) for at in range(random.randrange(0, 3))),
        parties=parties(random),
        application=Number(office, str(20200000 + serial % 7)),
        filing_date=filed,
        publication_date=day,
        priorities=tuple(
            Priority(Number("US", str(600000 + serial % 5)), random.choice(DAYS)) for _ in range(random.randrange(0, 3))
        ),
        classifications=tuple(
            Classification(random.choice(["ipc", "cpc"]), random.choice(IPC), office_code=random.choice(["", "US", "EP"]))
            for _ in range(random.randrange(0, 3))
        ),
        legal_events=events(random),
        provenance=source,
    )


def corpus(seed: int, size: int) -> list[Record]:
    """`size` records with different keys."""
    random = Random(seed)
    return [record(random, serial) for serial in range(size)]
