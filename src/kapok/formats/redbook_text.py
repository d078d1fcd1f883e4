"""The text parts of Red Book XML as plain text: paragraphs on lines of their own, tables and formulas readable.

Inline elements (`b`, `i`, `sub`, `sup`, `figref`) add nothing, so `H<sub>2</sub>O` reads `H2O`: the C library takes them out
first, after which most paragraphs are a text and nothing else. Paragraphs with blocks in them (lists, tables, formulas)
are marked and then written by the C serialiser. The tree is changed by all this: audit and everything else come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

from kapok.formats.claim_references import referred_claims
from kapok.records.text import Claim

LINE = "\x7f"
"""Ends a line while text is collected: DEL, which XML allows, no text uses, and UTF-8 writes in one byte."""
_FORMULA = "\x90"
"""Stands on both sides of a formula: a control that no encoding in use has a sign for."""
_LINE_BYTES, _FORMULA_BYTES = LINE.encode(), _FORMULA.encode()

_INDENTATION = re.compile(rb"\n[ \t]+")
_INLINE = (
    *("b", "i", "u", "o", "sub", "sup", "sub2", "sup2", "figref", "smallcaps", "crossref"),
    *("PTEXT", "STEXT", "PDAT", "HIL", "BOLD", "ITALIC", "SB", "SP", "FGREF"),  # grants 2001-2004
    *("highlight", "bold", "italic", "superscript", "subscript", "cross-reference"),  # applications 2001-2004
)
_MARKED = ("p", "heading", "row", "li", "dt", "dd", "pre", "title", "br", "math")


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
    etree.strip_tags(element, *_INLINE)
    lines: list[str] = []
    text = element.text
    if text and not text.isspace():
        _add_blocks(element, lines)
    else:
        _add_paragraphs(element, lines)
    return "\n".join(lines)


def _add_paragraphs(element: etree._Element, lines: list[str]) -> None:
    """The lines of an element that holds paragraphs and headings."""
    add = lines.append
    for child in element:
        if len(child) == 0:
            text = child.text
            if text:
                text = text.strip() if "\n" not in text else " ".join(text.split())
                if text:
                    add(text)
        elif child.tag != "p" and (child.find("p") is not None or child.find("heading") is not None):
            _add_paragraphs(child, lines)
        else:
            _add_blocks(child, lines)
        tail = child.tail
        if tail and not tail.isspace():
            add(" ".join(tail.split()))


def _add_blocks(element: etree._Element, lines: list[str]) -> None:
    """The lines of a paragraph with lists, tables or formulas in it."""
    for block in element.iter(*_MARKED):
        if block is not element:
            _mark(block, block.tag)
    text = _without_gaps(b"\n".join(_lines(_serialised(element)))).decode()
    if text:
        lines.append(text)


def read_claims(section: etree._Element, language: str) -> list[Claim]:
    """The claims of a `claims` element. Changes the tree."""
    etree.strip_tags(section, *_INLINE)
    claims = []
    for claim in section.iter("claim"):
        lines: list[str] = []
        references: list[etree._Element] = []
        rest = _add_claim_text(claim, lines, references)
        if rest and not rest.isspace():
            lines.append(" ".join(rest.split()))
        number = _claim_number(claim) or len(claims) + 1
        body = without_number("\n".join(lines), number)
        depends = _referred(references, number) if references else referred_claims(body, number)
        claims.append(Claim(number, body, language, depends))
    return claims


def _add_claim_text(element: etree._Element, lines: list[str], references: list[etree._Element]) -> str:
    """Add the lines of a claim or a part of one; returns the text of its last line, which may go on behind it."""
    line = element.text or ""
    for child in element:
        tag = child.tag
        if tag == "claim-text":
            if line and not line.isspace():
                lines.append(" ".join(line.split()))
            line = _add_claim_text(child, lines, references)
            if line and not line.isspace():
                lines.append(" ".join(line.split()))
            line = child.tail or ""
        elif tag == "claim-ref":
            references.append(child)
            line += inner_text(child) + (child.tail or "")
        elif tag == "br":
            lines.append(" ".join(line.split()))
            line = child.tail or ""
        else:
            inner: list[str] = []
            _add_blocks(child, inner)
            line += " ".join(inner).replace("\n", " ") + (child.tail or "")
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


def _serialised(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, method="text", encoding="utf-8", with_tail=False))


def _lines(text: bytes) -> list[bytes]:
    """The lines that marks make of a text; breaks in the source become blanks."""
    if _is_indented(text):
        text = _INDENTATION.sub(b"\n", text)
    parts = [part.strip() for part in text.replace(b"\n", b" ").split(_LINE_BYTES)]
    return [part for part in parts if part]


def _without_gaps(text: bytes) -> bytes:
    """Text with the blanks around formulas joined with those of the sentence."""
    return (
        text.replace(_FORMULA_BYTES * 2, b" ")
        .replace(b" " + _FORMULA_BYTES, b" ")
        .replace(_FORMULA_BYTES + b" ", b" ")
        .replace(_FORMULA_BYTES, b" ")
        if _FORMULA_BYTES in text
        else text
    )


def _is_indented(text: bytes) -> bool:
    """Whether the source is laid out by a program: then lines begin with blanks."""
    first = text.find(b"\n")
    return first >= 0 and text[first + 1 : first + 2] in (b" ", b"\t")


def _mark(block: etree._Element, tag: str) -> None:
    """Put the marks of one element into the tree."""
    if tag == "p" or tag == "heading" or tag == "br":
        block.tail = LINE + (block.tail or "")
    elif tag == "row":
        cells = []
        for entry in block:
            cell = entry.text if len(entry) == 0 else _cell(entry)
            if cell:
                cells.append(cell.strip())
        block.clear()  # its tail too, which is layout
        block.text = LINE + " | ".join(filter(None, cells))
        block.tail = LINE
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
