"""Running text of patent documents (ST.36 family): paragraphs, claims, images, language tags.

Serves EP full text, EPO bulk full text and OPS. Mixed content becomes plain text with one line per block; table cells are
parted by tabs. Formulae keep the characters of their elements; pictures of formulae are kept as images.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from kapok.formats.xml_records import LOCAL
from kapok.records.record import Image
from kapok.records.text import Claim, Text

_LINE = "\U0010fffc"  # private characters that no source uses mark line ends and cell ends while blanks are collapsed
_CELL = "\U0010fffd"
_BLOCKS = frozenset((
    "p", "heading", "li", "dt", "dd", "row", "claim-text", "claim", "tables", "table", "title", "chemistry",
    "br", "abstract", "description", "ul", "ol", "dl", "pre", "div", "section", "tr", "technical-field",
    "background-art", "disclosure", "summary-of-invention", "description-of-drawings", "description-of-embodiments",
    "best-mode", "mode-for-invention", "industrial-applicability", "reference-signs-list", "sequence-list-text",
    "citation-list", "abst-problem", "abst-solution", "tech-problem", "tech-solution", "advantageous-effects",
    "invention-title", "patent-literature", "non-patent-literature",
))  # fmt: skip
_APART = frozenset((
    "country", "doc-number", "kind", "date", "name", "author", "atl", "sertitle", "book-title", "pubdate", "sdate",
    "edate", "vid", "ino", "pp", "ppf", "ppl", "location", "serial", "article", "book", "imprint", "online",
    "avail",
))  # fmt: skip
_MARKS = dict.fromkeys(_BLOCKS, _LINE) | dict.fromkeys(_APART, " ") | {"entry": _CELL}
_CHINESE = {"CN": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant", "SG": "zh-Hans"}
_OWN_SCRIPT = {"JP": "ja", "KR": "ko", "RU": "ru", "SU": "ru", "GR": "el", "TH": "th", "IL": "he", **_CHINESE}
_HAN = re.compile("[\u3400-\u9fff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def language_tag(code: str | None, office_code: str = "") -> str:
    """BCP 47 tag of a language code as sources write it (`EN`, `zh`); `und` where nothing or nothing known is stated.

    Chinese takes its script from the office; `ol` (OPS: original language) is the office's own language.
    """
    low = (code or "").strip().lower()
    if not low:
        return "und"
    if low in ("zh", "cn", "zho", "chi"):
        return _CHINESE.get(office_code, "zh")
    if low in ("ol", "xx"):
        return _OWN_SCRIPT.get(office_code, "und")
    return low if low.isalpha() and len(low) in (2, 3) else "und"


def script_language(text: str, office_code: str) -> str:
    """Language tag of a name in its own script, judged by script and office; `und` for Latin letters."""
    if not _OTHER_SCRIPT.search(text):
        return "und"
    own = _OWN_SCRIPT.get(office_code, "und")
    return own if own != "und" or not _HAN.search(text) else "zh"


def one_line(text: str | None) -> str:
    """The text with every run of white space made one blank."""
    return " ".join(text.split()) if text else ""


def plain_text(element: etree._Element) -> str:
    """The text of an element and everything in it, one line per block; blanks collapsed, empty lines left out.

    Puts marks into the tree at the borders of blocks and cells, so that the serialiser of libxml2 can collect the whole
    text in one pass: an element is read once.
    """
    if len(element) == 0:
        return one_line(element.text)
    for node in element.iter():
        mark = _MARKS.get(LOCAL[node.tag])
        if mark is not None:
            if mark is _LINE:
                node.text = _LINE + (node.text or "")
            node.tail = mark + (node.tail or "")
    collected = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    lines = []
    for raw in collected.split(_LINE):
        line = " ".join(raw.split())
        if _CELL in line:
            line = "\t".join(cell.strip() for cell in line.split(_CELL)).strip()
        if line:
            lines.append(line)
    return "\n".join(lines)


def read_text(element: etree._Element, office_code: str, default_language: str = "und") -> Text | None:
    """An abstract or description as a `Text` in its stated language; None when it is empty."""
    text = plain_text(element)
    if not text:
        return None
    language = language_tag(element.get("lang"), office_code)
    return Text(text, language if language != "und" else default_language)


def read_claims(element: etree._Element, office_code: str, default_language: str = "und") -> Iterator[Claim]:
    """The claims of one `claims` element.

    Where the source has one `claim` that holds the whole text (OPS, EPO bulk full text), it is divided at the claim
    numbers when these run 1, 2, 3 …; otherwise it stays one claim.
    """
    language = language_tag(element.get("lang"), office_code)
    language = language if language != "und" else default_language
    claims = [child for child in element if LOCAL[child.tag] == "claim"]
    if len(claims) == 1 and not claims[0].get("num", "").strip("0 1"):
        divided = divide_claims(plain_text(claims[0]))
        if len(divided) > 1:
            for number, text in enumerate(divided, 1):
                yield Claim(number, text, language, depends_on(text, number))
            return
    for position, claim in enumerate(claims, 1):
        text = plain_text(claim)
        if not text:
            continue
        stated = claim.get("num", "").strip()
        number = int(stated) if stated.isdigit() and int(stated) else position
        referred = tuple(
            sorted({int(digits[-1]) for ref in claim.iter() if LOCAL[ref.tag] == "claim-ref"
                    if (digits := re.findall(r"\d+", ref.get("idref", "")))})
        )  # fmt: skip
        yield Claim(number, text, language, referred or depends_on(text, number))


def read_claim_blocks(section: etree._Element, office_code: str) -> Iterator[Claim]:
    """The claims of an HTML section whose claims are blocks with `class="claim"` and a `num`."""
    for block in section.iter("div"):
        if block.get("class", "").split()[:1] != ["claim"] or not block.get("num", "").isdigit():
            continue
        language = "und"
        for above in block.iterancestors():
            if above.get("lang"):
                language = language_tag(above.get("lang"), office_code)
                break
        number, text = int(block.get("num", "")), plain_text(block)
        referred = (re.findall(r"\d+", ref.get("idref", "")) for ref in block.iter("claim-ref"))
        stated = tuple(sorted({int(digits[-1]) for digits in referred if digits}))
        if text:
            yield Claim(number, text, language, stated or depends_on(text, number))


_CLAIM_START = re.compile(r"^\s*(\d{1,4})\s*[.)、．。:-]\s*(?=\S)")


def divide_claims(text: str) -> list[str]:
    """Divide a run-together claims text at lines that begin with the next claim number."""
    pieces: list[list[str]] = []
    for line in text.split("\n"):
        match = _CLAIM_START.match(line)
        if match and int(match[1]) == len(pieces) + 1:
            pieces.append([line])
        elif pieces:
            pieces[-1].append(line)
        # a heading before claim 1 ("REIVINDICACIONES", "What is claimed is") is no claim
    return ["\n".join(piece) for piece in pieces]


_STEMS = ("claim", "anspr", "revendication", "reivindica", "rivendicazion", "权利要求", "權利要求", "請求項", "请求项", "제")
"""How words for `claim` begin (en, de, fr, es and pt, it, zh, ja, ko), in lower case."""
_NUMBERS = re.compile(
    r"[^\W\d]{0,6}\s*(?:n[°o]\s*)?(\d+(?:\s*(?:,|;|to|or|and|bis|oder|und|à|ou|et|a|o|y|e|至|到|-|–|或|和|、|乃至|及び|又は|~|～)"
    r"\s*\d+)*)"
)
_RANGE = re.compile(r"(\d+)\s*(?:to|bis|à|a|至|到|-|–|乃至|~|～)\s*(\d+)")
_PRECEDING = re.compile(
    r"(?:preceding|previous|foregoing) claims?|vor(?:\w*geh|\w*gang|steh|herig)\w* ansprüchen?|"
    r"revendications? précédentes?|reivindicaciones anteriores|reivindicações anteriores|前述权利要求"
)
_DIGITS = re.compile(r"\d+")
_PREAMBLE = 400
"""References to other claims stand in a claim's first lines; further down `claim` may mean something else."""


