"""A copy between a variable and an activation."""

from generator.graph import Node, Tensor
from generator.program import Kernel, Step


def copy(node: Node, index: int, source: Tensor, target: str) -> Step:
    """A step that copies a tensor's bytes to another of the same size."""
    size_bytes = source.size_bytes
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(f"copy_{source.dtype}_{source.size}", "copy", size_bytes=size_bytes),
        inputs=(source.name,),
        outputs=(target,),
    )
