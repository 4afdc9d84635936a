"""The table of docs/timing.md of functions that others have timed."""

from benchmarks.timing.functions import functions
from benchmarks.timing.page import summary, with_inserted

_BEGIN = "<!-- made by `make benchmark-timing` from benchmarks/timing/functions.csv -->"
_END = "<!-- end of the functions -->"


def with_functions(page: str) -> str:
    """The page with the functions' table of today."""
    return with_inserted(page, _BEGIN, table(), _END)


def table() -> str:
    """A row for each core and source."""
    lines = ["| core | source | functions | predicted / measured |", "|---|---|---|---|"]
    groups = dict.fromkeys((each.core, each.source) for each in functions())
    for core, source in groups:
        row = [each for each in functions() if (each.core, each.source) == (core, source)]
        names = ", ".join(each.name for each in row)
        ratios = " ".join(f"{1 + each.error:.3f}" for each in row)
        lines.append(f"| {core.title()} | {source} | {names} | {ratios} |")
    cores = dict.fromkeys(each.core for each in functions())
    summaries = (
        f"- {summary(core.title(), [each.error for each in functions() if each.core == core])}"
        for core in cores
    )
    return "\n".join((*lines, "", *summaries, ""))
