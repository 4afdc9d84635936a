"""A rendered project on disk: written whole or not at all, and never over a user's own changes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from generator.errors import RequestError

_MANIFEST = ".generator.json"
_SHOWN = 3


def write(files: Mapping[str, str], directory: Path, *, force: bool = False) -> int:
    """Writes path -> text below the directory; how many files are new or changed.

    Files that are as they should be are left alone, so that Ninja rebuilds only what differs.
    Files that an earlier render wrote and this one does not are removed.
    Raises RequestError, before anything is written, if a file there is not as we last wrote it.
    """
    if directory.exists() and not directory.is_dir():
        raise RequestError("This is a file, not a folder.", where=str(directory))
    before = _read_manifest(directory)
    digests = {path: _digest(text.encode()) for path, text in files.items()}
    stale = sorted(set(before) - set(files))
    if not force:
        _refuse_to_overwrite(directory, before, digests, stale)
    changed = [path for path in files if _digest_of(directory / path) != digests[path]]
    try:
        for path in changed:
            _write_file(directory / path, files[path])
        for path in stale:
            (directory / path).unlink(missing_ok=True)
        _write_file(directory / _MANIFEST, json.dumps(digests, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise RequestError(
            f"The project cannot be written: {error.strerror}.", where=str(error.filename)
        ) from error
    return len(changed)


def _refuse_to_overwrite(
    directory: Path, before: Mapping[str, str], after: Mapping[str, str], stale: list[str]
) -> None:
    """A file may be replaced if it is what we wrote last time, or already what we want."""
    mine = []
    for path in (*after, *stale):
        found = _digest_of(directory / path)
        if found is not None and found not in (before.get(path), after.get(path)):
            mine.append(path)
    if mine:
        shown = ", ".join(mine[:_SHOWN]) + (" and others" if len(mine) > _SHOWN else "")
        raise RequestError(
            f"{shown} would be overwritten, but was not written by the generator or changed since.",
            where=str(directory),
            hint="Choose another folder with -o, or add --force to overwrite.",
        )


def _write_file(path: Path, text: str) -> None:
    """Through a neighbour, so that no reader ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f"{path.name}.new")
    neighbour.write_text(text, encoding="utf-8", newline="\n")
    neighbour.replace(path)


def _read_manifest(directory: Path) -> dict[str, str]:
    path = directory / _MANIFEST
    if not path.is_file():
        return {}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, dict) else {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str | None:
    return _digest(path.read_bytes()) if path.is_file() else None
