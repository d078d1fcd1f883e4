"""axe-core, where it is there: its path in KAPOK_AXE, or in node_modules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE_FILE = Path(os.environ.get("KAPOK_AXE") or Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = {"color-contrast": {"enabled": False}}
"""Contrast is measured by a test of its own, in the light and in the dark, and much faster."""


def require_axe() -> None:
    if not AXE_FILE.is_file():
        pytest.skip("axe-core is not installed (npm install axe-core)")


def faults(page: Page, *, contrast: bool = False, more: tuple[str, ...] = ("best-practice",)) -> list[tuple[str, str, int]]:
    """What axe finds on the page: (rule, the first element, how many). The page's policy has to be off (`bypass_csp`)."""
    page.evaluate(AXE_FILE.read_text(encoding="utf-8"))
    options = {"runOnly": [*WCAG, *more], "rules": {} if contrast else RULES, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run({json.dumps(options)})")
    return [(each["id"], each["nodes"][0]["html"][:200], len(each["nodes"])) for each in found["violations"]]
