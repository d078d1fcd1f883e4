"""The text parts of Red Book XML as plain text: paragraphs on lines of their own, tables and formulas readable.

One walk puts marks where an element means a line, a cell or a formula; then the C serialiser writes the whole section at
once. Inline elements (`b`, `sub`, `figref`) add nothing, so `H<sub>2</sub>O` reads `H2O`. The tree is changed by this:
audit and everything else come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

from kapok.formats.claim_references import referred_claims
from kapok.records.text import Claim

LINE = "\x7f"
"""Ends a line while text is collected: DEL, which XML allows, no text uses and UTF-8 writes in one byte."""
_CLAIM_END = "\x8f"
_FORMULA = "\x90"
"""Stand behind a claim and on both sides of a formula: controls that no encoding in use has a sign for."""
_LINE_BYTES = LINE.encode()

_MARKED = ("p", "heading", "row", "li", "dt", "dd", "pre", "title", "br", "math")
_CLAIM_MARKED = ("claim-text", "claim-ref", "claim", *_MARKED)
_FORMULA_GAP = re.compile(f" *{_FORMULA}+ *(?:{_FORMULA}+ *)*")


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
    for block in element.iter(*_MARKED):
        tag = block.tag
        if tag == "p" or tag == "heading":
            tail = block.tail
            block.tail = LINE if tail is None or tail == "\n" else LINE + tail
        else:
            _mark(block, tag)
    return _marked_text(element)


def _marked_text(element: etree._Element) -> str:
    """The text of a marked section: marks become line ends, line ends of the source blanks."""
    data = bytes(etree.tostring(element, method="text", encoding="utf-8", with_tail=False))
    first = data.find(b"\n")
    if first >= 0 and data[first + 1 : first + 2] in (b" ", b"\t"):  # laid out by a program: lines begin with blanks
        data = _INDENTATION.sub(b"\n", data)
    lines = map(bytes.strip, data.replace(b"\n", b" ").split(_LINE_BYTES))
    text = b"\n".join(filter(None, lines)).decode()
    if _FORMULA in text:
        text = _FORMULA_GAP.sub(" ", text).replace("\n ", "\n").replace(" \n", "\n").strip()
    return text


_INDENTATION = re.compile(rb"\n[ \t]+")


def read_claims(section: etree._Element, language: str) -> list[Claim]:
    """The claims of a `claims` element. Changes the tree."""
    found: list[tuple[etree._Element, list[etree._Element]]] = []
    references: list[etree._Element] = []
    is_headed = False
    for part in section.iter(*_CLAIM_MARKED):
        tag = part.tag
        if tag == "claim-text":
            part.text = LINE + (part.text or "")
            tail = part.tail
            if tail and tail != "\n" and not tail.isspace():
                part.tail = LINE + tail
        elif tag == "claim-ref":
            references.append(part)
        elif tag == "claim":
            if not found and (before := part.getprevious()) is not None:
                before.tail = LINE + _CLAIM_END  # a heading of the section is no part of the first claim
                is_headed = True
            references = []
            found.append((part, references))
            part.tail = LINE + _CLAIM_END
        else:
            _mark(part, tag)
    claims: list[Claim] = []
    texts = _marked_text(section).split(_CLAIM_END)
    for (claim, pointers), text in zip(found, texts[1:] if is_headed else texts, strict=False):
        number = _claim_number(claim) or len(claims) + 1
        body = without_number(text.strip(), number)
        depends = _referred(pointers, number) if pointers else referred_claims(body, number)
        claims.append(Claim(number, body, language, depends))
    return claims


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
    if tag == "p" or tag == "heading" or tag == "br":
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
        tail = formula.tail
        text = formula_text(formula)
        formula.clear()
        formula.text, formula.tail = f" {text} ", tail
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
