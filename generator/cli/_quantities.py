"""Quantities on the command line: a number with its unit, 50ms, 2mJ, 64KiB."""

import math
import re
from collections.abc import Callable, Mapping

import click

Callback = Callable[[click.Context, click.Parameter, str | None], float | None]


def quantity(name: str, units: Mapping[str, float]) -> Callback:
    """A click callback that reads a number above 0 with one of the units, or the first of them.

    The option becomes the number in the unit whose factor is 1; None where it is not given.
    """
    factors = {unit.lower(): factor for unit, factor in units.items()}
    factors[""] = next(iter(units.values()))

    def read(context: click.Context, option: click.Parameter, word: str | None) -> float | None:
        if word is None:
            return None
        match = re.fullmatch(r"\s*([0-9.]+)\s*([a-zA-Zµ]*)\s*", word)
        number = _number(match[1]) if match else math.nan
        if match is None or not number > 0 or match[2].lower() not in factors:
            known = ", ".join(units)
            text = f"{word!r} is no {name}: a number above 0 and one of {known}."
            raise click.BadParameter(text, context, option)
        return number * factors[match[2].lower()]

    return read


def _number(digits: str) -> float:
    try:
        return float(digits)
    except ValueError:
        return math.nan


milliseconds = quantity("duration", {"ms": 1.0, "us": 1e-3, "µs": 1e-3, "s": 1e3})
microjoules = quantity("energy", {"mJ": 1e3, "uJ": 1.0, "µJ": 1.0, "J": 1e6})
size_bytes = quantity("size", {"B": 1, "KiB": 1024, "MiB": 1024**2, "K": 1024, "M": 1024**2})
