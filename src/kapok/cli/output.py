"""What every command shares: the options `--home` and `--json`, printing, and one way for errors to leave."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import msgspec
import typer

from kapok.errors import InputError, KapokError
from kapok.services.home import default_home

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Where the data live (default: $KAPOK_HOME, else the user's data folder).", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value as the last line of the output.")]
CategoryOption = Annotated[
    str, typer.Option("--in", metavar="CATEGORY", help="Only this category (patent, mark, design …).", show_default=False)
]
LanguageOption = Annotated[str, typer.Option(metavar="auto|cql|plain", help="The language that the query is in.")]
QueryArgument = Annotated[
    str, typer.Argument(metavar="QUERY", help="Plain words or CQL; 'kapok query explain' shows how it is understood.")
]

STOPPED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal, as shells give it."""

P = ParamSpec("P")


def home_of(home: Path | None) -> Path:
    """The home folder that a command works in. Raises InputError where a file lies in its place."""
    folder = home.expanduser() if home is not None else default_home()
    if folder.exists() and not folder.is_dir():
        raise InputError(f"The home {folder} is no folder", "a file lies there", "Name another with --home or KAPOK_HOME")
    return folder


def say(line: str) -> None:
    """One line on standard output. A sign that the terminal's encoding lacks becomes a question mark, not an error."""
    stream = sys.stdout
    if stream is None:  # closed by the caller (`>&-`)
        return
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def tell(line: str) -> None:
    """One line on standard error: what a person should know, beside the result."""
    if sys.stderr is not None:
        sys.stderr.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")


INTERRUPTED = "Query interrupted"
"""How DuckDB reports a Ctrl-C that comes while it computes."""


def print_json(value: Any) -> None:
    """One JSON value on one line of standard output, in UTF-8 whatever the terminal's encoding is."""
    if sys.stdout is None:
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(_json(value) + b"\n")


def _json(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # the name of a file or home whose bytes are no text
        return json.dumps(msgspec.to_builtins(value)).encode("ascii")


def told(function: Callable[P, None]) -> Callable[P, None]:
    """Turn errors into a message on standard error and the promised exit code; nobody sees a traceback for bad input."""

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
            if sys.stdout is not None:
                sys.stdout.flush()
        except KapokError as error:
            tell(_sentences(error))
            for note in getattr(error, "__notes__", ()):
                tell(note)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            tell("Stopped.")
            raise typer.Exit(STOPPED) from None
        except RuntimeError as error:
            if str(error) != INTERRUPTED:
                raise
            tell("Stopped.")
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            _read_no_more()
            raise typer.Exit(0) from None
        except OSError as error:
            tell(_os_error(error))
            raise typer.Exit(3) from None

    return inner


def _sentences(error: KapokError) -> str:
    """`What happened: why. What to do next.`"""
    first = ": ".join(part.rstrip(".") for part in (error.what, error.why) if part) + "."
    return f"{first} {error.next_step.rstrip('.')}." if error.next_step else first


def _read_no_more() -> None:
    """The reader of the output has gone (`| head -1`): what is still buffered goes nowhere, and the exit stays silent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _os_error(error: OSError) -> str:
    where = f"{error.filename} cannot be used" if error.filename else "A file or folder cannot be used"
    return f"{where}. {error.strerror or error}. Check that it exists, may be read and written, and that the disk has room."
