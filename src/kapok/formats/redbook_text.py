"""The text parts of Red Book XML as plain text: paragraphs on lines of their own, tables and formulas readable.

Three passes, most of them in the C library: inline elements (`b`, `sub`, `figref`) are taken out, so `H<sub>2</sub>O` reads
`H2O`; the few that mean a line, a cell or a formula are turned into marked text and taken out too; after that a
paragraph is one text. The tree is changed by all this: audit and everything else come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

from kapok.formats.claim_references import referred_claims
from kapok.records.text import Claim

LINE = "\x7f"
"""Ends a line while text is collected: DEL, which XML allows and no text uses."""
_FORMULA = "\x90"
"""Stands on both sides of a formula: a control that no encoding in use has a sign for."""

_INLINE = (
    *("b", "i", "u", "o", "sub", "sup", "sub2", "sup2", "figref", "smallcaps", "crossref", "chemistry", "img"),
    *("PTEXT", "STEXT", "PDAT", "HIL", "BOLD", "ITALIC", "SB", "SP", "FGREF"),  # grants 2001-2004
    *("highlight", "bold", "italic", "superscript", "subscript", "cross-reference"),  # applications 2001-2004
)
_BLOCKS = ("row", "li", "dt", "dd", "pre", "title", "br", "math")
_AROUND_BLOCKS = ("tables", "table", "tgroup", "colspec", "thead", "tbody", "ul", "ol", "dl", "maths")


def one_line(element: etree._Element | None) -> str:
    """The text of an element with its inline markup, blanks joined."""
    if element is None:
        return ""
    if len(element) == 0:
        return " ".join((element.text or "").split())
    return " ".join(inner_text(element).split())


def inner_text(element: etree._Element) -> str:
    """All text inside an element, as it stands."""
    return "".join(cast("Iterator[str]", element.itertext()))


def use_redbook_names(element: etree._Element, names: Mapping[str, str], left_out: tuple[str, ...] = ()) -> None:
    """Give the text elements of an older schema the names that this module knows; empty those that only number things."""
    for part in element.iter(*names):
        part.tag = names[part.tag]
    for part in element.iter(*left_out) if left_out else ():
        tail = part.tail
        part.clear()
        part.tail = tail


def block_text(element: etree._Element) -> str:
    """Description or abstract: one paragraph, heading, list item or table row a line. Changes the tree."""
    _flatten(element)
    lines: list[str] = []
    _add_text(element.text, lines)
    _add_paragraphs(element, lines)
    return _without_gaps("\n".join(lines))


def _without_gaps(text: str) -> str:
    """Text with the marks around formulas read: one blank on each side."""
    return _FORMULA_GAP.sub(" ", text) if _FORMULA in text else text


def _flatten(element: etree._Element) -> None:
    """Leave only paragraphs, headings and what holds them; everything else becomes text with marks."""
    etree.strip_tags(element, *_INLINE)
    has_blocks = False
    for block in element.iter(*_BLOCKS):
        _mark(block, block.tag)
        has_blocks = True
    if has_blocks:
        etree.strip_tags(element, *_BLOCKS, *_AROUND_BLOCKS)


def _add_paragraphs(element: etree._Element, lines: list[str]) -> None:
    """The lines of all children, and of what these still hold."""
    for child in element:
        text = child.text
        if text and (text := text.strip()):
            if "\n" in text or LINE in text:
                _add_text(text, lines)
            else:  # nearly every paragraph
                lines.append(text)
        if len(child):
            _add_paragraphs(child, lines)
        tail = child.tail
        if tail is not None and tail != "\n" and not tail.isspace():
            _add_text(tail, lines)


def _add_text(text: str | None, lines: list[str]) -> None:
    """Text with its marks as lines; breaks of the source become blanks."""
    if text:
        for line in text.split(LINE) if LINE in text else (text,):
            line = line.strip()
            if line:
                lines.append(" ".join(line.split()) if "\n" in line else line)


_FORMULA_GAP = re.compile(f" *{_FORMULA}+ *(?:{_FORMULA}+ *)*")


def read_claims(section: etree._Element, language: str) -> list[Claim]:
    """The claims of a `claims` element. Changes the tree."""
    _flatten(section)
    claims: list[Claim] = []
    for claim in section.iter("claim"):
        lines: list[str] = []
        references: list[etree._Element] = []
        rest = _add_claim_text(claim, lines, references)
        if rest and rest != "\n":
            _add_text(rest, lines)
        number = _claim_number(claim) or len(claims) + 1
        body = without_number(_without_gaps("\n".join(lines) if len(lines) != 1 else lines[0]), number)
        depends = _referred(references, number) if references else referred_claims(body, number)
        claims.append(Claim(number, body, language, depends))
    return claims


def _add_claim_text(element: etree._Element, lines: list[str], references: list[etree._Element]) -> str:
    """Add the lines of a claim or a part of one; returns the text of its last line, which may go on behind it."""
    line = element.text or ""
    for child in element:
        tag = child.tag
        if tag == "claim-text":
            if line and line != "\n":
                _add_text(line, lines)
            line = _add_claim_text(child, lines, references)
            if line and line != "\n":
                _add_text(line, lines)
            line = child.tail or ""
        else:
            if tag == "claim-ref":
                references.append(child)
            line += (child.text or "" if len(child) == 0 else inner_text(child)) + (child.tail or "")
    return line


def _claim_number(claim: etree._Element) -> int:
    """The number of a claim from `num` or its identifier; 0 when neither has one."""
    stated = claim.get("num") or claim.get("id") or claim.get("ID") or ""
    if stated.isdigit():
        return int(stated)
    found = _FIRST_NUMBER.search(stated)  # `01-10` stands for cancelled claims: the first of them
    return int(found[0]) if found else 0


def without_number(text: str, number: int) -> str:
    """The claim without the number it is printed with (`1. A device` -> `A device`), nor `What is claimed is:` before it."""
    printed = _PRINTED_NUMBER.match(text)
    if printed is None and "\n" in text[:100]:
        printed = _STATED_NUMBER.match(text)
    return text[printed.end() :] if printed and int(printed[1]) == number else text


_FIRST_NUMBER = re.compile(r"\d+")
_PRINTED_NUMBER = re.compile(r"\s*(\d{1,4})\s*[.)]\s*")
_STATED_NUMBER = re.compile(r"[^\n]{0,60}\bclaim(?:ed|s)?\b[^\n]{0,30}\n\s*(\d{1,4})\s*[.)]\s*")


def _referred(references: list[etree._Element], number: int) -> tuple[int, ...]:
    """The claims that `claim-ref` elements point to: by `idref`, and by their words where these name more than one."""
    numbers: set[int] = set()
    for reference in references:
        target = reference.get("idref") or reference.get("depends_on") or reference.get("ID") or ""
        digits = target[-5:]
        if not digits.isdigit():
            digits = target[target.rfind("-") + 1 :]
        words = reference.text
        if digits.isdigit():
            if words is not None and words.startswith("claim ") and len(references) == 1:
                pointed = int(digits)
                return (pointed,) if 0 < pointed != number else ()
            numbers.add(int(digits))
        if words is None or not words.startswith("claim ") or not digits:
            numbers.update(referred_claims(one_line(reference), number))
    return tuple(sorted(n for n in numbers if 0 < n != number))


def _mark(block: etree._Element, tag: str) -> None:
    """Put the marks of one element into the tree."""
    if tag == "br":
        block.tail = LINE + (block.tail or "")
    elif tag == "row":
        cells = []
        for entry in block:
            cell = entry.text if len(entry) == 0 else _cell(entry)
            if cell and (cell := cell.strip()):
                cells.append(cell)
        block.clear()  # its tail too, which is layout
        if cells:
            block.text = f"{LINE}{' | '.join(cells)}{LINE}"
    elif tag == "math":
        formula = formula_text(block)
        tail = block.tail
        block.clear()
        block.text = f"{_FORMULA}{formula}{_FORMULA}"
        block.tail = tail
    else:
        block.text = LINE + (block.text or "")
        block.tail = LINE + (block.tail or "")


def _cell(entry: etree._Element) -> str:
    """The text of one table cell with elements in it, on one line."""
    for formula in entry.iter("math"):
        _mark(formula, "math")
    for end in entry.iter("br", "p", "li"):
        end.tail = " " + (end.tail or "")
    return one_line(entry)


def formula_text(element: etree._Element) -> str:
    """A MathML formula on one line: `a/b` for fractions, `x_i`, `x^2`, `sqrt(x)`, matrices row by row."""
    parts = []
    for child in element:
        if len(child):
            parts.append(formula_text(child))
        else:
            text = child.text
            parts.append(_signs(text) if text else "")
    tag = element.tag
    name = tag[tag.rfind("}") + 1 :] if "}" in tag else tag
    if name == "mrow" or name == "math" or name == "mstyle":
        return " ".join(filter(None, parts))
    if not parts:
        return _signs(element.text or "")
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{_grouped(parts[1])}"
    if name in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}^{_grouped(parts[1])}"
    if name in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if name == "msqrt":
        return f"sqrt({' '.join(parts)})"
    if name == "mroot" and len(parts) == 2:
        return f"root({parts[0]}, {parts[1]})"
    if name == "mtable":
        return "[" + "; ".join(filter(None, parts)) + "]"
    return (", " if name == "mtr" else " ").join(filter(None, parts))


def _signs(text: str) -> str:
    """The signs of a leaf, without the invisible ones (times, function application)."""
    return " ".join(text.split()) if text.isascii() else " ".join(text.replace("\u2061", "").replace("\u2062", "").split())


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
