"""What tells arm-none-eabi-gcc about a part."""

from generator.boards.facts import Part
from generator.targets import target


def compiler_flags(part: Part) -> tuple[str, ...]:
    """The flags that every object of a firmware needs alike: core, floating point and its ABI."""
    floating_point = (
        (f"-mfpu={part.fpu}", "-mfloat-abi=hard") if part.fpu else ("-mfloat-abi=soft",)
    )
    return target(part.core).gcc_flags + floating_point
