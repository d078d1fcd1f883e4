"""A group whose commands are imported when they are asked for, so that `kapok search` does not wait for what `load` needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kapok.cli.plain_values import convert_plainly

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


class Entry(NamedTuple):
    """Where a command lies (`module:name` of its function or Typer group) and the line that the list of commands shows."""

    place: str
    help: str


class LazyGroup(TyperGroup):
    """A group with its commands declared in `entries`, in the order in which help lists them."""

    entries: ClassVar[Mapping[str, Entry]] = {}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = cast("dict[str, Command]", _Imported(self.entries))
        convert_plainly(self)

    def list_commands(self, ctx: Context) -> list[str]:
        """The names, importing nothing."""
        return list(self.entries)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list of commands in help, importing nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])


class _Imported(Mapping[str, "Command"]):
    """Name -> command, made when it is taken out."""

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
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        alone.command(name)(found)
        found = alone
    command = get_command(found)
    command.name = name
    for part in (command, *getattr(command, "commands", {}).values()):
        convert_plainly(part)
    return command
