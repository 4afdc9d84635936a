"""Where files lie: the checkout's or the installed package's own, and the user's."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `templates`, `boards` or `cmake`, of the checkout or of the installed package."""
    installed = _PACKAGE / "_checkout" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def user_tasks() -> Path:
    """The folder of the tasks trained on this computer, one folder for each; it may not exist.

    `$GENERATOR_HOME/tasks`, else `$XDG_DATA_HOME/generator/tasks`, by default
    `~/.local/share/generator/tasks` (XDG Base Directory Specification, section 3).
    """
    home = os.environ.get("GENERATOR_HOME")
    if home:
        return Path(home) / "tasks"
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "generator" / "tasks"
