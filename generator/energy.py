"""The energy of an inference, estimated: E = V · I · t."""

import math
from dataclasses import dataclass

from generator.boards.facts import Board
from generator.boards.power import run_current
from generator.figures import figure


@dataclass(frozen=True)
class Energy:
    """An estimate in microjoules, never a measurement.

    least_uj, most_uj: between which it should lie: the range of the current, and that of the time.
    estimate_uj: their geometric mean. least_ma, most_ma: the current. supply_volts: at this supply;
    that of a board may differ. kind, source, note: see `boards.power.RunCurrent`.
    """

    estimate_uj: float
    least_uj: float
    most_uj: float
    least_ma: float
    most_ma: float
    supply_volts: float
    kind: str
    source: str
    note: str


def energy(board: Board, milliseconds: float, band_percent: float) -> Energy | None:
    """The energy of so much time on a board; None where nobody knows what its part draws.

    band_percent: the time may be shorter or longer by this factor of 1 + band / 100.
    """
    current = run_current(board)
    if current is None:
        return None
    factor = 1 + band_percent / 100
    # volts x milliamperes x milliseconds are microjoules.
    least = current.supply_volts * current.least_ma * milliseconds / factor
    most = current.supply_volts * current.most_ma * milliseconds * factor
    return Energy(
        estimate_uj=math.sqrt(least * most),
        least_uj=least,
        most_uj=most,
        least_ma=current.least_ma,
        most_ma=current.most_ma,
        supply_volts=current.supply_volts,
        kind=current.kind,
        source=current.source,
        note=current.note,
    )


def in_words(found: Energy | None) -> str:
    """For people: "3.1 mJ, estimated (2.4 to 4.1; 27 to 36 mA at 3.3 V, data sheet)"."""
    if found is None:
        return "unknown: nobody has told us what this part draws at this clock"
    unit, scale = ("mJ", 1e3) if found.most_uj >= 1e3 else ("µJ", 1.0)
    figures = [figure(uj / scale) for uj in (found.estimate_uj, found.least_uj, found.most_uj)]
    return (
        f"{figures[0]} {unit}, estimated ({figures[1]} to {figures[2]}; {found.least_ma:.3g} to "
        f"{found.most_ma:.3g} mA at {found.supply_volts:g} V, {found.kind})"
    )
