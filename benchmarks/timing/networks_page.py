"""The table of docs/timing.md of networks that others have timed."""

from benchmarks.timing.networks import NETWORKS, Timed, by_board, timed
from benchmarks.timing.page import summary, with_inserted

_BEGIN = "<!-- made by `make benchmark-timing` from benchmarks/timing/networks.csv -->"
_END = "<!-- end of the networks -->"


def with_networks(page: str) -> str:
    """The page with the networks' table of today."""
    return with_inserted(page, _BEGIN, table(), _END)


def table() -> str:
    """A row for each submission, a column for each network, a summary for each board."""
    lines = [
        "| board | binaries | " + " | ".join(NETWORKS) + " |",
        "|---" * (2 + len(NETWORKS)) + "|",
    ]
    summaries = []
    for board, networks in by_board(timed()).items():
        first = networks[0]
        title = f"{board}, {first.core.title()}, {first.clock_hz / 1e6:.0f} MHz"
        for submission in dict.fromkeys(each.submission for each in networks):
            row = [each for each in networks if each.submission == submission]
            lines.append(f"| {title} | {submission} | {' | '.join(_cells(row))} |")
        errors = [each.error for each in networks]
        summaries.append(f"- {summary(f'{board}, {len(errors)} networks', errors)}")
    return "\n".join((*lines, "", *summaries, ""))


def _cells(row: list[Timed]) -> list[str]:
    ratios = {each.network: f"{1 + each.error:.3f}" for each in row}
    return [ratios.get(network, "") for network in NETWORKS]
