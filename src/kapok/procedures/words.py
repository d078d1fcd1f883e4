"""Texts in the four languages of the platform, as definitions hold them."""

from __future__ import annotations

from msgspec import Struct

LANGUAGE_FIELDS = {"en": "en", "zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "pt": "pt"}
"""Language tag (BCP 47) -> field of `Words`."""


class Words(Struct, frozen=True, forbid_unknown_fields=True, rename={field: tag for tag, field in LANGUAGE_FIELDS.items()}):
    """One text in four languages; all four are there."""

    en: str
    zh_hans: str
    zh_hant: str
    pt: str

    def in_language(self, language: str) -> str:
        """The text in a language (BCP 47 tag or its beginning: `zh-Hant-HK`, `pt-PT`); English for any other."""
        if language in LANGUAGE_FIELDS:
            return str(getattr(self, LANGUAGE_FIELDS[language]))
        if language.lower().startswith("zh"):
            traditional = any(part in language.lower() for part in ("hant", "hk", "mo", "tw"))
            return self.zh_hant if traditional else self.zh_hans
        return self.pt if language.lower().startswith("pt") else self.en

    def filled(self, **values: Words | str | int) -> Words:
        """The text with `{name}` replaced by values, each in the same language."""
        texts = {}
        for field in LANGUAGE_FIELDS.values():
            text = str(getattr(self, field))
            for name, value in values.items():
                text = text.replace("{" + name + "}", str(getattr(value, field) if isinstance(value, Words) else value))
            texts[field] = text
        return Words(**texts)


def same(text: str) -> Words:
    """A text that reads the same in every language (a name, a number)."""
    return Words(text, text, text, text)


def joined(parts: list[Words], separator: str = "; ", chinese: str = "；") -> Words:
    """Several texts in one."""
    return Words(
        separator.join(part.en for part in parts),
        chinese.join(part.zh_hans for part in parts),
        chinese.join(part.zh_hant for part in parts),
        separator.join(part.pt for part in parts),
    )
