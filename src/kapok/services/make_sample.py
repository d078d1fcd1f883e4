"""Make the sample and load it the way any file is loaded."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from kapok.records.record import Record, encode
from kapok.services.load_source import LoadReport, load_source
from kapok.services.sample.others import others
from kapok.services.sample.rights import designs, indications, marks, patents

SEED = 20231231


def sample_records() -> Iterator[Record]:
    """All sample records, the same every time: about 600 in all 15 categories."""
    words = yaml.safe_load((Path(__file__).parent / "sample" / "words.yaml").read_text(encoding="utf-8"))
    rng = random.Random(SEED)
    yield from patents(words, rng, 160)
    yield from marks(words, rng, 160)
    yield from designs(words, rng, 40)
    yield from indications(words, rng, 24)
    yield from others(words, rng, 16)


def make_sample(home: Path) -> LoadReport:
    """Write the sample to a temporary file and load it; loading it again changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample"
        with file.open("wb") as handle:
            for record in sample_records():
                handle.write(encode(record) + b"\n")
        return load_source(home, [str(file)], format_name="kapok-jsonl")
