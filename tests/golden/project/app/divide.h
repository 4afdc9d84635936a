// Division of 64-bit by 32-bit numbers, for printing and for cycles to microseconds.
//
// The compiler's own 64-bit division takes about 700 bytes of flash; this one takes 50.
// It needs some 64 rounds, which nothing here is in a hurry about.

#pragma once

#include <stdint.h>

// The quotient, rounded down; `remainder` may be NULL. `divisor` is not 0.
uint64_t divide(uint64_t dividend, uint32_t divisor, uint32_t *remainder);

// The quotient, rounded to the nearest; halves go up.
uint64_t divide_rounded(uint64_t dividend, uint32_t divisor);
