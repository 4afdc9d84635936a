"""Flash behind the first-level caches of a Cortex-M7.

Instructions and data are taken to be in their caches: the loops of a network run thousands of
times. What a miss costs is part of the band. A cache that is off lets every access through: a
fetch then waits for each flash word, and so does each read of data.
"""

from generator.boards.facts import Part
from generator.simulator.counting import HUNDREDTHS, DataFlash
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming


def behind_core_caches(
    part: Part, *, caches_on: tuple[bool, bool], wait_cycles: int, word_bytes: int
) -> FlashTiming:
    """The timing of such a flash.

    caches_on: instruction and data cache. wait_cycles: core cycles of one read of the flash.
    word_bytes: what one read brings.
    """
    instructions, data = caches_on
    flash = part.flash
    return FlashTiming(
        data=DataFlash(
            (flash.origin, flash.origin), flash.size_bytes, 0 if data else HUNDREDTHS * wait_cycles
        ),
        fetch=Fetch(0 if instructions else wait_cycles, word_bytes, prefetch=False),
    )
