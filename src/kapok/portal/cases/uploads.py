"""Files that arrive: bounded while they arrive, hashed on arrival, recognised by content, kept under their digest."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from kapok.errors import InputError, NotFound

FOLDER = "documents"
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
"""First bytes -> what the file is. Names and what a browser says of a file are not trusted."""
OFFICE_PARTS = {b"word/": "docx", b"xl/": "xlsx"}
_DOCUMENT_ID = re.compile(rb'DocumentID(?:>([^<"]{8,80})<|="([^"]{8,80})")')
_OFFICE = "application/vnd.openxmlformats-officedocument"


class BoundedUpload(FileUploadHandler):
    """Writes each file to a temporary one and hashes it as it arrives; ends the request when a file is too large."""

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """A file begins."""
        super().new_file(*arguments, **named)
        self.file = TemporaryUploadedFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece arrives."""
        if start + len(raw_data) > settings.KAPOK_CONFIG.max_upload_bytes:
            self.file.close()
            raise RequestDataTooBig(f"a file may have {settings.KAPOK_CONFIG.max_upload_bytes} bytes")
        self.digest.update(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile:
        """The file is whole."""
        self.file.seek(0)
        self.file.size = file_size
        self.file.kapok_sha256 = self.digest.hexdigest()
        return self.file

    def upload_interrupted(self) -> None:
        """The rest will not come."""
        if hasattr(self, "file"):
            self.file.close()


@dataclass(frozen=True)
class Arrived:
    """A file that is kept: digest of its bytes (hex SHA-256), size, what it is."""

    sha256: str
    size: int
    media_type: str
    name: str


def media_type_of(head: bytes) -> str:
    """What a file is by its first kilobytes; text is `text/plain`, unknown bytes `application/octet-stream`."""
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return _zip_type(head) if media_type == "application/zip" else media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4 or not head:
            return "application/octet-stream"
        text = head[: error.start].decode("utf-8")
    if "\x00" in text or text.lstrip().lower().startswith(("<!doctype html", "<html", "<script", "<svg", "<?xml")):
        return "application/octet-stream"
    return "text/plain"


def _zip_type(head: bytes) -> str:
    for part, name in OFFICE_PARTS.items():
        if part in head:
            kind = "wordprocessingml.document" if name == "docx" else "spreadsheetml.sheet"
            return f"{_OFFICE}.{kind}"
    return "application/zip"


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie. Raises InputError for what is no digest."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise InputError(
            "This is no digest of a file", "a digest has 64 characters 0-9 a-f", "Follow the link on the case page"
        )
    home: Path = settings.KAPOK_CONFIG.home
    return home / FOLDER / sha256[:2] / sha256


def keep_upload(file: Any, allowed: tuple[str, ...] = ()) -> Arrived:
    """Keep an uploaded file under its digest. Raises InputError when it is empty or not one of the `allowed` media types."""
    name = clean_name(file.name or "")
    head = file.read(65536)
    file.seek(0)
    if not head:
        raise InputError(f"The file '{name}' is empty", "", "Choose another file")
    media_type = media_type_of(head)
    if allowed and media_type not in allowed:
        raise InputError(
            f"The file '{name}' is of another kind than asked for",
            f"it is {media_type}, by its content",
            f"Hand in one of: {', '.join(allowed)}",
        )
    digest = getattr(file, "kapok_sha256", "") or _digest(file)
    _store(file, path_of(digest))
    return Arrived(digest, file.size, media_type, name)


def keep_bytes(data: bytes) -> str:
    """Keep bytes that the platform made; returns their digest."""
    digest = hashlib.sha256(data).hexdigest()
    with tempfile.SpooledTemporaryFile(max_size=len(data) + 1) as file:
        file.write(data)
        file.seek(0)
        _store(file, path_of(digest))
    return digest


def open_kept(sha256: str) -> BinaryIO:
    """The bytes with this digest. Raises NotFound when they are not here."""
    path = path_of(sha256)
    if not path.is_file():
        raise NotFound("The file is not here any more", "only its digest is kept", "Ask whoever handed it in for the file")
    return path.open("rb")


def instance_of(pdf: bytes) -> str:
    """The document id that the metadata (XMP) of a PDF state; "" where they state none."""
    found = _DOCUMENT_ID.search(pdf)
    return next((part.decode("ascii", "replace")[:80] for part in found.groups() if part), "") if found else ""


def clean_name(name: str) -> str:
    """The last part of a file name without control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    return kept.strip(". ")[-120:] or "file"


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def _store(file: Any, path: Path) -> None:
    """Write the bytes beside their place, flush them to the disk, then move them there; the same bytes are kept once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as target:
        while piece := file.read(1 << 20):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    file.seek(0)
    draft.replace(path)
