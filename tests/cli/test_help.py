"""Help: every command, option and argument says what it is, in the same calm form, and `--home` and `--json` are everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from kapok import __version__
from kapok.cli.main import Commands, app

from .conftest import Run

ROOT = typer.main.get_command(app)


def commands() -> Iterator[tuple[str, object]]:
    for name, command in ROOT.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", {})
        yield from ((f"{name} {sub}", each) for sub, each in inner.items()) if inner else [(name, command)]


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_every_command_takes_home_and_json_and_explains_itself(name: str, call: Run) -> None:
    options = {option: param for param in ALL[name].params for option in param.opts}  # type: ignore[attr-defined]
    assert {"--home", "--json"} <= set(options)
    assert [option for option, param in options.items() if not param.help] == []
    shown = call(*name.split(), "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: {Path(__file__).name}") or shown.out.startswith("Usage: ")
    assert all(option in shown.out for option in options if option.startswith("--"))
    assert not any(sign in shown.out for sign in "╭│\x1b")
    assert "..." not in shown.out.split("Options:")[0].replace("}...", ""), "the first sentence is cut off"


@pytest.mark.parametrize("name", Commands.entries)
def test_the_list_of_commands_says_what_the_command_says_of_itself(name: str) -> None:
    own = ROOT.commands[name].help  # type: ignore[attr-defined]
    assert own.startswith(Commands.entries[name].help.rstrip(".")), "the table in cli/main.py and the docstring differ"


@pytest.mark.parametrize("group", [name for name, command in ROOT.commands.items() if hasattr(command, "commands")])  # type: ignore[attr-defined]
def test_a_group_lists_its_commands_in_whole_sentences(group: str, call: Run) -> None:
    shown = call(group, "--help")
    assert shown.code == 0
    listed = [line for line in shown.out.split("Commands:")[1].splitlines() if line.strip()]
    assert len(listed) == len(ROOT.commands[group].commands)  # type: ignore[attr-defined]
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_kapok_alone_shows_help_and_is_an_error(call: Run) -> None:
    alone = call()
    assert (alone.code, alone.out) == (2, "")
    asked = call("--help")
    assert (asked.code, asked.err) == (0, "")
    assert alone.err.strip() == asked.out.strip()
    assert [name for name in Commands.entries if f"\n  {name} " not in asked.out] == []


def test_version(kapok: Run) -> None:
    ran = kapok("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"kapok {__version__}\n", "")
