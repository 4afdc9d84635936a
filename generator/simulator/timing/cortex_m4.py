"""Cortex-M4: the rules of docs/timing.md, within 11 % where flash does not count."""

from generator.simulator.timing.pipeline import CYCLE, Rules

BAND_PERCENT = 11.0

RULES = Rules(
    taken_branch=2 * CYCLE,
    unaligned_target=CYCLE,
    address_dependency=CYCLE,
    register_offset_load=140,
    load_after_store=CYCLE,
    store_after_store=45,
    chained_writeback=True,
    store_writeback_after_load=True,
    multiply_accumulate=CYCLE,
    multiply_long=CYCLE,
    multiply_accumulate_long=CYCLE,
    divide=7 * CYCLE,  # 2 to 12, by the operands
)
