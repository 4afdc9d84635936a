"""What the counter asks about an edge that it has not seen: its cost, or that it stops there."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from generator.simulator.cost_cache import CostCache
from generator.simulator.counting import Edge
from generator.simulator.instruction import Instruction
from generator.simulator.legality import Abilities, is_undefined
from generator.simulator.peripherals.scb import Scb
from generator.simulator.protection import Protection
from generator.simulator.timing.model import TimingModel


class Cause(Enum):
    """Why the processor must stop before an instruction."""

    BREAKPOINT = auto()
    FORBIDDEN = auto()
    UNDEFINED = auto()


@dataclass(frozen=True)
class Refusal:
    """The instruction because of which an edge was refused."""

    cause: Cause
    address: int


class Edges:
    """Costs of edges, from an earlier run or from the timing model.

    breakpoints: addresses of instructions before which the processor shall stop. alone: whether
    one instruction is executed for its own sake, for which nothing but its legality counts.
    """

    def __init__(
        self,
        timing: TimingModel,
        scb: Scb,
        abilities: Abilities,
        costs: CostCache,
        protection: Protection,
    ) -> None:
        self._timing = timing
        self._scb = scb
        self._abilities = abilities
        self._costs = costs
        self._protection = protection
        self._setup = ""
        self._refusal: Refusal | None = None
        self.breakpoints: set[int] = set()
        self.alone = False

    def follow_setup(self) -> None:
        """Wait states or the coprocessor access may be others from now on."""
        self._setup = f"{self._timing.flash} {self._scb.floating_point_enabled}"

    def take_refusal(self) -> Refusal | None:
        """Why the processor has been stopped here, told once."""
        refusal, self._refusal = self._refusal, None
        return refusal

    def edge(self, left: int, left_size: int, block: int, size: int) -> Edge | None:
        """The edge from a block to the next one; None where the processor must stop before it."""
        if (self.breakpoints or self._protection.active) and not self.alone:
            found = map(self._refusal_of, self._timing.block(block, size))
            self._refusal = next(filter(None, found), None)
            if self._refusal is not None:
                return None
        place = (left, left_size, block, size)
        known = self._costs.find(self._setup, place)
        if known is not None:
            return known
        edge = self._new_edge(*place)
        if edge is not None and all(self._timing.is_fixed(a) for a in (left or block, block)):
            self._costs.add(self._setup, place, edge)
        return edge

    def _refusal_of(self, instruction: Instruction) -> Refusal | None:
        address = instruction.address
        if address in self.breakpoints:
            return Refusal(Cause.BREAKPOINT, address)
        if not self._protection.rights(address).execute:
            return Refusal(Cause.FORBIDDEN, address)
        return None

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
                self._refusal = Refusal(Cause.UNDEFINED, instruction.address)
                return None
        return self._timing.edge(left, left_size, block, size)
