"""The cores and their registers by the numbers that Unicorn has for them."""

import unicorn
from unicorn import arm_const

MODELS = {
    "cortex-m0": arm_const.UC_CPU_ARM_CORTEX_M0,
    "cortex-m0plus": arm_const.UC_CPU_ARM_CORTEX_M0,
    "cortex-m3": arm_const.UC_CPU_ARM_CORTEX_M3,
    "cortex-m4": arm_const.UC_CPU_ARM_CORTEX_M4,
    "cortex-m7": arm_const.UC_CPU_ARM_CORTEX_M7,
    "cortex-m33": arm_const.UC_CPU_ARM_CORTEX_M33,
}

CORE_REGISTERS = (
    *range(arm_const.UC_ARM_REG_R0, arm_const.UC_ARM_REG_R12 + 1),
    arm_const.UC_ARM_REG_SP,
    arm_const.UC_ARM_REG_LR,
    arm_const.UC_ARM_REG_PC,
)
"""Unicorn's numbers of r0 … r12, sp, lr, pc, in this order."""

SP, LR, PC = CORE_REGISTERS[13:]
EAPSR = arm_const.UC_ARM_REG_EAPSR
XPSR = arm_const.UC_ARM_REG_XPSR
IPSR = arm_const.UC_ARM_REG_IPSR
MSP = arm_const.UC_ARM_REG_MSP
PSP = arm_const.UC_ARM_REG_PSP
CONTROL = arm_const.UC_ARM_REG_CONTROL
PRIMASK = arm_const.UC_ARM_REG_PRIMASK
BASEPRI = arm_const.UC_ARM_REG_BASEPRI
FAULTMASK = arm_const.UC_ARM_REG_FAULTMASK
FPSCR = arm_const.UC_ARM_REG_FPSCR
S0 = arm_const.UC_ARM_REG_S0

FETCH = unicorn.UC_MEM_FETCH
"""What Unicorn calls a fetch of instructions."""
