"""A second run of the same firmware takes its costs from the disk, and counts the same."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.simulator import cost_cache
from generator.simulator.counting import Edge
from generator.simulator.machine import Machine
from generator.simulator.timing.model import TimingModel
from tests.simulator.simulated_board import F103, build
from tests.simulator.test_simulated_counts import WORK


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost_cache, "cache_folder", lambda: tmp_path / "cache")


def counts(elf: Path, *, native: bool = True) -> tuple[int, int]:
    with Machine(F103, elf, native=native) as machine:
        machine.run(0.02)
        return machine.cycles, machine.instructions


def cache_files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").glob("*"))


def forbid_new_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a cost has been computed anew")

    monkeypatch.setattr(TimingModel, "edge", refuse)


@pytest.mark.parametrize("native", [True, False])
def test_second_run_computes_nothing_and_counts_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, native: bool
) -> None:
    elf = build(tmp_path, F103, WORK)
    first = counts(elf)
    forbid_new_costs(monkeypatch)
    assert counts(elf, native=native) == first


def test_another_firmware_gets_none_of_it(tmp_path: Path) -> None:
    counts(build(tmp_path, F103, WORK))
    other = build(tmp_path, F103, WORK, flags=["-O1"])
    before = counts(other)
    for file in cache_files(tmp_path):
        file.unlink()
    assert counts(other) == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign"])
def test_a_damaged_file_is_ignored_and_mended(tmp_path: Path, damage: str) -> None:
    elf = build(tmp_path, F103, WORK)
    first = counts(elf)
    (file,) = cache_files(tmp_path)
    whole = file.read_bytes()
    damaged = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:],
        "empty": b"",
        "foreign": b"\xff\xfe\n[]",
    }
    file.write_bytes(damaged[damage])
    assert counts(elf) == first
    assert file.read_bytes() == whole


def test_a_place_that_cannot_be_written_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elf = build(tmp_path, F103, WORK)
    expected = counts(elf)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(cost_cache, "cache_folder", lambda: blocked)
    assert counts(elf) == expected


def test_only_the_newest_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost_cache, "_KEPT_FILES", 1)
    counts(build(tmp_path, F103, WORK))
    (old,) = cache_files(tmp_path)
    counts(build(tmp_path, F103, WORK, flags=["-O1"]))
    (new,) = cache_files(tmp_path)
    assert new != old


def test_changed_code_is_neither_taken_from_the_cache_nor_put_there(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, WORK)
    counts(elf)
    (file,) = cache_files(tmp_path)
    whole = file.read_bytes()
    cache = cost_cache.CostCache(F103.part.core, elf.read_bytes())
    cache.retire()
    cache.add("another", (0, 0, 0x08000000, 4), Edge(100, 1))
    assert cache.find("another", (0, 0, 0x08000000, 4)) is None
    cache.save()
    assert file.read_bytes() == whole
