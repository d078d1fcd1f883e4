"""Records as references: RIS and BibTeX, for reference managers."""

from __future__ import annotations

from kapok.records.record import Patent, Record

_RIS_TYPE = {"patent": "PAT", "design": "PAT", "literature": "JOUR", "judgment": "CASE", "law": "STAT", "decision": "CASE"}


def ris(record: Record) -> str:
    """One RIS reference (type PAT for patents and designs, else GEN or a nearer type), ended by `ER`."""
    lines = [f"TY  - {_RIS_TYPE.get(record.category, 'GEN')}"]
    lines += [f"TI  - {_line(record.titles[0].text)}"] if record.titles else []
    lines += [f"AU  - {_line(p.name)}" for p in record.parties if p.role in ("inventor", "designer", "author")]
    lines += [f"A2  - {_line(p.name)}" for p in record.parties if p.role in ("applicant", "holder")]
    day = record.publication_date or record.registration_date or record.filing_date
    if day:
        lines.append("DA  - " + "/".join([*day.split("-"), "", ""][:3]) + "/")
        lines.append(f"PY  - {day[:4]}")
    lines.append(f"SN  - {record.office_code}{record.number}{record.kind_code}")
    if record.application:
        lines.append(f"M1  - {record.application.office_code}{record.application.number}")
    lines += [f"AB  - {_line(record.abstracts[0].text)}"] if record.abstracts else []
    lines.append(f"ID  - {record.key}")
    return "\r\n".join([*lines, "ER  - ", "", ""])


def bibtex(record: Record) -> str:
    """One BibTeX entry: `@patent` for patents and designs (biblatex), else `@misc`."""
    kind = "patent" if isinstance(record, Patent) or record.category == "design" else "misc"
    day = record.publication_date or record.registration_date or record.filing_date
    fields = {
        "title": record.titles[0].text if record.titles else "",
        "author": " and ".join(p.name for p in record.parties if p.role in ("inventor", "designer", "author")),
        "holder": " and ".join(p.name for p in record.parties if p.role in ("applicant", "holder")),
        "number": f"{record.office_code}{record.number}{record.kind_code}",
        "date": day,
        "year": day[:4],
        "abstract": record.abstracts[0].text if record.abstracts else "",
    }
    body = ",\n".join(f"  {name} = {{{_braced(value)}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{record.key.replace('/', '-')},\n{body}\n}}\n\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _braced(text: str) -> str:
    """Text safe inside braces: TeX's own characters escaped."""
    text = _line(text).replace("\\", "\\textbackslash ").replace("{", "\\{").replace("}", "\\}")
    for sign in "&%$#_":
        text = text.replace(sign, f"\\{sign}")
    return text
