"""`generator report RESULTS`: what `bench` has measured, as tables and pages, and against older."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.bench import records, regressions
from generator.bench.records import Record
from generator.bench.regressions import Comparison
from generator.cli._screen import out, write_json, write_text
from generator.errors import RequestError
from generator.plots.canvas import standalone
from generator.render.page import render_page
from generator.reports import bench_markdown, bench_page, bench_text


@dataclass(frozen=True)
class Pages:
    """Where to write pages, if anywhere. title: "" for the usual one."""

    markdown: Path | None
    html: Path | None
    title: str


def report_results(
    results: Path, against: Path | None, limit: str, pages: Pages, json_file: Path | None
) -> int:
    """1 if anything became worse than in the older results, else 0."""
    found = _read(results)
    comparison = None
    if against is not None:
        old = {record.cell: record for record in _read(against)}
        new = {record.cell: record for record in found}
        comparison = regressions.compare(old, new, _percent(limit))
    out.print(bench_text.render(found))
    if comparison is not None:
        out.print(bench_text.render_comparison(comparison))
    if pages.markdown is not None:
        _write_markdown(pages.markdown, pages.title, found, comparison)
    if pages.html is not None:
        write_text(pages.html, render_page(bench_page.page(found, comparison, pages.title)))
    write_json(json_file, _facts(found, comparison))
    return int(comparison is not None and comparison.regressed)


def _write_markdown(
    path: Path, title: str, found: list[Record], comparison: Comparison | None
) -> None:
    """The page, and beside it the plot that it shows."""
    picture = path.with_suffix(".svg")
    write_text(picture, standalone(bench_page.plot(found)))
    write_text(path, bench_markdown.render(found, comparison, plot=picture.name, title=title))


def _read(path: Path) -> list[Record]:
    if not path.is_file():
        raise RequestError(
            "There are no such results.", where=str(path), hint="generator bench … -o bench.jsonl"
        )
    return list(records.read(path).values())


def _percent(text: str) -> float:
    """ "2%" or "2" as 2.0."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise RequestError(f"{text!r} is no share in percent.", where="--limit", hint="--limit 2%")
    return value


def _facts(found: list[Record], comparison: Comparison | None) -> dict[str, Any]:
    cells = [records.plain(record) for record in found]
    if comparison is None:
        return {"cells": cells}
    return {
        "cells": cells,
        "regressed": comparison.regressed,
        "limit_percent": comparison.limit_percent,
        "changes": [{**asdict(change), "percent": change.percent} for change in comparison.changes],
        "lost": [asdict(record.cell) for record in comparison.lost],
        "missing": [asdict(cell) for cell in comparison.missing],
        "added": [asdict(cell) for cell in comparison.added],
    }
