"""Fixtures that every test may use.

`shared_data` is the folder of real records beside the checkout; tests that need it are skipped where it is absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import sample

SHARED = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real records are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def sample_home() -> Path:
    """A home with the sample of all categories."""
    return sample.sample_home()