def depends_on(text: str, number: int) -> tuple[int, ...]:
    """The claims that claim `number` refers to by its words (en, de, fr, es, pt, it, zh, ja): earlier claims only."""
    head = text[:_PREAMBLE].lower()
    found: set[int] = set()
    mentioned = False
    for stem in _STEMS:
        at = head.find(stem)
        while at >= 0:
            mentioned = True
            match = _NUMBERS.match(head, at + len(stem))
            if match is not None:
                stated = match[1]
                for first, last in _RANGE.findall(stated):
                    found.update(range(int(first), min(int(last), number) + 1))
                found.update(int(digits) for digits in _DIGITS.findall(stated))
            at = head.find(stem, at + 1)
    if mentioned and not found and _PRECEDING.search(head):
        found.update(range(1, number))
    return tuple(sorted(claim for claim in found if 0 < claim < number))


_MEDIA = {"tif": "image/tiff", "tiff": "image/tiff", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
          "gif": "image/gif", "pdf": "application/pdf", "st33": "image/tiff", "svg": "image/svg+xml"}  # fmt: skip


def media_type(name: str, stated: str = "") -> str:
    """Media type of an image by the stated format or the file name's ending; empty when unknown."""
    return _MEDIA.get(stated.lower()) or _MEDIA.get(name.rpartition(".")[2].lower(), "")


def read_images(element: etree._Element) -> Iterator[Image]:
    """Every picture named in the element: drawings by their figure number, others by what they show."""
    for node in element.iter("{*}img", "{*}doc-page"):
        name = LOCAL[node.tag]
        if name == "img":
            uri, content = node.get("file", ""), node.get("img-content", "")
            parent = node.getparent()
            figure = parent is not None and LOCAL[parent.tag] == "figure"
            number = one_line(parent.get("num")) if figure and parent is not None else ""
            caption = (f"Fig. {number}" if number else "") if figure or content == "drawing" else content
            if uri:
                yield Image("drawing", uri, media_type(uri, node.get("img-format", "")), caption=caption)
        else:
            uri = node.get("file", "")
            if uri:
                yield Image("page", uri, media_type(uri, node.get("type", "")))
