"""What the kernels of our engine take on each core, as `python -m benchmarks.calibration` found.

Each kernel's cycles are a sum over the terms of its work (`work.py`); the factors were fitted to
layers that the simulator has run. So are the reads that wait for flash, by what stands before it.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.errors import ModelError
from generator.predict.work import TERMS, Work

FILE = Path(__file__).with_name("calibration.json")

Factors = Mapping[str, float]

# A core on which nothing was measured is estimated by one that issues alike, less surely.
_NEAREST = {"cortex-m0": "cortex-m0plus", "cortex-m33": "cortex-m4", "cortex-m55": "cortex-m4"}
_DOUBT_OF_ANOTHER_CORE_PERCENT = 40.0


@dataclass(frozen=True)
class KernelCost:
    """What a kernel takes on a core.

    band_percent: the real figure lies between the estimate divided by and times 1 + band / 100, for
    nine of ten layers that the factors were not fitted to.
    layers, models: how many distinct layers the factors were fitted to, and of how many models.
    factors: by what is counted: "cycles" without waiting, "misses <interface>", "fetch <n>".
    """

    name: str
    band_percent: float
    layers: int
    models: int
    factors: Mapping[str, Factors]

    def of(self, counted: str, work: Work) -> float:
        """How much of that a layer with so much work takes; 0 for what does not happen."""
        factors = self.factors.get(counted, {})
        return sum(factors.get(t, 0.0) * n for t, n in zip(TERMS, work.terms, strict=True))


def cost(core: str, names: Sequence[str]) -> KernelCost:
    """The first of these kernels that is known on a core."""
    measured = core if core in _document() else _NEAREST.get(core, core)
    known = _core(measured)
    for name in names:
        if name in known:
            found = KernelCost(name=name, **known[name])
            doubt = 0.0 if measured == core else _DOUBT_OF_ANOTHER_CORE_PERCENT
            return replace(found, band_percent=found.band_percent + doubt)
    raise ModelError(f"Nothing is known about the speed of {names[0]} on {core}.")


def cores() -> tuple[str, ...]:
    """The cores for which there are estimates."""
    return tuple(_document())


def _core(core: str) -> Mapping[str, Any]:
    if core not in _document():
        raise ModelError(
            f"There are no estimates of latency for {core}.", hint=f"For: {', '.join(cores())}."
        )
    kernels: Mapping[str, Any] = _document()[core]
    return kernels


@functools.cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return document
