// The clock of the Blue Pill (STM32F103C8): HSE 8 MHz x 9.
#include "clock.h"

#include <stdbool.h>
#include <stddef.h>

#include "registers.h"
#include "wait.h"

// A way to run the part.
struct setting {
    struct clock clock;
    uint32_t oscillator_on; // bits of RCC_CR
    uint32_t oscillator_ready;
    uint32_t wait_states; // of the flash
    uint32_t cfgr;        // PLL and bus prescalers
    uint32_t sw;          // what drives the core in the end
};

// In the order in which they are tried; the last is how the part starts.
static const struct setting settings[] = {
    {
        // Core 72 MHz, APB1 36 MHz, APB2 72 MHz.
        .clock = {
            .hclk_hz = 72000000u,
            .console_brr = 625u, // 72 MHz / 115200, +0.00%
            .source = "HSE 8 MHz x 9",
        },
        .oscillator_on = RCC_CR_HSEON,
        .oscillator_ready = RCC_CR_HSERDY,
        .wait_states = 2u,
        .cfgr = RCC_CFGR_PLLSRC_HSE | RCC_CFGR_PLLMUL(9u) | RCC_CFGR_PPRE1_DIV2,
        .sw = RCC_CFGR_SW_PLL,
    },
    {
        // Core 64 MHz, APB1 32 MHz, APB2 64 MHz.
        .clock = {
            .hclk_hz = 64000000u,
            .console_brr = 556u, // 64 MHz / 115200, -0.08%
            .source = "HSI 8 MHz / 2 x 16: HSE 8 MHz x 9 did not start",
        },
        .oscillator_on = RCC_CR_HSION,
        .oscillator_ready = RCC_CR_HSIRDY,
        .wait_states = 2u,
        .cfgr = RCC_CFGR_PLLSRC_HSI | RCC_CFGR_PLLMUL(16u) | RCC_CFGR_PPRE1_DIV2,
        .sw = RCC_CFGR_SW_PLL,
    },
    {
        // Core 8 MHz, APB1 8 MHz, APB2 8 MHz.
        .clock = {
            .hclk_hz = 8000000u,
            .console_brr = 69u, // 8 MHz / 115200, +0.64%
            .source = "HSI 8 MHz: HSI 8 MHz / 2 x 16 did not start",
        },
        .oscillator_on = RCC_CR_HSION,
        .oscillator_ready = RCC_CR_HSIRDY,
        .wait_states = 0u,
        .cfgr = RCC_CFGR_PPRE1_DIV1,
        .sw = RCC_CFGR_SW_HSI,
    },
};

static const struct setting *active; // since clock_init()

// Whether the part now runs as the setting says. The flash must be slowed down before the core is
// sped up, and the PLL may only be set while it is off.
static bool run_from(const struct setting *setting) {
    RCC_CR |= setting->oscillator_on;
    if (!wait_for(&RCC_CR, setting->oscillator_ready, setting->oscillator_ready)) {
        return false;
    }
    FLASH_ACR = FLASH_ACR_PRFTBE | FLASH_ACR_LATENCY(setting->wait_states);
    RCC_CR &= ~RCC_CR_PLLON;
    RCC_CFGR = setting->cfgr;
    if (setting->sw == RCC_CFGR_SW_PLL) {
        RCC_CR |= RCC_CR_PLLON;
        if (!wait_for(&RCC_CR, RCC_CR_PLLRDY, RCC_CR_PLLRDY)) {
            return false;
        }
    }
    RCC_CFGR = setting->cfgr | setting->sw;
    return wait_for(&RCC_CFGR, RCC_CFGR_SWS, setting->sw << 2);
}

void clock_init(void) {
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        active = &settings[i];
        if (run_from(active)) {
            return;
        }
    }
}

const struct clock *clock_active(void) { return &active->clock; }
