"""Cortex-M0: three stages, costs as in its manual (DDI0432C, 3.3); docs/timing.md."""

from generator.simulator.timing.pipeline_v6m import CYCLE, FixedCosts

BAND_PERCENT = 2.0
"""The costs are fixed by the manual; no run on a board has been compared."""

RULES = FixedCosts(taken_branch=2 * CYCLE, special=4 * CYCLE, entry_cycles=16)
