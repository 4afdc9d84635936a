"""The layers of a model in figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.graph import Graph, Node
from generator.memory import Plan
from generator.predict import Prediction
from generator.program import Program, Step


@dataclass(frozen=True)
class Layer:
    """One step of the program.

    name: of its output. input, output: type and shape. parameters: learnt numbers it reads.
    weights_bytes: its constants as packed. input_bytes, output_bytes: activations.
    arena: the bytes from..to that its output takes; scratch: those that it works in, or None.
    cycles, milliseconds, band_percent: of one run, see `predict.Prediction`. share: of all cycles.
    kernel: the C function that computes it, "" for a mere renaming.
    """

    index: int
    op: str
    name: str
    input: str
    output: str
    parameters: int
    macs: int
    weights_bytes: int
    input_bytes: int
    output_bytes: int
    arena: tuple[int, int] | None
    scratch: tuple[int, int] | None
    cycles: float
    milliseconds: float
    band_percent: float
    share: float
    kernel: str

    @property
    def cycles_per_mac(self) -> float | None:
        """None for a layer without multiply-accumulates."""
        return self.cycles / self.macs if self.macs else None


def layers_of(
    graph: Graph, program: Program, plan: Plan, prediction: Prediction
) -> tuple[Layer, ...]:
    """Every step's figures, in the order in which they run."""
    return tuple(_layers(graph, program, plan, prediction))


def _layers(graph: Graph, program: Program, plan: Plan, prediction: Prediction) -> Iterator[Layer]:
    all_cycles = prediction.cycles or 1.0
    for node, step, predicted in zip(graph.nodes, program.steps, prediction.layers, strict=True):
        inputs = [program.tensors[name] for name in step.inputs]
        moving = [tensor for tensor in inputs if not tensor.is_constant]
        outputs = [program.tensors[name] for name in step.outputs]
        yield Layer(
            index=step.index,
            op=step.op,
            name=outputs[0].label if outputs else step.node,
            input=", ".join(_shape(t.shape) for t in moving),
            output=", ".join(_shape(t.shape) for t in outputs),
            parameters=_parameters(graph, node),
            macs=step.macs,
            weights_bytes=step.weights_bytes + sum(t.size_bytes for t in inputs if t.is_constant),
            input_bytes=sum(t.size_bytes for t in moving),
            output_bytes=sum(t.size_bytes for t in outputs),
            arena=_interval(plan, step, program),
            scratch=_scratch(plan, step),
            cycles=predicted.cycles,
            milliseconds=predicted.cycles / prediction.clock_hz * 1e3,
            band_percent=predicted.band_percent,
            share=predicted.cycles / all_cycles,
            kernel=step.kernel.name if step.kernel else "",
        )


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "scalar"


def _parameters(graph: Graph, node: Node) -> int:
    """The elements of floating point or quantised constants; shapes and indices are not learnt."""
    constants = (graph.tensors[name] for name in node.inputs if name is not None)
    return sum(
        tensor.size
        for tensor in constants
        if tensor.is_constant and (tensor.quantization is not None or tensor.dtype.kind == "f")
    )


def _interval(plan: Plan, step: Step, program: Program) -> tuple[int, int] | None:
    placed = [name for name in step.outputs if name in plan.offsets]
    if not placed:
        return None
    starts = [plan.offsets[name] for name in placed]
    ends = [plan.offsets[name] + program.tensors[name].size_bytes for name in placed]
    return min(starts), max(ends)


def _scratch(plan: Plan, step: Step) -> tuple[int, int] | None:
    if step.index not in plan.scratch:
        return None
    start = plan.scratch[step.index]
    return start, start + step.scratch_bytes
