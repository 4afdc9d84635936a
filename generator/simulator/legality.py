"""Which instructions a core lacks: on the chip they are undefined, in the emulator they run.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), A5.3 and A7.7: the instructions marked
ARMv7E-M make up the DSP extension; floating point is a further option.
"""

from generator.simulator.decode import Instruction

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


def is_undefined(instruction: Instruction, has_dsp: bool, has_fpu: bool) -> bool:
    """Whether this core would raise UsageFault (UNDEFINSTR) on an instruction."""
    if instruction.name in _DSP:
        return not has_dsp
    return instruction.is_vfp and not has_fpu
