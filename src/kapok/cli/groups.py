"""Commands and groups that start fast: a command is imported when it is called, its values are converted plainly.

`kapok search` waits neither for what `load` needs nor for what Typer brings along to convert values and to draw boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from kapok.cli.plain_values import convert_plainly

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter, Parameter

    _Base = TyperCommand
else:
    _Base = object

F = TypeVar("F", bound=Callable[..., Any])


class _PlainValues(_Base):
    """Takes its values plainly, those of `--help` too."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """All parameters, as Typer processes them."""
        params = super().get_params(ctx)
        for param in params:
            convert_plainly(param)
        return params


class PlainCommand(_PlainValues, TyperCommand):
    """One command."""


class PlainGroup(_PlainValues, TyperGroup):
    """A group of commands in one module."""


class Group(typer.Typer):
    """A group as a module declares it: `@group.command("list")` adds a command, `help` says what the group is."""

    def __init__(self, help: str) -> None:
        super().__init__(cls=PlainGroup, help=help, no_args_is_help=True, add_completion=False, rich_markup_mode=None)
        self.callback()(lambda: None)  # without it, a group of one command would become that command

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Declare a command of the group."""
        return super().command(name, cls=PlainCommand, **settings)


class Entry(NamedTuple):
    """Where a command lies (`module:name` of its function or `Group`) and the line that the list of commands shows."""

    place: str
    help: str


class LazyGroup(PlainGroup):
    """The group of all commands, declared in `entries` in the order in which help lists them."""

    entries: ClassVar[Mapping[str, Entry]] = {}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Command]", _Imported(self.entries))

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, importing nothing."""
        return list(self.entries)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list of commands in help, importing nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])


class _Imported(Mapping[str, "Command"]):
    """Name -> command, imported and made when it is taken out."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._made:
            self._made[name] = _make(name, self._entries[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _make(name: str, entry: Entry) -> Command:
    module, _, attribute = entry.place.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, Group):
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        alone.command(name, cls=PlainCommand)(found)
        found = alone
    command = get_command(found)
    command.name = name
    return command
