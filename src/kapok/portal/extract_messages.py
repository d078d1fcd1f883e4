"""Find every text of the portal that has to be translated, and bring the `.po` files up to date with them.

`python -m kapok.portal.extract_messages` adds new texts (empty), drops texts that are gone, and keeps translations. Texts are
found in the Python source by its syntax tree, in templates by Django's own reading of them, so GNU gettext is not needed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kapok.portal.compile_messages import LOCALE

PORTAL = Path(__file__).parent
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
"""A fixed date in the headers, so that the files change only when their texts do."""
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
_CALL = re.compile(r"\b(?:n?gettext|_)\((?:[^()'\"]|u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")*\)", re.DOTALL)


@dataclass(frozen=True)
class Message:
    """One text: its plural form ("" when it has none) and the file it stands in, relative to the portal."""

    text: str
    plural: str
    file: str


def find_messages() -> list[Message]:
    """Every text of the portal, in the order of files and lines, each once."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(PORTAL.rglob("*")):
        if path.suffix == ".py":
            calls = _calls(ast.parse(path.read_text(encoding="utf-8")))
        elif path.suffix in (".html", ".xml"):
            calls = _template_calls(path)
        else:
            continue
        for text, plural in calls:
            found.setdefault((text, plural), Message(text, plural, path.relative_to(PORTAL).as_posix()))
    return list(found.values())


def _calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(text, plural) of every call of a gettext function with literal texts."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if node.func.id in SINGULAR and texts:
            yield texts[0], ""
        elif node.func.id in PLURAL and len(texts) == 2:
            yield texts[0], texts[1]


def _template_calls(path: Path) -> Iterator[tuple[str, str]]:
    """The texts of one template: `templatize` writes each as a gettext call."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in _CALL.finditer(source):
        yield from _calls(ast.parse(match.group(0).replace("\n", "\\n"), mode="eval"))


def update_catalogue(path: Path, messages: list[Message]) -> Catalog:
    """The catalogue of one language with exactly `messages`, its translations kept; written back to `path`."""
    locale = path.parts[-3]
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=locale)
    else:
        old = Catalog(locale=locale)
    new = Catalog(
        locale=locale,
        project="Kapok",
        version="1",
        fuzzy=False,
        header_comment=f"# Kapok, {locale}. Run python -m kapok.portal.extract_messages after changing texts.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        msgid_bugs_address="",
        last_translator="Kapok",
        language_team="Kapok",
    )
    for message in messages:
        key = (message.text, message.plural) if message.plural else message.text
        known = old.get(message.text)
        new.add(key, known.string if known else None, locations=[(message.file, 0)])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, omit_header=False)
    return new


if __name__ == "__main__":
    everything = find_messages()
    for language in ("zh_Hans", "zh_Hant", "pt"):
        catalogue = update_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po", everything)
        missing = [message for message in catalogue if message.id and not message.string]
        print(f"{language}: {len(catalogue)} texts, {len(missing)} without translation")
