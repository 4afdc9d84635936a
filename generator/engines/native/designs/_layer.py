"""A node with weights, as designs lower it."""

from dataclasses import dataclass

from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands
from generator.program import Kernel, Overlap, Parameter, Step


@dataclass(frozen=True, eq=False)
class Layer:
    """The node, its place in the program, and its operands `o`."""

    graph: Graph
    node: Node
    index: int
    o: Operands

    def step(
        self,
        kernel: Kernel,
        parameters: tuple[Parameter, ...],
        *,
        scratch_bytes: int = 0,
        overlaps: tuple[Overlap, ...] = (),
    ) -> Step:
        """The step that computes it with a kernel."""
        return Step(
            index=self.index,
            op=self.node.op,
            node=self.node.name,
            kernel=kernel,
            inputs=(self.o.given.name,),
            outputs=self.node.outputs,
            parameters=parameters,
            scratch_bytes=scratch_bytes,
            overlaps=overlaps,
            macs=operator(self.node.op).macs(self.graph, self.node),
        )
