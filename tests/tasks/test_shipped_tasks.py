"""Every task that ships: its files, its licence, its samples and the score that it claims."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from generator import discover, known_tasks
from generator.errors import RequestError
from generator.graph import Array
from generator.quantization import real
from generator.readers import read
from generator.source import source
from generator.tasks import NotTrained, Task
from generator.train import evaluation
from tests.command_line import generator
from tests.data import shared

ASSETS = Path(known_tasks.__file__).parent / "tasks" / "assets"
SHIPPED = sorted(path.name for path in ASSETS.iterdir())
MEASURED = ["anomaly", "anomaly_forest", "emotion", "fashion", "har", "house", "mnist"]


@pytest.fixture(params=SHIPPED)
def task(request: pytest.FixtureRequest) -> Task:
    found = known_tasks.find(request.param)
    assert found is not None
    return found


def test_a_shipped_task_is_a_word_and_has_a_recipe() -> None:
    assert set(SHIPPED) <= set(known_tasks.names())
    assert set(discover.module_names("generator.tasks")) <= set(
        discover.module_names("generator.train.recipes")
    )


def test_the_card_speaks_of_this_file_and_passes_the_mark(task: Task) -> None:
    card = json.loads(task.card.read_text(encoding="utf-8"))
    content = task.model.read_bytes()
    assert card["model"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert card["model"]["bytes"] == len(content)
    assert task.score.passes(task.pass_mark)
    assert task.score.inputs >= 100


def test_somebody_is_thanked_for_the_data(task: Task) -> None:
    assert (task.card.parent / "ATTRIBUTION.md").stat().st_size > 200
    assert "Apache-2.0" in task.licence


def test_every_label_has_a_sample_in_the_models_own_form(task: Task) -> None:
    graph = read(task.model)
    entry = graph.tensors[graph.inputs[0]]
    assert task.samples
    for sample in task.samples:
        assert sample.data.dtype == entry.dtype
        assert sample.data.shape == entry.shape
        assert np.ptp(sample.data.astype(float)) > 0
    indices = {sample.label_index for sample in task.samples}
    assert indices == (set(range(len(task.labels))) if task.labels else {None})


def test_the_float_network_can_be_named_too() -> None:
    int8, real32 = source("house"), source("house-float")
    assert real32.path.name == "model_float.tflite"
    assert int8.name != real32.name
    stored = int8.application.samples[0].arrays[0]
    numbers = real32.application.samples[0].arrays[0]
    assert numbers.dtype == np.float32
    steps = (numbers - numbers.min()) / (8 / 255)  # from -4 to 4 in 255 steps
    np.testing.assert_allclose(steps, stored.astype(int) - stored.min(), atol=1e-3)


def test_a_task_without_a_float_network_says_so() -> None:
    with pytest.raises(RequestError, match="no float model"):
        source("kws-float")


@pytest.mark.parametrize(
    "name", ["bearing", "bearing_forest", "image", "cifar10", "mnist_original"]
)
def test_a_task_that_may_not_ship_says_what_to_type(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotTrained):
        known_tasks.find(name)
    done = generator(name, "--board", "stm32f103c8", folder=tmp_path)
    assert done.code == 2
    assert f"generator train {name}" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"model": 3}', '{"model": {"file": "x"}}'])
def test_a_damaged_task_of_the_users_is_named(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENERATOR_HOME", str(tmp_path))
    folder = tmp_path / "tasks" / "mine"
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(content)
    with pytest.raises(RequestError, match="damaged") as caught:
        known_tasks.find("mine")
    assert "mine" in str(caught.value)


def test_a_folder_as_training_leaves_it_is_a_task_too(tmp_path: Path) -> None:
    copied = shutil.copytree(ASSETS / "har", tmp_path / "trained")
    words = (copied, "--board", "stm32f103c8", "--no-configure")
    done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.err


@pytest.mark.slow
@pytest.mark.parametrize("name", MEASURED)
def test_the_claimed_score_repeats_from_the_command_line(name: str, tmp_path: Path) -> None:
    pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")
    words = ["--measure", "--data", shared("."), "--json", "page.json"]
    done = generator("tasks", name, *words, folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "page.json").read_text())
    assert facts["measured"] == facts["score"]
    assert facts["score"]["inputs"] >= 1000


def test_the_large_network_is_refused_by_the_smallest_board(tmp_path: Path) -> None:
    done = generator("fashion-large", "--board", "stm32f103c8", folder=tmp_path)
    assert done.code == 1
    assert "does not fit stm32f103c8" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "board"),
    [*[(name, "stm32f103c8") for name in MEASURED], ("fashion-large", "nucleo-l476rg")],
)
def test_the_firmware_gives_the_right_answers(name: str, board: str, tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    done = generator("run", name, "--board", board, "--json", "run.json", folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "run.json").read_text())
    if board == "stm32f103c8":
        assert facts["flash"]["used_bytes"] <= 65_536
        assert facts["ram"]["used_bytes"] <= 20_480
    found = known_tasks.find(name)
    assert found is not None
    if found.labels:
        answers = [(run["sample"], run["label"]) for run in facts["runs"]]
        shown = {sample for sample, _ in answers}
        assert len(shown) >= min(3, len(found.labels))  # as many as the flash has room for
        assert shown <= {sample.name for sample in found.samples}
        assert all(sample == label for sample, label in answers)
    else:
        pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")
        outputs = evaluation.answers(found.model.read_bytes(), np.concatenate(_inputs(found)))
        expected = _real_outputs(found, outputs)
        values = {run["sample"]: float(run["label"]) for run in facts["runs"]}
        assert list(values.values()) == pytest.approx(expected, abs=1e-6)


def _inputs(task: Task) -> list[Array]:
    return [sample.data for sample in task.samples]


def _real_outputs(task: Task, outputs: Array) -> list[float]:
    graph = read(task.model)
    held = real(graph.tensors[graph.outputs[0]], outputs)
    return [float(value) for value in held[:, 0]]
