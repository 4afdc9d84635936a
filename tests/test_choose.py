"""`choose` from outside, and how candidates are judged and ranked."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.analysis.choice import (
    Candidate,
    Limits,
    best_of_each_board,
    judge,
    ranked,
)
from generator.cli.choose import command
from generator.energy import Energy
from generator.plots.scatter import Point, front
from tests.command_line import generator

PLAIN = Candidate(
    board="plain",
    part="stm32",
    core="cortex-m4",
    clock_hz=100_000_000,
    goal="balanced",
    fits=True,
    flash_bytes=50_000,
    part_flash_bytes=128 << 10,
    ram_bytes=10_000,
    part_ram_bytes=32 << 10,
    milliseconds=40.0,
    band_percent=50.0,
    energy=Energy(2000.0, 1500.0, 3000.0, 10.0, 15.0, 3.3, "measured", "a desk", ""),
)


@pytest.mark.parametrize(
    ("limits", "answer", "reason"),
    [
        (Limits(), "yes", ""),
        (Limits(milliseconds=60.0), "yes", ""),
        (Limits(milliseconds=59.0), "likely", "may take up to 60 ms"),
        (Limits(milliseconds=39.0), "no", "about 40 ms"),
        (Limits(energy_uj=3000.0), "yes", ""),
        (Limits(energy_uj=2500.0), "likely", "may take up to 3 mJ"),
        (Limits(energy_uj=1900.0), "no", "about 2 mJ"),
        (Limits(flash_bytes=49_999), "no", "50,000 bytes of flash"),
        (Limits(ram_bytes=9_999), "no", "10,000 bytes of RAM"),
    ],
)
def test_verdicts(limits: Limits, answer: str, reason: str) -> None:
    verdict = judge(PLAIN, limits)
    assert verdict.answer == answer
    assert reason in "; ".join(verdict.reasons)


def test_an_unknown_energy_cannot_meet_a_wish() -> None:
    unknown = replace(PLAIN, energy=None)
    assert judge(unknown, Limits()).answer == "yes"
    verdict = judge(unknown, Limits(energy_uj=1e9))
    assert (verdict.answer, verdict.reasons) == ("no", ("what it draws is unknown",))


def test_what_does_not_fit_says_what_is_missing() -> None:
    verdict = judge(replace(PLAIN, fits=False, ram_bytes=40_000), Limits())
    assert verdict.reasons == ("7,232 bytes of RAM are missing",)


def test_the_slowest_clock_that_surely_meets_it_stands_for_the_board() -> None:
    clocks = [
        replace(PLAIN, clock_hz=mhz * 1_000_000, milliseconds=4000.0 / mhz)
        for mhz in (20, 50, 80, 100)
    ]
    best = best_of_each_board([judge(c, Limits(milliseconds=80.0)) for c in clocks])
    assert [v.candidate.clock_hz for v in best] == [80_000_000]  # 50 MHz may take 120 ms
    none = best_of_each_board([judge(c, Limits(milliseconds=1.0)) for c in clocks])
    assert [v.candidate.clock_hz for v in none] == [100_000_000]


def test_small_parts_that_meet_it_come_first() -> None:
    large = replace(PLAIN, board="large", part_flash_bytes=1 << 20)
    small = replace(PLAIN, board="small", part_flash_bytes=64 << 10)
    late = replace(small, board="late", milliseconds=500.0)
    order = ranked([judge(c, Limits(milliseconds=100.0)) for c in (late, large, PLAIN, small)])
    assert [v.candidate.board for v in order] == ["small", "plain", "large", "late"]


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=40))
def test_nothing_beats_the_front(places: list[tuple[int, int]]) -> None:
    points = [Point("", float(x), float(y), 1, True, "") for x, y in places]
    best = front(points)
    for point in points:
        assert any(f.x <= point.x and f.y <= point.y for f in best)
    for each in best:
        assert not any(
            p.x <= each.x and p.y <= each.y and (p.x, p.y) != (each.x, each.y) for p in points
        )


def test_choose_from_outside(tmp_path: Path) -> None:
    boards = "stm32f103c8,nucleo-l4r5zi,nucleo-f411re"
    words = ("choose", "kws", "--latency", "20ms", "--energy", "0.005J", "--boards", boards)
    done = generator(*words, "--json", "told.json", folder=tmp_path)
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads((tmp_path / "told.json").read_text())
    answers = {each["candidate"]["board"]: each["answer"] for each in told["boards"]}
    assert answers["stm32f103c8"] == "no"
    assert answers["nucleo-f411re"] != "no"
    assert told["boards"][0]["candidate"]["board"] == "nucleo-f411re"  # the smaller part
    clocks = {each["candidate"]["clock_hz"] for each in told["all"]}
    assert len(clocks) > 3
    impossible = generator("choose", "kws", "--latency", "1us", "--boards", boards, folder=tmp_path)
    assert impossible.code == 1


@pytest.mark.parametrize("word", ["5o", "-3ms", "0ms", "ms", "1e999s", "nanms", "5 ms ms", "..ms"])
def test_a_quantity_that_is_none_is_told(word: str) -> None:
    done = CliRunner().invoke(command, ["kws", f"--latency={word}"])
    assert done.exit_code == 2
    assert "is no duration" in done.output
