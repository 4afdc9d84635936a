"""The timing of a core with its flash: what each edge between two blocks costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.discover import module
from generator.errors import RequestError, ToolError
from generator.simulator.counting import NO_STALLS, DataFlash, Edge, Load
from generator.simulator.decode import decode_block
from generator.simulator.instruction import Instruction
from generator.simulator.timing.addresses import Reads, reads_of
from generator.simulator.timing.fetch import NO_WAIT, Fetch
from generator.targets import target

_SP = 13
_UNMASKING = ("cpsie", "msr")


@dataclass(frozen=True)
class FlashTiming:
    """How the flash interface is set up, and what that costs.

    data: the stalls of data reads. fetch: those of instructions; without wait states where an
    instruction cache hides them. band_percent: the error to expect with this flash.
    """

    data: DataFlash = NO_STALLS
    fetch: Fetch = NO_WAIT
    band_percent: float = 0.0


class CoreRules(Protocol):
    """What the RULES of a core offer: costs in hundredths of a cycle, without wait states."""

    @property
    def entry_cycles(self) -> int:
        """The cycles from an exception to its handler."""

    def straight(self, instructions: Sequence[Instruction]) -> list[int]:
        """Each instruction of a straight run; no branch among them is taken."""

    def crossing(
        self, left: Sequence[Instruction], arrived: Instruction | None, target: int
    ) -> int:
        """What leaving a block for `target`, where `arrived` is the first, adds to its body."""


def floats_at(block: Sequence[Instruction]) -> int:
    """The first instruction that uses floating-point registers, or the IT it depends on; or 0."""
    start = 0
    for instruction in block:
        start = start if instruction.conditional else instruction.address
        if instruction.is_vfp:
            return start
    return 0


class TimingModel:
    """Costs of edges, computed once from the decoded instructions.

    rules: the file of this folder for the core's revision, where one matters.
    """

    def __init__(
        self, core: str, read: Callable[[int, int], bytes | None], rules: str | None = None
    ) -> None:
        self._read = read
        self._rules, self._core_band_percent = _rules(rules or core)
        self._aligned_only = not target(core).thumb2
        self.flash = FlashTiming()
        self.unresolved: dict[int, int] = {}

    @property
    def band_percent(self) -> float:
        """Simulated times are expected within this error of a board's."""
        return max(self._core_band_percent, self.flash.band_percent)

    @property
    def entry_cycles(self) -> int:
        """The cycles from an exception to its handler, without wait states."""
        return self._rules.entry_cycles

    def block(self, address: int, size: int) -> tuple[Instruction, ...]:
        """The instructions of a block."""
        return decode_block(self._read, address, size)

    def edge(self, block: int, size: int, target: int, target_size: int) -> Edge:
        """The edge from a block to the next one; block 0: nothing was executed before."""
        cost, instructions = self.leaving(block, size, target)
        unmasks = any(i.name.startswith(_UNMASKING) for i in self._left(block, size))
        loads = self._reads(target, target_size).loads
        return Edge(cost, instructions, loads, unmasks, floats_at(self.block(target, target_size)))

    def leaving(self, block: int, size: int, target: int) -> tuple[int, int]:
        """(cost, instructions) of a block that is left for `target`; block 0: nothing."""
        left = self._left(block, size)
        return (self._cost(left, target), len(left)) if left else (0, 0)

    def is_fixed(self, address: int) -> bool:
        """Whether the firmware cannot change the code there while it runs."""
        return self._in_flash(address)

    def until(self, block: int, size: int, pc: int) -> tuple[int, int]:
        """(cost, instructions) of a block up to an instruction in it, or of all of it."""
        begun = [i for i in self.block(block, size) if i.address < pc] if size else []
        return self._body(begun), len(begun)

    def _left(self, block: int, size: int) -> tuple[Instruction, ...]:
        return self.block(block, size) if block and size else ()

    def _cost(self, left: tuple[Instruction, ...], target: int) -> int:
        last = left[-1]
        cost = self._body(left) + self._rules.crossing(left, self._first(target), target)
        if not self._in_flash(target):
            return cost
        fetch = self.flash.fetch
        if target == last.end:
            return cost + fetch.passed_branch_stalls(last)
        return cost + fetch.branch_stalls(last, target)

    def _first(self, address: int) -> Instruction | None:
        code = decode_block(self._read, address, 4) or decode_block(self._read, address, 2)
        return code[0] if code else None

    def _reads(self, block: int, size: int) -> Reads:
        found = reads_of(
            self.block(block, size), self._read, self._matters, aligned_only=self._aligned_only
        )
        if found.unresolved:
            self.unresolved[block] = found.unresolved
        return found

    def _matters(self, load: Load) -> bool:
        """Whether an access can pay for the flash or can fault; the stack does neither."""
        if any(register == _SP for register, _ in load.terms):
            return False
        if load.aligned_at:
            return True
        flash = self.flash.data
        if not flash.read_cost:
            return False
        inside = (o <= load.constant < o + flash.size_bytes for o in flash.origins)
        return bool(load.terms) or any(inside)

    def _body(self, instructions: Sequence[Instruction]) -> int:
        costs = self._rules.straight(instructions)
        if not instructions or not self._in_flash(instructions[0].address):
            return sum(costs)
        return sum(costs) + self.flash.fetch.straight_stalls(instructions, costs)

    def _in_flash(self, address: int) -> bool:
        flash = self.flash.data
        return any(o <= address < o + flash.size_bytes for o in flash.origins)


def _rules(core: str) -> tuple[CoreRules, float]:
    try:
        found = module("generator.simulator.timing", core, "timing model")
        return found.RULES, float(found.BAND_PERCENT)
    except (RequestError, AttributeError) as error:
        raise ToolError(f"There is no timing model of the core {core} yet.") from error
