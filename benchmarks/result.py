"""What is measured of one model on one core."""

from dataclasses import dataclass

from generator.goal import Goal


@dataclass(frozen=True)
class Result:
    """One inference.

    macs: of the model file. cycles: None where the simulator has no timing model of the core.
    code_bytes: flash without the model's constants. constants_bytes: weights, biases, scales.
    """

    model: str
    core: str
    goal: Goal
    macs: int
    instructions: int
    cycles: int | None
    code_bytes: int
    constants_bytes: int
    arena_bytes: int
    stack_bytes: int
