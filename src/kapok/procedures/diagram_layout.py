"""Layered layout of a graph of states: layers from the beginning down, long arrows through waypoints, few crossings.

After Sugiyama, Tagawa and Toda (1981): turn arrows that close a circle around, put states into layers by their longest way,
give long arrows a waypoint in each layer that they pass, order the layers by barycentres, then place them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct

Point = tuple[float, float]
GAP_X, GAP_Y = 34.0, 84.0
WAYPOINT = 44.0
APART = 16.0
"""How far from the middle the two arrows between the same two states run."""
SWEEPS = 12


class Box(Struct, frozen=True):
    """A placed state: centre, width, height."""

    x: float
    y: float
    width: float
    height: float


class Layout(Struct, frozen=True):
    """Boxes by key, the points of each arrow from its source's edge to its target's, and the size of it all."""

    boxes: dict[str, Box]
    lines: dict[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


def lay_out(sizes: Mapping[str, tuple[float, float]], initial: str, arrows: Sequence[tuple[str, str]]) -> Layout:
    """Place states of the given sizes; `arrows` are (source, target), each pair once, none to itself."""
    down, turned = _without_circles(list(sizes), initial, arrows)
    layer_of = _layers(list(sizes), down)
    layers: list[list[str]] = [[] for _ in range(max(layer_of.values()) + 1)]
    for key, layer in layer_of.items():
        layers[layer].append(key)
    chains: dict[tuple[str, str], list[str]] = {}
    links: list[tuple[str, str]] = []
    for number, (source, target) in enumerate(down):
        chain = [source]
        for layer in range(layer_of[source] + 1, layer_of[target]):
            waypoint = f"\0{number}.{layer}"
            layers[layer].append(waypoint)
            chain.append(waypoint)
        chain.append(target)
        chains[(source, target)] = chain
        links += list(itertools.pairwise(chain))
    _order(layers, links)
    boxes = _place(layers, links, sizes)
    lines, pairs = {}, set(arrows)
    for source, target in arrows:
        chain = chains[(target, source)][::-1] if (source, target) in turned else chains[(source, target)]
        apart = (APART if (source, target) in turned else -APART) if (target, source) in pairs else 0.0
        lines[(source, target)] = tuple((x + apart, y) for x, y in _points(chain, boxes))
    shown = {key: box for key, box in boxes.items() if key in sizes}
    width = max(box.x + box.width / 2 for box in boxes.values())
    height = max(box.y + box.height / 2 for box in boxes.values())
    return Layout(shown, lines, width, height)


def _without_circles(
    keys: list[str], initial: str, arrows: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """The arrows with those that lead back turned around (each pair once), and the set of those that were turned."""
    following: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in arrows:
        following[source].append(target)
    seen: dict[str, int] = {}
    turned: set[tuple[str, str]] = set()

    def visit(key: str) -> None:
        seen[key] = 1
        for target in following[key]:
            if seen.get(target) == 1:
                turned.add((key, target))
            elif target not in seen:
                visit(target)
        seen[key] = 2

    for key in [initial, *keys]:
        if key not in seen:
            visit(key)
    down = dict.fromkeys((target, source) if (source, target) in turned else (source, target) for source, target in arrows)
    return list(down), turned


def _layers(keys: list[str], down: list[tuple[str, str]]) -> dict[str, int]:
    layer = dict.fromkeys(keys, 0)
    for _ in keys:
        moved = False
        for source, target in down:
            if layer[target] < layer[source] + 1:
                layer[target], moved = layer[source] + 1, True
        if not moved:
            break
    return layer


def _order(layers: list[list[str]], links: list[tuple[str, str]]) -> None:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for source, target in links:
        above.setdefault(target, []).append(source)
        below.setdefault(source, []).append(target)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, links)
    for sweep in range(SWEEPS):
        neighbours, numbers = (above, range(1, len(layers))) if sweep % 2 == 0 else (below, range(len(layers) - 2, -1, -1))
        for number in numbers:
            reference = layers[number - 1 if sweep % 2 == 0 else number + 1]
            place = {key: index for index, key in enumerate(reference)}
            old = {key: index for index, key in enumerate(layers[number])}

            def centre(
                key: str, place: dict[str, int] = place, old: dict[str, int] = old, near: Mapping[str, list[str]] = neighbours
            ) -> float:
                found = [place[other] for other in near.get(key, ()) if other in place]
                return sum(found) / len(found) if found else float(old[key])

            layers[number].sort(key=centre)
        crossings = _crossings(layers, links)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _crossings(layers: list[list[str]], links: list[tuple[str, str]]) -> int:
    place = {key: (number, index) for number, layer in enumerate(layers) for index, key in enumerate(layer)}
    by_layer: dict[int, list[tuple[int, int]]] = {}
    for source, target in links:
        by_layer.setdefault(place[source][0], []).append((place[source][1], place[target][1]))
    return sum(
        (first[0] - second[0]) * (first[1] - second[1]) < 0
        for pairs in by_layer.values()
        for index, first in enumerate(pairs)
        for second in pairs[index + 1 :]
    )


def _place(layers: list[list[str]], links: list[tuple[str, str]], sizes: Mapping[str, tuple[float, float]]) -> dict[str, Box]:
    near: dict[str, list[str]] = {}
    for source, target in links:
        near.setdefault(source, []).append(target)
        near.setdefault(target, []).append(source)
    width = {key: sizes[key][0] if key in sizes else WAYPOINT for layer in layers for key in layer}
    x: dict[str, float] = {}
    for layer in layers:
        at = 0.0
        for key in layer:
            x[key] = at + width[key] / 2
            at += width[key] + GAP_X
    for step in range(16):
        for layer in layers if step % 2 == 0 else reversed(layers):
            wish = {key: _median([x[other] for other in near.get(key, ())], x[key]) for key in layer}
            _settle(layer, wish, width, x)
    least = min(x[key] - width[key] / 2 for key in x)
    boxes, y = {}, 0.0
    for layer in layers:
        height = max((sizes[key][1] for key in layer if key in sizes), default=WAYPOINT)
        for key in layer:
            boxes[key] = Box(x[key] - least, y + height / 2, width[key], sizes[key][1] if key in sizes else 0.0)
        y += height + GAP_Y
    return boxes


def _settle(layer: list[str], wish: Mapping[str, float], width: Mapping[str, float], x: dict[str, float]) -> None:
    """Move the boxes of a layer towards their wishes, keeping order and gaps: from the left, from the right, the mean."""
    left, right = {}, {}
    edge = float("-inf")
    for key in layer:
        left[key] = max(wish[key], edge + width[key] / 2)
        edge = left[key] + width[key] / 2 + GAP_X
    edge = float("inf")
    for key in reversed(layer):
        right[key] = min(wish[key], edge - width[key] / 2)
        edge = right[key] - width[key] / 2 - GAP_X
    for key in layer:
        x[key] = (left[key] + right[key]) / 2


def _median(values: list[float], default: float) -> float:
    if not values:
        return default
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _points(chain: list[str], boxes: Mapping[str, Box]) -> tuple[Point, ...]:
    points: list[Point] = []
    for index, key in enumerate(chain):
        box = boxes[key]
        if index == 0:
            down = boxes[chain[1]].y > box.y
            points.append((box.x, box.y + (box.height / 2 if down else -box.height / 2)))
        elif index == len(chain) - 1:
            down = boxes[chain[-2]].y < box.y
            points.append((box.x, box.y - (box.height / 2 if down else -box.height / 2)))
        else:
            points.append((box.x, box.y))
    return tuple(points)
