"""A weekly file of invented Red Book 4.5 grants: concatenated XML documents with the elements and proportions of real ones."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.vocabulary import Zipf, latin_words

PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>\n'


def weekly_file(documents: int, seed: int = 7) -> bytes:
    """So many grants of about 85 kB and 1,200 elements each, as the utility grants of one real week of 2013 have."""
    rng = random.Random(seed)
    words = Zipf(latin_words(20_000, 41), 1.0)

    def sentence(length: int) -> str:
        return " ".join(words.draw(rng) for _ in range(length)).capitalize() + "."

    return "".join(PROLOG + grant(rng, sentence, 8_800_000 + n) for n in range(documents)).encode()


def parts(say: Callable[[int], str], number: int) -> str:
    """A paragraph in which reference numerals stand in bold and some formulas lie low, as often as in real grants."""
    pieces = [f"{say(8)[:-1]} <b>{number}{n}</b>" for n in range(7)]
    pieces[3] += " CO<sub>2</sub>"
    pieces[5] += " <i>x</i>"
    return " ".join(pieces) + "."


def grant(rng: random.Random, say: Callable[[int], str], number: int) -> str:
    """One grant; `say` makes a sentence of so many words."""
    day = f"2014{rng.randrange(1, 13):02d}{rng.randrange(1, 28):02d}"
    citations = "".join(
        f'<us-citation><patcit num="{n:05d}"><document-id><country>US</country><doc-number>{rng.randrange(4000000, 8000000)}'
        f"</doc-number><kind>B2</kind><name>Name</name><date>2005{rng.randrange(1, 13):02d}01</date></document-id></patcit>"
        "<category>cited by applicant</category><classification-national><country>US</country>"
        "<main-classification>257 21</main-classification></classification-national></us-citation>"
        for n in range(1, rng.randrange(10, 40))
    )
    claims = "".join(
        f'<claim id="CLM-{n:05d}" num="{n:05d}"><claim-text>{n}. '
        + (f'The device of <claim-ref idref="CLM-00001">claim 1</claim-ref>, {say(30)}' if n > 1 else say(60))
        + "</claim-text></claim>"
        for n in range(1, rng.randrange(10, 24))
    )
    description = "".join(
        f'<p id="p-{n:04d}" num="{n:04d}">{parts(say, n)} See <figref idref="DRAWINGS">FIG. <b>{n % 9 + 1}</b></figref>.</p>'
        for n in range(1, rng.randrange(60, 110))
    )
    return (
        f'<us-patent-grant lang="EN" dtd-version="v4.5 2014-04-03" file="US0{number}-{day}.XML" status="PRODUCTION" '
        f'id="us-patent-grant" country="US" date-produced="{day}" date-publ="{day}">'
        f"<us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>0{number}</doc-number>"
        f'<kind>B2</kind><date>{day}</date></document-id></publication-reference><application-reference appl-type="utility">'
        f"<document-id><country>US</country><doc-number>13{number % 1000000:06d}</doc-number>"
        "<date>20120302</date></document-id>"
        "</application-reference><us-application-series-code>13</us-application-series-code><classifications-ipcr>"
        "<classification-ipcr><ipc-version-indicator><date>20060101</date></ipc-version-indicator>"
        "<classification-level>A</classification-level><section>H</section><class>01</class><subclass>L</subclass>"
        "<main-group>21</main-group><subgroup>02</subgroup><symbol-position>F</symbol-position>"
        "<classification-value>I</classification-value>"
        f"<action-date><date>{day}</date></action-date><generating-office><country>US</country></generating-office>"
        "<classification-status>B</classification-status><classification-data-source>H</classification-data-source>"
        '</classification-ipcr></classifications-ipcr><invention-title id="d2e43">'
        f"{say(8)[:-1]}</invention-title><us-references-cited>{citations}</us-references-cited>"
        "<number-of-claims>20</number-of-claims><us-exemplary-claim>1</us-exemplary-claim><figures>"
        "<number-of-drawing-sheets>9</number-of-drawing-sheets><number-of-figures>9</number-of-figures></figures>"
        '<us-parties><us-applicants><us-applicant sequence="001" app-type="applicant" designation="us-only"><addressbook>'
        f"<orgname>{say(2)[:-1]}</orgname><address><city>Town</city><country>US</country></address></addressbook>"
        "<residence><country>US</country></residence></us-applicant></us-applicants><inventors>"
        '<inventor sequence="001" designation="us-only"><addressbook><last-name>Doe</last-name><first-name>Jane</first-name>'
        "<address><city>Town</city><state>CA</state><country>US</country></address></addressbook></inventor></inventors>"
        "</us-parties><examiners><primary-examiner><last-name>Roe</last-name><first-name>Sam</first-name>"
        "<department>2899</department></primary-examiner></examiners></us-bibliographic-data-grant>"
        f'<abstract id="abstract"><p id="p-0001" num="0000">{say(110)}</p></abstract>'
        f'<description id="description"><heading id="h-0001" level="1">BACKGROUND</heading>{description}</description>'
        f'<us-claim-statement>What is claimed is:</us-claim-statement><claims id="claims">{claims}</claims></us-patent-grant>\n'
    )
