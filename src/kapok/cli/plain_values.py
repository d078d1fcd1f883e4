"""Values of options and arguments, converted here: Typer asks pydantic, whose import takes longer than a whole search.

Only the plain kinds that our commands use (texts, flags, whole numbers without bounds, paths, lists of texts) are converted;
every other parameter is left to Typer, and so would all be if Typer named these things otherwise one day.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from typer._click import Parameter


def _text(text: Any) -> str:
    """The text in Unicode. Where the terminal's locale is unknown to Python, its bytes arrive undecoded: UTF-8 is read."""
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        raise typer.BadParameter("the text is not in UTF-8.") from None


def _whole_number(text: Any) -> int:
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a whole number.") from None


def _path(text: Any) -> Path:
    if not str(text) or "\0" in str(text):
        raise typer.BadParameter("this is not a path.")
    return Path(text)


CONVERTERS: dict[Any, Callable[[Any], Any]] = {str: _text, bool: bool, int: _whole_number, Path: _path, list[str]: list}
"""Annotation of a parameter -> what makes its value of the text given."""


class PlainValue:
    """What Typer calls the runtime contract of a parameter: `coerce` turns the text given into the value."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self._convert = convert

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value; None stays None, an empty list empty. Raises BadParameter, naming the parameter."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        try:
            return self._convert(value)
        except typer.BadParameter as error:
            error.ctx, error.param = ctx, param
            raise


def convert_plainly(param: Parameter) -> None:
    """Give a parameter of a plain kind its converter."""
    descriptor = getattr(param, "type_descriptor", None)
    convert = CONVERTERS.get(getattr(descriptor, "annotation", None))
    if convert is not None and not getattr(descriptor, "is_ranged", True):
        value = PlainValue(convert)
        param.get_runtime_param = lambda: value  # type: ignore[attr-defined]
