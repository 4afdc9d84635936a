"""Flash behind an instruction cache and a small data cache, as on the F2, F4, G4 and L4.

Instructions are taken to be in their cache: the loops of a network are a few hundred bytes long
and run thousands of times. Data reads, most of them weights that are read once, go through an LRU
cache of a few flash words; one that misses waits for the flash as long as ACR says.
"""

from generator.boards.facts import Memory
from generator.simulator.counting import HUNDREDTHS, DataFlash
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming


def cached_flash(
    flash: Memory,
    *,
    wait_states: int,
    line_bytes: int,
    instructions_cached: bool,
    data_lines: int,
    prefetch: bool,
    band_percent: float,
) -> FlashTiming:
    """The timing of such a flash.

    line_bytes: of a flash word, which is what a miss fetches. data_lines: of the data cache, 0
    where it is off. band_percent: the error to expect, once there are wait states.
    """
    return FlashTiming(
        data=DataFlash(
            (flash.origin, 0),
            flash.size_bytes,
            HUNDREDTHS * wait_states,
            line_bytes=line_bytes,
            lines=data_lines,
        ),
        fetch=Fetch(0 if instructions_cached else wait_states, line_bytes, prefetch),
        band_percent=band_percent if wait_states else 0.0,
    )
