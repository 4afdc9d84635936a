"""What every operator says of itself, and the checks that many of them share."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, NoReturn

from generator.errors import ModelError
from generator.graph import Array, Graph, Node, Tensor


class Operator(ABC):
    """The meaning of one TensorFlow Lite operator, apart from any engine.

    name: the operator's name in TensorFlow Lite, "CONV_2D".
    options: the schema's table with its options, "Conv2DOptions"; None where it has none.
    custom_code: what a file calls it where the schema has no such operator, "SignalWindow"; its
    options are then a map of integers in a flexbuffer.
    dtypes: what it computes on, told by its activations: "int8", "int16", "float32", …; the
    table of operators in docs is made of it.
    """

    name: ClassVar[str]
    options: ClassVar[str | None] = None
    custom_code: ClassVar[str | None] = None
    dtypes: ClassVar[tuple[str, ...]] = ("int8",)

    @abstractmethod
    def check(self, graph: Graph, node: Node) -> None:
        """Raises ModelError, naming node and tensor, if this node is not one that we compute."""

    def macs(self, graph: Graph, node: Node) -> int:
        """The multiply-accumulates of the node; 0 for those that are not made of any."""
        del graph, node
        return 0

    def written_variables(self, graph: Graph, node: Node) -> tuple[str, ...]:
        """The variables among its inputs that the node changes; most operators change none."""
        del graph, node
        return ()

    def state(self, graph: Graph, node: Node) -> Tensor | None:
        """A variable that the operator keeps although no file names it.

        The reader makes it the node's last input. Called before `check`.
        """
        del graph, node
        return None

    @abstractmethod
    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        """The outputs, computed by NumPy; `inputs` are the values of all inputs that are present.

        The new values of `written_variables` follow the outputs. Written for clarity, not for
        speed; shares its constants with the kernels.
        """


def refuse(node: Node, message: str, hint: str | None = None) -> NoReturn:
    """Raises the ModelError by which an operator turns a node down."""
    raise ModelError(message, where=node.name, hint=hint)


def check_counts(graph: Graph, node: Node, inputs: tuple[int, int], outputs: int = 1) -> None:
    """Demands that many outputs, and inputs[0] to inputs[1] inputs, the first inputs[0] present."""
    fewest, most = inputs
    given = len(node.inputs)
    if not fewest <= given <= most or None in node.inputs[:fewest]:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        wanted = f"at most {most}" if given > most else wanted
        refuse(node, f"it has {given} inputs; {node.op} takes {wanted}")
    if len(node.outputs) != outputs:
        refuse(node, f"it has {len(node.outputs)} outputs; {node.op} gives {outputs}")


def check_dtype(node: Node, tensor: Tensor, *allowed: str) -> None:
    """Demands that the tensor's dtype is one of those named."""
    if tensor.dtype.name not in allowed:
        hint = None
        if tensor.dtype.name == "float32" and "int8" in allowed:
            hint = (
                "Convert the model to full int8: give the TensorFlow Lite converter a "
                "representative_dataset and set target_spec.supported_ops to TFLITE_BUILTINS_INT8."
            )
        refuse(node, f"tensor {tensor} is not {' or '.join(allowed)}", hint)


def check_rank(node: Node, tensor: Tensor, *allowed: int) -> None:
    """Demands that the tensor has one of these numbers of dimensions, and none of them empty."""
    if len(tensor.shape) not in allowed:
        refuse(node, f"tensor {tensor} has not {' or '.join(map(str, allowed))} dimensions")
    if tensor.size == 0:
        refuse(node, f"tensor {tensor} is empty")


def check_shape(node: Node, tensor: Tensor, shape: tuple[int, ...]) -> None:
    """Demands this very shape."""
    if tensor.shape != shape:
        wanted = "x".join(map(str, shape))
        refuse(node, f"tensor {tensor} should have the shape {wanted}")


def check_per_tensor(node: Node, *tensors: Tensor) -> None:
    """Demands one scale (above zero) and one zero point within the dtype for each tensor."""
    for tensor in tensors:
        quantization = tensor.quantization
        if quantization is None or quantization.per_channel:
            refuse(node, f"tensor {tensor} needs one scale and one zero point")
        if not 0.0 < quantization.scale < float("inf"):
            refuse(node, f"tensor {tensor} has the scale {quantization.scale}, not above zero")


def check_constant(node: Node, tensor: Tensor) -> None:
    """Demands that the value is in the file."""
    if not tensor.is_constant:
        refuse(node, f"tensor {tensor} must be a constant of the model file")
