#include "app/divide.h"

#include <stddef.h>

// Long division, one bit of the quotient in each round: the dividend moves out at the top,
// the quotient moves in at the bottom.
uint64_t divide(uint64_t dividend, uint32_t divisor, uint32_t *remainder) {
    uint64_t rest = 0; // below 2 * divisor, hence 33 bits
    for (int bit = 0; bit < 64; bit++) {
        rest = (rest << 1) | (dividend >> 63);
        dividend <<= 1;
        if (rest >= divisor) {
            rest -= divisor;
            dividend |= 1;
        }
    }
    if (remainder != NULL) {
        *remainder = (uint32_t)rest;
    }
    return dividend;
}

uint64_t divide_rounded(uint64_t dividend, uint32_t divisor) {
    uint32_t remainder;
    const uint64_t quotient = divide(dividend, divisor, &remainder);
    return quotient + (remainder >= divisor - remainder ? 1 : 0);
}
