"""`kill -9` while entries are appended: nothing confirmed is lost, nothing stands twice, the log still verifies."""

from __future__ import annotations

from pathlib import Path

from bench.kill_evidence import kill_rounds


def test_a_killed_log_goes_on(tmp_path: Path) -> None:
    entries, _ = kill_rounds(tmp_path, 3)
    assert entries > 0
