"""Parts of a message as whole sentences, with the full stop of the language of the page."""

from __future__ import annotations

from django.utils.text import capfirst

_ENDS = (".", "!", "?", "。", "！", "？", "…", ":", "：")
_FIRST_CJK = "\u3000"


def sentence(text: str) -> str:
    """`text` as a sentence: a capital in front, a full stop behind where none is. "" stays ""."""
    text = text.strip()
    if not text or text.endswith(_ENDS):
        return str(capfirst(text))
    return f"{capfirst(text)}{'。' if _is_chinese(text) else '.'}"


def sentences(*parts: str) -> str:
    """The parts as sentences one after the other; empty ones are left out."""
    told = [sentence(part) for part in parts if part]
    return "".join(part if part.endswith("。") else f"{part} " for part in told).strip()


def _is_chinese(text: str) -> bool:
    """Whether most letters are Chinese, so that the full stop is 。"""
    wide = sum(character >= _FIRST_CJK for character in text)
    return wide * 2 > len(text.replace(" ", "")) or text[-1] >= _FIRST_CJK
