// Blue Pill (STM32F103C8): what it is, and the little that the application asks of it.
#pragma once

#include <stdint.h>

#define BOARD_NAME "stm32f103c8"
#define BOARD_PART "stm32f103c8t6"
#define BOARD_CORE "cortex-m3"
#define BOARD_FLASH_BYTES 65536u
#define BOARD_RAM_BYTES 20480u
#define BOARD_BAUD 115200u

// Starts the clock, the pins, the console and the cycle counter. Call it first in main().
void board_init(void);

// The core clock that was really reached, which is not the wished one after a fall-back.
uint32_t board_clock_hz(void);

// How that clock is made: "HSE 8 MHz x 9".
const char *board_clock_source(void);

// Call these around an inference. The LED is lit between them, so a scope or an eye can see it.
void board_inference_begin(void);
void board_inference_end(void);
