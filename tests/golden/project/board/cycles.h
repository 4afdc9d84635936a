// A 64-bit count of core clock cycles.
#pragma once

#include <stdbool.h>
#include <stdint.h>

void cycles_init(void);

// Cycles since cycles_init(). It never wraps: 64 bits last for thousands of years.
uint64_t cycles_now(void);

// What is counted with: "DWT", or "SysTick" and why.
const char *cycles_source(void);

// Whether the counter still keeps pace with the core's clock, by a second counter where there is one.
bool cycles_trustworthy(void);

// Whether the counter was seen to move at the start. Some simulators have none.
bool cycles_counting(void);
