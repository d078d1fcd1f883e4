"""Every text of the portal is translated into every language, whole and with its placeholders."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from kapok.portal.compile_messages import LOCALE
from kapok.portal.extract_messages import find_messages

LANGUAGES = ("zh_Hans", "zh_Hant", "pt")
PLACEHOLDER = re.compile(r"%\(\w+\)s|</?strong>")


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_left_over(language: str) -> None:
    wanted = {message.text for message in find_messages()}
    held = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue(language) if message.id}
    assert wanted - held == set(), "run python -m kapok.portal.extract_messages"
    assert held - wanted == set(), "run python -m kapok.portal.extract_messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), f"not translated: {message.id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(sources[0]))
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) == wanted, message.id


def test_chinese_is_chinese_and_traditional_is_traditional() -> None:
    hans = {m.id: m.string for m in catalogue("zh_Hans")}
    hant = {m.id: m.string for m in catalogue("zh_Hant")}
    assert hans["Search"] == "检索"
    assert hant["Search"] == "檢索"
    simplified_only = set("检专权类别续册请结无业东国")
    left = [text for text in hant.values() if isinstance(text, str) and simplified_only & set(text)]
    assert not left


def test_extraction_sees_every_kind_of_call() -> None:
    texts = {message.text for message in find_messages()}
    assert "The search could not look" in texts, "gettext_noop in a table"
    assert "Skip to the content" in texts, "translate in a template"
    assert "%(total)s result" in texts, "blocktranslate with plural"
    assert "International Patent Classification" in texts, "gettext_lazy"
