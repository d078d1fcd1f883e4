"""Openly licensed icons as stand-ins for figurative marks: fetched from npm by the test job, never shipped with Kapok.

Each collection is one small package with its drawings as JSON; versions are pinned so that figures can be compared. The
drawings are kept in the folder for temporary files. Where npm or the network is missing, shapes are drawn by chance instead
(`eval.shapes`), and the caller is told which set it has.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.rasterise import rasterise

MEASURED = (
    ("@iconify-json/mdi", "1.2.3", "Apache-2.0"),
    ("@iconify-json/tabler", "1.2.41", "MIT"),
    ("@iconify-json/game-icons", "1.2.4", "CC-BY-3.0"),
    ("@iconify-json/simple-icons", "1.2.102", "CC0-1.0"),
    ("@iconify-json/logos", "1.2.19", "CC0-1.0"),
)
"""What is measured on: package, version, licence. Some 22,000 drawings: glyphs, lines, filled scenes, logos in colour."""
LEARNED = (
    ("@iconify-json/ph", "1.2.2", "MIT"),
    ("@iconify-json/ri", "1.2.10", "Apache-2.0"),
    ("@iconify-json/bi", "1.2.7", "MIT"),
    ("@iconify-json/fluent-emoji-flat", "1.2.6", "MIT"),
)
"""What weights are learned and thresholds set on: other collections, none of them measured."""

Package = tuple[str, str, str]


def icons(packages: tuple[Package, ...] = MEASURED) -> list[tuple[str, bytes]]:
    """(name, PNG) of every drawing of the packages, in their order; empty where they cannot be had."""
    found: list[tuple[str, bytes]] = []
    for name, version, _ in packages:
        folder = Path(tempfile.gettempdir()) / "kapok-eval-icons" / f"{name.split('/')[-1]}-{version}"
        if not (folder / "done").exists() and not _make(name, version, folder):
            return []
        found.extend(_kept(folder))
    return found


def _kept(folder: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(folder / "pictures.tar") as pictures:
        for member in pictures:
            content = pictures.extractfile(member)
            if content is not None:
                yield f"{folder.name}/{member.name}", content.read()


def _make(name: str, version: str, folder: Path) -> bool:
    """Fetch a package and draw it into `folder`; False where npm or the network is missing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"Icons cannot be fetched ({name}): {type(error).__name__}")
        return False
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as package:
        content = package.extractfile("package/icons.json")
        if content is None:
            raise RuntimeError(f"{name} {version} has no icons.json")
        collection = json.load(content)
    archive.unlink()
    with tarfile.open(folder / "pictures.tar", "w") as pictures:
        for key, picture in rasterise(_drawings(collection)):
            place = folder / "one.png"
            place.write_bytes(picture)
            pictures.add(place, arcname=key)
            place.unlink()
    (folder / "done").touch()
    return True


def _drawings(collection: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, icon in sorted(collection["icons"].items()):
        if icon.get("hidden"):
            continue
        width, height = (icon.get(side, collection.get(side, 16)) for side in ("width", "height"))
        left, top = icon.get("left", 0), icon.get("top", 0)
        body = icon["body"].replace("currentColor", "#000")
        yield key, f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}">{body}</svg>'
