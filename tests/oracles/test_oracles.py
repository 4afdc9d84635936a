"""The interpreters that code is held against: they agree, and a crash of one is survived."""

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from generator import oracles, readers
from generator.oracles import Remote, Unavailable
from generator.pipeline.asking import ask_oracles
from generator.validation import samples
from tests.golden.tiny import MODEL

pytest.importorskip("tflite_micro", reason="needs the tflite-micro wheel")


def test_the_definition_equals_tensorflow_lite_micro_and_the_process_hands_on_its_bits() -> None:
    graph = readers.read(MODEL)
    theirs, ours = (oracles.open_model(n, MODEL, graph).oracle for n in ("tflm", "definition"))
    for inputs in samples.random(graph, 3):
        (a,), (b,) = theirs.run(inputs), ours.run(inputs)
        assert a.dtype == b.dtype == np.int8
        np.testing.assert_array_equal(a, b)


def test_the_most_trusted_comes_first() -> None:
    assert oracles.names()[:2] == ["tflm", "definition"]


def test_a_process_that_dies_makes_the_oracle_unavailable() -> None:
    remote = Remote("tflm", MODEL)
    os.kill(remote._process.pid, signal.SIGKILL)
    remote._process.wait()
    inputs = next(iter(samples.random(readers.read(MODEL), 1)))
    with pytest.raises(Unavailable, match="signal 9"):
        remote.run(inputs)


def test_a_worker_that_cannot_begin_is_unavailable(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tflite"
    broken.write_bytes(b"no model")
    with pytest.raises(Unavailable, match="ended on this model"):
        Remote("tflm", broken)


def test_the_next_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without TensorFlow Lite Micro the definition is the oracle, and asked all samples."""
    opened = oracles.open_model

    def without_tflm(name: str, *rest: object) -> oracles.Opened:
        if name == "tflm":
            raise Unavailable("it crashed")
        return opened(name, *rest)

    monkeypatch.setattr(oracles, "open_model", without_tflm)
    graph = readers.read(MODEL)
    answers, missing = ask_oracles(MODEL, graph, samples.random(graph, 4), 2, lambda *_: None)
    assert answers[0].title == "NumPy definition"
    assert len(answers[0].outputs) == 4
    assert missing["tflm"] == "it crashed"
