"""The results of `bench` as a page of Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.bench import peers
from generator.bench.peers import beside
from generator.bench.records import Record
from generator.bench.regressions import Change, Comparison
from generator.reports.bench_text import OTHERS, TITLE, figures, peer_cells

_HEAD = """
Whole firmwares with console and benchmark: compiled, linked, booted, and measured by the cycle
counter of the core they run on. Milliseconds and cycles are the mean of the counted inferences,
flash is all that is flashed, RAM is arena, other variables and the deepest that the stack has been.
"""
_SIMULATED = """
Times with a band (±) are simulated; [docs/timing.md](timing.md) says how they come about, and how
far they may be off.
"""
_COLUMNS = ("board", "core", "-O", "MHz", "ms", "±", "per s", "cycles/MAC", "flash", "RAM", "arena")


def render(
    records: Sequence[Record],
    comparison: Comparison | None = None,
    plot: str = "",
    title: str = "",
) -> str:
    """The whole page. plot: the path of a picture to show, "" for none."""
    measured = [record for record in records if record.status == "measured"]
    simulated = any(record.figure("source") != "serial" for record in measured)
    parts = [f"# {title or TITLE}\n" + _HEAD + (_SIMULATED if simulated else "")]
    parts += [f"![Milliseconds of every model on every board]({plot})\n"] if plot else []
    parts += [_changes(comparison)] if comparison else []
    parts += [_overview(measured), _others(measured)]
    parts += [_model(name, rows) for name, rows in _by_model(records).items()]
    parts.append(_compilers(measured))
    return "\n".join(part for part in parts if part)


def _by_model(records: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.cell.name, []).append(record)
    return found


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """The first columns read from the left, the others are numbers."""
    rules = [":--" if i < left else "--:" for i in range(len(columns))]
    lines = (columns, rules, *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _overview(measured: Sequence[Record]) -> str:
    """Milliseconds of the fastest firmware: a row for each board, a column for each model."""
    names = list(_by_model(measured))
    best: dict[tuple[str, str], float] = {}
    for r in measured:
        key = (r.cell.board, r.cell.name)
        best[key] = min(best.get(key, float("inf")), r.milliseconds or 0.0)
    boards = sorted({r.cell.board for r in measured})
    if len(boards) * len(names) < 2:
        return ""
    rows = [
        (board, _band(measured, board), *(_milliseconds(best.get((board, name))) for name in names))
        for board in boards
    ]
    return "## Milliseconds\n\n" + _table(("board", "±", *names), rows)


def _band(measured: Sequence[Record], board: str) -> str:
    """The widest of its simulated times; one board has one, as a rule."""
    bands = [r.band_percent or 0.0 for r in measured if r.cell.board == board]
    return f"{max(bands):g} %" if max(bands) else ""


def _milliseconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _model(name: str, records: Sequence[Record]) -> str:
    measured = [record for record in records if record.status == "measured"]
    macs = measured[0].figure("model", "macs") if measured else None
    head = f"## {name}\n"
    if macs is not None:
        head += f"\n{macs:,} multiply-accumulates.\n\n"
        head += _table(_COLUMNS, map(_row, measured), 3)
    return head + _unmeasured(records)


def _row(r: Record) -> tuple[str, ...]:
    core = str(r.figure("core")).removeprefix("cortex-").upper()
    clock, *rest = figures(r)
    arena = f"{r.figure('ram', 'arena_bytes'):,}"
    return (r.cell.board, core, r.cell.goal, clock.removesuffix(" MHz"), *rest, arena)


def _unmeasured(records: Iterable[Record]) -> str:
    refused = [record for record in records if record.status == "no"]
    failed = [record for record in records if record.status == "failed"]
    small = list(dict.fromkeys(r.cell.board for r in refused if "does not fit" in r.reason))
    other = [r for r in (*refused, *failed) if "does not fit" not in r.reason]
    text = f"\nDoes not fit: {', '.join(small)}.\n" if small else ""
    for record in other:
        reason = " ".join(record.reason.split())
        text += f"\nNot measured: {record.cell.board}, -O {record.cell.goal}: {reason}\n"
    return text


def _others(measured: Iterable[Record]) -> str:
    """What others published for the same model on the same core, and where that is from."""
    found = [(record, each) for record in measured for each in beside(record)]
    if not found:
        return ""
    columns = ("model", "board", "-O", "ms", "±", "per s", "flash", "RAM", *OTHERS)
    rows = [(*_short_row(r), *peer_cells(each)) for r, each in found]
    sources = dict.fromkeys(each.peer.source for _, each in found)
    notes = "".join(f"- {name}: {peers.source(name).strip()}\n" for name in sources)
    head = (
        "## Ours, and others with the same model on the same core\n\n"
        "Right of the name are their figures; their time is given as a multiple of ours.\n\n"
    )
    return f"{head}{_table(columns, rows, 3)}\n{notes}"


def _short_row(r: Record) -> tuple[str, ...]:
    _, ms, band, per_second, _, flash, ram = figures(r)
    return (r.cell.name, r.cell.board, r.cell.goal, ms, band, per_second, flash, ram)


def _changes(comparison: Comparison) -> str:
    """What became worse or better than before."""
    columns = ("firmware", "figure", "before", "after", "")
    text = f"## Against the results before, limit {comparison.limit_percent:g} %\n"
    for title, changes in (
        ("Slower or bigger", comparison.worse),
        ("Faster or smaller", comparison.better),
    ):
        if changes:
            text += f"\n{title}:\n\n{_table(columns, map(_change, changes), 2)}"
    for record in comparison.lost:
        text += f"\nNot measured any more: {record.cell}: {' '.join(record.reason.split())}\n"
    if not (comparison.worse or comparison.better or comparison.lost):
        text += "\nNothing changed by more than that.\n"
    return text


def _change(c: Change) -> tuple[str, ...]:
    return (str(c.cell), c.figure, f"{c.before:,}", f"{c.after:,}", f"{c.percent:+.2f} %")


def _compilers(measured: Iterable[Record]) -> str:
    """What the firmwares were made with, and by which flags."""
    made: Mapping[str, None] = dict.fromkeys(
        f"{r.figure('compiler')}, {r.figure('flags')}" for r in measured
    )
    lines: Iterator[str] = (f"- {each}\n" for each in made)
    return "## Made with\n\n" + "".join(lines) if made else ""
