"""A procedure as text: an outline for reading, a Mermaid state diagram, and the graph that the drawing is made from."""

from __future__ import annotations

from msgspec import Struct

from kapok.procedures.messages import message
from kapok.procedures.model import Procedure, Transition
from kapok.procedures.verdicts import cite
from kapok.timelimits.deadline_words import unit_words


class Way(Struct, frozen=True):
    """One arrow: from a state to another, with the actions on it. `by_platform`: a timer takes it."""

    source: str
    target: str
    actions: tuple[str, ...]
    by_platform: bool = False


class Graph(Struct, frozen=True):
    """The states of the main line or of one limb, the arrows between them, and what happens inside a state."""

    limb: str
    states: tuple[str, ...]
    initial: str
    ways: tuple[Way, ...]
    inside: dict[str, tuple[str, ...]]
    anywhere: tuple[tuple[str, str], ...]


def graph_of(procedure: Procedure, limb: str = "") -> Graph:
    """The graph of the main line or of a limb; actions possible from every open state stand apart in `anywhere`."""
    states = tuple(key for key, state in procedure.states.items() if state.limb == limb)
    ways: dict[tuple[str, str, bool], list[str]] = {}
    inside: dict[str, list[str]] = {}
    anywhere: list[tuple[str, str]] = []
    for action, transition in procedure.transitions.items():
        if transition.limb != limb:
            continue
        targets = [transition.to] if isinstance(transition.to, str) else [branch.to for branch in transition.to]
        if "*" in transition.from_:
            anywhere += [(action, target) for target in targets]
            continue
        for source in transition.from_ if not transition.begins else ():
            for target in dict.fromkeys(targets):
                if target in ("", source):
                    inside.setdefault(source, []).append(action)
                else:
                    ways.setdefault((source, target, bool(transition.timer)), []).append(action)
    initial = procedure.limbs[limb].initial if limb else procedure.initial
    found = tuple(Way(source, target, tuple(actions), timer) for (source, target, timer), actions in ways.items())
    return Graph(limb, states, initial, found, {key: tuple(value) for key, value in inside.items()}, tuple(anywhere))


def mermaid(procedure: Procedure, language: str = "en") -> str:
    """A Mermaid `stateDiagram-v2`, limbs as composite states beside the main line."""
    lines = ["---", f"title: {procedure.key} {procedure.name.in_language(language)}", "---", "stateDiagram-v2"]
    lines += _mermaid_graph(procedure, graph_of(procedure), language, "    ")
    for limb in procedure.limbs:
        lines.append(f'    state "{procedure.limbs[limb].name.in_language(language)}" as limb_{limb} {{')
        lines += _mermaid_graph(procedure, graph_of(procedure, limb), language, "        ")
        lines.append("    }")
    return "\n".join(lines)


def _mermaid_graph(procedure: Procedure, graph: Graph, language: str, indent: str) -> list[str]:
    lines = [f"{indent}{key} : {_plain(procedure.states[key].name.in_language(language))}" for key in graph.states]
    lines.append(f"{indent}[*] --> {graph.initial}")
    for way in graph.ways:
        label = " / ".join(action_label(procedure, action, language) for action in way.actions)
        lines.append(f"{indent}{way.source} --> {way.target} : {_plain(label)}")
    for action, target in graph.anywhere:
        for source in graph.states:
            if not procedure.states[source].final and source not in procedure.transitions[action].except_ and source != target:
                lines.append(f"{indent}{source} --> {target or source} : {_plain(action_label(procedure, action, language))}")
    lines += [f"{indent}{key} --> [*]" for key in graph.states if procedure.states[key].final]
    return lines


def _plain(text: str) -> str:
    return text.replace(":", " ").replace(";", " ").replace('"', "'")


def action_label(procedure: Procedure, action: str, language: str) -> str:
    """The name of an action, with the length of the time limit where a timer takes it."""
    transition = procedure.transitions[action]
    name = transition.name.in_language(language)
    if not transition.timer:
        return name
    limit = procedure.time_limits[transition.timer]
    return f"{name} ({unit_words(limit.length, limit.unit, language)})"


def outline(procedure: Procedure, language: str = "en") -> str:
    """The procedure as an outline: head, then state by state what can be done, by whom, in what time, under which rule."""
    name, summary = procedure.name.in_language(language), procedure.summary.in_language(language)
    lines = [f"{procedure.key} {name}  ({procedure.version}, {procedure.in_force_from})", summary, ""]
    for limb in ("", *procedure.limbs):
        if limb:
            lines.append(f"== {procedure.limbs[limb].name.in_language(language)}")
        for key, state in procedure.states.items():
            if state.limb != limb:
                continue
            mark = " [*]" if state.initial else " [.]" if state.final else ""
            lines.append(f"{state.name.in_language(language)} ({key}){mark}")
            for action, transition in procedure.transitions.items():
                if transition.limb == limb and (key in transition.from_ or (transition.begins and state.initial)):
                    lines.append(f"  {_line(procedure, action, transition, language)}")
        for action, transition in procedure.transitions.items():
            if transition.limb == limb and "*" in transition.from_:
                lines.append(f"* {_line(procedure, action, transition, language)}")
    lines += ["", *_limits(procedure, language)]
    return "\n".join(lines)


def _line(procedure: Procedure, action: str, transition: Transition, language: str) -> str:
    targets = [transition.to] if isinstance(transition.to, str) else [branch.to for branch in transition.to]
    to = " | ".join(procedure.states[target].name.in_language(language) for target in targets if target)
    by = ", ".join(procedure.roles[role].name.in_language(language) for role in transition.by)
    source = cite(procedure, transition.source)
    label = action_label(procedure, action, language)
    return f"{label} [{action}]{f' -> {to}' if to else ''} · {by}{f' · {source}' if source else ''}"


def _limits(procedure: Procedure, language: str) -> list[str]:
    lines = []
    unchecked = message("unchecked").in_language(language)
    for key, limit in procedure.time_limits.items():
        length = unit_words(limit.length, limit.unit, language)
        doubt = "" if limit.verified else f" ({unchecked})"
        lines.append(f"{limit.name.in_language(language)} [{key}]: {length} · {cite(procedure, limit.source)}{doubt}")
    for key, figure in procedure.figures.items():
        doubt = "" if figure.verified else f" ({unchecked})"
        value = f"{figure.value} {figure.unit}".strip()
        lines.append(f"{figure.name.in_language(language)} [{key}]: {value} · {cite(procedure, figure.source)}{doubt}")
    return lines
