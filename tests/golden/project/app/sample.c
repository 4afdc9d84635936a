#include "app/sample.h"

#include "app/input.h"

// Marsaglia's 32-bit xorshift, shifts 13, 17 and 5: period 2^32 - 1, never 0.
static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

const char *sample_name(uint32_t index) {
    (void)index;
    return "pseudo-random";
}

void sample_load(uint32_t index) {
    uint32_t state = index + 1;
    uint8_t *next = input_bytes;
    for (uint32_t i = 0; i < TINY_INPUT_BYTES; i++) {
        *next++ = (uint8_t)(next_random(&state) >> 24);
    }
}
