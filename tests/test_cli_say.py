"""`generator say`: a sentence goes into the simulated firmware and comes out as an emotion."""

import json
from pathlib import Path

import numpy as np
import pytest

from generator.tasks.emotion import from_text, task
from tests.command_line import generator

SENTENCES = {
    "وقتی خبر را شنیدم خیلی خوشحال شدم": "happiness",
    "دیگر عصبانی نیستم و آرام شدم": "calm",
    "از صداي رعد ترسيدم": "fear",  # with Arabic yeh
    "به جای اینکه شرمنده شود به دخترش افتخار کرد": "pride",
}


def test_the_firmware_answers_sentences(tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    words = ["--board", "stm32f103c8", "--json", "say.json"]
    done = generator("say", "emotion", *SENTENCES, *words, folder=tmp_path)
    assert done.code == 0, done.err
    answers = json.loads((tmp_path / "say.json").read_text())["answers"]
    assert {answer["text"]: answer["label"] for answer in answers} == SENTENCES
    for answer in answers:
        assert sum(answer["shares"].values()) == pytest.approx(1.0, abs=0.05)


def test_only_tasks_that_read_text_are_asked(tmp_path: Path) -> None:
    done = generator("say", "kws", "سلام", "--board", "stm32f103c8", folder=tmp_path)
    assert done.code == 2
    assert "does not read text" in done.err
    assert not list(tmp_path.iterdir())


def test_text_has_the_form_of_the_models_input() -> None:
    sample = task().samples[0].data
    made = from_text("سلام")
    assert made.shape == sample.shape
    assert made.dtype == sample.dtype
    assert np.count_nonzero(made) == 1
