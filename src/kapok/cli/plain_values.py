"""Values of options and arguments, converted here: Typer asks pydantic, whose import takes longer than a whole search.

Only the plain kinds that our commands use (texts, flags, whole numbers without bounds, paths, lists of texts) are converted; every
other parameter is left to Typer, and so are all of them if Typer should name these things otherwise one day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from typer._click import Command


def _whole_number(text: Any) -> int:
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a whole number.") from None


def _path(text: Any) -> Path:
    if "\0" in str(text) or not str(text):
        raise typer.BadParameter("this is not a path.")
    return Path(text)


CONVERTERS: dict[Any, Callable[[Any], Any]] = {str: str, bool: bool, int: _whole_number, Path: _path, list[str]: list}
"""Annotation of a parameter -> what makes its value of the text given."""


class PlainValue:
    """What Typer calls the runtime contract of a parameter: `coerce` turns the text given into the value."""

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        self._convert = convert

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value; None and a list that is not given stay what they are. Raises BadParameter, naming the parameter."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        try:
            return self._convert(value)
        except typer.BadParameter as error:
            error.ctx, error.param = ctx, param
            raise


def convert_plainly(command: Command) -> None:
    """Give each plain parameter of a command its converter (not of the commands in a group)."""
    for param in command.params:
        descriptor = getattr(param, "type_descriptor", None)
        convert = CONVERTERS.get(getattr(descriptor, "annotation", None))
        if convert is not None and not getattr(descriptor, "is_ranged", True):
            value = PlainValue(convert)
            param.get_runtime_param = lambda value=value: value  # type: ignore[attr-defined]
