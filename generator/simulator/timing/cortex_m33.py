"""Cortex-M33: limited dual issue as in docs/timing.md, within 15 %."""

from generator.simulator.timing.limited_dual_issue import LimitedDualIssue

BAND_PERCENT = 15.0

RULES = LimitedDualIssue()
