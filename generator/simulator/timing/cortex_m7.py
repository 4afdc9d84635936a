"""Cortex-M7: dual issue as in docs/timing.md, within 15 %, RAM that is cached included."""

from generator.simulator.timing.dual_issue import DualIssue

BAND_PERCENT = 15.0

RULES = DualIssue()
