"""The system control block. Source: DDI0403E, B3.2; DEMCR: C1.6.5."""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.interrupts import (
    BUS_FAULT,
    FIRST_INTERRUPT,
    MEM_MANAGE,
    NMI,
    PENDSV,
    SYSTICK,
    USAGE_FAULT,
)
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

CPUID = Register("CPUID", 0x00)
ICSR = Register(
    "ICSR",
    0x04,
    0,
    {
        "VECTACTIVE": (0, 9),
        "RETTOBASE": (11, 1),
        "VECTPENDING": (12, 7),
        **bits(
            ISRPENDING=22, PENDSTCLR=25, PENDSTSET=26, PENDSVCLR=27, PENDSVSET=28, NMIPENDSET=31
        ),
    },
)
VTOR = Register("VTOR", 0x08)
AIRCR = Register("AIRCR", 0x0C, 0xFA050000, {"PRIGROUP": (8, 3), **bits(SYSRESETREQ=2)})
SCR = Register("SCR", 0x10, 0, bits(SLEEPONEXIT=1, SLEEPDEEP=2))
CCR = Register("CCR", 0x14, 0, bits(UNALIGN__TRP=3, DIV_0_TRP=4, BFHFNMIGN=8, STKALIGN=9))
SHPR1 = Register("SHPR1", 0x18)
SHPR2 = Register("SHPR2", 0x1C)
SHPR3 = Register("SHPR3", 0x20)
SHCSR = Register("SHCRS", 0x24, 0, bits(MEMFAULTENA=16, BUSFAULTENA=17, USGFAULTENA=18))
CFSR = Register(
    "CFSR_UFSR_BFSR_MMFSR",
    0x28,
    0,
    bits(
        IACCVIOL=0, DACCVIOL=1, MSTKERR=4, MMARVALID=7, IBUSERR=8, PRECISERR=9,
        IMPRECISERR=10, UNSTKERR=11, STKERR=12, LSPERR=13, BFARVALID=15, UNDEFINSTR=16,
        INVSTATE=17, INVPC=18, NOCP=19, STKOF=20, UNALIGNED=24, DIVBYZERO=25,
    ),
)  # fmt: skip
HFSR = Register("HFSR", 0x2C, 0, bits(VECTTBL=1, FORCED=30, DEBUG_VT=31))
MMFAR = Register("MMFAR", 0x34)
BFAR = Register("BFAR", 0x38)
CPACR = Register("CPACR", 0x88)
DEMCR = Register("DEMCR", 0xFC, 0, bits(TRCENA=24))

_KEY = 0x05FA
_NO_TRAPS = (
    "SCB: CCR.UNALIGN_TRP is not modelled: accesses to words that are not aligned succeed, as "
    "without it."
)
"""DIV_0_TRP is not either, but every firmware of ours sets it and none divides by 0 on purpose."""
_PRIORITIES = {SHPR1.offset: 4, SHPR2.offset: 8, SHPR3.offset: 12}
_SYSTEM_FAULTS = {MEM_MANAGE: "MEMFAULTENA", BUS_FAULT: "BUSFAULTENA", USAGE_FAULT: "USGFAULTENA"}
_PENDING_BITS = {PENDSV: ("PENDSVSET", "PENDSVCLR"), SYSTICK: ("PENDSTSET", "PENDSTCLR")}


