"""What is measured in a picture so that its shape and colours can be compared: a few short vectors, under a kilobyte.

Each view of the picture (`figure_views`) becomes a vector of contours (`figure_gradients`), projected (`figure_learned`) and
rounded to one byte a number. Colours are kept apart, as shares, so that another colouring does not hide the same shape.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from kapok.errors import BackendError
from kapok.similarity.figure_gradients import Floats, contours
from kapok.similarity.figure_ground import Sheet, lay_out
from kapok.similarity.figure_learned import learned, project
from kapok.similarity.figure_views import Views, kept_views, query_views
from kapok.similarity.picture import decode_picture

STEPS = 127.0
"""A number from -1 to 1 is kept as a whole number from -127 to 127."""
HUES = 12
COLOURS = HUES + 3
"""Shares that are kept: of twelve hues, and of dark, grey and light."""


class Features(Struct, frozen=True):
    """Measured shape and colours of one picture. `views`: rows of signed bytes, one row a view; `roles`: what each view

    shows (places in `ROLES`); `colours`: shares of `COLOURS` colours, 255 is all. `version` of the measuring.
    """

    version: int
    roles: bytes
    views: bytes
    colours: bytes

    def rows(self) -> Floats:
        """The views as (n, DIMENSIONS) numbers of about length 1; `BackendError` for features of another version."""
        if self.version != learned().version or not self.roles:
            raise BackendError(
                "The features of a picture cannot be compared",
                f"they were measured by version {self.version}, this is version {learned().version}",
                "Run 'kapok reindex' to measure the pictures again",
            )
        return np.frombuffer(self.views, dtype=np.int8).reshape(len(self.roles), -1).astype(np.float32) / np.float32(STEPS)

    def weights(self) -> Floats:
        """What a match of each view counts, by its role."""
        return learned().roles[np.frombuffer(self.roles, dtype=np.uint8)]


def features_of(data: bytes) -> Features:
    """The features of a picture to keep (at most three views); `InputError` for a file that is no usable picture."""
    sheet = lay_out(decode_picture(data))
    return _measured(sheet, kept_views(sheet))


def query_features_of(data: bytes) -> Features:
    """As `features_of` for the picture that is asked about: also turned, and as if something had been cut off."""
    sheet = lay_out(decode_picture(data))
    return _measured(sheet, query_views(sheet))


def _measured(sheet: Sheet, views: Views) -> Features:
    roles, squares, strengths = views
    rows = np.rint(project(contours(squares, strengths)) * STEPS).astype(np.int8)
    return Features(learned().version, bytes(roles), rows.tobytes(), _colours(sheet).tobytes())


def _colours(sheet: Sheet) -> NDArray[np.uint8]:
    """Shares of the colours of what is drawn."""
    drawn = sheet.strength > 0.5
    hue, saturation, value = (channel[drawn].astype(np.int32) for channel in np.moveaxis(
        np.asarray(sheet.picture.convert("HSV")), 2, 0))  # fmt: skip
    coloured = (saturation > 60) & (value > 50)
    place = np.where(coloured, ((hue + 256 // HUES // 2) % 256) * HUES // 256, HUES + np.digitize(value, (80, 190)))
    shares = np.bincount(place, minlength=COLOURS) / max(1, place.size)
    rounded: NDArray[np.uint8] = np.rint(shares * 255).astype(np.uint8)
    return rounded


def colour_likeness(a: bytes, b: bytes) -> float:
    """How much of the drawn surface has colours that both have: 0 to 1."""
    first, second = (np.frombuffer(each, dtype=np.uint8).astype(np.float32) for each in (a, b))
    most = max(float(first.sum()), float(second.sum()))
    return float(np.minimum(first, second).sum()) / most if most else 0.0
