"""The bearing forest: trained by the command line, exact, small, right on the smallest board."""

import json
import os
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

from generator.errors import ToolError
from generator.train import forests, run
from generator.train.datasets import cwru_bearings
from generator.train.frontends import vibration
from tests.command_line import generator
from tests.data import shared

pytest.importorskip("sklearn", reason="scikit-learn is not installed")


def test_a_forest_of_real_vibration_fits_the_smallest_board(tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    home = {"GENERATOR_HOME": str(tmp_path / "home")}
    with patch.dict(os.environ, home):
        done = generator("train", "bearing-forest", "--data", shared("."), folder=tmp_path)
        assert done.code == 0, done.err
        words = ["run", "bearing-forest", "--board", "stm32f103c8", "--json", "run.json"]
        done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.err
    card = json.loads((tmp_path / "home/tasks/bearing_forest/card.json").read_text())
    assert card["test"]["value"] >= 0.99
    assert card["test"] == card["test_float"]  # scikit-learn's own answers
    facts = json.loads((tmp_path / "run.json").read_text())
    assert facts["flash"]["used_bytes"] <= 20_000
    assert facts["ram"]["used_bytes"] <= 2_000
    assert {run["sample"] for run in facts["runs"]} == set(cwru_bearings.LABELS)
    assert all(run["sample"] == run["label"] for run in facts["runs"])


def test_every_answer_is_scikit_learns(tmp_path: Path) -> None:
    data = shared(".")
    recipe = pytest.importorskip("generator.train.recipes.bearing_forest").RECIPE
    loaded = recipe.load(data, lambda *_: None)
    fitted = recipe.build().fit(loaded.training.inputs, loaded.training.truth)
    forests.write(tmp_path / "b.forest", fitted, "int16")
    scores = forests.scores(tmp_path / "b.forest", loaded.testing.inputs)
    theirs = fitted.predict_proba(loaded.testing.inputs)
    np.testing.assert_allclose(scores, theirs, atol=1e-7)
    assert np.array_equal(scores.argmax(axis=1), theirs.argmax(axis=1))


def test_no_window_is_learned_and_tested() -> None:
    data = shared(".")
    training = run.recipe_module("bearing").RECIPE.load(data, lambda *_: None).training
    testing = run.held_out("bearing", data, lambda *_: None)
    learned = {row.tobytes() for row in training.inputs}
    assert not any(row.tobytes() in learned for row in testing.inputs)
    assert set(testing.truth) == {0, 1}


def test_the_normal_recording_is_brought_to_the_others_rate() -> None:
    """The line of the shaft's fourth turn, 119.8 Hz, is where it should be."""
    normal = next(r for r in cwru_bearings.recordings(shared(".")) if r.label == 0)
    spectrum = np.abs(np.fft.rfft(normal.vibration * np.hanning(len(normal.vibration))))
    hertz = np.arange(len(spectrum)) * cwru_bearings.SAMPLE_RATE_HZ / len(normal.vibration)
    near = (hertz > 105) & (hertz < 135)
    assert hertz[near][np.argmax(spectrum[near])] == pytest.approx(4 * 1797 / 60, abs=0.5)


def test_missing_data_are_said_to_be_missing(tmp_path: Path) -> None:
    with (
        patch.dict(os.environ, {"GENERATOR_DATA": str(tmp_path)}),
        pytest.raises(ToolError, match="bearing data"),
    ):
        cwru_bearings.recordings(None)


def test_features_follow_their_definitions() -> None:
    """A sine has a crest factor of sqrt(2) and a kurtosis of 1.5; its power is in its own band."""
    at = np.arange(vibration.WINDOW)
    sine = np.sin(2 * np.pi * 100 * at / vibration.WINDOW)[np.newaxis]
    rms, kurtosis, crest, skewness, *bands = vibration.features(vibration.windows(sine[0], 1))[0]
    assert rms == pytest.approx(-30, abs=1)
    assert kurtosis == pytest.approx(100 * np.log10(1.5), abs=1)
    assert crest == pytest.approx(30, abs=1)
    assert skewness == pytest.approx(0, abs=1)
    assert int(np.argmax(bands)) == 99 // 32
