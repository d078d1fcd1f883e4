"""Strict reading: the declaration decides what an element counts as."""

from __future__ import annotations

import pytest
from lxml import etree

from kapok.formats.audit import Audit
from kapok.formats.xml_audit import audit_element, declare

USE = declare(used="r/a/b c", text="p", ignored={"z": "no use", "b/z": "other"})


def audited(xml: str, parent: str = "") -> Audit:
    audit = Audit()
    audit_element(etree.fromstring(xml), USE, audit, parent)
    return audit


@pytest.mark.parametrize(
    ("xml", "used", "ignored", "unexpected"),
    [
        ("<r><a><b/></a></r>", {"r": 1, "r/a": 1, "r/a/b": 1}, {}, {}),
        ("<r><b/></r>", {"r": 1}, {}, {"r/b": 1}),
        ("<r><p>x<i>1</i><i>2</i></p></r>", {"r": 1, "r/p": 1, "r/p/**": 2}, {}, {}),
        ("<r><z><q/><q/></z></r>", {"r": 1}, {"r/z": 1, "r/z/**": 2}, {}),
        ("<r><y><c/></y></r>", {"r": 1}, {}, {"r/y": 1, "r/y/c": 1}),
        ("<n:r xmlns:n='u'><n:c/><!-- x --><?y?></n:r>", {"r": 1, "r/c": 1}, {}, {}),
    ],
)
def test_verdicts(xml: str, used: dict[str, int], ignored: dict[str, int], unexpected: dict[str, int]) -> None:
    audit = audited(xml)
    assert (dict(audit.used), dict(audit.ignored), dict(audit.unexpected)) == (used, ignored, unexpected)


def test_longer_pattern_wins_and_reason_is_kept() -> None:
    audit = audited("<r><a><b><z/></b></a><z/></r>")
    assert audit.reasons == {"r/a/b/z": "other", "r/z": "no use"}


def test_path_above_a_cut_record() -> None:
    assert dict(audited("<b/>", parent="root/r/a").used) == {"root/r/a/b": 1}


def test_every_ignored_element_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="has no reason"):
        declare(ignored={"a": " "})


def test_no_audit_is_no_work() -> None:
    audit_element(etree.fromstring("<r/>"), USE, None)


def test_shares_and_merge() -> None:
    one, two = audited("<r><z/></r>"), audited("<r><y/></r>")
    one.merge(two)
    assert one.shares() == {"used": 0.5, "ignored": 0.25, "unexpected": 0.25}
