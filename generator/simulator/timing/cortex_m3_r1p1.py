"""The Cortex-M3 of the STM32F103, revision r1p1: docs/timing.md, "The Cortex-M3 of the STM32F1".

Where it differs from the later revision in `cortex_m3.py`, it is measured on an STM32F103: cycle
tables of ST's DSP library (UM0585, section 6.2) and of I. Mellen's functions for the Cortex-M3.
"""

from dataclasses import replace

from generator.simulator.timing import cortex_m3
from generator.simulator.timing.instruction_queue import Queue
from generator.simulator.timing.pipeline import CYCLE

BAND_PERCENT = 7.0

RULES = replace(
    cortex_m3.RULES,
    decoded_branch=CYCLE,
    store_after_store=0,
    multiply_long=4 * CYCLE,  # 3 to 5, by the operands
    queue=Queue(4, 4 * CYCLE),
)
