// How much of the stack was ever used: it is painted at the start, and the paint that is left counts.
#pragma once

#include <stdint.h>

// Paints what is free now. board_init() calls it once.
void stack_paint(void);

// The most that was in use at any time since.
uint32_t stack_peak_bytes(void);

// The whole stack: all RAM that arena and variables leave.
uint32_t stack_reserved_bytes(void);
