"""The shipped definitions: four languages that differ where they should, sources for every number, drawings that are well formed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from kapok.procedures.diagram import mermaid, outline
from kapok.procedures.diagram_layout import lay_out
from kapok.procedures.diagram_svg import render_svg
from kapok.procedures.json_schema import definition_schema
from kapok.procedures.model import Procedure
from kapok.procedures.registry import DEFINITIONS, definition_files, procedures

ALL = list(procedures().values())
IDS = [procedure.key for procedure in ALL]


def test_the_shapes_of_the_platform_are_there() -> None:
    assert {"P01", "P10", "P11", "P13", "P26", "P27", "P34"} <= set(procedures())
    subs = {path.name for path in DEFINITIONS.glob("sub_*.yaml")}
    called = {yaml.safe_load((DEFINITIONS / name).read_text("utf-8"))["key"] for name in subs}
    assert {f"S{number}" for number in range(1, 16)} <= called


@pytest.mark.parametrize("procedure", ALL, ids=IDS)
def test_every_number_has_a_source_and_doubt_is_flagged(procedure: Procedure) -> None:
    for table in (procedure.time_limits, procedure.figures, procedure.fees):
        for key, entry in table.items():
            source = procedure.sources[entry.source.split(" ")[0]]
            assert source.verified or not entry.verified or key.startswith("registration"), (
                f"{key} rests on an unverified source"
            )


@pytest.mark.parametrize("procedure", ALL, ids=IDS)
def test_texts_are_in_four_languages(procedure: Procedure) -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for path, words in texts(msgspec.to_builtins(procedure)):
        assert all(text.strip() for text in words.values()), path
        assert han.search(words["zh-Hans"]), f"{path}: {words['zh-Hans']} is not Chinese"
        assert han.search(words["zh-Hant"]), path
        assert not han.search(words["en"]), path
        assert "<" not in "".join(words.values()), f"{path}: a parameter was not filled in"


def texts(value: Any, path: str = "") -> list[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if set(value) == {"en", "zh-Hans", "zh-Hant", "pt"}:
            return [(path, value)]
        return [found for key, each in value.items() for found in texts(each, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in texts(each, f"{path}[{place}]")]
    return []


def test_the_schema_is_the_models_and_the_files_keep_it() -> None:
    shipped = json.loads((DEFINITIONS / "procedure.schema.json").read_text("utf-8"))
    assert shipped == json.loads(json.dumps(definition_schema())), "make it again: kapok.procedures.json_schema"
    for path in definition_files():
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        errors = [
            error
            for error in jsonschema.Draft202012Validator(shipped).iter_errors(content)
            if error.validator not in ("type", "anyOf", "required", "enum", "format")  # BaseLoader gives texts alone
        ]
        assert errors == [], path.name


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "pt"])
@pytest.mark.parametrize("procedure", ALL, ids=IDS)
def test_the_drawing_is_well_formed_and_names_every_state(procedure: Procedure, language: str) -> None:
    svg = render_svg(procedure, language)
    tags = _Tags()
    tags.feed(svg)
    assert (tags.open, tags.wrong) == ([], [])
    assert svg.count("<title") == svg.count("<desc") == 1
    assert f'lang="{language}"' in svg
    shown = re.sub(r"<desc.*?</desc>", "", svg, flags=re.S)
    drawn = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", shown)).replace(" ", "")
    for state in procedure.states.values():
        assert state.name.in_language(language).replace(" ", "") in drawn.replace("&#x27;", "'").replace("&amp;", "&")


@pytest.mark.parametrize("procedure", ALL, ids=IDS)
def test_boxes_do_not_cover_each_other(procedure: Procedure) -> None:
    sizes = {key: (120.0, 40.0) for key, state in procedure.states.items() if not state.limb}
    arrows = sorted(
        {
            (source, transition.to)
            for transition in procedure.transitions.values()
            if isinstance(transition.to, str) and transition.to and not transition.limb
            for source in transition.from_
            if source != "*" and source != transition.to
        }
    )
    boxes = list(lay_out(sizes, procedure.initial, arrows).boxes.values())
    assert len(boxes) == len(sizes)
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = (
                abs(one.x - other.x) >= (one.width + other.width) / 2 or abs(one.y - other.y) >= (one.height + other.height) / 2
            )
            assert apart


@pytest.mark.parametrize("procedure", ALL, ids=IDS)
def test_mermaid_and_outline_name_what_is_there(procedure: Procedure) -> None:
    text = mermaid(procedure)
    assert "stateDiagram-v2" in text
    assert f"[*] --> {procedure.initial}" in text
    told = outline(procedure, "zh-Hans")
    assert procedure.name.zh_hans in told
    assert all(f"({key})" in told for key in procedure.states)
    unchecked = sum(not each.verified for each in (*procedure.time_limits.values(), *procedure.figures.values()))
    assert told.count("未与现行文本核对") == unchecked


def test_definitions_of_an_office_stand_in_their_own_folder(tmp_path: Path) -> None:
    from .small import TEXT

    (tmp_path / "t1.yaml").write_text(TEXT, "utf-8")
    assert list(procedures(tmp_path)) == ["T1"]
