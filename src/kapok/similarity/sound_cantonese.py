"""Sound in Cantonese (Hong Kong, Macao, Guangdong): jyutping without tone, lazy sounds (n/l, ng/zero, gw/g) ranked below."""

from __future__ import annotations

from kapok.similarity.plane import PlaneScore
from kapok.similarity.sound_han import Readings
from kapok.similarity.sound_mandarin import scored


def score(a: Readings, b: Readings) -> PlaneScore:
    """Likeness of two readings in Cantonese; the reasons are those of Mandarin with `_cantonese` added."""
    return scored(a, b, "cantonese", "_cantonese")