class Scb(Peripheral):
    """Vector table, priorities, fault status, reset request, coprocessor access, DEMCR.

    vector_table: where it lies after reset.
    """

    REGISTERS: ClassVar[tuple[Register, ...]] = (
        CPUID, ICSR, VTOR, AIRCR, SCR, CCR, SHPR1, SHPR2, SHPR3, SHCSR, CFSR, HFSR, MMFAR, BFAR,
        CPACR, DEMCR,
    )  # fmt: skip

    def __init__(self, system: System, base: int, cpuid: int, ccr: int) -> None:
        self._cpuid = cpuid
        self._ccr = ccr
        self.vector_table = 0
        self.on_trace_change: Callable[[], None] = lambda: None
        self.on_coprocessor_change: Callable[[], None] = lambda: None
        super().__init__(system, "SCB", base, size=0x100)

    def reset(self) -> None:
        """As after reset; the vector table is where the part starts from, mostly 0."""
        super().reset()
        if self.vector_table:
            self.set(VTOR, self.vector_table)
        self.set(CPUID, self._cpuid)
        self.set(CCR, self._ccr)

    @property
    def trace_enabled(self) -> bool:
        """DEMCR.TRCENA."""
        return bool(self.field(DEMCR, "TRCENA"))

    @property
    def floating_point_enabled(self) -> bool:
        """CPACR grants access to CP10 and CP11."""
        return self.get(CPACR) >> 20 & 0xF != 0

    def note_fault(self, *status: str) -> None:
        """Sets bits of CFSR."""
        self.set(CFSR, self.get(CFSR) | CFSR.mask(*status))

    def note_escalation(self) -> None:
        """Sets HFSR.FORCED."""
        self.set(HFSR, self.get(HFSR) | HFSR.mask("FORCED"))

    def peek(self, offset: int) -> int:
        """ICSR and the priorities show the interrupt controller's state."""
        controller = self.system.interrupts
        if offset == ICSR.offset:
            return self._interrupt_state()
        if offset in _PRIORITIES:
            first = _PRIORITIES[offset]
            return sum(controller.priorities[first + n] << 8 * n for n in range(4))
        return super().peek(offset)

    def write(self, offset: int, word: int) -> None:
        """Carries out requests; fault status bits are cleared by writing 1."""
        if offset == ICSR.offset:
            self._request(word)
        elif offset == AIRCR.offset:
            self._write_aircr(word)
        elif offset in _PRIORITIES:
            for n in range(4):
                self.system.interrupts.set_priority(_PRIORITIES[offset] + n, word >> 8 * n & 0xFF)
        elif offset in (CFSR.offset, HFSR.offset):
            self.values[offset] &= ~word
        elif offset != CPUID.offset:
            super().write(offset, word)
            self._follow(offset)

    def _follow(self, offset: int) -> None:
        if offset == DEMCR.offset:
            self.on_trace_change()
        elif offset == CPACR.offset:
            self.on_coprocessor_change()
        elif offset == SHCSR.offset:
            enabled = {fault for fault, bit in _SYSTEM_FAULTS.items() if self.field(SHCSR, bit)}
            self.system.interrupts.faults_enabled = enabled
        elif offset == CCR.offset and self.field(CCR, "UNALIGN__TRP"):
            self.system.report(_NO_TRAPS)
        elif offset == VTOR.offset:
            self.set(VTOR, self.get(VTOR) & ~0x7F)

    def _interrupt_state(self) -> int:
        controller = self.system.interrupts
        word = ICSR.put(0, "VECTACTIVE", controller.active[-1] if controller.active else 0)
        waiting = min(controller.pending, key=controller.priority, default=0)
        word = ICSR.put(word, "VECTPENDING", waiting)
        word = ICSR.put(word, "RETTOBASE", len(controller.active) == 1)
        word = ICSR.put(word, "ISRPENDING", max(controller.pending, default=0) >= FIRST_INTERRUPT)
        for exception, (name, _) in _PENDING_BITS.items():
            word = ICSR.put(word, name, exception in controller.pending)
        return word

    def _request(self, word: int) -> None:
        for exception, (pend, clear) in _PENDING_BITS.items():
            if ICSR.get(word, pend):
                self.system.pend(exception)
            elif ICSR.get(word, clear):
                self.system.interrupts.clear(exception)
        if ICSR.get(word, "NMIPENDSET"):
            self.system.pend(NMI)

    def _write_aircr(self, word: int) -> None:
        if word >> 16 != _KEY:
            self.system.report("SCB: AIRCR is written without its key, which changes nothing.")
            return
        self.set(AIRCR, AIRCR.put(self.get(AIRCR), "PRIGROUP", AIRCR.get(word, "PRIGROUP")))
        self.system.interrupts.group_bits = AIRCR.get(word, "PRIGROUP")
        if AIRCR.get(word, "SYSRESETREQ"):
            self.system.request_reset()
