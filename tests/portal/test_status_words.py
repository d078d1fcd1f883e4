"""The reasons of the core are recognised and told in the language of the page."""

from __future__ import annotations

import pytest
from django.utils import translation

from kapok.portal.library.status_words import FORMS

REASONS = (
    ("Filed on 2024-03-11", "申请日 2024-03-11"),
    ("Granted on 2024", "授权日 2024"),
    ("Lapsed on 2019-01-02: Lapsed: fee not paid", "2019-01-02 终止：Lapsed: fee not paid"),
    ("2019-01-02: Application filed", "2019-01-02：Application filed"),
    (
        "Expired: the last day was 2044-05-02, 20 years from filing on 2024-03-11, plus 52 days of adjustment (35 U.S.C. 154(b))",
        "期满：最后一天为 2044-05-02，自申请日 2024-03-11 起 20 年，加 52 天期限调整（35 U.S.C. 154(b)）",
    ),
    (
        "The term that the data know ended on 2020-01-01; a renewal is not in them (10 years from registration on 2010-01-02 "
        "(商标法 (2019) 第三十九条、第四十条))",
        "数据所知的期限已于 2020-01-01 届满，数据中没有续展（自注册日 2010-01-02 起 10 年（商标法 (2019) 第三十九条、第四十条））",
    ),
    (
        "It ended at some time after 2020-01-01; the office states without a date: Dead",
        "在 2020-01-01 之后某时终止；官方称（未注明日期）：Dead",
    ),
)


@pytest.mark.parametrize(("reason", "chinese"), REASONS)
def test_reasons_are_retold(reason: str, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert FORMS.retell(reason) == (chinese, "")
    with translation.override("en"):
        assert FORMS.retell(reason)[0].lower() == reason.lower()


def test_an_unknown_reason_stays_and_is_marked_as_english() -> None:
    with translation.override("zh-hans"):
        assert FORMS.retell("Something quite new happened") == ("Something quite new happened", "en")


@pytest.mark.parametrize("form", FORMS.forms)
def test_every_form_is_found_before_a_more_general_one(form: str) -> None:
    values = {
        "day": "2020-01-02",
        "count": "7",
        "kind": "B2",
        "words": "Some words",
        "term": "3 years from filing on 2019-01-01",
    }
    reason = form % {**values, "reason": "Filed on 2019-01-01"}
    with translation.override("en"):
        assert FORMS.retell(reason) == (reason, "")
