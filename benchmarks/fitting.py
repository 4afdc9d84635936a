"""Fits what layers take to the terms of their work: few terms, none of them negative."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.layers import LayerCount
from generator.graph import Array
from generator.predict.work import TERMS

_MOST_TERMS = 4
# Below so many cycles an error does not matter.
_NEGLIGIBLE_CYCLES = 500.0
# Another term must lower the mean square error to this part of it.
_WORTH_A_TERM = 0.8
# And there must be so many layers for each.
_LAYERS_FOR_A_TERM = 6
_FOLDS = 12
_BAND_OF_A_FEW_LAYERS_PERCENT = 50.0
_A_FEW_LAYERS = 3
_LEAST_BAND_PERCENT = 5.0
_OF_LAYERS_PERCENT = 90.0

Kernel = dict[str, object]


def fit_kernel(layers: Sequence[LayerCount]) -> Kernel:
    """The factors of a kernel for everything that was counted, and their band."""
    distinct = list({layer.work: layer for layer in layers}.values())
    counted = sorted({what for layer in distinct for what in layer.counted})
    factors = {what: _named(_fit(distinct, what)) for what in counted}
    return {
        "band_percent": _band_percent(distinct),
        "layers": len(distinct),
        "models": len({layer.model for layer in distinct}),
        "factors": {what: found for what, found in factors.items() if found},
    }


def _named(factors: Array) -> Mapping[str, float]:
    return {t: float(f"{f:.4g}") for t, f in zip(TERMS, factors, strict=True) if f > 0}


def _fit(layers: Sequence[LayerCount], what: str) -> Array:
    """The factors with the least error relative to the layers' cycles."""
    work = np.array([layer.work for layer in layers])
    taken = np.array([layer.counted[what] for layer in layers])
    weight = 1.0 / (np.array([layer.counted["cycles"] for layer in layers]) + _NEGLIGIBLE_CYCLES)
    best, best_error = np.zeros(len(TERMS)), np.mean((taken * weight) ** 2) + 1e-9
    most = min(_MOST_TERMS, 1 + len(layers) // _LAYERS_FOR_A_TERM)
    tried = _columns(what) if most > 1 else _plainest(work)
    for columns in _subsets(work, tried, most):
        found, *_ = np.linalg.lstsq(work[:, columns] * weight[:, None], taken * weight)
        error = np.mean(((work[:, columns] @ found - taken) * weight) ** 2) + 1e-9
        added = len(columns) - np.count_nonzero(best)
        if (found >= 0).all() and error < best_error * _WORTH_A_TERM ** max(added, 0.1):
            best, best_error = np.zeros(len(TERMS)), error
            best[columns] = found
    return best


def _columns(what: str) -> list[int]:
    """The terms that may explain a count: how many constants there are costs reads, not cycles."""
    return [i for i, term in enumerate(TERMS) if what != "cycles" or term != "constants"]


def _plainest(work: Array) -> list[int]:
    """The terms of which a few layers are fitted by one: MACs, or what else is counted."""
    names = ("macs",) if work[:, 0].any() else ("outputs", "gathered", "inputs")
    return [TERMS.index(name) for name in names]


def _subsets(work: Array, columns: Sequence[int], most: int) -> Iterator[list[int]]:
    """The terms to try, the fewest first."""
    present = [column for column in columns if work[:, column].any()]
    for size in range(1, most + 1):
        yield from map(list, itertools.combinations(present, size))


def _band_percent(layers: Sequence[LayerCount]) -> int:
    """How far the factors are off for layers that they were not fitted to."""
    if len(layers) < _A_FEW_LAYERS:
        return round(_BAND_OF_A_FEW_LAYERS_PERCENT)
    errors: list[float] = []
    for fold in range(min(_FOLDS, len(layers))):
        others = layers[fold::_FOLDS]
        known = [layer for layer in layers if layer not in others]
        errors += _errors(others, _fit(known, "cycles"))
    worst = 100 * float(np.percentile(errors, _OF_LAYERS_PERCENT))
    return round(max(_LEAST_BAND_PERCENT, worst))


def _errors(layers: Sequence[LayerCount], factors: Array) -> list[float]:
    """By which part the greater of estimate and truth exceeds the other."""
    truth = np.array([layer.counted["cycles"] for layer in layers]) + _NEGLIGIBLE_CYCLES
    estimate = np.array([layer.work for layer in layers]) @ factors + _NEGLIGIBLE_CYCLES
    return list(np.maximum(estimate / truth, truth / estimate) - 1.0)
