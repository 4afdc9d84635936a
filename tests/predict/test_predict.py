"""Estimates of latency against the simulator, and what they do where nothing was measured."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator import boards, pipeline, predict, source
from generator.boards.facts import Board
from generator.errors import ModelError
from generator.pipeline import Design, Folders
from generator.predict.calibration import cores, cost
from generator.predict.flash import interface, miss_cycles
from generator.predict.work import work_of
from tests import data


def made(model: str | Path, board: str) -> Design:
    return pipeline.design(source.source(str(model)), boards.load(board))


def predicted(model: str | Path, board: str) -> predict.Prediction:
    design = made(model, board)
    return predict.predict(design.program, design.board)


@pytest.mark.parametrize(
    ("model", "board"),
    [
        # The keyword model that ships is not among those that the factors were fitted to.
        ("kws", "nucleo-l4r5zi"),
        ("kws", "stm32f103c8"),
        ("kws/kws_ref_model_int8.tflite", "nucleo-g071rb"),
        ("kws/kws_ref_model_int8.tflite", "nucleo-f746zg"),
        ("ad/ad01_int8.tflite", "nucleo-f746zg"),
        ("ic/pretrainedResnet_int8.tflite", "nucleo-l4r5zi"),
        pytest.param("vww/vww_96_int8.tflite", "nucleo-l4r5zi", marks=pytest.mark.slow),
    ],
)
def test_estimates_lie_within_their_band_of_the_simulator(
    model: str, board: str, tmp_path: Path
) -> None:
    places = Folders.of(tmp_path / "project")
    word = model if "/" not in model else str(data.mlperf_tiny(model))
    design = pipeline.new(source.source(word), boards.load(board), places)
    firmware = pipeline.build(places, design.board)
    measured = pipeline.run(firmware, design.board, layers=True)
    layers = measured.layers
    estimate = predict.predict(design.program, design.board)
    assert estimate.simulator_band_percent == measured.band_percent
    truth = sum(layer.cycles for layer in layers)
    band = 1 + (estimate.band_percent - estimate.simulator_band_percent) / 100
    assert truth / band < estimate.cycles < truth * band
    large = [
        (layer, guess)
        for layer, guess in zip(layers, estimate.layers, strict=True)
        if layer.cycles > truth / 50
    ]
    within = [
        layer.cycles / allowed < guess.cycles < layer.cycles * allowed
        for layer, guess in large
        for allowed in (1 + guess.band_percent / 100,)
    ]
    # The band is that of nine layers in ten; a tenth of these may be outside, and one more.
    assert len(large) > 3
    assert within.count(False) <= len(large) / 10 + 1


def test_a_slower_clock_takes_longer_but_fewer_cycles() -> None:
    fast, slow = (predicted("kws", f"nucleo-l4r5zi@{mhz}") for mhz in (120, 20))
    assert slow.milliseconds > 4 * fast.milliseconds
    assert slow.cycles < fast.cycles  # no wait states at 20 MHz


def test_every_board_has_an_interface_and_every_miss_a_price() -> None:
    for name in boards.names():
        board = boards.load(name)
        assert miss_cycles(board) > 0, name
        assert interface(board).fetches == (interface(board).lines == 0), name


def test_an_unknown_kernel_is_estimated_by_its_type_with_a_wide_band() -> None:
    exact = cost("cortex-m4", ("CONV_2D conv_2d_dual_mac int8", "int8", "any"))
    like_it = cost("cortex-m4", ("CONV_2D brand_new int8", "brand_new int8", "int8", "any"))
    assert like_it.name == "int8"
    assert like_it.band_percent > 3 * exact.band_percent


def test_a_core_without_measurements_is_told() -> None:
    design = made("kws", "nucleo-l4r5zi")
    strange = replace(design.program, core="cortex-m85")
    with pytest.raises(ModelError, match="no estimates of latency for cortex-m85"):
        predict.predict(strange, design.board)


def test_a_step_that_only_renames_takes_no_time() -> None:
    design = made(data.mlperf_tiny("kws/kws_ref_model_int8.tflite"), "nucleo-l4r5zi")
    estimate = predict.predict(design.program, design.board)
    renaming = [s.index for s in design.program.steps if s.kernel is None]
    assert renaming
    assert all(estimate.layers[index].cycles == 0 for index in renaming)
    assert len(estimate.layers) == len(design.program.steps)


def board_of(core: str) -> Board:
    found = (boards.load(name) for name in boards.names())
    return next(board for board in found if board.part.core == core)


@pytest.mark.parametrize("core", cores())
def test_each_core_is_estimated_with_and_without_waiting(core: str) -> None:
    board = board_of(core)
    estimate = predicted("kws", board.name)
    assert estimate.cycles > 0
    assert estimate.band_percent > estimate.simulator_band_percent


@pytest.mark.parametrize(
    "board", ["nucleo-f072rb", "nucleo-g071rb", "stm32f103c8", "nucleo-l4r5zi", "nucleo-f746zg"]
)
def test_pooling_is_known_on_every_core(board: str) -> None:
    path = Path("benchmarks", "networks", "pooling_20x20x6_int8.tflite")
    design, estimate = made(path, board), predicted(path, board)
    pools = [step.index for step in design.program.steps if step.op == "MAX_POOL_2D"]
    assert len(pools) == 3
    # A kernel that was never measured borrows from others of its type, with several hundred.
    assert all(estimate.layers[index].band_percent < 200 for index in pools)


def test_a_pooling_windows_inputs_are_counted() -> None:
    design = made(Path("benchmarks", "networks", "pooling_20x20x6_int8.tflite"), "stm32f103c8")
    work = work_of(design.program, design.program.steps[0])
    assert (work.outputs, work.gathered) == (20 * 20 * 6, 20 * 20 * 6 * 3 * 3)
