"""Would the fitted costs have predicted a program that they were not fitted to?"""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.timing.cases import Case


def fit(known: Sequence[Case], rules: Sequence[str]) -> dict[str, float]:
    """The cost of each rule in cycles that brings the predictions closest: least squares.

    Errors are relative, and each program with its implementation weighs the same.
    """
    programs = [(case.program, case.implementation) for case in known]
    weight = np.array([1 / programs.count(program) for program in programs]) ** 0.5
    shares = np.array([[c.occasions[r] / c.measured_cycles for r in rules] for c in known])
    missing = np.array([-case.error({}) for case in known])
    costs, *_ = np.linalg.lstsq(shares * weight[:, None], missing * weight, rcond=None)
    return dict(zip(rules, map(float, costs), strict=True))


def errors_left_out(all_cases: Sequence[Case], costs: Mapping[str, float]) -> list[float]:
    """The error of each case when the costs are fitted without its family of programs."""
    without = {
        family: fit([case for case in all_cases if case.family != family], tuple(costs))
        for family in {case.family for case in all_cases}
    }
    return [case.error(without[case.family]) for case in all_cases]
