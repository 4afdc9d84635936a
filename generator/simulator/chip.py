"""A chip put together: what a family's module hands to the machine."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.boards.caches import caches
from generator.boards.facts import Part
from generator.simulator.interrupts import InterruptController
from generator.simulator.peripherals.auxiliary_control import AuxiliaryControl
from generator.simulator.peripherals.cortex_m7 import DwtM7, ScbM7
from generator.simulator.peripherals.dwt import Dwt
from generator.simulator.peripherals.floating_point import FloatContext
from generator.simulator.peripherals.mpu import Mpu, MpuV6, MpuV7, MpuV8
from generator.simulator.peripherals.nvic import Nvic, SoftwareTrigger
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.scb import Scb
from generator.simulator.peripherals.scb_v6m import CCR, ScbV6M, ScbV6MWithVtor
from generator.simulator.peripherals.systick import SysTick
from generator.simulator.system import System
from generator.simulator.timing.model import FlashTiming


@dataclass(frozen=True)
class Chip:
    """The peripherals of one chip.

    io_ranges: (origin, size) of the peripheral bus. rom: (origin, contents) of read-only system
    memory. flash_timing: what the flash interface costs as it is set up now.
    note_software_reset: sets the reset flags after SYSRESETREQ. flash_alias: where the flash
    appears a second time, or None. vector_table: where the part starts from. core_rules: the
    revision by whose rules its core is timed, where not by its name's.
    """

    peripherals: tuple[Peripheral, ...]
    io_ranges: tuple[tuple[int, int], ...]
    rom: tuple[tuple[int, bytes], ...]
    flash_timing: Callable[[], FlashTiming]
    note_software_reset: Callable[[], None]
    flash_alias: int | None = 0
    vector_table: int = 0
    core_rules: str | None = None


@dataclass(frozen=True)
class CorePeripherals:
    """The private peripherals, which lie at the same addresses on every chip.

    dwt: the cycle counter, which ARMv6-M has not. mpu: None where there is none.
    floats: how exceptions treat floating-point registers, None where there are none.
    auxiliary: the write buffer's switch, None where stores are not buffered. trigger: of interrupts
    by the firmware, which ARMv6-M has not.
    """

    scb: Scb
    systick: SysTick
    nvic: Nvic
    dwt: Dwt | None
    mpu: Mpu | None = None
    floats: FloatContext | None = None
    auxiliary: AuxiliaryControl | None = None
    trigger: SoftwareTrigger | None = None

    def all(self) -> tuple[Peripheral, ...]:
        """Each of them."""
        # The registers of the first two lie among the SCB's.
        inside = (self.mpu, self.floats)
        always = (self.scb, self.systick, self.nvic)
        present = (*inside, *always, self.dwt, self.auxiliary, self.trigger)
        return tuple(peripheral for peripheral in present if peripheral is not None)


PRIVATE_BUS = (0xE0000000, 0x100000)

# CPUID: M0 r0p0, M0+ r0p1, M3 r1p1, M4 r0p1, M7 r1p0, M33 r0p4 as ST builds them; CCR after reset:
# STKALIGN from M3 r2p0 on; bit 0 reads as 1 on ARMv8-M.
_CPUID = {"cortex-m3": 0x411FC231, "cortex-m4": 0x410FC241, "cortex-m7": 0x411FC270}
_CPUID |= {"cortex-m33": 0x410FD214}
_CCR = {"cortex-m3": 0x000, "cortex-m4": 0x200, "cortex-m7": 0x40200, "cortex-m33": 0x201}


# RM0008 has no MPU for these parts; PM0253, section 4.6: 16 regions on the H7, 8 on the F7.
_MPU_REGIONS = {"stm32f1": 0, "stm32h7": 16}

_ARMV6M: dict[str, tuple[type[ScbV6M], int]] = {
    "cortex-m0": (ScbV6M, 0x410CC200),
    "cortex-m0plus": (ScbV6MWithVtor, 0x410CC601),
}
_BUFFERING_CORES = ("cortex-m3", "cortex-m4", "cortex-m7")
_ARMV6M_PRIORITY_BITS = 2
_ARMV7M_PRIORITY_BITS = 4


def core_peripherals(system: System, part: Part) -> CorePeripherals:
    """SCB, SysTick, NVIC and DWT, wired to each other."""
    systick, nvic = SysTick(system, 0xE000E010), Nvic(system, 0xE000E100)
    if part.core in _ARMV6M:
        kind, cpuid = _ARMV6M[part.core]
        mpu6 = MpuV6(system, 8) if part.core == "cortex-m0plus" else None
        scb6 = kind(system, 0xE000ED00, cpuid, CCR.reset)
        return CorePeripherals(scb6, systick, nvic, None, mpu6)
    scb = _scb(system, part)
    counter = DwtM7 if part.core == "cortex-m7" else Dwt
    dwt = counter(system, 0xE0001000, lambda: scb.trace_enabled)
    scb.on_trace_change = dwt.update
    kind_of_mpu = MpuV8 if part.core == "cortex-m33" else MpuV7
    mpu = kind_of_mpu(system, _MPU_REGIONS.get(part.family, 8))
    floats = FloatContext(system, "FPU", 0xE000EF30, size=0x10) if part.fpu else None
    auxiliary, trigger = _auxiliary(system, part.core), SoftwareTrigger(system)
    return CorePeripherals(scb, systick, nvic, dwt, mpu, floats, auxiliary, trigger)


def _auxiliary(system: System, core: str) -> AuxiliaryControl | None:
    if core not in _BUFFERING_CORES:
        return None
    return AuxiliaryControl(system, 0xE000E000, switchable=core == "cortex-m4")


def _scb(system: System, part: Part) -> Scb:
    numbers = (_CPUID.get(part.core, 0), _CCR.get(part.core, 0x200))
    sizes = caches(part)
    if part.core != "cortex-m7" or sizes is None:
        return Scb(system, 0xE000ED00, *numbers)
    return ScbM7(system, 0xE000ED00, *numbers, sizes)


def interrupt_controller(part: Part) -> InterruptController:
    """The controller with as many interrupts as the part has."""
    bits = _ARMV6M_PRIORITY_BITS if part.core in _ARMV6M else _ARMV7M_PRIORITY_BITS
    return InterruptController(len(part.interrupts), bits)


def interrupt_number(part: Part, name: str) -> int:
    """The exception number of a peripheral's interrupt; 0 where the part lists none."""
    matches = (n for n, entry in enumerate(part.interrupts) if entry and name in entry.upper())
    position = next(matches, None)
    return 0 if position is None else position + 16
