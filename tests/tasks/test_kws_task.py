"""The shipped keyword model: its samples, its file, and the accuracy that its card claims."""

import hashlib
import json

import numpy as np
import pytest
import tflite

from generator.tasks import Task
from generator.tasks.kws import task
from generator.train import evaluation, keywords
from generator.train.datasets.speech_commands import excerpt
from generator.train.frontends import log_mel
from generator.train.recipe import deployed_answers
from generator.train.run import held_out
from tests.data import shared

pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")

ALLOWED = [
    "CONV_2D",
    "DEPTHWISE_CONV_2D",
    "FULLY_CONNECTED",
    "AVERAGE_POOL_2D",
    "MAX_POOL_2D",
    "ADD",
    "SOFTMAX",
    "RESHAPE",
    "QUANTIZE",
    "DEQUANTIZE",
]


@pytest.fixture(scope="module")
def kws() -> Task:
    return task()


@pytest.fixture(scope="module")
def model(kws: Task) -> tflite.Model:
    return tflite.Model.GetRootAsModel(kws.model.read_bytes(), 0)


def test_every_label_has_a_sample_of_the_models_shape(kws: Task, model: tflite.Model) -> None:
    entry = model.Subgraphs(0).Tensors(model.Subgraphs(0).Inputs(0))
    assert [sample.name for sample in kws.samples] == list(kws.labels)
    assert len(kws.labels) == 10
    for index, sample in enumerate(kws.samples):
        assert sample.label_index == index
        assert sample.data.dtype == np.int8
        assert sample.data.shape == tuple(entry.ShapeAsNumpy())
        assert sample.clip is not None
        assert sample.clip.is_file()


def test_every_sample_is_recognised_by_the_reference(kws: Task) -> None:
    inputs = np.concatenate([sample.data for sample in kws.samples])
    scores = evaluation.answers(kws.model.read_bytes(), inputs)
    assert list(scores.argmax(axis=1)) == [sample.label_index for sample in kws.samples]


def test_the_input_is_scaled_as_the_front_end_says(model: tflite.Model) -> None:
    graph = model.Subgraphs(0)
    quantisation = graph.Tensors(graph.Inputs(0)).Quantization()
    assert quantisation.Scale(0) == pytest.approx(log_mel.SCALE, rel=1e-6)
    assert quantisation.ZeroPoint(0) == log_mel.ZERO_POINT


def test_the_model_is_small_and_uses_only_common_int8_operators(
    kws: Task, model: tflite.Model
) -> None:
    assert kws.model.stat().st_size <= 60_000
    codes = [model.OperatorCodes(i).BuiltinCode() for i in range(model.OperatorCodesLength())]
    allowed = {getattr(tflite.BuiltinOperator, name) for name in ALLOWED}
    assert set(codes) <= allowed
    graph = model.Subgraphs(0)
    types = {graph.Tensors(i).Type() for i in range(graph.TensorsLength())}
    assert types <= {tflite.TensorType.INT8, tflite.TensorType.INT32}


def test_activations_need_little_memory(model: tflite.Model) -> None:
    graph = model.Subgraphs(0)
    sizes = []
    for index in range(graph.OperatorsLength()):
        operator = graph.Operators(index)
        tensors = [graph.Tensors(i) for i in (operator.Inputs(0), operator.Outputs(0))]
        sizes.append(sum(int(np.prod(tensor.ShapeAsNumpy())) for tensor in tensors))
    assert max(sizes) <= 8_000


def test_the_card_speaks_of_this_file_and_passes_the_mark(kws: Task) -> None:
    card = json.loads(kws.card.read_text(encoding="utf-8"))
    assert card["model"]["sha256"] == hashlib.sha256(kws.model.read_bytes()).hexdigest()
    assert card["model"]["bytes"] == kws.model.stat().st_size
    assert card["labels"] == list(kws.labels) == list(keywords.LABELS)
    assert kws.score.confusion is not None
    assert kws.score.inputs == card["test"]["inputs"] == 760
    assert kws.score.confusion.correct == card["test"]["correct"]
    assert kws.score.passes(kws.pass_mark)


def test_the_claimed_accuracy_is_reached_on_every_test_clip(kws: Task) -> None:
    testing = held_out("kws", shared("."), lambda what, done, total: None)
    scores = deployed_answers(kws.model, testing.inputs)
    truth = testing.truth.astype(np.int64)
    assert evaluation.accuracy(scores, truth, kws.labels) == kws.score


def test_the_samples_are_official_test_clips(kws: Task) -> None:
    clips = excerpt.read_testing(shared(str(excerpt.TEST)))
    labels = keywords.label_indices(clips.words)
    inputs = keywords.network_input(keywords.features(clips.samples))
    for sample in kws.samples:
        same = np.flatnonzero((inputs == sample.data).all(axis=(1, 2, 3)))
        assert len(same) >= 1
        assert labels[same[0]] == sample.label_index
