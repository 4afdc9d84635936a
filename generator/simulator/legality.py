"""Which instructions a core lacks: on the chip they are undefined, in the emulator they run.

Sources: ARMv7-M Architecture Reference Manual (DDI0403E), A5.3 and A7.7: the instructions marked
ARMv7E-M make up the DSP extension; floating point is a further option. ARMv6-M Architecture
Reference Manual (DDI0419), A5.2 and A5.3: few instructions of 32 bits, and of those of 16 bits
neither IT, CBZ nor CBNZ.
"""

from dataclasses import dataclass

from generator.simulator.instruction import Instruction, Kind

_DSP = frozenset(
    name
    for line in (
        "pkhbt pkhtb qadd qadd16 qadd8 qasx qdadd qdsub qsax qsub qsub16 qsub8",
        "sadd16 sadd8 sasx sel shadd16 shadd8 shasx shsax shsub16 shsub8",
        "smlabb smlabt smlatb smlatt smlad smladx smlalbb smlalbt smlaltb smlaltt smlald smlaldx",
        "smlawb smlawt smlsd smlsdx smlsld smlsldx smmla smmlar smmls smmlsr smmul smmulr",
        "smuad smuadx smulbb smulbt smultb smultt smulwb smulwt smusd smusdx",
        "ssat16 ssax ssub16 ssub8 sxtab sxtab16 sxtah sxtb16 uadd16 uadd8 uasx",
        "uhadd16 uhadd8 uhasx uhsax uhsub16 uhsub8 umaal uqadd16 uqadd8 uqasx uqsax uqsub16",
        "uqsub8 usad8 usada8 usat16 usax usub16 usub8 uxtab uxtab16 uxtah uxtb16",
    )
    for name in line.split()
)


_ARMV6M_WIDE = frozenset(("bl", "mrs", "msr", "dmb", "dsb", "isb"))
_NOT_ARMV6M_NARROW = frozenset(("cbz", "cbnz"))


@dataclass(frozen=True)
class Abilities:
    """What a core may execute: Thumb-2 (ARMv7-M and up), the DSP extension, floating point."""

    thumb2: bool
    dsp: bool
    fpu: bool


def is_undefined(instruction: Instruction, abilities: Abilities) -> bool:
    """Whether the core raises a fault (UNDEFINSTR where it can say so) on an instruction."""
    if not abilities.thumb2:
        return not _in_armv6m(instruction)
    if instruction.name in _DSP:
        return not abilities.dsp
    return instruction.is_vfp and not abilities.fpu


def _in_armv6m(instruction: Instruction) -> bool:
    if instruction.size == 4:
        return instruction.name in _ARMV6M_WIDE
    return instruction.kind is not Kind.IT and instruction.name not in _NOT_ARMV6M_NARROW
