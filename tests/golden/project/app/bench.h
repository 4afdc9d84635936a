// Measuring: the cycles that one inference or one layer takes.

#pragma once

#include <stdint.h>

// One inference of input_bytes. Returns the cycles of tiny_run() alone.
uint64_t bench_inference(void);

// Runs the stored samples and prints each inference, then the minimum, mean and maximum.
void bench_at_boot(void);

// Runs one inference layer by layer and prints the cycles of each.
void bench_layers(void);

// At the clock the board really reached; rounded to the nearest.
uint64_t bench_microseconds(uint64_t cycles);
