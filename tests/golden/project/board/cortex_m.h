// The registers of the Cortex-M3 core that this firmware uses.
// Addresses and bits: Armv7-M Architecture Reference Manual, "System Control Space".
#pragma once

#include <stdint.h>

#define CORE_REGISTER(address) (*(volatile uint32_t *)(address))

// SysTick: a 24-bit timer that counts core clock cycles down.
#define SYST_CSR CORE_REGISTER(0xE000E010u)
#define SYST_CSR_ENABLE (1u << 0)
#define SYST_CSR_TICKINT (1u << 1)
#define SYST_CSR_CLKSOURCE (1u << 2) // the core clock, not an eighth of it
#define SYST_RVR CORE_REGISTER(0xE000E014u)
#define SYST_CVR CORE_REGISTER(0xE000E018u)

// Interrupt controller: one enable bit per interrupt, 32 to a word.
#define NVIC_ISER(word) CORE_REGISTER(0xE000E100u + 4u * (word))

// System control block.
#define SCB_ICSR CORE_REGISTER(0xE000ED04u)
#define SCB_ICSR_PENDSTSET (1u << 26) // SysTick waits to be served
#define SCB_VTOR CORE_REGISTER(0xE000ED08u)
#define SCB_CCR CORE_REGISTER(0xE000ED14u)
#define SCB_CCR_DIV_0_TRP (1u << 4) // dividing by zero is a fault, not zero
#define SCB_CCR_STKALIGN (1u << 9)  // exceptions keep the stack at multiples of 8, as C expects
#define SCB_SHCSR CORE_REGISTER(0xE000ED24u)
#define SCB_SHCSR_MEMFAULTENA (1u << 16)
#define SCB_SHCSR_BUSFAULTENA (1u << 17)
#define SCB_SHCSR_USGFAULTENA (1u << 18)
#define SCB_CFSR CORE_REGISTER(0xE000ED28u)
#define SCB_HFSR CORE_REGISTER(0xE000ED2Cu)
#define SCB_MMFAR CORE_REGISTER(0xE000ED34u)
#define SCB_BFAR CORE_REGISTER(0xE000ED38u)
#define SCB_DHCSR CORE_REGISTER(0xE000EDF0u)
#define SCB_DHCSR_C_DEBUGEN (1u << 0) // a debugger is attached

// Debug unit: counts core clock cycles when tracing is enabled.
#define SCB_DEMCR CORE_REGISTER(0xE000EDFCu)
#define SCB_DEMCR_TRCENA (1u << 24)
#define DWT_CTRL CORE_REGISTER(0xE0001000u)
#define DWT_CTRL_CYCCNTENA (1u << 0)
#define DWT_CYCCNT CORE_REGISTER(0xE0001004u)

static inline void nvic_enable(uint32_t interrupt) {
    NVIC_ISER(interrupt / 32u) = 1u << interrupt % 32u;
}

// Switches interrupts off and tells how they were.
static inline uint32_t interrupts_disable(void) {
    uint32_t mask;
    __asm volatile("mrs %0, primask\n\tcpsid i" : "=r"(mask) : : "memory");
    return mask;
}

static inline void interrupts_restore(uint32_t mask) {
    __asm volatile("msr primask, %0" : : "r"(mask) : "memory");
}
