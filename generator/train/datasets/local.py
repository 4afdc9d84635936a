"""Finds a data set's files on this computer."""

import os
from pathlib import Path

from generator.errors import RequestError


def root(data: Path | None) -> Path:
    """The folder `data`, by default `$GENERATOR_DATA` or else `../shared/data`."""
    return data or Path(os.environ.get("GENERATOR_DATA", "../shared/data"))


def find(path: str, data: Path | None) -> Path | None:
    """The file in the folder `root(data)`.

    None where the default folder has none. Raises RequestError where `data` is given
    and does not.
    """
    found = root(data) / path
    if found.is_file():
        return found
    if data is not None:
        raise RequestError(
            f"This folder holds no {path}.",
            where=str(data),
            hint="Without --data the file is looked for elsewhere, or else downloaded.",
        )
    return None
