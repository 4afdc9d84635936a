"""Every layer of a subject against the definition of its operator."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from generator import interpret
from generator.graph import Array, Graph, Node, Tensor
from generator.validation.difference import TOLERANCE, Difference, first_difference


class Subject(Protocol):
    """The code of a model somewhere. title: where it runs, for people.

    Every call is an inference from the model's initial state.
    """

    title: str

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The model's outputs."""
        ...

    def checksums(self, inputs: Sequence[Array]) -> Mapping[tuple[int, int], int]:
        """The CRC-32 of the bytes of every layer's outputs, by layer and output."""
        ...

    def layer(self, inputs: Sequence[Array], index: int) -> tuple[bytes, ...]:
        """The bytes of one layer's outputs."""
        ...


@dataclass(frozen=True)
class LayerVerdict:
    """One layer. verdict: "equal", "close" (reals within the tolerance) or "differs"."""

    index: int
    op: str
    tensor: str
    shape: tuple[int, ...]
    dtype: str
    verdict: str
    difference: Difference | None


def walk(
    subject: Subject,
    graph: Graph,
    inputs: Sequence[Array],
    *,
    sample: int = 0,
    tolerance: float = TOLERANCE,
) -> Iterator[LayerVerdict]:
    """Every output of every layer of a simplified graph, on one sample.

    A layer whose checksum is the expected one is taken as equal. Of the others all bytes are
    fetched, but of integer layers behind the first difference, which only hand it on.
    """
    sums = subject.checksums(inputs)
    found = False
    for index, (node, computed) in enumerate(
        zip(graph.nodes, interpret.layers(graph, inputs), strict=True)
    ):
        results = _as_stored(graph, node, computed)
        wrong = [sums.get((index, i)) not in (None, checksum(r)) for i, r in enumerate(results)]
        fetch = any(wrong) and not (found and all(r.dtype.kind != "f" for r in results))
        got = subject.layer(inputs, index) if fetch else ()
        for position, expected in enumerate(results):
            tensor = graph.tensors[node.outputs[position]]
            difference = None
            if wrong[position] and fetch:
                actual = as_array(got[position], tensor)
                difference = first_difference(
                    actual,
                    expected,
                    tensor,
                    sample=sample,
                    layer=index,
                    op=node.op,
                    tolerance=tolerance,
                )
            verdict = _verdict(wrong[position], fetch, difference)
            found |= verdict == "differs"
            yield _row(index, node, tensor, verdict, difference)


def _as_stored(graph: Graph, node: Node, results: Sequence[Array]) -> tuple[Array, ...]:
    """A definition may compute in a wider type than its tensor has."""
    dtypes = (graph.tensors[name].dtype for name in node.outputs)
    return tuple(np.asarray(r, dtype) for r, dtype in zip(results, dtypes, strict=True))


def _verdict(wrong: bool, fetched: bool, difference: Difference | None) -> str:
    if not wrong:
        return "equal"
    return "close" if fetched and difference is None else "differs"


def _row(
    index: int, node: Node, tensor: Tensor, verdict: str, difference: Difference | None
) -> LayerVerdict:
    return LayerVerdict(
        index, node.op, tensor.label, tensor.shape, tensor.dtype.name, verdict, difference
    )


def checksum(value: Array) -> int:
    """The CRC-32 of a tensor's stored bytes."""
    return zlib.crc32(value.tobytes())


def as_array(data: bytes, tensor: Tensor) -> Array:
    """Stored bytes as a tensor; numbers are little-endian on all our cores."""
    array: Array = np.frombuffer(data, tensor.dtype.newbyteorder("<")).reshape(tensor.shape)
    return array
