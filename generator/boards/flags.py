"""What tells arm-none-eabi-gcc about a part."""

from generator.boards.facts import Part
from generator.targets import target

# Generated code has no doubles. With a unit that knows them newlib's float functions (expf) go
# through doubles, which the simulator's emulator, Unicorn 2.1.4, takes for undefined instructions.
_WITHOUT_DOUBLES = {"fpv5-d16": "fpv5-sp-d16"}


def compiler_flags(part: Part) -> tuple[str, ...]:
    """The flags that every object of a firmware needs alike: core, floating point and its ABI."""
    if not part.fpu:
        return (*target(part.core).gcc_flags, "-mfloat-abi=soft")
    unit = _WITHOUT_DOUBLES.get(part.fpu, part.fpu)
    return (*target(part.core).gcc_flags, f"-mfpu={unit}", "-mfloat-abi=hard")
