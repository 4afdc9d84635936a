"""The layer computes with reals on a core that has no floating-point unit."""

from generator.hints import Seen


def hint(layer: Seen) -> str | None:
    """Says so, and what helps."""
    tensors = [layer.program.tensors[name] for name in (*layer.step.inputs, *layer.step.outputs)]
    if layer.board.part.fpu or not any(tensor.dtype.kind == "f" for tensor in tensors):
        return None
    core = layer.board.part.core
    return f"{core} has no floating-point unit, every operation is a call; convert it to int8"
