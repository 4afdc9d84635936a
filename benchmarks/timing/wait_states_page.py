"""The table of docs/timing.md of functions that others have timed on an STM32F103."""

from benchmarks.timing.page import summary, with_inserted
from benchmarks.timing.wait_states import by_function, waiting_functions

_BEGIN = "<!-- made by `make benchmark-timing` from benchmarks/timing/wait_states.csv -->"
_END = "<!-- end of the wait states -->"
_CLOCKS = {0: "24 MHz, no wait states", 1: "48 MHz, one", 2: "72 MHz, two"}


def with_wait_states(page: str) -> str:
    """The page with the table of today."""
    return with_inserted(page, _BEGIN, table(), _END)


def table() -> str:
    """A row for each function and place of its tables."""
    lines = [
        f"| source | function | tables in | {' | '.join(_CLOCKS.values())} |",
        "|---|---|---|---|---|---|",
    ]
    for (source, name, tables_in), row in by_function().items():
        ratios = " | ".join(f"{1 + each.error:.3f}" for each in row)
        lines.append(f"| {source} | {name} | {tables_in} | {ratios} |")
    return "\n".join((*lines, "", *(f"- {line}" for line in summaries()), ""))


def summaries() -> list[str]:
    """Mean and worst error at each number of wait states."""
    return [
        summary(clock, [e.error for e in waiting_functions() if e.wait_states == wait_states])
        for wait_states, clock in _CLOCKS.items()
    ]
