"""Cortex-M7: dual issue as in docs/timing.md, within 15 % with caches that are hot."""

from generator.simulator.timing.dual_issue import DualIssue

BAND_PERCENT = 15.0

RULES = DualIssue()
