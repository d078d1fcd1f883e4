"""The quarantine file of a load: every rejected record with its place, reason and raw bytes, kept for a person to look at."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import msgspec

from kapok.formats.ports import Rejected


class Quarantine:
    """Appends JSON lines `{file, position, reason, text|base64}`; a resumed load cuts it back to `position`."""

    def __init__(self, folder: Path, load_id: int, position: int = 0) -> None:
        self.path = folder / f"load-{load_id:06d}.jsonl"
        self._waiting: list[bytes] = []
        if self.path.exists():
            with self.path.open("r+b") as handle:
                handle.truncate(position)
        self.position = position

    def add(self, file: str, rejected: Rejected) -> None:
        """Remember one rejected record until `flush`."""
        entry: dict[str, Any] = {"file": file, "position": rejected.position, "reason": rejected.reason}
        try:
            entry["text"] = rejected.raw.decode("utf-8")
        except UnicodeDecodeError:
            entry["base64"] = base64.b64encode(rejected.raw).decode("ascii")
        self._waiting.append(msgspec.json.encode(entry) + b"\n")

    def flush(self) -> None:
        """Write what was added; called right before the lake commits the batch it belongs to."""
        if not self._waiting:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as handle:
            handle.write(b"".join(self._waiting))
            self.position = handle.tell()
        self._waiting.clear()
