#include "model.h"

static uint8_t arena[MODEL_ARENA_BYTES] __attribute__((section(".arena"), aligned(16)));

// The sum of 1 to 256, by way of the arena.
uint32_t model_run(void) {
    volatile uint8_t *buffer = arena;
    uint32_t sum = 0;
    for (int i = 0; i < MODEL_WEIGHTS; i++) {
        buffer[4 * i] = (uint8_t)model_weights[i];
        sum += buffer[4 * i] + 1u;
    }
    return sum;
}
