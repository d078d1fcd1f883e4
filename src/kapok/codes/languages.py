"""Languages: the four of the interface, BCP 47 tags, and the codes that offices write (ISO 639, office habits)."""

from __future__ import annotations

from functools import cache

from kapok.codes.declared import LANGUAGES

UI_LANGUAGES = LANGUAGES
"""BCP 47 tags of the interface: en, zh-Hans, zh-Hant, pt."""

UNDETERMINED = "und"
"""BCP 47 for a language that is not stated."""

_SCRIPT_OF_CHINESE = {
    "cn": "zh-Hans", "sg": "zh-Hans", "hans": "zh-Hans", "chs": "zh-Hans",
    "tw": "zh-Hant", "hk": "zh-Hant", "mo": "zh-Hant", "hant": "zh-Hant", "cht": "zh-Hant",
}  # fmt: skip

_THREE_LETTERS = {
    "ara": "ar", "bul": "bg", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de", "ell": "el", "gre": "el",
    "eng": "en", "spa": "es", "est": "et", "fin": "fi", "fra": "fr", "fre": "fr", "gle": "ga", "heb": "he", "hin": "hi",
    "hrv": "hr", "hun": "hu", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt",
    "mlt": "mt", "msa": "ms", "nld": "nl", "dut": "nl", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "slk": "sk", "slv": "sl", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
    "zho": "zh", "chi": "zh", "cmn": "zh", "mon": "mn", "kaz": "kk", "uzb": "uz", "geo": "ka", "kat": "ka", "arm": "hy",
    "per": "fa", "fas": "fa", "lat": "la",
}  # fmt: skip
_THREE_LETTERS |= {"chs": "zh-Hans", "cht": "zh-Hant"}

_WORDS = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt", "italian": "it",
    "chinese": "zh", "japanese": "ja", "korean": "ko", "russian": "ru", "deutsch": "de", "englisch": "en",
    "中文": "zh", "英文": "en", "日文": "ja", "韓文": "ko", "한국어": "ko", "영어": "en",
}  # fmt: skip

_COUNTRY_WRITTEN_FOR_LANGUAGE = {"jp": "ja", "kr": "ko", "cn": "zh-Hans", "tw": "zh-Hant", "dk": "da", "cz": "cs", "gr": "el"}
"""Offices that write a country where a language is meant (none of these is an ISO 639-1 language of ours)."""

LANGUAGE_OF_OFFICE = {
    "CN": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant", "JP": "ja", "KR": "ko", "US": "en", "GB": "en",
    "DE": "de", "AT": "de", "FR": "fr", "ES": "es", "PT": "pt", "BR": "pt", "IT": "it", "RU": "ru", "AU": "en", "NZ": "en",
    "IN": "en", "IE": "en", "SG": "en", "MX": "es", "AR": "es", "PL": "pl", "NL": "nl", "SE": "sv", "DK": "da", "FI": "fi",
}  # fmt: skip
"""The language an office publishes in, for sources that state none. Offices with several are not listed."""


@cache
def parse_language(text: str, office_code: str = "") -> str:
    """The BCP 47 tag of a language as a source writes it: `EN`, `eng`, `zh-CN`, `chs`, `Deutsch`; `und` where unknown.

    Chinese without a script gets that of the office (`zh` from TW is `zh-Hant`); elsewhere it stays `zh`.
    """
    plain = text.strip().replace("_", "-").lower()
    if not plain:
        return UNDETERMINED
    first, _, rest = plain.partition("-")
    code = _WORDS.get(first) or _THREE_LETTERS.get(first) or _COUNTRY_WRITTEN_FOR_LANGUAGE.get(first) or first
    if code == "zh":
        script = next((_SCRIPT_OF_CHINESE[part] for part in rest.split("-") if part in _SCRIPT_OF_CHINESE), "")
        return script or (LANGUAGE_OF_OFFICE[office_code] if office_code in ("CN", "TW", "HK", "MO") else "zh")
    if code in ("zh-Hans", "zh-Hant"):
        return code
    return code if len(code) == 2 and code.isascii() and code.isalpha() else UNDETERMINED


def primary_language(tag: str) -> str:
    """The language part of a BCP 47 tag: `zh-Hant` -> `zh`."""
    return tag.partition("-")[0].lower()


def choose_language(available: tuple[str, ...], wanted: str) -> str | None:
    """The tag among `available` to show to a reader of `wanted`: the same, the same language, English, the first."""
    if not available:
        return None
    same = [tag for tag in available if tag == wanted] or [
        tag for tag in available if primary_language(tag) == primary_language(wanted)
    ]
    english = [tag for tag in available if primary_language(tag) == "en"]
    return (same or english or list(available))[0]
