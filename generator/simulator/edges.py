"""What the counter asks about an edge that it has not seen: its cost, or that it stops there."""

from dataclasses import replace

from generator.simulator.cost_cache import CostCache
from generator.simulator.counting import Edge
from generator.simulator.legality import Abilities, is_undefined
from generator.simulator.peripherals.scb import Scb
from generator.simulator.timing.model import TimingModel


class Edges:
    """Costs of edges, from an earlier run or from the timing model.

    breakpoints: addresses of instructions before which the processor shall stop. break_at,
    undefined_at: the instruction because of which an edge was refused, until somebody takes it.
    """

    def __init__(
        self, timing: TimingModel, scb: Scb, abilities: Abilities, costs: CostCache
    ) -> None:
        self._timing = timing
        self._scb = scb
        self._abilities = abilities
        self._costs = costs
        self._setup = ""
        self.breakpoints: set[int] = set()
        self.break_at: int | None = None
        self.undefined_at: int | None = None

    def follow_setup(self) -> None:
        """Wait states or the coprocessor access may be others from now on."""
        self._setup = f"{self._timing.flash} {self._scb.floating_point_enabled}"

    def edge(self, left: int, left_size: int, block: int, size: int) -> Edge | None:
        """The edge from a block to the next one; None where the processor must stop before it."""
        if self.breakpoints:
            inside = (i.address for i in self._timing.block(block, size))
            self.break_at = next((a for a in inside if a in self.breakpoints), None)
            if self.break_at is not None:
                return None
        place = (left, left_size, block, size)
        known = self._costs.find(self._setup, place)
        if known is not None:
            return known
        edge = self._new_edge(*place)
        if edge is not None and all(self._timing.is_fixed(a) for a in (left or block, block)):
            self._costs.add(self._setup, place, edge)
        return edge

    def undefined_status(self, address: int) -> str:
        """How the fault status calls an instruction that the core does not execute."""
        names = [i.name for i in self._timing.block(address, 4)]
        no_access = names and names[0].startswith("v") and self._abilities.fpu
        return "NOCP" if no_access else "UNDEFINSTR"

    def _new_edge(self, left: int, left_size: int, block: int, size: int) -> Edge | None:
        has_fpu = self._abilities.fpu and self._scb.floating_point_enabled
        abilities = replace(self._abilities, fpu=has_fpu)
        for instruction in self._timing.block(block, size):
            if is_undefined(instruction, abilities):
                self.undefined_at = instruction.address
                return None
        return self._timing.edge(left, left_size, block, size)
