"""`kapok similar` and `kapok compare`: the promised JSON, and exit 2 with a sentence for what cannot be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kapok.cli.main import app

PLANES = {"shape", "glyph", "sound", "meaning", "figure", "goods"}


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_similar_prints_the_promised_json(sample_home: Path) -> None:
    code, out, _ = run("similar", "木棉花", "--office", "HK", "--limit", "3", "--home", str(sample_home), "--json")
    answer = json.loads(out.strip().splitlines()[-1])
    assert code == 0
    assert answer["total"] >= 1
    assert 1 <= len(answer["hits"]) <= 3
    for hit in answer["hits"]:
        assert {"key", "mark", "score", "level", "planes", "reasons"} <= set(hit)
        assert set(hit["planes"]) == PLANES
        assert all(isinstance(reason, str) for reason in hit["reasons"])


def test_compare_prints_the_same_object_for_one_pair() -> None:
    code, out, _ = run("compare", "安途", "途安", "--office", "EU", "--class", "25", "--json")
    answer = json.loads(out.strip().splitlines()[-1])
    assert code == 0
    assert answer["office"] == "EM"
    assert len(answer["hits"]) == 1
    assert set(answer["hits"][0]["planes"]) == PLANES


def test_plain_output_says_why(sample_home: Path) -> None:
    code, out, _ = run("similar", "木棉花", "--home", str(sample_home))
    assert code == 0
    assert "marks searched" in out
    assert "     - " in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("similar", ""), "No mark was given"),
        (("similar", "x" * 10_000), "too long"),
        (("similar", "!?"), "nothing that can be read"),
        (("similar", "😀"), "nothing that can be read"),
        (("similar", "kapok", "--class", "99"), "no class '99'"),
        (("similar", "kapok", "--office", "FR"), "no profile"),
        (("similar", "kapok", "--limit", "0"), "Cannot show 0"),
        (("similar", "", "--image", "/nowhere/logo.png"), "cannot be read"),
        (("similar", "", "--image", "/"), "is a folder"),
        (("compare", "kapok", ""), "No mark was given"),
        (("compare", "kapok", "…"), "nothing that can be read"),
    ],
)
def test_what_cannot_be_asked_is_told_with_exit_2(sample_home: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, error = run(*arguments, "--home", str(sample_home), "--json")
    assert code == 2
    assert said in error
    assert "Traceback" not in error
    assert out == ""


def test_a_file_that_is_no_picture_is_told(sample_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_text("no picture")
    code, _, error = run("similar", "", "--image", str(path), "--home", str(sample_home))
    assert code == 2
    assert "not a picture" in error
