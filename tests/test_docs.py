"""The documents are held to the code: every command, setting, format, query field and route is described."""

from __future__ import annotations

import os
from pathlib import Path

import django
import pytest
import typer

from kapok.cli.main import app
from kapok.codes.categories import categories
from kapok.formats.registry import specs
from kapok.search.fields import fields

DOCS = Path(__file__).parents[1] / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def commands() -> list[str]:
    root = typer.main.get_command(app)
    found = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"kapok {name} {sub}" for sub in inner] if inner else [f"kapok {name}"]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in text("operating.md")


@pytest.mark.parametrize("name", [spec.name for spec in specs()])
def test_every_format_is_documented(name: str) -> None:
    assert f"`{name}`" in text("formats.md")


@pytest.mark.parametrize("field", fields())
def test_every_query_field_is_documented(field: str) -> None:
    assert f"`{field}`" in text("query-languages.md")


@pytest.mark.parametrize("category", [category.key for category in categories()])
def test_every_category_is_documented(category: str) -> None:
    assert f"`{category}`" in text("operating.md")


def test_every_setting_is_documented() -> None:
    from kapok.portal.config import SETTINGS

    documented = text("operating.md")
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in documented] == []


def test_every_route_is_documented() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapok.portal.settings")
    django.setup()
    from kapok.portal.urls import api, urlpatterns

    documented = text("api.md")
    paths = list(api.get_openapi_schema(path_prefix="/api/")["paths"])
    assert [path for path in paths if path not in documented] == []
    pages = text("operating.md")
    routes = [str(pattern.pattern) for pattern in urlpatterns]
    assert [route for route in routes if route and f"/{route}".split("<")[0].rstrip("/") not in pages] == []


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda p: p.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    import re

    for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_default_source_of_every_format_is_declared() -> None:
    from kapok.lake.health import source_specs

    declared = source_specs()
    assert [
        spec.name for spec in specs() if spec.default_source not in declared and spec.default_source not in ("table", "kapok")
    ] == []
