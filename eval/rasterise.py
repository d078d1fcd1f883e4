"""Drawings (SVG) to pictures (PNG), in a child process, after a look at the size they claim.

The drawing library ends the whole process on a drawing that claims an enormous size, so it never runs in ours: a child
draws, and when it dies the drawing it died of is skipped and a new child goes on. `python -m eval.rasterise` is that child.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SIDE = 256
"""Longest side in pixels of the pictures."""
MOST_UNITS = 4096.0
"""A drawing that claims more units a side is not given to the child."""
MOST_CHARACTERS = 400_000
_BATCH = 400
_NUMBER = re.compile(r"\b(?:width|height)\s*=\s*[\"']\s*([0-9.eE+]+)")
_BOX = re.compile(r"viewBox\s*=\s*[\"']([^\"']*)")


def claims_too_much(svg: str) -> str:
    """Why a drawing is not drawn ("" where nothing speaks against it): its length, or the size on its first tag."""
    if len(svg) > MOST_CHARACTERS:
        return f"it has {len(svg):,} characters"
    head = svg[: svg.find(">") + 1]
    sizes = _NUMBER.findall(head) + [part for box in _BOX.findall(head) for part in box.replace(",", " ").split()]
    for size in sizes:
        try:
            value = float(size)
        except ValueError:
            return f"its size '{size}' is no number"
        if not abs(value) <= MOST_UNITS:
            return f"it claims {size} units"
    return ""


def rasterise(drawings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """(key, PNG) for every (key, SVG) that can be drawn; what cannot is left out and told on stderr."""
    batch: list[tuple[str, str]] = []
    for key, svg in drawings:
        why = claims_too_much(svg)
        if why:
            print(f"not drawn: {key}: {why}", file=sys.stderr)
            continue
        batch.append((key, svg))
        if len(batch) >= _BATCH:
            yield from _draw(batch)
            batch = []
    yield from _draw(batch)


def _draw(batch: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    while batch:
        text = "".join(json.dumps([key, svg]) + "\n" for key, svg in batch)
        command = [sys.executable, "-m", "eval.rasterise"]
        child = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=600, cwd=_ROOT)
        lines = child.stdout.splitlines()
        if child.returncode and lines and not lines[-1].endswith(b"]"):
            lines.pop()  # it died in the middle of a line
        for line in lines:
            key, encoded = json.loads(line)
            if encoded:
                yield key, base64.b64decode(encoded)
            else:
                print(f"not drawn: {key}: it is broken", file=sys.stderr)
        done = len(lines)
        if child.returncode and done < len(batch):
            print(f"not drawn: {batch[done][0]}: the drawing library ended on it", file=sys.stderr)
            done += 1
        elif done < len(batch):
            raise RuntimeError(f"the drawing process answered {done} of {len(batch)} drawings: {child.stderr[-300:]!r}")
        batch = batch[done:]


_ROOT = Path(__file__).parents[1]


def _child() -> None:
    """Read [key, SVG] lines, write [key, PNG in base64 or ""] lines, each as soon as it is drawn."""
    import resvg_py

    for line in sys.stdin:
        key, svg = json.loads(line)
        try:
            drawn = resvg_py.svg_to_bytes(svg_string=svg, width=SIDE, height=SIDE)
            encoded = base64.b64encode(bytes(drawn)).decode()
        except (ValueError, RuntimeError, OSError):
            encoded = ""
        print(json.dumps([key, encoded]), flush=True)


if __name__ == "__main__":
    _child()
