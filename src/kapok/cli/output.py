"""What every command shares: the options `--home` and `--json`, printing, and one way for errors to leave."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

import msgspec
import typer
from rich.console import Console

from kapok.errors import KapokError, QueryError
from kapok.services.home import default_home

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Where the data live (default: $KAPOK_HOME, else the user's data folder).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value as the last line of the output.")]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

P = ParamSpec("P")
R = TypeVar("R")


def home_of(home: Path | None) -> Path:
    """The home folder that a command works in."""
    return home.expanduser() if home is not None else default_home()


def print_json(value: Any) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(msgspec.json.encode(value).decode("utf-8") + "\n")
    sys.stdout.flush()


def told(function: Callable[P, R]) -> Callable[P, R]:
    """Turn Kapok's errors into a message on standard error and the promised exit code."""

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except QueryError as error:
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(error.exit_code) from None
        except KapokError as error:
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            raise typer.Exit(0) from None

    return inner
