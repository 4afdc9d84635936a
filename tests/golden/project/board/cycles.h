// A 64-bit count of core clock cycles.
#pragma once

#include <stdbool.h>
#include <stdint.h>

void cycles_init(void);

// Cycles since cycles_init(). It never wraps: 64 bits last for thousands of years.
uint64_t cycles_now(void);

// Whether the counter was seen to move at the start. Some simulators have none.
bool cycles_counting(void);
