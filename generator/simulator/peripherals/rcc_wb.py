"""Reset and clock control of the STM32WB. Source: RM0434, section 8.4.

Start-up times are typical ones from the STM32WB55xx data sheet (DS11929, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics").
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_tree import AHB_DIVIDERS, MICROSECOND
from generator.simulator.peripherals.pllcfgr_control import PllcfgrControl
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x61,
    {
        **bits(MSION=0, MSIRDY=1, HSION=8, HSIRDY=10, HSEON=16, HSERDY=17, HSEBYP=18),
        **bits(HSEPRE=20, PLLON=24, PLLRDY=25),
        "MSIRANGE": (4, 4),
    },
)
CFGR = Register(
    "CFGR",
    0x08,
    0x70000,
    {"SW": (0, 2), "SWS": (2, 2), "HPRE": (4, 4), "PPRE1": (8, 3), "PPRE2": (11, 3)},
)
PLLCFGR = Register(
    "PLLCFGR",
    0x0C,
    0x22041000,
    {"PLLSRC": (0, 2), "PLLM": (4, 3), "PLLN": (8, 7), "PLLREN": (28, 1), "PLLR": (29, 3)},
)
AHB2ENR = Register(
    "AHB2ENR", 0x4C, 0, bits(GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOHEN=7)
)
APB1ENR1 = Register("APB1ENR1", 0x58, 0x400, bits(TIM2EN=0))
APB1ENR2 = Register("APB1ENR2", 0x5C, 0, bits(LPUART1EN=0))
APB2ENR = Register("APB2ENR", 0x60, 0, bits(USART1EN=14))
CCIPR = Register("CCIPR", 0x88, 0, {"USART1SEL": (0, 2), "LPUART1SEL": (10, 2)})
CSR = Register("CSR", 0x94, 0x0C000000, bits(RMVF=23, PINRSTF=26, BORRSTF=27, SFTRSTF=28))
EXTCFGR = Register(
    "EXTCFGR",
    0x108,
    0x30000,
    {"SHDHPRE": (0, 4), "C2HPRE": (4, 4), **bits(SHDHPREF=16, C2HPREF=17)},
)

_MSI_HZ = (
    100_000, 200_000, 400_000, 800_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000,
    24_000_000, 32_000_000, 48_000_000,
)  # fmt: skip
_SECOND_CORE_MAX_HZ = 32_000_000
"""The most that the Cortex-M0+ and its bus (HCLK2) may run at: RM0434, section 8.2."""


class RccWb(PllcfgrControl):
    """Prescalers settle at once, so that their flags stay set."""

    REGISTERS: ClassVar = (
        CR, CFGR, PLLCFGR, AHB2ENR, APB1ENR1, APB1ENR2, APB2ENR, CCIPR, CSR, EXTCFGR,
    )  # fmt: skip
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLLCFGR: ClassVar = PLLCFGR
    PLL_REGISTERS: ClassVar = (PLLCFGR,)
    PLL_SOURCES: ClassVar = {1: "MSI", 2: "HSI", 3: "HSE"}
    SOURCES: ClassVar = ("MSI", "HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "MSI"
    STARTUP_PS: ClassVar = {
        "MSI": 3 * MICROSECOND,
        "HSI": 1 * MICROSECOND,
        "HSE": 150 * MICROSECOND,
        "PLL": 15 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (96_000_000, 344_000_000)

    def oscillator_hz(self, name: str) -> int:
        """MSI has ranges, HSE a divider by 2."""
        if name == "MSI":
            return _MSI_HZ[min(self.field(CR, "MSIRANGE"), len(_MSI_HZ) - 1)]
        hz = super().oscillator_hz(name)
        return hz // 2 if name == "HSE" and self.field(CR, "HSEPRE") else hz

    def check_limits(self) -> None:
        """The second core's bus is slower than the first one's."""
        super().check_limits()
        hclk2_hz = self.sysclk_hz() // AHB_DIVIDERS[self.field(EXTCFGR, "C2HPRE")]
        self.check_limit("HCLK2", hclk2_hz, _SECOND_CORE_MAX_HZ, "the second core")

    def write(self, offset: int, word: int) -> None:
        """The flags of prescalers are read-only."""
        if offset == EXTCFGR.offset:
            word |= EXTCFGR.mask("SHDHPREF", "C2HPREF")
        super().write(offset, word)
