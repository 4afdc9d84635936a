"""The figures of a record in columns, for CSV and tables."""

import csv
import io
from collections.abc import Callable, Iterable

from generator.bench.records import Record

Figure = str | int | float | None

COLUMNS: dict[str, Callable[[Record], Figure]] = {
    "model": lambda r: r.cell.model,
    "board": lambda r: r.cell.board,
    "goal": lambda r: r.cell.goal,
    "status": lambda r: r.status,
    "core": lambda r: r.figure("core"),
    "clock_hz": lambda r: r.figure("clock_hz"),
    "milliseconds": lambda r: r.milliseconds,
    "band_percent": lambda r: r.band_percent,
    "inferences_per_second": lambda r: 1e3 / r.milliseconds if r.milliseconds else None,
    "cycles": lambda r: r.figure("inference", "cycles", "mean"),
    "cycles_per_mac": lambda r: r.cycles_per_mac,
    "instructions": lambda r: r.figure("inference", "instructions"),
    "macs": lambda r: r.figure("model", "macs"),
    "flash_bytes": lambda r: r.figure("flash", "used_bytes"),
    "ram_bytes": lambda r: r.figure("ram", "used_bytes"),
    "arena_bytes": lambda r: r.figure("ram", "arena_bytes"),
    "source": lambda r: r.figure("source"),
    "compiler": lambda r: r.figure("compiler"),
    "model_sha256": lambda r: r.model_sha256,
    "reason": lambda r: " ".join(r.reason.split()),
}


def as_csv(records: Iterable[Record]) -> str:
    """A heading and a row for each record; what is not known is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records:
        row = (column(record) for column in COLUMNS.values())
        writer.writerow("" if v is None else f"{v:.6g}" if isinstance(v, float) else v for v in row)
    return text.getvalue()
