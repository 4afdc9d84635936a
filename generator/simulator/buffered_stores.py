"""Stores that fail after the processor has gone on: imprecise bus faults.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.14 and "BusFault Status Register".
"""

from generator.simulator import cpu
from generator.simulator.engine import Engine
from generator.simulator.instruction import Instruction, Kind
from generator.simulator.peripherals.auxiliary_control import AuxiliaryControl


class BufferedStores:
    """The write buffer of a core; control: its switch, None for a core without one."""

    def __init__(self, engine: Engine, control: AuxiliaryControl | None) -> None:
        self._engine = engine
        self._control = control

    def takes(self, instruction: Instruction) -> bool:
        """Whether the buffer takes a store, so that its failure is told later.

        Several words at once are never buffered here.
        """
        if self._control is None or not self._control.buffers_stores:
            return False
        return instruction.kind is Kind.STORE and instruction.words == 1

    def retire(self, store: Instruction) -> int:
        """Ends a store whose word went nowhere; gives the address of the next instruction."""
        memory = store.memory
        if memory is not None and memory.writeback:
            base = cpu.CORE_REGISTERS[memory.base]
            moved = self._engine.register(base) + memory.displacement
            self._engine.set_register(base, moved & 0xFFFFFFFF)
        self._engine.refused.advance_it_state()
        return store.end
