"""The results file, its columns, and two runs held together."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bench import records, regressions
from generator.bench.cells import Cell, listed, matrix
from generator.bench.peers import beside, every, source
from generator.bench.records import Record
from generator.bench.table import as_csv
from generator.errors import RequestError
from generator.reports import bench_markdown

KWS_MODEL = "aeea436800704fce17b17292e4412630ad856e9d777c044c64ef748a880bd0ae"


def measured(
    board: str = "nucleo-l4r5zi",
    *,
    model: str = "kws",
    cycles: int = 1_000_000,
    flash: int = 50_000,
    clock_hz: int = 80_000_000,
    sha256: str = "ab",
) -> Record:
    """A record as `run --json` would have it, as far as reports read it."""
    facts: dict[str, Any] = {
        "core": "cortex-m4",
        "clock_hz": clock_hz,
        "compiler": "GCC 12",
        "flags": "-O2",
        "source": "simulator",
        "band_percent": 5.0,
        "model": {"macs": 500_000},
        "flash": {"used_bytes": flash},
        "ram": {"used_bytes": 9_000, "arena_bytes": 8_000},
        "inference": {"cycles": {"mean": cycles}, "instructions": 800_000},
    }
    return Record(Cell(model, board, "default"), "measured", "", sha256, facts)


def refused(board: str) -> Record:
    reason = 'kws does not fit it (part).\n  RAM: 9 bytes are needed, "more" than there are.'
    return Record(Cell("kws", board, "default"), "no", reason, "ab", None)


def test_the_matrix_has_every_cell_once() -> None:
    cells = matrix(["a", "b", "a"], ["x", "y@48"], ["default", "size"])
    assert len(cells) == len(set(cells)) == 8
    assert cells[0].words == ("a", "--board", "x")
    assert Cell("models/a.tflite", "y@48", "size").words[-2:] == ("-O", "size")
    assert str(Cell("models/a.tflite", "y@48", "size")) == "a on y@48 -O size"


def test_a_goal_that_is_none_is_refused() -> None:
    with pytest.raises(RequestError, match="no goal 'fast'"):
        matrix(["a"], ["x"], ["fast"])


def test_lists() -> None:
    assert listed("a, b,", ["a", "b", "c"]) == ["a", "b"]
    assert listed("all", ["a", "b"]) == ["a", "b"]
    with pytest.raises(RequestError):
        listed(" , ", ["a"])


def test_what_was_appended_is_read_back_and_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "bench.jsonl"
    for record in (measured(cycles=1), refused("b"), measured(cycles=2)):
        records.append(path, record)
    found = records.read(path)
    assert list(found.values()) == [refused("b"), measured(cycles=2)]


@given(st.integers(1, 400))
def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path_factory: Any, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "bench.jsonl"
    whole = records.line(measured()) + records.line(refused("b"))
    path.write_text(whole[:-cut] if cut < len(records.line(refused("b"))) else whole)
    assert measured().cell in records.read(path)
    records.append(path, measured("c"))
    lines = path.read_text().splitlines()
    assert lines[-1] + "\n" == records.line(measured("c"))


def test_other_damage_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bench.jsonl"
    path.write_text(records.line(measured()) + '{"model": 3}\n' + records.line(measured("b")))
    with pytest.raises(RequestError, match="no result") as caught:
        records.read(path)
    assert str(caught.value.where).endswith(":2")


def test_csv_has_a_row_for_each_record() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([measured(), refused("b")]))))
    assert rows[0]["milliseconds"] == "12.5"
    assert rows[0]["inferences_per_second"] == "80"
    assert rows[0]["cycles_per_mac"] == "2"
    assert rows[1]["status"] == "no"
    assert rows[1]["cycles"] == ""
    assert rows[1]["reason"] == " ".join(refused("b").reason.split())


@given(st.integers(1, 10**7), st.floats(0, 50), st.integers(-60, 60))
def test_worse_means_more_than_the_limit(before: int, limit: float, percent: int) -> None:
    after = max(1, before + before * percent // 100)
    old, new = measured(cycles=before), measured(cycles=after)
    found = regressions.compare({old.cell: old}, {new.cell: new}, limit)
    assert found.regressed is (after * 100 > before * (100 + limit))
    assert bool(found.better) is (after * 100 < before * (100 - limit))


def test_what_cannot_be_measured_any_more_is_a_regression() -> None:
    old, new = measured("a"), refused("a")
    found = regressions.compare({old.cell: old}, {new.cell: new}, 2)
    assert found.regressed
    assert found.lost == (new,)
    assert not regressions.compare({new.cell: new}, {old.cell: old}, 2).regressed


def test_cells_of_only_one_run_are_named() -> None:
    old, new = measured("a"), measured("b")
    found = regressions.compare({old.cell: old}, {new.cell: new}, 2)
    assert (found.missing, found.added, found.regressed) == ((old.cell,), (new.cell,), False)


def test_a_peer_stands_beside_the_same_model_on_the_same_core() -> None:
    record = measured(cycles=2_591_400, clock_hz=80_000_000, sha256=KWS_MODEL)
    found = {each.peer.who: each for each in beside(record)}
    mlperf = found["MLPerf Tiny record, X-CUBE-AI 9"]
    assert mlperf.speed == pytest.approx(43.19e-3 * 120e6 / 2_591_400)
    assert not mlperf.same_clock
    assert found["TFLM with CMSIS-NN"].speed == pytest.approx(7_699_743 / 800_000)
    assert beside(measured(sha256="other")) == []


def test_every_peer_can_match_and_says_where_it_is_from() -> None:
    for peer in every():
        assert source(peer.source)
        assert bool(peer.model) != bool(peer.model_sha256)
        assert peer.milliseconds or peer.instructions


def test_the_page_has_every_figure_and_every_refusal() -> None:
    record = measured("a", sha256=KWS_MODEL)
    comparison = regressions.compare(
        {record.cell: measured("a", cycles=900_000)}, {record.cell: record}, 2
    )
    page = bench_markdown.render([record, refused("b")], comparison, plot="plot.svg")
    assert "| a | M4 | default | 80 | 12.500 | 5 % | 80.0 | 2.00 | 50,000 | 9,000 | 8,000 |" in page
    assert "Does not fit: b." in page
    assert "| kws on a | cycles | 900,000 | 1,000,000 | +11.11 % |" in page
    assert "43.19 ms at 120 MHz" in page
    assert "](plot.svg)" in page
    widths = {line.count("|") for line in page.split("## kws")[1].splitlines() if "|" in line}
    assert len(widths) == 1
