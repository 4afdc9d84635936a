"""`bench` measures what it can, tells why it cannot measure the rest, and goes on where it was."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import generator
from tests.golden.tiny import MODEL


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc")
def test_a_failing_cell_does_not_stop_the_rest(tmp_path: Path) -> None:
    shutil.copy(MODEL, tmp_path / "tiny.tflite")
    (tmp_path / "broken.tflite").write_bytes(MODEL.read_bytes()[:700])
    words = (
        "bench",
        "broken.tflite",
        "tiny.tflite",
        "--boards",
        "stm32f103c8@48",
        "--csv",
        "b.csv",
    )
    done = generator(*words, folder=tmp_path)
    assert done.code == 3, done.err
    lines = [json.loads(line) for line in (tmp_path / "bench.jsonl").read_text().splitlines()]
    broken, tiny = lines
    assert (broken["status"], tiny["status"]) == ("failed", "measured")
    assert broken["reason"] and "Traceback" not in broken["reason"]
    assert tiny["measurement"]["clock_hz"] == 48_000_000
    assert len((tmp_path / "b.csv").read_text().splitlines()) == 3

    again = generator("bench", "tiny.tflite", "--boards", "stm32f103c8@48", folder=tmp_path)
    assert again.code == 0
    assert "1 of 1 are in bench.jsonl already." in again.out

    cycles = tiny["measurement"]["inference"]["cycles"]
    cycles["mean"] = round(cycles["mean"] / 1.1)
    (tmp_path / "old.jsonl").write_text(json.dumps(tiny) + "\n")
    words = ("report", "bench.jsonl", "--against", "old.jsonl", "--markdown", "page.md")
    worse = generator(*words, "--json", "facts.json", folder=tmp_path)
    assert worse.code == 1, worse.err
    assert "1 became worse" in worse.out
    assert "| tiny on stm32f103c8@48 | cycles |" in (tmp_path / "page.md").read_text()
    assert json.loads((tmp_path / "facts.json").read_text())["regressed"] is True
    assert generator(*words, "--limit", "20%", folder=tmp_path).code == 0


def test_a_firmware_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    words = ("bench", MODEL, "--boards", "stm32f103c8", "--limit-seconds", "1")
    done = generator(*words, folder=tmp_path)
    assert done.code == 3, done.err
    record = json.loads((tmp_path / "bench.jsonl").read_text())
    assert (record["status"], record["reason"]) == ("failed", "It took over 1 s.")


def test_what_is_asked_for_must_be_there(tmp_path: Path) -> None:
    for words, said in (
        (("bench", "nothing", "--boards", "stm32f103c8"), "no task called 'nothing'"),
        (("bench", "kws", "--boards", "stm32f103c9"), "Did you mean stm32f103c8"),
        (("report", "nowhere.jsonl"), "no such results"),
        (("report", "--html", "x.html"), "Name the results"),
        (("report",), "Name the board of the firmware"),
    ):
        done = generator(*words, folder=tmp_path)
        assert done.code == 2
        assert said in done.err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc")
def test_layers_are_measured_beside_their_estimates(tmp_path: Path) -> None:
    words = ("run", MODEL, "--board", "nucleo-l4r5zi", "--layers", "--json", "facts.json")
    done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "facts.json").read_text())
    layers = facts["layers"]
    assert [layer["op"] for layer in layers][:2] == ["CONV_2D", "DEPTHWISE_CONV_2D"]
    assert sum(layer["macs"] for layer in layers) == facts["model"]["macs"]
    whole = facts["inference"]["cycles"]["mean"]
    assert sum(layer["cycles"] for layer in layers) == pytest.approx(whole, rel=0.1)
    assert sum(layer["share"] for layer in layers) == pytest.approx(1.0)
    estimate = sum(layer["predicted_cycles"] for layer in layers)
    assert 0.5 < estimate / whole < 2.0
    assert "One inference, layer by layer" in done.out
