"""Computes the declared look-alike characters: `python -m eval.make_look_alikes [--measure FOLDER]`.

Every common character (GB 2312 and the first level of Big5) is drawn from the two Chinese typefaces found on the machine
(Debian: fonts-noto-cjk), its box is normalised, and the directions of its edges are counted in 8 x 8 cells. Two characters look
alike as a whole by the cosine of these counts, averaged over both typefaces; and in a component where a half of one (cut at
the emptiest column or row) looks like the same half of the other (清, 请) or like the whole other (达, 哒). Pairs worth `KEPT`
on the plane are written to `src/kapok/similarity/tables/look_alikes.txt`: the table ships, the typeface does not. `--measure`
compares with lists of look-alikes (one group a line, its head first) in FOLDER and prints recall and precision; how the
features were chosen stands in `docs/decisions/0010-look-alike-characters.md`.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kapok.clock import today

TABLE = Path(__file__).parents[1] / "src" / "kapok" / "similarity" / "tables" / "look_alikes.txt"
FONTS = (("NotoSansCJK-Regular.ttc", 2), ("NotoSerifCJK-Regular.ttc", 2))
"""File and face: the simplified Chinese face draws all characters in one style."""
SIZE, SIDE, CELL, DIRECTIONS = 64, 32, 4, 8
STRETCH = 2
"""A box side is stretched to the full square, but at most so many times: 一 must not become a black square."""
WHOLE = (0.60, 0.60, 0.96)
"""Least likeness as a whole that counts, what it is worth on the plane, and what full likeness is worth."""
COMPONENT = (0.60, 0.50, 0.90)
"""The same for a shared component."""
SAME_HALF, SAME_WHOLE = 0.6, 0.55
"""Likeness from which two halves, or a half and a whole character, are the same component."""
EMPTY = 0.45
"""A character falls into halves where a column or row in its middle holds at most this share of the average ink."""
KEPT = 0.50
Array = np.ndarray[Any, np.dtype[np.float32]]
Indices = np.ndarray[Any, np.dtype[np.int_]]


def characters() -> list[str]:
    """The characters of GB 2312 and of the first level of Big5, in code order."""
    found = set()
    for high, lows, coding in (
        (range(0xB0, 0xF8), range(0xA1, 0xFF), "gb2312"),
        (range(0xA4, 0xC7), range(0x40, 0xFF), "big5"),
    ):
        for pair in (bytes([h, low]) for h in high for low in lows):
            character = pair.decode(coding, "ignore")
            if len(character) == 1 and "\u4e00" <= character <= "\u9fff":
                found.add(character)
    return sorted(found)


def drawn(texts: list[str], font: Any) -> Array:
    """Each character in a normalised box, `SIDE` x `SIDE`, 0 to 1."""
    out = np.zeros((len(texts), SIDE, SIDE), np.float32)
    for place, character in enumerate(texts):
        image = Image.new("L", (SIZE + 24, SIZE + 24), 0)
        ImageDraw.Draw(image).text((12, 4), character, fill=255, font=font)
        out[place] = _squared(image.crop(image.getbbox() or (0, 0, SIZE, SIZE)), STRETCH)
    return out


def _squared(image: Image.Image, stretch: int) -> Array:
    """An image stretched to the full square, each side at most `stretch` times, as `SIDE` x `SIDE` values 0 to 1."""
    part = image.resize((min(SIZE, stretch * image.width), min(SIZE, stretch * image.height)), Image.Resampling.BILINEAR)
    square = Image.new("L", (SIZE, SIZE), 0)
    square.paste(part, ((SIZE - part.width) // 2, (SIZE - part.height) // 2))
    return np.asarray(square.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32) / 255


def _blurred(images: Array) -> Array:
    for _ in range(2):
        p = np.pad(images, ((0, 0), (1, 1), (0, 0)))
        images = (p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]) / 4
        p = np.pad(images, ((0, 0), (0, 0), (1, 1)))
        images = (p[:, :, :-2] + 2 * p[:, :, 1:-1] + p[:, :, 2:]) / 4
    return images


def directions(images: Array) -> Array:
    """Unit vectors of the edge directions per cell, relative to the average character."""
    p = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    down, across = p[:, 2:, 1:-1] - p[:, :-2, 1:-1], p[:, 1:-1, 2:] - p[:, 1:-1, :-2]
    strength = np.hypot(across, down)
    angle = (np.arctan2(down, across) % np.pi) / np.pi * DIRECTIONS
    lower = np.floor(angle).astype(int) % DIRECTIONS
    part = angle - np.floor(angle)
    cells = SIDE // CELL
    counts = []
    for direction in range(DIRECTIONS):
        share = (lower == direction) * (1 - part) + ((lower + 1) % DIRECTIONS == direction) * part
        counts.append(_blurred(strength * share).reshape(-1, cells, CELL, cells, CELL).sum((2, 4)))
    flat = np.sqrt(np.stack(counts, 1)).reshape(len(images), -1)
    flat -= flat.mean(0)
    unit: Array = (flat / np.linalg.norm(flat, axis=1, keepdims=True)).astype(np.float32)
    return unit


def likeness(texts: list[str], folder: Path) -> Array:
    """All pairs: the cosine of the edge directions, averaged over the typefaces."""
    total: Array = np.zeros((len(texts), len(texts)), np.float32)
    for name, face in FONTS:
        unit = directions(drawn(texts, ImageFont.truetype(str(folder / name), SIZE, index=face)))
        total += unit @ unit.T / len(FONTS)
    return total


def halves(texts: list[str], font: Any) -> tuple[Array, Indices, Indices, Array]:
    """(drawn halves in normalised boxes, whose half each is, which: 0 left 1 right 2 top 3 bottom, its share of the ink)."""
    images, owners, sides, shares = [], [], [], []
    for owner, character in enumerate(texts):
        image = Image.new("L", (SIZE + 24, SIZE + 24), 0)
        ImageDraw.Draw(image).text((12, 4), character, fill=255, font=font)
        ink = np.asarray(image.crop(image.getbbox()), np.float32) / 255
        for axis, span in ((0, (0.22, 0.72)), (1, (0.2, 0.8))):
            cut = _emptiest(ink.sum(axis), span)
            if cut is None:
                continue
            both = (ink[:, :cut], ink[:, cut:]) if axis == 0 else (ink[:cut], ink[cut:])
            for side, half in enumerate(both, 2 * axis):
                rows, columns = np.nonzero(half > 0.3)
                if len(rows) >= 20:
                    inner = half[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
                    images.append(_squared(Image.fromarray((inner * 255).astype(np.uint8)), 3))
                    owners.append(owner)
                    sides.append(side)
                    shares.append(float(inner.sum() / ink.sum()))
    return np.stack(images), np.array(owners), np.array(sides), np.array(shares, np.float32)


def _emptiest(ink: Array, span: tuple[float, float]) -> int | None:
    """The column or row in the middle with the least ink, the last of equal ones in the middle; None where none is empty."""
    start, end = int(len(ink) * span[0]), int(len(ink) * span[1])
    part = ink[start:end]
    if not len(part) or part.min() > EMPTY * ink.mean():
        return None
    first = last = int(part.argmin())
    while last + 1 < len(part) and part[last + 1] <= part[first] + 1e-6:
        last += 1
    return start + (first + last) // 2


def components(texts: list[str], folder: Path) -> Array:
    """All pairs: the likeness of the component that they share, less the less of both it fills; 0 where they share none."""
    font = ImageFont.truetype(str(folder / FONTS[0][0]), SIZE, index=FONTS[0][1])
    images, owners, sides, shares = halves(texts, font)
    unit = directions(np.concatenate([drawn(texts, font), images]))
    wholes, parts = unit[: len(texts)], unit[len(texts) :]
    total: Array = np.zeros((len(texts), len(texts)), np.float32)
    for side in range(4):
        chosen = np.nonzero(sides == side)[0]
        who, share = owners[chosen], shares[chosen]
        for block in np.array_split(np.arange(len(chosen)), 8):
            alike = parts[chosen[block]] @ parts[chosen].T
            worth = np.where(alike >= SAME_HALF, alike * (0.4 + 0.3 * (share[block][:, None] + share[None, :])), 0)
            place = np.ix_(who[block], who)
            total[place] = np.maximum(total[place], worth)
            alike = parts[chosen[block]] @ wholes.T
            worth = np.where(alike >= SAME_WHOLE, alike * (0.4 + 0.6 * share[block][:, None]), 0)
            total[who[block]] = np.maximum(total[who[block]], worth)
    both: Array = np.maximum(total, total.T)
    return both


def worth_of(whole: Array, component: Array) -> Array:
    """What each pair is worth on the plane, 0 for one that does not count."""
    found = np.zeros_like(whole)
    for likenesses, (least, lowest, highest) in ((whole, WHOLE), (component, COMPONENT)):
        worth = lowest + (highest - lowest) * (likenesses - least) / (1 - least)
        found = np.maximum(found, np.where(likenesses >= least, worth, 0))
    return found


def listed_pairs(paths: list[Path], known: set[str]) -> tuple[set[tuple[str, str]], set[str]]:
    """(pairs of head and member that the lists name, the heads)."""
    pairs, heads = set(), set()
    for path in paths:
        for line in path.read_text("utf-8").replace("\r", "\n").splitlines():
            group = "" if line.startswith("#") else "".join(line.split())
            heads |= set(group[:1])
            pairs |= {(min(group[0], c), max(group[0], c)) for c in group[1:] if c != group[0]}
    return {pair for pair in pairs if set(pair) <= known}, heads & known


def measure(texts: list[str], alike: Array, folder: Path) -> None:
    """Print recall and precision of thresholds against the lists, and recall among the nearest neighbours."""
    place = {character: at for at, character in enumerate(texts)}
    paths = [p for p in sorted(folder.iterdir()) if p.name in ("zzboy-形近字.txt", "same_stroke.txt")]
    every, _ = listed_pairs(paths, set(texts))
    for path in paths:
        pairs, heads = listed_pairs([path], set(texts))
        likenesses = np.array([alike[place[a], place[b]] for a, b in pairs])
        print(f"{path.name}: {len(pairs)} pairs")
        at = np.array([place[head] for head in sorted(heads)])
        for threshold in (0.5, 0.52, 0.55, 0.6, 0.65, 0.7, 0.8):
            rows, columns = np.nonzero(alike[at] >= threshold)
            found = {(min(texts[at[r]], texts[c]), max(texts[at[r]], texts[c])) for r, c in zip(rows, columns, strict=True)}
            found = {pair for pair in found if pair[0] != pair[1]}
            right = len(found & every) / max(1, len(found))
            print(f"  from {threshold}: recall {np.mean(likenesses >= threshold):.3f}  precision at least {right:.3f}")
        for nearest in (5, 10, 20, 50):
            ranks = [min((alike[place[x]] > alike[place[a], place[b]]).sum() for x in (a, b)) - 1 for a, b in pairs]
            print(f"  among the {nearest} nearest: {np.mean(np.array(ranks) < nearest):.3f}")


def main() -> None:
    """Draw, compare, write the table; measure where lists are given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/opentype/noto"), help="folder of the typefaces")
    parser.add_argument("--measure", type=Path, help="folder with lists of look-alike characters")
    arguments = parser.parse_args()
    texts = characters()
    whole, component = likeness(texts, arguments.fonts), components(texts, arguments.fonts)
    alike = worth_of(whole, component)
    if arguments.measure:
        for title, values in (("as a whole", whole), ("by a component", component), ("worth on the plane", alike)):
            print(title)
            measure(texts, values, arguments.measure)
    lines = []
    for at, character in enumerate(texts):
        others = np.nonzero(alike[at, at + 1 :] >= KEPT)[0] + at + 1
        if len(others):
            lines.append(character + "".join(f"{texts[o]}{min(99, round(float(alike[at, o]) * 100)):02d}" for o in others))
    head = (
        "# Look-alike characters: a character, then each later one that looks like it, with what that is worth in hundredths.\n"
        f"# Computed by eval/make_look_alikes.py from Noto Sans CJK and Noto Serif CJK on {today()}: {len(texts)} characters,\n"
        f"# pairs from {KEPT:.2f}.\n"
    )
    TABLE.write_text(head + "\n".join(lines) + "\n", "utf-8")
    print(f"{sum((len(line) - 1) // 3 for line in lines)} pairs in {TABLE.name}, {TABLE.stat().st_size} bytes")
    for pair in (
        "己已",
        "已巳",
        "未末",
        "土士",
        "大太",
        "大犬",
        "太犬",
        "日曰",
        "人入",
        "王玉",
        "干千",
        "哒达",
        "金全",
        "鸟乌",
        "龙龍",
    ):
        print(pair, round(float(alike[texts.index(pair[0]), texts.index(pair[1])]), 3), end="  ")


if __name__ == "__main__":
    main()
