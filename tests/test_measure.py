"""Boot logs into figures."""

import json
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.firmware import Firmware, FlashUse, RamUse
from generator.measure import measure
from generator.measurement import Spread

FIRMWARE = Firmware(
    Path("firmware.elf"),
    "GCC 12.2.1 20221205",
    FlashUse(65536, 20000, 9000, 4000, 2700, 236, 16, 490),
    RamUse(20480, 6000, 900, 13580, "sram1", "sram1"),
)
LOG = """
m-info-board-[stm32f103c8]
m-info-part-[stm32f103c8t6]
m-info-core-[cortex-m3]
m-info-clock-hz-[72000000]
m-info-clock-source-[HSE 8 MHz x 9]
m-info-cycle-counter-[DWT]
m-info-model-[kws]
m-info-model-sha256-[abcd]
m-info-macs-[2656768]
m-info-engine-[native]
m-info-compiler-[GCC 12.2.1 20221205]
m-info-flags-[-mcpu=cortex-m3 -mthumb; model -O2; rest -Os]
Inference Time: 150 ms, Predicted Label: 3
m-inference-[1,10800000,150000,3,left,left_1]
Inference Time: 150 ms, Predicted Label: 1
m-inference-[2,10800010,150000,1,go,go_1]
m-inference-count-[2]
m-inference-cycles-[10800000,10800005,10800010]
m-inference-us-[150000,150000,150000]
m-memory-stack-peak-[412]
m-memory-stack-reserved-[13580]
m-timestamp-mode-performance
m-lap-us-450123
m-init-done
""".strip().splitlines()


def test_every_figure_finds_its_name() -> None:
    measurement = measure(
        LOG, FIRMWARE, source="simulator", band_percent=15.0, instructions=9_000_000
    )
    assert measurement.to_json() == {
        "model": {"name": "kws", "sha256": "abcd", "macs": 2656768},
        "board": "stm32f103c8",
        "part": "stm32f103c8t6",
        "core": "cortex-m3",
        "clock_hz": 72_000_000,
        "clock_source": "HSE 8 MHz x 9",
        "engine": "native",
        "compiler": "GCC 12.2.1 20221205",
        "flags": "-mcpu=cortex-m3 -mthumb; model -O2; rest -Os",
        "flash": {
            "used_bytes": 36442,
            "capacity_bytes": 65536,
            "weights_bytes": 20000,
            "kernels_bytes": 9000,
            "runtime_bytes": 4000,
            "console_bytes": 2700,
            "vectors_bytes": 236,
            "data_bytes": 16,
            "samples_bytes": 490,
        },
        "ram": {
            "used_bytes": 7312,
            "capacity_bytes": 20480,
            "arena_bytes": 6000,
            "stack_peak_bytes": 412,
            "stack_reserved_bytes": 13580,
            "other_bytes": 900,
            "arena_region": "sram1",
            "stack_region": "sram1",
        },
        "inference": {
            "count": 2,
            "cycles": {"min": 10_800_000, "mean": 10_800_005, "max": 10_800_010},
            "microseconds": {"min": 150_000, "mean": 150_000, "max": 150_000},
            "instructions": 9_000_000,
        },
        "output": {"index": 3, "label": "left"},
        "runs": [
            {"sample": "left_1", "cycles": 10800000, "microseconds": 150000}
            | {"index": 3, "label": "left"},
            {"sample": "go_1", "cycles": 10800010, "microseconds": 150000}
            | {"index": 1, "label": "go"},
        ],
        "source": "simulator",
        "band_percent": 15.0,
        "warnings": [],
        "energy": None,
    }


def test_measured_times_have_no_band_and_the_order_is_stable() -> None:
    figures = measure(LOG, FIRMWARE, source="serial").to_json()
    assert "band_percent" not in figures
    assert figures["inference"]["instructions"] is None
    again = measure(LOG, FIRMWARE, source="serial").to_json()
    assert json.dumps(figures) == json.dumps(again)


def test_noise_between_the_lines_does_no_harm() -> None:
    log = [line for each in LOG for line in (each, "hello", "m-[Expecting 3 bytes]", "")]
    assert measure(log, FIRMWARE, source="serial") == measure(LOG, FIRMWARE, source="serial")


@pytest.mark.parametrize("line", [line for line in LOG if line.startswith(("m-in", "m-mem"))])
def test_a_missing_or_damaged_line_is_named(line: str) -> None:
    needless = ("m-info-cycle-counter", "m-inference-[", "m-init-done")
    if line.startswith(needless):
        return
    name = line[2 : line.index("-[")]
    without = [each for each in LOG if each != line]
    with pytest.raises(ToolError, match=f"m-{name}-"):
        measure(without, FIRMWARE, source="serial")


@pytest.mark.parametrize("value", ["", "x", "1,2", "1,2,x", "-1,2,3"])
def test_damaged_numbers_are_refused(value: str) -> None:
    log = [f"m-inference-us-[{value}]" if "inference-us" in line else line for line in LOG]
    with pytest.raises(ToolError, match="inference-us"):
        measure(log, FIRMWARE, source="serial")


def test_a_log_without_inferences_is_refused() -> None:
    log = [line for line in LOG if not line.startswith("m-inference-[")]
    with pytest.raises(ToolError, match="m-inference-"):
        measure(log, FIRMWARE, source="serial")


def test_spreads_are_frozen_values() -> None:
    assert measure(LOG, FIRMWARE, source="serial").inference.cycles == Spread(
        10_800_000, 10_800_005, 10_800_010
    )
