"""What the console needs to show the outputs of every layer: `tensors.c` of `app/`."""

from dataclasses import dataclass

from generator.memory import Plan
from generator.program import Program

FILES = ("tensors.c", "tensors.h")


@dataclass(frozen=True)
class Place:
    """An output of a layer, and where it lies in the arena while the layer has just run."""

    layer: int
    output: int
    offset: int
    bytes: int


def context(program: Program, plan: Plan) -> dict[str, object]:
    """The numbers that the template reads."""
    return {"tensors": places(program, plan)}


def places(program: Program, plan: Plan) -> tuple[Place, ...]:
    """Every output that is not empty, in the order of the layers."""
    return tuple(
        Place(step.index, position, plan.offsets[name], program.tensors[name].size_bytes)
        for step in program.steps
        for position, name in enumerate(step.outputs)
        if program.tensors[name].size
    )
