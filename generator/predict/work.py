"""What a layer has to do, counted: the terms that its cycles are a sum of."""

from dataclasses import astuple, dataclass, fields
from math import prod
from typing import Any

from generator.graph import Tensor
from generator.program import Program, Step

_WORD_BYTES = 4


@dataclass(frozen=True)
class Work:
    """A layer in numbers, none of which needs a compiler to be known.

    macs: multiply-accumulates. outputs, inputs: elements of the activations.
    pixels: outputs that differ in place, not in channel. gathered: inputs that are fetched if each
    serves all output channels at once; of a pooling window those of all channels. strips: runs of
    neighbouring inputs among those, one for each row of a window. rows: rows of the output image,
    counted for each channel.
    constants: words of flash that the layer points to. streamed: those, read once for each pixel.
    copied: those that it copies to RAM first. call: 1.
    """

    macs: float
    outputs: float
    inputs: float
    gathered: float
    strips: float
    rows: float
    pixels: float
    constants: float
    streamed: float
    copied: float
    call: float = 1.0

    @property
    def terms(self) -> tuple[float, ...]:
        """All of them, in the order of TERMS."""
        return astuple(self)


TERMS = tuple(field.name for field in fields(Work))


def work_of(program: Program, step: Step) -> Work:
    """The work of one step of a program."""
    inputs = [program.tensors[name] for name in step.inputs]
    outputs = [program.tensors[name] for name in step.outputs]
    elements = sum(t.size for t in outputs)
    channels = outputs[0].shape[-1] if outputs and outputs[0].shape else 1
    pixels = elements / max(channels, 1)
    operands = sum(t.size_bytes for t in inputs if t.is_constant)
    constants = (step.weights_bytes + operands) / _WORD_BYTES
    return Work(
        macs=step.macs,
        outputs=elements,
        inputs=sum(t.size for t in inputs if not t.is_constant),
        gathered=step.macs / max(channels, 1) or elements * _pooled(step),
        strips=pixels * _window_rows(step),
        rows=_rows(outputs[0]) if outputs else 0,
        pixels=pixels,
        constants=constants,
        streamed=constants * pixels,
        copied=_context(step).get("staged_bytes", 0) / _WORD_BYTES,
    )


def names_of(program: Program, step: Step) -> tuple[str, ...]:
    """What a step's kernel is called in the calibration, the most exact name first.

    Behind the kernel itself come those that are like it: of another operator with the same
    template, other kernels of its operator, then all that compute in the same type, then all.
    """
    tensors = [program.tensors[name] for name in (*step.inputs, *step.outputs)]
    dtype = next((t.dtype.name for t in tensors if not t.is_constant), "int8")
    template = step.kernel.template if step.kernel else "none"
    staged = " staged" if _context(step).get("staged_bytes") else ""
    return (
        f"{step.op} {template} {dtype}{staged}",
        f"{template} {dtype}{staged}",
        f"{template} {dtype}",
        f"{step.op} {dtype}",
        dtype,
        "any",
    )


def _rows(output: Tensor) -> float:
    return output.size / max(output.shape[-2], 1) if len(output.shape) >= 3 else output.size


def _window_rows(step: Step) -> int:
    """Of a window that is moved over an image; templates know it as the third of `vertical`."""
    axis = _context(step).get("vertical")
    return axis[2] if isinstance(axis, tuple) else 1


def _pooled(step: Step) -> int:
    """Elements of a window without weights, moved over an image; 0 where there is none."""
    context = _context(step)
    axes = [context.get(name) for name in ("vertical", "horizontal")]
    return prod(axis[2] for axis in axes if isinstance(axis, tuple)) if all(axes) else 0


def _context(step: Step) -> dict[str, Any]:
    return {} if step.kernel is None else dict(step.kernel.context)
