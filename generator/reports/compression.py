"""What compressing gained and cost: a row for each method, as Markdown, CSV and plot."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator.measurement import Measurement
from generator.plots.canvas import standalone
from generator.plots.scatter import Point, scatter
from generator.score import Score

COLUMNS = (
    *("method", "score", "loss", ".tflite", "gzip", "factor", "flash", "RAM", "cycles", "ms"),
)


@dataclass(frozen=True, eq=False)
class Row:
    """One method's result.

    title: what was done, in one line. score, loss: on the test split.
    tflite_bytes, gzip_bytes: of the model file, plain and packed.
    factor: how many times smaller the packed file is than that of the first row.
    measured: the firmware on the board, None where it does not fit; then `refusal` says why.
    """

    method: str
    title: str
    score: Score
    loss: float
    tflite_bytes: int
    gzip_bytes: int
    factor: float
    measured: Measurement | None
    refusal: str

    def facts(self) -> dict[str, Any]:
        """For programs."""
        plain = asdict(self) | {
            "score": {k: v for k, v in self.score.facts().items() if k != "confusion"}
        }
        return plain | {"measured": self.measured.to_json() if self.measured else None}


def cells(row: Row) -> tuple[str, ...]:
    """A row in the order of COLUMNS."""
    packed = (f"{row.tflite_bytes:,}", f"{row.gzip_bytes:,}", f"{row.factor:.2f}")
    return (row.method, row.score.text, f"{row.loss:.3f}", *packed, *_device(row))


def _device(row: Row) -> tuple[str, ...]:
    if row.measured is None:
        return ("does not fit", "", "", "")
    taken = row.measured.inference
    return (
        f"{row.measured.flash.used_bytes:,}",
        f"{row.measured.ram.used_bytes:,}",
        f"{taken.cycles.mean:,}",
        f"{taken.microseconds.mean / 1000:.3g}",
    )


def markdown(name: str, board: str, rows: Sequence[Row]) -> str:
    """A page with the table and what its words mean."""
    merit = rows[0].score.name
    lines = [
        f"# {name}, compressed",
        "",
        f"{merit[0].upper()}{merit[1:]} and loss on {rows[0].score.inputs:,} inputs never trained "
        "on; bytes of the `.tflite` file, plain",
        "and packed by gzip; *factor*: how many times smaller the packed file is than that of the "
        "first row.",
        f"Flash and RAM of the whole firmware, cycles and milliseconds of an inference on {board}"
        f"{_band(rows)}.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"| {' | '.join(['---'] + ['---:'] * (len(COLUMNS) - 1))} |",
        *(f"| {' | '.join(cells(row))} |" for row in rows),
        "",
        *(f"- `{row.method}`: {row.title}{_why(row)}" for row in rows),
        "",
        *remarks(rows),
    ]
    return "\n".join(lines).rstrip() + "\n"


def remarks(rows: Sequence[Row]) -> list[str]:
    """Where zeros among the weights gained nothing on the device, in plain words."""
    found = {row.method: row.measured for row in rows}
    dense = found.get("ptq")
    if dense is None:
        return []
    said = []
    for row in rows:
        sparse = row.measured
        if sparse is None or not ("prune" in row.method or row.method == "pqat"):
            continue
        flash = sparse.flash.used_bytes / dense.flash.used_bytes - 1
        time = sparse.inference.cycles.mean / dense.inference.cycles.mean - 1
        said.append(
            f"- Against `ptq`, `{row.method}` takes {_change(flash)} flash "
            f"and {_change(time)} time on the device."
        )
    return said


def as_csv(rows: Sequence[Row]) -> str:
    """The same figures for a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        (
            "method",
            "score_name",
            "score",
            "loss",
            "tflite_bytes",
            "gzip_bytes",
            "factor",
            "flash_bytes",
            "ram_bytes",
            "cycles",
            "microseconds",
            "band_percent",
        )
    )
    for row in rows:
        head = (row.method, row.score.name, row.score.value, row.loss)
        packed = (row.tflite_bytes, row.gzip_bytes, round(row.factor, 4))
        writer.writerow((*head, *packed, *_figures(row.measured)))
    return stream.getvalue()


def plot(rows: Sequence[Row]) -> str:
    """Packed bytes against errors, an SVG file; down and left is better."""
    points = [
        Point(
            row.method, row.gzip_bytes, error, 1 + index % 8, True, f"{row.title}: {row.score.text}"
        )
        for index, row in enumerate(rows)
        if (error := _error(row.score)) > 0
    ]
    name = "errors, %" if rows[0].score.higher_is_better else rows[0].score.name
    label = "Packed bytes of the model file against its errors, for every method"
    return standalone(scatter(points, ".tflite packed, bytes", name, label))


def _error(score: Score) -> float:
    return 100 * (1 - score.value) if score.higher_is_better else score.value


def _figures(measured: Measurement | None) -> tuple[int | float | str, ...]:
    if measured is None:
        return ("", "", "", "", "")
    taken = measured.inference
    sizes = (measured.flash.used_bytes, measured.ram.used_bytes)
    band = "" if measured.band_percent is None else measured.band_percent
    return (*sizes, taken.cycles.mean, taken.microseconds.mean, band)


def _why(row: Row) -> str:
    return f". {row.refusal}" if row.refusal else ""


def _change(share: float) -> str:
    if abs(share) < 0.005:
        return "the same"
    return f"{abs(share):.0%} {'more' if share > 0 else 'less'}"


def _band(rows: Sequence[Row]) -> str:
    bands = [row.measured.band_percent for row in rows if row.measured]
    return f" (simulated, ±{bands[0]:g} %)" if bands and bands[0] else ""
