"""The tables of docs/timing.md that are made of committed figures."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.timing.cases import FITTED, Case, cases
from benchmarks.timing.leave_one_out import errors_left_out

PAGE = Path(__file__).parents[2] / "docs" / "timing.md"
BEGIN = "<!-- made by `make benchmark-timing` from benchmarks/timing/cases.csv -->"
END = "<!-- end of what is made -->"


def tables() -> str:
    """Predicted against measured for every case of both cores, in Markdown."""
    return "\n".join(_of_core(core) for core in FITTED)


def updated(page: str) -> str:
    """The page with the tables of today."""
    return with_inserted(page, BEGIN, tables(), END)


def with_inserted(page: str, begin: str, made: str, end: str) -> str:
    """The page with what is made between two of its lines."""
    before, rest = page.split(begin)
    return f"{before}{begin}\n\n{made}\n{end}{rest.split(end)[1]}"


def summary(name: str, errors: Sequence[float]) -> str:
    """`name: mean 2.0 %, worst 6.9 %`."""
    sizes = [100 * abs(error) for error in errors]
    return f"{name}: mean {sum(sizes) / len(sizes):.1f} %, worst {max(sizes):.1f} %"


def _of_core(core: str) -> str:
    found, costs = cases(core), FITTED[core]
    errors = [case.error(costs) for case in found]
    left_out = errors_left_out(found, costs)
    lines = [
        f"**{core.title()}**, {len(found)} cases.",
        f"{summary('With the costs in use', errors)};",
        f"{summary('leaving out the programs that a case belongs to', left_out)}.",
        "",
        "| program | implementation | phases | predicted / measured | left out |",
        "|---|---|---|---|---|",
    ]
    rows = zip(found, errors, left_out, strict=True)
    for (program, implementation), group in groupby(rows, key=_program):
        lines.append(_row(program, implementation, tuple(group)))
    return "\n".join((*lines, ""))


def _program(row: tuple[Case, float, float]) -> tuple[str, str]:
    return row[0].program, row[0].implementation


def _row(program: str, implementation: str, rows: Sequence[tuple[Case, float, float]]) -> str:
    phases = ", ".join(case.phase for case, _, _ in rows)
    now = " ".join(f"{1 + error:.3f}" for _, error, _ in rows)
    without = " ".join(f"{1 + error:.3f}" for _, _, error in rows)
    return f"| {program} | {implementation} | {phases} | {now} | {without} |"
