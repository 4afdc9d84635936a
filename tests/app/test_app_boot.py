"""What the firmware prints after a reset."""

import re

from tests.app.host_app import App

# The stand-in's run k takes 70000 + 1000 k cycles; the first warms up and is not counted.
CYCLES = [72000, 73000, 74000]


def test_the_lines_of_the_standard_come_last_and_in_order(app: App) -> None:
    lines = app.talk("")
    assert lines[-4] == "m-timestamp-mode-performance"
    assert re.fullmatch(r"m-lap-us-\d+", lines[-3])
    assert lines[-2:] == ["m-init-done", "m-ready"]


def test_no_line_before_the_end_can_be_taken_for_ready(app: App) -> None:
    assert all("m-ready" not in line for line in app.talk("")[:-1])


def test_every_inference_has_the_line_that_everybody_reads(app: App) -> None:
    lines = [line for line in app.talk("") if line.startswith("Inference")]
    assert lines == ["Inference Time: 1 ms, Predicted Label: 11"] * 3


def test_cycles_are_exact_and_without_the_cost_of_reading_the_counter(app: App) -> None:
    lines = [line for line in app.talk("") if line.startswith("m-inference-[")]
    assert lines == [
        f"m-inference-[{run},{cycles},{round(cycles / 72)},11,word11,{name}]"
        for run, (cycles, name) in enumerate(zip(CYCLES, ["ramp", "low", "ramp"], strict=True), 1)
    ]


def test_the_summary_is_least_mean_and_most(app: App) -> None:
    lines = app.talk("")
    assert "m-inference-count-[3]" in lines
    assert "m-inference-cycles-[72000,73000,74000]" in lines
    assert "m-inference-us-[1000,1014,1028]" in lines


def test_the_banner_names_board_clock_model_and_compiler(app: App) -> None:
    lines = app.talk("")
    for line in (
        "m-info-board-[stand-in]",
        "m-info-clock-hz-[72000000]",
        "m-info-clock-source-[demand]",
        "m-info-model-[tiny]",
        f"m-info-model-sha256-[{'ab' * 32}]",
        "m-info-macs-[123]",
        "m-info-engine-[native]",
    ):
        assert line in lines
    assert any(re.fullmatch(r"m-info-compiler-\[GCC \d+\..*\]", line) for line in lines)


def test_memory_is_told(app: App) -> None:
    lines = app.talk("")
    assert "m-memory-arena-[24]" in lines
    assert "m-memory-stack-peak-[400]" in lines
    assert "m-memory-input-buffer-[12]" in lines
