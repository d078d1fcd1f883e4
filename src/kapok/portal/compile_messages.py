"""Compile the translations (`locale/*/LC_MESSAGES/django.po`) to the `.mo` files that gettext reads.

Only `.po` files are kept in the repository. `compile_all` runs at start and does nothing when all is up to date;
`python -m kapok.portal.compile_messages` does it by hand. Needs Babel, not GNU gettext.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"


def compile_all(fallback: Path) -> Path:
    """Bring every `.mo` up to date; returns the folder that holds them.

    That is the folder of the `.po` files, or `fallback` where the program's own folder may not be written.
    """
    target = LOCALE if os.access(LOCALE, os.W_OK) else fallback
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        compiled = target / source.relative_to(LOCALE).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)
    return target


def _compile(source: Path, compiled: Path) -> None:
    """Compile one file; it appears whole, so that several server processes can start at once."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    compiled.parent.mkdir(parents=True, exist_ok=True)
    draft = compiled.with_name(f"{compiled.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)


if __name__ == "__main__":
    print(f"Compiled translations are in {compile_all(LOCALE)}")
