"""Public archives, downloaded once into the user's cache folder and checked."""

import hashlib
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.errors import ToolError
from generator.progress import Progress

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Archive:
    """A public file: where it is, and the SHA-256 of its content."""

    url: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, the last part of the URL."""
        return self.url.rpartition("/")[2]


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/generator`, by default `~/.cache/generator`; made when missing."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    path = base / "generator"
    path.mkdir(parents=True, exist_ok=True)
    return path


def fetch(archive: Archive, progress: Progress) -> Path:
    """The archive's file in the cache folder, downloaded the first time.

    Raises ToolError where the download fails or its checksum is wrong.
    """
    path = cache_folder() / archive.name
    if path.is_file():
        return path
    partial = path.with_name(f"{archive.name}.{os.getpid()}.part")
    try:
        digest = _download(archive, partial, progress)
        if digest != archive.sha256:
            raise ToolError(
                f"The downloaded file has the SHA-256 {digest} instead of {archive.sha256}.",
                where=archive.url,
                hint="Try again; a proxy may have answered in the server's place.",
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _reason(error: OSError) -> str:
    """What urllib wraps, in words."""
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner)


def _download(archive: Archive, partial: Path, progress: Progress) -> str:
    try:
        with urllib.request.urlopen(archive.url, timeout=60) as source, partial.open("wb") as file:
            size = int(source.headers.get("Content-Length") or 0)
            return _copy(source, file, size, archive.name, progress)
    except OSError as error:
        raise ToolError(
            f"The data set could not be downloaded: {_reason(error)}.",
            where=archive.url,
            hint="Check the network, or name a folder that holds the data with --data.",
        ) from error


def _copy(source: BinaryIO, file: BinaryIO, size: int, name: str, progress: Progress) -> str:
    digest = hashlib.sha256()
    done = 0
    while chunk := source.read(_CHUNK_BYTES):
        digest.update(chunk)
        file.write(chunk)
        done += len(chunk)
        progress(f"downloading {name}", done, max(size, done))
    return digest.hexdigest()
