// Blue Pill (STM32F103C8).
#include "board.h"

#include "clock.h"
#include "console.h"
#include "cycles.h"
#include "pins.h"
#include "stack.h"

void board_init(void) {
    clock_init();
    stack_paint(); // with the fast clock, as there may be much of it
    pins_init();
    console_init();
    cycles_init();
}

uint32_t board_clock_hz(void) { return clock_active()->hclk_hz; }

const char *board_clock_source(void) { return clock_active()->source; }

void board_inference_begin(void) { pins_light_led(true); }

void board_inference_end(void) { pins_light_led(false); }
