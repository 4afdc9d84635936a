"""The results of cells, one line of JSON each: appended as they come, so that a run can go on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from generator.bench.cells import Cell
from generator.errors import RequestError

Status = Literal["measured", "no", "failed"]


@dataclass(frozen=True)
class Record:
    """How a cell ended.

    status: "measured"; "no", where it does not fit or cannot be computed; "failed", where a tool
    did. reason: why it was not measured, "" if it was.
    model_sha256: of the model file. measurement: as `run --json` writes it (docs/report.md).
    """

    cell: Cell
    status: Status
    reason: str
    model_sha256: str
    measurement: Mapping[str, Any] | None

    def figure(self, *path: str) -> Any:
        """A figure of the measurement, as figure("inference", "cycles", "mean")."""
        value: Any = self.measurement
        for name in path:
            value = None if value is None else value[name]
        return value

    @property
    def milliseconds(self) -> float | None:
        """Of one inference, the mean; exact to the cycle."""
        cycles, clock_hz = self.figure("inference", "cycles", "mean"), self.figure("clock_hz")
        return None if cycles is None else cycles / clock_hz * 1e3

    @property
    def band_percent(self) -> float | None:
        """The error to expect of a simulated time; None for a measured one."""
        return self.measurement.get("band_percent") if self.measurement else None

    @property
    def cycles_per_mac(self) -> float | None:
        """None where there is nothing to multiply."""
        cycles, macs = self.figure("inference", "cycles", "mean"), self.figure("model", "macs")
        return cycles / macs if macs else None


def read(path: Path) -> dict[Cell, Record]:
    """The last record of each cell; {} where there is no such file.

    A last line that was cut off by a crash is left out. Raises RequestError for other damage.
    """
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError("The results cannot be read.", where=str(path)) from error
    records: dict[Cell, Record] = {}
    for number, line in enumerate(lines, 1):
        try:
            record = _record(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):
                break
            raise RequestError("This is no result of `bench`.", where=f"{path}:{number}") from error
        records.pop(record.cell, None)
        records[record.cell] = record
    return records


def _record(facts: dict[str, Any]) -> Record:
    cell = Cell(facts["model"], facts["board"], facts["goal"])
    status, measurement = facts["status"], facts["measurement"]
    if status not in ("measured", "no", "failed") or (status == "measured") != bool(measurement):
        raise ValueError(status)
    return Record(cell, status, facts["reason"], facts["model_sha256"], measurement)


def plain(record: Record) -> dict[str, Any]:
    """The record as plain values."""
    rest = {name: getattr(record, name) for name in ("status", "reason", "model_sha256")}
    return {**asdict(record.cell), **rest, "measurement": record.measurement}


def line(record: Record) -> str:
    """The record as a line, its line end included."""
    return json.dumps(plain(record), ensure_ascii=False) + "\n"


def append(path: Path, record: Record) -> None:
    """Adds a record; what was cut off before it stays on a line of its own."""
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, 2)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line(record).encode())


def rewrite(path: Path, records: Iterable[Record]) -> None:
    """The file anew, sorted, each cell once."""
    ordered = sorted(records, key=lambda r: (r.cell.model, r.cell.board, r.cell.goal))
    neighbour = path.with_name(f"{path.name}.new")
    neighbour.write_text("".join(map(line, ordered)), encoding="utf-8")
    neighbour.replace(path)
