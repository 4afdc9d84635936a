"""Every board in `boards/`: keywords are spotted on it, at its clock, or refused with numbers.

A new board file joins by itself; nothing here names the boards but as examples.
"""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from generator import boards, pipeline
from generator.errors import NegativeAnswer
from generator.measurement import Measurement
from generator.pipeline import Folders
from generator.predict import simulator_band_percent
from generator.source import source
from tests import data
from tests.command_line import generator

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

needs_compiler = pytest.mark.skipif(
    shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc"
)


def measured(name: str, folder: Path) -> Measurement:
    """Keywords on a board: rendered, compiled with warnings as errors, simulated."""
    board, folders = boards.load(name), Folders.of(folder)
    pipeline.new(source("kws"), board, folders)
    return pipeline.run(pipeline.build(folders, board), board)


@pytest.mark.slow
@needs_compiler
@pytest.mark.parametrize("name", boards.names())
def test_keywords_are_spotted_on_it_or_it_is_refused(name: str, tmp_path: Path) -> None:
    board = boards.load(name)
    design = pipeline.design(source("kws"), board)
    try:
        pipeline.demand_fit(design)
    except NegativeAnswer as refusal:
        assert f"does not fit {name}" in refusal.message
        assert "bytes are needed" in str(refusal.hint)
        assert "It would fit: " in str(refusal.hint)
        return
    found = measured(name, tmp_path)
    assert (found.board, found.part, found.core) == (name, board.part.name, board.part.core)
    assert found.clock_hz == board.clock.hclk_hz
    assert found.clock_source == board.clock.recipe
    assert [run.label for run in found.runs] == [run.sample for run in found.runs]
    assert found.flash.used_bytes <= board.part.flash.size_bytes
    assert found.ram.stack_peak_bytes < found.ram.stack_reserved_bytes
    assert found.warnings == ()
    assert found.band_percent == simulator_band_percent(board)


@pytest.mark.slow
@needs_compiler
@pytest.mark.parametrize("megahertz", [24, 48, 72])
def test_the_blue_pill_at_three_clocks(megahertz: int, tmp_path: Path) -> None:
    found = measured(f"stm32f103c8@{megahertz}", tmp_path)
    assert found.clock_hz == megahertz * 1_000_000
    assert found.warnings == ()


@pytest.mark.slow
@needs_compiler
@pytest.mark.parametrize("megahertz", [48, 64, 180])
def test_the_nucleo_f446re_at_three_clocks(megahertz: int, tmp_path: Path) -> None:
    found = measured(f"nucleo-f446re@{megahertz}", tmp_path)
    assert found.clock_hz == megahertz * 1_000_000
    assert found.inference.microseconds.mean == pytest.approx(
        found.inference.cycles.mean / megahertz, rel=0.001
    )
    assert found.warnings == ()


def test_a_larger_model_is_refused_by_just_those_that_it_does_not_fit() -> None:
    vww = source(str(data.mlperf_tiny("vww/vww_96_int8.tflite")))
    everyone = [boards.load(name) for name in boards.names()]
    refused = set()
    for design in pipeline.designs(vww, everyone):
        try:
            pipeline.demand_fit(design)
        except NegativeAnswer as refusal:
            refused.add(design.board.name)
            hint = str(refusal.hint)
            needed = f"{design.need.ram_bytes:,} bytes are needed"
            assert needed in hint or "Flash: " in hint
            fitting = hint.split("It would fit: ")[1].rstrip(".").split(", ")
            assert {"nucleo-l4r5zi", "nucleo-f446re"} <= set(fitting)
            assert design.board.name not in fitting
    small = {b.name for b in everyone if b.part.ram_bytes < 48 * 1024}
    large = {b.name for b in everyone if b.part.main_ram.size_bytes >= 128 * 1024}
    assert small <= refused
    assert not refused & large


@pytest.mark.slow
@needs_compiler
def test_a_board_is_added_by_yaml_alone(tmp_path: Path) -> None:
    """A NUCLEO-F410RB, a part that no board of ours has, from the outside."""
    document = {
        "title": "NUCLEO-F410RB",
        "part": "stm32f410rbt6",
        "clock": {"source": "hse-bypass", "source_hz": 8_000_000, "sysclk_hz": 96_000_000},
        "console": {"peripheral": "usart2", "tx": "pa2", "rx": "pa3", "via": "stlink"},
        "led": {"pin": "pa5", "active": "high"},
        "probe": {
            "kind": "stlink-v2-1",
            "openocd": {"interface": "stlink", "target": "stm32f4x"},
            "jlink": "STM32F410RB",
            "pyocd": "stm32f410rb",
        },
    }
    (tmp_path / "nucleo-f410rb.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    words = ("--board-file", "nucleo-f410rb.yaml", "--json", "run.json")
    done = generator("run", "kws", *words, folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "run.json").read_text())
    assert (facts["board"], facts["part"]) == ("nucleo-f410rb", "stm32f410rbt6")
    assert facts["clock_hz"] == 96_000_000
    assert facts["ram"]["capacity_bytes"] == 32 * 1024
    assert all(run["label"] == run["sample"] for run in facts["runs"])
    assert facts["warnings"] == []
