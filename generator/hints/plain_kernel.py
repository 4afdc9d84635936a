"""The core could do better, but no faster kernel computes a layer of this kind."""

from generator.hints import Seen
from generator.targets import target

# Two 16-bit products an instruction, with loads: what the fast kernels reach.
_FAST_CYCLES_PER_MAC = 3.0


def hint(layer: Seen) -> str | None:
    """Names the type or shape that keeps the fast kernels away."""
    step, kernel = layer.step, layer.step.kernel
    if kernel is None or not step.macs or not target(layer.program.core).dsp:
        return None
    other = layer.fastest.kernel if layer.fastest else None
    plain = kernel.template == step.op.lower() and (
        other is None or other.template == kernel.template
    )
    if not plain or layer.cycles / step.macs < _FAST_CYCLES_PER_MAC:
        return None
    tensor = layer.program.tensors[step.inputs[0]]
    if tensor.dtype.name != "int8":
        return f"the kernels with two products an instruction are for int8, this is {tensor.dtype}"
    shape = "x".join(map(str, tensor.shape))
    return f"no kernel with two products an instruction fits this {step.op} of {shape}"
