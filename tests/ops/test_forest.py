"""FOREST: the generated C and the NumPy reference against scikit-learn, tree by tree."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import readers
from generator.errors import ModelError
from generator.graph import Array
from generator.quantization import real
from generator.runners.host import HostModel
from generator.train import forests
from tests import oracle

ensemble = pytest.importorskip("sklearn.ensemble", reason="scikit-learn is not installed")
tree = pytest.importorskip("sklearn.tree")

CLASSIFIERS = (
    ensemble.RandomForestClassifier,
    ensemble.ExtraTreesClassifier,
    ensemble.GradientBoostingClassifier,
    tree.DecisionTreeClassifier,
)
REGRESSORS = (
    ensemble.RandomForestRegressor,
    ensemble.ExtraTreesRegressor,
    ensemble.GradientBoostingRegressor,
    tree.DecisionTreeRegressor,
)
ROWS = 40


def drawn_inputs(rng: np.random.Generator, dtype: str, features: int) -> Array:
    """Few distinct numbers, so that features often equal thresholds; both signs."""
    if dtype == "float32":
        return rng.choice(rng.normal(size=9), (200, features)).astype(np.float32)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, (200, features), endpoint=True).astype(dtype)


def fitted(draw: Any, kind: Any, inputs: Array, targets: Array) -> Any:
    options: dict[str, Any] = {
        "max_depth": draw(st.integers(1, 6)),
        "random_state": draw(st.integers(0, 99)),
    }
    if "DecisionTree" not in kind.__name__:
        options["n_estimators"] = draw(st.integers(1, 7))
    return kind(**options).fit(inputs, targets)


def compiled(path: Path, folder: Path) -> tuple[HostModel, Any]:
    graph = oracle.graph_of(path)
    return oracle.host_model(graph, folder, oracle.SANITIZE), graph


def our_scores(path: Path, inputs: Array) -> Array:
    """Those of the generated C, row by row, which the reference must equal bit for bit."""
    with TemporaryDirectory() as folder:
        model, graph = compiled(path, Path(folder))
        sums = np.concatenate([model.run([row[np.newaxis]])[0] for row in inputs])
    scores = real(graph.tensors[graph.outputs[0]], sums)
    np.testing.assert_array_equal(scores, forests.scores(path, inputs))
    return scores


@given(
    kind=st.sampled_from(CLASSIFIERS),
    dtype=st.sampled_from(["int8", "int16", "float32"]),
    classes=st.integers(2, 5),
    data=st.data(),
)
@settings(max_examples=15)
def test_classifiers_answer_as_scikit_learn(
    kind: Any, dtype: str, classes: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    inputs = drawn_inputs(rng, dtype, data.draw(st.integers(1, 12)))
    truth = np.concatenate([np.arange(classes), rng.integers(0, classes, len(inputs) - classes)])
    model = fitted(data.draw, kind, inputs, truth)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.forest"
        forests.write(path, model, dtype)
        scores = our_scores(path, inputs[:ROWS])
    if kind is ensemble.GradientBoostingClassifier:
        decision = model.decision_function(inputs[:ROWS])
        theirs = np.stack([-decision, decision], axis=1) if classes == 2 else decision
    else:
        theirs = model.predict_proba(inputs[:ROWS])
    np.testing.assert_allclose(scores, theirs, rtol=0, atol=1e-6 * max(1.0, np.abs(theirs).max()))
    ranked = np.sort(theirs, axis=1)
    clear = ranked[:, -1] - ranked[:, -2] > 1e-6
    assert np.array_equal(np.argmax(scores, axis=1)[clear], model.predict(inputs[:ROWS])[clear])


@given(
    kind=st.sampled_from(REGRESSORS),
    dtype=st.sampled_from(["int8", "int16", "float32"]),
    data=st.data(),
)
@settings(max_examples=8)
def test_regressors_answer_as_scikit_learn(kind: Any, dtype: str, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    inputs = drawn_inputs(rng, dtype, data.draw(st.integers(1, 12)))
    model = fitted(data.draw, kind, inputs, rng.normal(scale=100.0, size=len(inputs)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.forest"
        forests.write(path, model, dtype)
        scores = our_scores(path, inputs[:ROWS])
    np.testing.assert_allclose(scores[:, 0], model.predict(inputs[:ROWS]), rtol=0, atol=1e-3)


def test_votes_of_pure_leaves_are_counted_exactly(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    inputs = rng.integers(-500, 500, (300, 6)).astype(np.int16)
    truth = (inputs[:, 0] > 0).astype(int) + (inputs[:, 1] > 99)
    model = ensemble.RandomForestClassifier(12, random_state=1).fit(inputs, truth)
    path = tmp_path / "votes.forest"
    forests.write(path, model, "int16")
    assert np.array_equal(forests.scores(path, inputs).argmax(axis=1), model.predict(inputs))
    text = "\n".join(p for p in rendered(path).values())
    assert "output[leaf]++" in text


def rendered(path: Path) -> dict[str, str]:
    program = oracle.program_of(oracle.graph_of(path))
    return oracle.render_model(program, oracle.memory.plan(program))


def test_floats_are_ordered_as_numbers_are(tmp_path: Path) -> None:
    """Also zeros of both signs, the smallest and the largest numbers, and infinity."""
    edges = [0.0, -0.0, 1e-45, -1e-45, 1.5, -1.5, 3e38, -3e38, np.inf, -np.inf]
    numbers = np.array(edges, np.float32)
    for threshold in numbers[np.isfinite(numbers)]:
        path = tmp_path / "edge.forest"
        path.write_text(json.dumps(single_split("float32", float(threshold))))
        with TemporaryDirectory() as folder:
            model, _ = compiled(path, Path(folder))
            right = [int(model.run([np.array([[x]])])[0].argmax()) for x in numbers]
        assert right == [int(x > threshold) for x in numbers]


def single_split(dtype: str, threshold: float) -> dict[str, Any]:
    return {
        "format": "forest",
        "version": 1,
        "input": {"dtype": dtype, "features": 1},
        "output": {"scale": 1.0},
        "leaves": [[1, 0], [0, 1]],
        "base": [0, 0],
        "trees": [
            {"root": 0, "feature": [0], "threshold": [threshold], "left": [-1], "right": [-2]}
        ],
    }


def test_thresholds_are_rounded_down_to_the_features_type(tmp_path: Path) -> None:
    path = tmp_path / "down.forest"
    for dtype, threshold, expected in [
        ("int16", 2.5, 2),
        ("int16", -2.5, -3),
        ("int8", 1e9, 127),
        ("float32", 0.1, np.nextafter(np.float32(0.1), np.float32(0))),
    ]:
        path.write_text(json.dumps(single_split(dtype, threshold)))
        assert readers.read(path).tensors["thresholds"].value[0] == expected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 2}, "version"),
        ({"extra": 1}, "extra"),
        ({"leaves": [[1]]}, "has not 2 numbers"),
        (
            {"trees": [{"root": 0, "feature": [1], "threshold": [0], "left": [-1], "right": [-2]}]},
            "has not",
        ),
        (
            {"trees": [{"root": 0, "feature": [0], "threshold": [0], "left": [0], "right": [-2]}]},
            "leads back",
        ),
        (
            {"trees": [{"root": 0, "feature": [0], "threshold": [0], "left": [-9], "right": [-2]}]},
            "not there",
        ),
        (
            {"trees": [{"root": 0, "feature": [], "threshold": [], "left": [], "right": []}]},
            "not there",
        ),
        (
            {"trees": [{"root": 0, "feature": [0], "threshold": [], "left": [-1], "right": [-2]}]},
            "differ in length",
        ),
        (
            {
                "trees": [
                    {"root": 0, "feature": [0], "threshold": [-1e9], "left": [-1], "right": [-2]}
                ]
            },
            "below every int16",
        ),
        ({"leaves": [[2**31 - 1, 0], [0, 1]], "base": [1, 0]}, "32 bits"),
        ({"leaves": [[2**40, 0], [0, 1]]}, "out of range"),
    ],
)
def test_refuses_what_is_no_forest(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    path = tmp_path / "bad.forest"
    path.write_text(json.dumps(single_split("int16", 1) | change))
    with pytest.raises(ModelError, match=words):
        oracle.graph_of(path)


@pytest.mark.parametrize("text", ["", "TFL3", "[" * 100_000, '{"format": NaN}', "\xff", "[]", "3"])
def test_refuses_what_is_no_json_object(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.forest"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ModelError):
        oracle.graph_of(path)


def test_a_forest_of_single_leaves(tmp_path: Path) -> None:
    path = tmp_path / "leaf.forest"
    lonely = {"root": -2, "feature": [], "threshold": [], "left": [], "right": []}
    path.write_text(json.dumps(single_split("int8", 0) | {"trees": [lonely, lonely]}))
    assert our_scores(path, np.zeros((1, 1), np.int8)).tolist() == [[0, 2]]


def test_other_models_are_refused_by_the_writer(tmp_path: Path) -> None:
    linear = pytest.importorskip("sklearn.linear_model").LinearRegression()
    linear.fit(np.eye(3), np.arange(3))
    with pytest.raises(ValueError, match="no forest"):
        forests.write(tmp_path / "no.forest", linear, "float32")
    # "FOREST" is the operator under test.


STRANGE = (-1, 0, 1, 2**24, -(2**40), 10**400, 0.5, -1e308, 1e308, "x", None, True, [], {}, [[]])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a tree of JSON."""
    found = [path]
    if not isinstance(value, dict | list):
        return found
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        found += places(item, (*path, key))
    return found


@given(data=st.data())
@settings(max_examples=80)
def test_a_damaged_file_is_refused_or_computes(data: st.DataObject) -> None:
    document = json.loads(json.dumps(single_split("int16", 1)))
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from([p for p in places(document) if p]))
        at = document
        for key in way:
            at = at[key]
        at[last] = data.draw(st.sampled_from(STRANGE))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.forest"
        path.write_text(json.dumps(document))
        try:
            graph = oracle.graph_of(path)
        except ModelError:
            return
        entry = graph.tensors[graph.inputs[0]]
        oracle.reference(graph, [np.zeros(entry.shape, entry.dtype)])
        oracle.program_of(graph)
