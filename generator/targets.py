"""What a processor core offers to the code that is generated for it."""

from dataclasses import dataclass

from generator.errors import RequestError, nearest


@dataclass(frozen=True)
class Target:
    """A core's instruction set, as far as the generated code depends on it.

    thumb2: 32-bit Thumb instructions, IT blocks and hardware divide (ARMv7-M and up).
    dsp: the 16-bit multiply-accumulates and saturating instructions of ARMv7E-M.
    mve: the Helium vector extension.
    dual_issue: a load issues in the cycle of a multiplication.
    lone_load_cycles: what a load takes; where more than 1, loads behind a load take 1.
    fpu: single-precision floating-point registers and instructions; the board's part may lack them.
    cycle_counter: "dwt" where DWT.CYCCNT exists, "systick" on ARMv6-M, "none" on the host.
    constant_read_cycles: what the read of a word of constants waits for flash, on average; it makes
    the engine keep weights in RAM that are read again and again.
    gcc_flags: what selects this core in arm-none-eabi-gcc, without the floating-point unit.
    Source: Arm v7-M and v6-M Architecture Reference Manuals; GCC manual, "ARM Options".
    """

    core: str
    thumb2: bool
    dsp: bool
    mve: bool
    cycle_counter: str
    gcc_flags: tuple[str, ...]
    constant_read_cycles: float = 0.0
    dual_issue: bool = False
    lone_load_cycles: int = 2
    fpu: bool = False


_TARGETS = {
    target.core: target
    for target in (
        Target("cortex-m0", False, False, False, "systick", ("-mcpu=cortex-m0", "-mthumb")),
        Target("cortex-m0plus", False, False, False, "systick", ("-mcpu=cortex-m0plus", "-mthumb")),
        Target("cortex-m3", True, False, False, "dwt", ("-mcpu=cortex-m3", "-mthumb")),
        Target("cortex-m4", True, True, False, "dwt", ("-mcpu=cortex-m4", "-mthumb"), fpu=True),
        Target(
            "cortex-m7",
            True,
            True,
            False,
            "dwt",
            ("-mcpu=cortex-m7", "-mthumb"),
            dual_issue=True,
            fpu=True,
        ),
        Target(
            "cortex-m33",
            True,
            True,
            False,
            "dwt",
            ("-mcpu=cortex-m33", "-mthumb"),
            lone_load_cycles=1,
            fpu=True,
        ),
        Target("cortex-m55", True, True, True, "dwt", ("-mcpu=cortex-m55", "-mthumb")),
        Target("host", True, False, False, "none", ()),
    )
}


def target(core: str) -> Target:
    """The target of that name; raises RequestError with near misses."""
    if core not in _TARGETS:
        raise RequestError(f"Unknown core {core!r}.", hint=nearest(core, sorted(_TARGETS)))
    return _TARGETS[core]
