"""`analyze` from outside: its figures against the graph, the plan and each other; its page."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator import boards, memory, ops, pipeline, source
from tests import data
from tests.command_line import generator

RESNET = "ic/pretrainedResnet_int8.tflite"


def told(model: str | Path, *words: str, folder: Path) -> dict[str, Any]:
    """What `analyze` writes as JSON."""
    done = generator("analyze", model, *words, "--json", "told.json", folder=folder)
    assert done.code == 0, done.err
    facts: dict[str, Any] = json.loads((folder / "told.json").read_text())
    return facts


@pytest.fixture(scope="module")
def resnet(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """ResNet-8 on a Nucleo."""
    folder = tmp_path_factory.mktemp("resnet")
    return told(data.mlperf_tiny(RESNET), "--board", "nucleo-f411re", folder=folder)


@pytest.fixture(scope="module")
def kws(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The task that ships, without naming a board."""
    return told("kws", folder=tmp_path_factory.mktemp("kws"))


def test_the_figures_of_resnet_8(resnet: dict[str, Any]) -> None:
    """12.5 million multiply-accumulates and 77,706 parameters: MLPerf Tiny's ResNet-8.

    Parameters: its convolutions and the dense layer with their biases, counted by hand below.
    """
    three_by_three = [(3, 16), (16, 16), (16, 16), (16, 32), (32, 32), (32, 64), (64, 64)]
    one_by_one = [(16, 32), (32, 64)]
    counted = sum(9 * i * o + o for i, o in three_by_three)
    counted += sum(i * o + o for i, o in one_by_one) + 64 * 10 + 10
    assert resnet["totals"]["parameters"] == counted == 77_706
    assert resnet["totals"]["macs"] == sum(layer["macs"] for layer in resnet["layers"])
    assert 12_400_000 < resnet["totals"]["macs"] < 12_600_000
    assert resnet["fits"]


def test_everything_adds_up(kws: dict[str, Any]) -> None:
    assert kws["board"] == "nucleo-l4r5zi"
    facts, layers, totals = kws, kws["layers"], kws["totals"]
    assert sum(layer["cycles"] for layer in layers) == pytest.approx(totals["cycles"])
    assert sum(layer["share"] for layer in layers) == pytest.approx(1.0)
    assert totals["milliseconds"] == pytest.approx(totals["cycles"] / 120e3)
    assert sum(share["count"] for share in facts["operators"]) == len(layers)
    assert sum(share["macs"] for share in facts["operators"]) == totals["macs"]
    for kind in ("flash", "ram"):
        assert sum(facts[kind]["kinds"].values()) == facts[kind]["needed_bytes"]
    assert facts["energy"]["kind"] == "measured"
    assert totals["source"] == "estimate"


def test_the_timeline_is_that_of_the_plan(resnet: dict[str, Any]) -> None:
    model = source.source(str(data.mlperf_tiny(RESNET)))
    made = pipeline.design(model, boards.load(resnet["board"]))
    timeline = resnet["timeline"]
    assert timeline["arena_bytes"] == made.plan.arena_bytes
    assert timeline["lower_bound_bytes"] <= timeline["arena_bytes"]
    for moment in timeline["moments"]:
        alive = memory.alive_at(made.plan, moment["layer"])
        assert moment["live_bytes"] == sum(buffer.size_bytes for buffer in alive)
        taken = {
            byte
            for buffer in timeline["buffers"]
            if buffer["first"] <= moment["layer"] <= buffer["last"]
            for byte in range(buffer["start"], buffer["end"])
        }
        assert moment["span_bytes"] == len(taken)
    for layer, node in zip(resnet["layers"], made.graph.nodes, strict=True):
        assert layer["macs"] == ops.operator(node.op).macs(made.graph, node)


def test_the_usual_formula_is_the_largest_sum(resnet: dict[str, Any]) -> None:
    sums = [
        layer["input_bytes"] + layer["output_bytes"] + layer["weights_bytes"]
        for layer in resnet["layers"]
    ]
    assert resnet["timeline"]["textbook_bytes"] == max(sums)
    assert sums[resnet["timeline"]["textbook_layer"]] == max(sums)


def test_a_model_that_does_not_fit_is_analysed_with_advice(tmp_path: Path) -> None:
    done = generator(
        "analyze", data.mlperf_tiny("vww/vww_96_int8.tflite"), "--board", "stm32f103c8",
        "--json", "told.json", folder=tmp_path,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "bytes of RAM are missing" in done.out
    assert "As it is, it fits" in done.out
    facts = json.loads((tmp_path / "told.json").read_text())
    assert not facts["fits"]
    assert "nucleo-l4r5zi" in facts["boards"]
    assert {each["words"] for each in facts["alternatives"]} >= {"-O time", "-O ram", "-O size"}


def test_a_user_s_own_float_model_is_offered_nothing_that_does_not_exist(tmp_path: Path) -> None:
    facts = told(data.shared("models/tinymaix/mnist_valid_f.tflite"), folder=tmp_path)
    assert all(not each["words"].startswith("--io") for each in facts["alternatives"])
    assert facts["totals"]["cycles"] > 0


def test_another_clock(tmp_path: Path) -> None:
    facts = told("kws", "--board", "stm32f103c8@24", folder=tmp_path)
    assert (facts["clock_hz"], facts["wait_states"]) == (24_000_000, 0)


def test_simulated_cycles_replace_the_estimates(tmp_path: Path) -> None:
    facts = told("kws", "--board", "nucleo-f411re", "--simulate", folder=tmp_path)
    assert facts["totals"]["source"] == "simulator"
    assert all(layer["cycles"] == int(layer["cycles"]) for layer in facts["layers"])
    estimate = told("kws", "--board", "nucleo-f411re", folder=tmp_path)["totals"]
    factor = 1 + estimate["band_percent"] / 100
    assert estimate["cycles"] / factor < facts["totals"]["cycles"] < estimate["cycles"] * factor
    assert list(tmp_path.iterdir()) == [tmp_path / "told.json"], "the build left something behind"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["kw"], "no task called 'kw'"),
        (["kws", "--board", "stm32f103c9"], "no board called 'stm32f103c9'"),
        (["kws", "--html", "no/such/folder/page.html"], "It cannot be written"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    words: list[str], message: str, tmp_path: Path
) -> None:
    done = generator("analyze", *words, folder=tmp_path)
    assert done.code == 2
    assert message in done.err
