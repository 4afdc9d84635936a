"""What hints say of measured layers, and when they keep quiet."""

from pathlib import Path

import pytest

from generator import boards, hints, pipeline
from generator.goal import Goal
from generator.hints import Fastest, LayerFinding
from generator.measurement import LayerCycles
from generator.pipeline import Choices, Design
from generator.predict import LayerPrediction, Prediction
from generator.source import source
from tests.data import mlperf_tiny
from tests.golden.tiny import MODEL


def design(model: Path, board: str, goal: Goal) -> Design:
    return pipeline.design(source(str(model)), boards.load(board), Choices(goal=goal))


def estimated(made: Design, waiting: float = 0.0, per_mac: float = 2.0) -> Prediction:
    """So many cycles for each product, a share of which waits for flash; good to 10 %."""
    layers = tuple(
        LayerPrediction(
            index=step.index,
            cycles=step.macs * per_mac + 1000.0,
            band_percent=10.0,
            kernel=step.op,
            fitted_to=1,
            waiting_cycles=(step.macs * per_mac + 1000.0) * waiting,
        )
        for step in made.program.steps
    )
    return Prediction(layers, made.board.clock.hclk_hz, 5.0)


def measured(made: Design, times: dict[int, float]) -> tuple[LayerCycles, ...]:
    """Each layer as long as its estimate, some of them so many times as long."""
    return tuple(
        LayerCycles(p.index, s.op, s.macs, round(p.cycles * times.get(p.index, 1.0)))
        for p, s in zip(estimated(made).layers, made.program.steps, strict=True)
    )


def explained(
    made: Design, times: dict[int, float], waiting: float = 0.0
) -> tuple[LayerFinding, ...]:
    layers, estimate = measured(made, times), estimated(made, waiting)
    return hints.explain(
        made.program, made.board, layers, estimate, Fastest(made.program, estimate)
    )


@pytest.fixture(scope="module")
def resnet() -> Path:
    return mlperf_tiny("ic/pretrainedResnet_int8.tflite")


@pytest.mark.parametrize(
    ("board", "suspect"),
    [
        ("nucleo-h743zi2", "data and instruction caches"),
        ("nucleo-l4r5zi", "wait states at 120 MHz"),
    ],
)
def test_a_layer_slower_than_its_estimate_is_named_with_the_usual_reasons(
    resnet: Path, board: str, suspect: str
) -> None:
    made = design(resnet, board, "time")
    quiet, slow = explained(made, {}), explained(made, {2: 4.0})
    assert not any("slower" in hint for layer in quiet for hint in layer.hints)
    found = {f.index: hint for f in slow for hint in f.hints if "slower" in hint}
    assert list(found) == [2]
    assert found[2].startswith("4.0x slower than this core allows")
    assert suspect in found[2]


def test_shares_and_cycles_per_mac_are_of_what_was_measured(resnet: Path) -> None:
    made = design(resnet, "nucleo-l4r5zi", "time")
    found = explained(made, {})
    assert sum(f.share for f in found) == pytest.approx(1.0)
    for f in found:
        assert f.cycles_per_mac == (pytest.approx(f.cycles / f.macs) if f.macs else None)


def test_a_faster_kernel_is_named_with_its_price(resnet: Path) -> None:
    made, fast = (design(resnet, "nucleo-l4r5zi", goal) for goal in ("size", "time"))
    other = Fastest(fast.program, estimated(fast, per_mac=1.0))
    layers, estimate = measured(made, {}), estimated(made)
    found = hints.explain(made.program, made.board, layers, estimate, other)
    chosen, fastest = (d.program.steps[1].kernel for d in (made, fast))
    assert chosen is not None and fastest is not None
    assert chosen.template != fastest.template
    words = f"the kernel {chosen.template} was chosen; with -O time it is {fastest.template}, 2.0x"
    assert words in " ".join(found[1].hints)


def test_flash_that_waits_is_told(resnet: Path) -> None:
    made = design(resnet, "nucleo-f103rb", "size")
    for layer in explained(made, {}, waiting=0.4):
        if layer.share > hints.LEAST_SHARE:
            assert "about 40% of it waits for flash, which has 2 wait states" in layer.hints[0]
    quick = explained(made, {}, waiting=0.1)
    assert not any("waits" in hint for layer in quick for hint in layer.hints)


def test_nothing_is_said_of_layers_that_hardly_count() -> None:
    made = design(MODEL, "nucleo-l4r5zi", "time")
    found = explained(made, {1: 1000.0, 2: 10.0})
    assert found[2].share < hints.LEAST_SHARE
    assert [layer.index for layer in found if layer.hints] == [1]


def test_a_core_without_estimates_still_has_cycles() -> None:
    made = design(MODEL, "nucleo-l4r5zi", "time")
    found = hints.explain(made.program, made.board, measured(made, {}), None, None)
    assert all(layer.predicted_cycles is None for layer in found)
    assert found[0].cycles > 0
