"""Power control of the STM32F7: that of the F446 with other names. Source: RM0385, section 4.4."""

from typing import ClassVar

from generator.simulator.peripherals.pwr_f4 import CR_F446, CSR_F446, PwrF446
from generator.simulator.registers import Register

CR1 = Register("CR1", CR_F446.offset, 0xC000, CR_F446.fields)
CSR1 = Register("CSR1", CSR_F446.offset, 0, CSR_F446.fields)


class PwrF7(PwrF446):
    """Voltage scaling and over-drive."""

    line: ClassVar = "f7"
    control: ClassVar = CR1
    REGISTERS: ClassVar = (CR1, CSR1)
    with_overdrive: ClassVar = {1: 144_000_000, 2: 180_000_000, 3: 216_000_000}
