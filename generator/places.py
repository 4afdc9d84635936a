"""Where templates, boards and CMake files lie: in the checkout, or inside the installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `templates`, `boards` or `cmake`, of the checkout or of the installed package."""
    installed = _PACKAGE / "_checkout" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
