"""Cortex-M3: the rules of docs/timing.md, within 6 % at zero wait states."""

from generator.simulator.timing.pipeline import CYCLE, Rules

BAND_PERCENT = 6.0

RULES = Rules(
    taken_branch=2 * CYCLE,
    unaligned_target=CYCLE,
    address_dependency=CYCLE,
    register_offset_load=0,
    load_after_store=CYCLE,
    store_after_store=CYCLE,
    chained_writeback=False,
    store_writeback_after_load=False,
    multiply_accumulate=2 * CYCLE,
    multiply_long=3 * CYCLE,  # 3 to 5, by the operands
    multiply_accumulate_long=4 * CYCLE,  # 4 to 7, by the operands
    divide=7 * CYCLE,  # 2 to 12, by the operands
)
