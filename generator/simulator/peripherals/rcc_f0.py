"""Reset and clock control of the STM32F0. Source: RM0091, section 6.

Start-up times are typical ones from the STM32F072 data sheet (DS9826, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics"). HSI48 is not
modelled: it never becomes ready.
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.clock_control import LSE_HZ, ClockControl, Factors
from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.registers import Register, bits

CR = Register(
    "CR", 0x00, 0x83, bits(HSION=0, HSIRDY=1, HSEON=16, HSERDY=17, HSEBYP=18, PLLON=24, PLLRDY=25)
)
CFGR = Register(
    "CFGR",
    0x04,
    0,
    {
        "SW": (0, 2),
        "SWS": (2, 2),
        "HPRE": (4, 4),
        "PPRE": (8, 3),
        "PLLSRC": (15, 2),
        "PLLMUL": (18, 4),
    },
)
AHBENR = Register(
    "AHBENR",
    0x14,
    0x14,
    bits(SRAMEN=2, FLITFEN=4, IOPAEN=17, IOPBEN=18, IOPCEN=19, IOPDEN=20, IOPEEN=21, IOPFEN=22),
)
APB2ENR = Register("APB2ENR", 0x18, 0, bits(SYSCFGEN=0, USART1EN=14, DBGMCUEN=22))
APB1ENR = Register("APB1ENR", 0x1C, 0, bits(USART2EN=17, USART3EN=18, PWREN=28))
CSR = Register(
    "CSR", 0x24, 0x0C000000, bits(LSION=0, LSIRDY=1, RMVF=24, PINRSTF=26, PORRSTF=27, SFTRSTF=28)
)
CFGR2 = Register("CFGR2", 0x2C, 0, {"PREDIV": (0, 4)})
CFGR3 = Register("CFGR3", 0x30, 0, {"USART1SW": (0, 2), "USART2SW": (16, 2)})

_HALF_HSI, _PREDIVIDED_HSI, _PREDIVIDED_HSE = range(3)
_SYSCLK, _LSE, _HSI = 1, 2, 3
_MOST_PLLMUL = 16


class RccF0(ClockControl):
    """Two of the PLL's fields share a register with the switch of the system clock."""

    REGISTERS: ClassVar = (CR, CFGR, AHBENR, APB2ENR, APB1ENR, CSR, CFGR2, CFGR3)
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLL_REGISTERS: ClassVar = (CFGR2,)
    PLL_FIELDS: ClassVar = ("PLLSRC", "PLLMUL")
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "HSI"
    STARTUP_PS: ClassVar = {
        "HSI": 2 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 200 * MICROSECOND,
    }
    HSI_HZ: ClassVar = 8_000_000
    VCO_HZ: ClassVar = (16_000_000, 48_000_000)
    PPRE_FIELDS: ClassVar = ("PPRE", "PPRE")

    def factors(self) -> Factors:
        """PREDIV in CFGR2, the rest in CFGR."""
        divisor = self.field(CFGR2, "PREDIV") + 1
        inputs = {_HALF_HSI: ("HSI", 2), _PREDIVIDED_HSI: ("HSI", divisor)}
        inputs[_PREDIVIDED_HSE] = ("HSE", divisor)
        source, m = inputs.get(self.field(CFGR, "PLLSRC"), ("", 1))
        return Factors(source, m, min(self.field(CFGR, "PLLMUL") + 2, _MOST_PLLMUL), 1)

    def kernel_clock(
        self, register: Register, selector: str, bus_hz: Callable[[], int]
    ) -> Callable[[], int]:
        """A function that gives a serial port's clock, as CFGR3 selects it."""

        def clock_hz() -> int:
            others = {_SYSCLK: self.sysclk_hz(), _LSE: LSE_HZ, _HSI: self.HSI_HZ}
            return others.get(self.field(register, selector)) or bus_hz()

        return clock_hz
