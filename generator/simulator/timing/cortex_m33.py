"""Cortex-M33: limited dual issue as in docs/timing.md, within 8 %."""

from generator.simulator.timing.limited_dual_issue import LimitedDualIssue

BAND_PERCENT = 8.0

RULES = LimitedDualIssue()
