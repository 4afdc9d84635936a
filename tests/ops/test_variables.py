"""READ_VARIABLE, ASSIGN_VARIABLE, VAR_HANDLE and CALL_ONCE: streaming models keep their state."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ModelError
from tests.network import N, check_network, graph_of, network
from tests.single_op import T, options

DTYPES = ("int8", "int16", "float32")


def handle(name: str) -> N:
    return N("VAR_HANDLE", [], [name], options("VarHandleOptions", container="", sharedName="s"))


READ = "READ_VARIABLE"
ASSIGN = "ASSIGN_VARIABLE"


def delay(dtype: str, size: int, *, first: np.ndarray | None, read_after: bool) -> bytes:
    """Gives what it was given one inference before; `read_after` reads the new value too."""
    scale = 0.5 if dtype != "float32" else None
    values = T((1, size), dtype, scale)
    tensors = {
        "x": values,
        "h": T((), "resource"),
        "old": values,
        "new": values,
        "sum": values,
        "first": T((1, size), dtype, scale, data=np.zeros(size) if first is None else first),
    }
    add = options("AddOptions")
    nodes = [
        *(
            [N("CALL_ONCE", [], [], options("CallOnceOptions", initSubgraphIndex=1))]
            if first is not None
            else []
        ),
        handle("h"),
        N(READ, ["h"], ["old"], options("ReadVariableOptions")),
        N(ASSIGN, ["h", "x"], [], options("AssignVariableOptions")),
        N(READ, ["h"], ["new"], options("ReadVariableOptions")),
        N("ADD", ["old", "new" if read_after else "x"], ["sum"], add),
    ]
    initialiser = [handle("h"), N(ASSIGN, ["h", "first"], [], options("AssignVariableOptions"))]
    return network(tensors, nodes, ["x"], ["sum"], initialiser if first is not None else ())


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(DTYPES), st.integers(1, 20), st.booleans(), st.booleans(), st.integers(0, 99)
)
def test_state_equals_tensorflow_lite_micro(
    dtype: str, size: int, called: bool, read_after: bool, seed: int
) -> None:
    first = np.random.default_rng(seed).integers(-100, 100, size) if called else None
    data = delay(dtype, size, first=first, read_after=read_after)
    graph, _ = check_network(data, runs=4, tolerance=2.0**-22 if dtype == "float32" else 0.0)
    assert {node.op for node in graph.nodes} <= {READ, ASSIGN, "ADD"}


def test_an_initialiser_that_computes_is_refused() -> None:
    tensors = {"x": T((2,), "float32"), "h": T((), "resource"), "y": T((2,), "float32")}
    nodes = [
        N("CALL_ONCE", [], [], options("CallOnceOptions", initSubgraphIndex=1)),
        handle("h"),
        N(READ, ["h"], ["y"]),
    ]
    with pytest.raises(ModelError, match="more than assigning constants"):
        graph_of(network(tensors, nodes, ["x"], ["y"], [N("ABS", ["x"], ["y"])]))


@pytest.mark.parametrize("index", [0, 2, -1])
def test_a_missing_initialiser_is_refused(index: int) -> None:
    tensors = {"x": T((2,), "float32"), "y": T((2,), "float32")}
    nodes = [
        N("CALL_ONCE", [], [], options("CallOnceOptions", initSubgraphIndex=index)),
        N("ABS", ["x"], ["y"]),
    ]
    with pytest.raises(ModelError, match="subgraph"):
        graph_of(network(tensors, nodes, ["x"], ["y"], [N("ABS", ["x"], ["y"])]))


def test_a_value_of_another_size_is_refused() -> None:
    tensors = {
        "x": T((2,), "float32"),
        "h": T((), "resource"),
        "y": T((3,), "float32"),
    }
    nodes = [handle("h"), N(READ, ["h"], ["y"]), N(ASSIGN, ["h", "x"], [])]
    with pytest.raises(ModelError, match="same elements"):
        graph_of(network(tensors, nodes, ["x"], ["y"]))


def test_a_handle_that_no_one_made_is_refused() -> None:
    tensors = {"x": T((2,), "float32"), "h": T((), "resource"), "y": T((2,), "float32")}
    nodes = [N("ABS", ["x"], ["y"]), N(ASSIGN, ["h", "x"], [])]
    with pytest.raises(ModelError, match=r"VAR_HANDLE|before anything writes"):
        graph_of(network(tensors, nodes, ["x"], ["y"]))
