"""A firmware that the linker finds too large, explained in words and numbers."""

import re
from collections import Counter
from pathlib import Path

from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile

from generator.errors import NegativeAnswer

_CURES = {
    "weights": "a smaller or pruned model",
    "kernels": "fewer distinct layer shapes; -Os instead of -O2 in MODEL_FLAGS",
    "samples": "fewer sample inputs",
    "console": "always there",
    "runtime": "always there",
    "arena": "a model with smaller activations",
    "variables": "a model with a smaller input, which is kept twice",
}


def explain_overflow(output: str, build: Path) -> NegativeAnswer | None:
    """What a failed link says about sizes, or None when it failed for another reason."""
    regions = dict(re.findall(r"region `(\w+)' overflowed by (\d+) bytes", output))
    complaints = [f"{name} is {count} bytes too small" for name, count in regions.items()]
    complaints = complaints or re.findall(r"ERROR: (.+?)\.?$", output, re.M)[:1]
    if not complaints:
        return None
    message = "; ".join(complaints)
    return NegativeAnswer(f"The firmware does not fit: {message}.", hint=_table(build))


def _table(build: Path) -> str:
    """Sizes by kind. The link failed, so they are the object files' own."""
    sizes = _object_sizes(build)
    lines = ["Bytes in the object files, before unused functions are dropped:"]
    for kind, cure in _CURES.items():
        lines.append(f"  {kind:<10}{sizes[kind]:>9}  shrinks by: {cure}")
    return "\n  ".join(lines)


def _object_sizes(build: Path) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for path in build.glob("**/firmware.dir/*/*.obj"):
        with path.open("rb") as stream:
            for section in ELFFile(stream).iter_sections():
                flags = section["sh_flags"]
                if flags & SH_FLAGS.SHF_ALLOC:
                    writable = bool(flags & SH_FLAGS.SHF_WRITE)
                    sizes[_kind(path, section.name, writable)] += section["sh_size"]
    return sizes


def _kind(path: Path, section: str, writable: bool) -> str:
    folder, stem = path.parent.name, path.name.split(".")[0]
    if section.startswith(".arena"):
        return "arena"
    if writable:
        return "variables"
    if folder == "model":
        return "weights" if stem == "weights" else "kernels"
    if stem == "sample":
        return "samples"
    return "console" if stem in ("console", "protocol", "print") else "runtime"
