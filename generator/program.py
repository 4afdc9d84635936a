"""The model lowered for one core: C functions to render, calls to make, constants to store.

An engine makes a Program from a Graph; the memory planner reads what its steps touch, the renderer
writes it as C. Nothing here knows C syntax beyond type names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.graph import Array, Tensor

Order = Literal["ascending", "descending", "in place"]


@dataclass(frozen=True, eq=False)
class Constant:
    """A read-only array: weights in the order the inner loop reads them, biases, tables.

    name: its C identifier, unique in the program.
    data: contiguous; its dtype decides the C element type.
    shape_comment: what the axes mean, for the C comment: "output channel / 4, tap, …".
    """

    name: str
    data: Array
    shape_comment: str


@dataclass(frozen=True, eq=False)
class Parameter:
    """One field of the structure that a kernel is handed for each layer.

    ctype: "int32_t", "const int8_t *", …; value: a number, or the Constant that it points to.
    """

    name: str
    ctype: str
    value: int | float | Constant
    comment: str


@dataclass(frozen=True)
class Kernel:
    """One C function: a template and everything it is specialised for.

    Steps with equal kernels share the function.
    name: its C identifier, told from every other by the shapes in it.
    template: the file in `templates/engines/<engine>/`, without `.c.j2`.
    context: the numbers and words that the template reads, as sorted pairs.
    """

    name: str
    template: str
    context: tuple[tuple[str, int | float | str | bool | tuple[int, ...]], ...]

    @property
    def told_order(self) -> bool:
        """Whether layers that walk up and layers that walk down may share the function, which is
        then told by a field of their structure."""
        return bool(dict(self.context).get("told_order"))

    @staticmethod
    def of(name: str, template: str, **context: Any) -> "Kernel":
        """A kernel from keyword arguments."""
        return Kernel(name, template, tuple(sorted(context.items())))


@dataclass(frozen=True)
class Overlap:
    """A permission: the output may lie over the input, as the kernel reads ahead of its writes.

    order "ascending": the kernel walks up; legal when output start + gap_bytes <= input start.
    order "descending": the kernel walks down; legal when output end >= input end + gap_bytes.
    order "in place": the kernel is done with the bytes that it writes; legal when both start alike.
    """

    input: str
    order: Order
    gap_bytes: int


@dataclass(frozen=True, eq=False)
class Step:
    """One layer: a call of a kernel, or a mere renaming of a buffer (`kernel` is None).

    inputs, outputs: names of tensors, in the order of the C arguments; an input may be a constant
    of the model, which then lies in flash as it is in the file.
    parameters: the fields of the layer's structure; empty where the kernel needs none.
    scratch_bytes: working memory that the kernel wants in the arena while it runs.
    overlaps: where the output may share bytes with an input; any one of them suffices.
    macs: multiply-accumulates of the operator as the model file defines it.
    code_bytes: an estimate of the kernel's size before it is compiled.
    """

    index: int
    op: str
    node: str
    kernel: Kernel | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    scratch_bytes: int = 0
    overlaps: tuple[Overlap, ...] = ()
    macs: int = 0
    code_bytes: int = 0

    @property
    def constants(self) -> tuple[Constant, ...]:
        """The arrays that this step keeps in flash."""
        return tuple(p.value for p in self.parameters if isinstance(p.value, Constant))

    @property
    def weights_bytes(self) -> int:
        """The flash that those arrays take."""
        return sum(c.data.nbytes for c in self.constants)


@dataclass(frozen=True, eq=False)
class Program:
    """A whole model ready to be planned and rendered.

    name: a C identifier that every public symbol of the model begins with.
    tensors: all that steps read and write, the constants among their inputs included.
    operands: those constants, by tensor name.
    variables: tensors that keep their value from one inference to the next, each with what
    `<name>_init()` sets it to: one value for every element, or a constant that it copies.
    """

    name: str
    engine: str
    core: str
    model_sha256: str
    tensors: Mapping[str, Tensor]
    steps: tuple[Step, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    operands: Mapping[str, Constant] = field(default_factory=dict)
    variables: Mapping[str, int | float | Constant] = field(default_factory=dict)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of one inference."""
        return sum(step.macs for step in self.steps)

    @property
    def constants(self) -> tuple[Constant, ...]:
        """Everything that the model keeps in flash; what several steps point to counts once."""
        packed = (constant for step in self.steps for constant in step.constants)
        first_values = (v for v in self.variables.values() if isinstance(v, Constant))
        every = (*packed, *self.operands.values(), *first_values)
        return tuple({constant.name: constant for constant in every}.values())

    @property
    def weights_bytes(self) -> int:
        """The flash that all constants take."""
        return sum(constant.data.nbytes for constant in self.constants)
