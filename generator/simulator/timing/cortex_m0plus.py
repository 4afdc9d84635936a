"""Cortex-M0+: two stages, costs as in its manual (DDI0484C, 3.3); docs/timing.md."""

from generator.simulator.timing.pipeline_v6m import CYCLE, FixedCosts

BAND_PERCENT = 2.0
"""The costs are fixed by the manual; no run on a board has been compared."""

RULES = FixedCosts(taken_branch=CYCLE, special=3 * CYCLE, entry_cycles=15)
