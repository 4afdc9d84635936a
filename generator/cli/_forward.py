"""A `build.ninja` in the working folder that hands its targets on to `build/`.

It makes `ninja flash` work from where the project was generated.
"""

from pathlib import Path

_MARK = "# Written by generator: hands every target on to build/."
_TARGETS = ["firmware", "flash", "erase", "size", "report", "monitor", "debug", "gdbserver", "run"]


def write_forwarder(directory: Path) -> bool:
    """Writes it, unless a `build.ninja` of somebody else's lies there; whether it is ours now."""
    path = directory / "build.ninja"
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(_MARK):
        return False
    rules = [
        _MARK,
        "rule forward",
        "  command = ninja -C build --quiet $out",
        "  description = ninja -C build $out",
        "  pool = console",
        *(f"build {target}: forward" for target in _TARGETS),
        "default firmware",
        "",
    ]
    path.write_text("\n".join(rules), encoding="utf-8")
    return True
