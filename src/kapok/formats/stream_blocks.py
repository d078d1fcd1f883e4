"""Read a stream in blocks of a wished size, however little it hands out at a time, and lose nothing when it breaks off."""

from __future__ import annotations

from typing import BinaryIO

from kapok.errors import DamagedInput


class Blocks:
    """Blocks of a stream. When the stream turns out to be damaged, what came before is handed out first; see `damage`."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.damage: DamagedInput | None = None

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end of the stream, b"" behind it."""
        if self.damage is not None:
            return b""
        parts: list[bytes] = []
        missing = size
        while missing > 0:
            try:
                block = self._stream.read(missing)
            except DamagedInput as error:
                self.damage = error
                break
            if not block:
                break
            parts.append(block)
            missing -= len(block)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def raise_damage(self) -> None:
        """To be called when everything that was read has been used: raises the `DamagedInput` that was met, if any."""
        if self.damage is not None:
            raise self.damage
