#include "app/input.h"

uint8_t input_bytes[INPUT_BYTES];

void input_to_model(void) {
    uint8_t *to = (uint8_t *)tiny_input();
    for (uint32_t i = 0; i < TINY_INPUT_BYTES; i++) {
        to[i] = input_bytes[i];
    }
}
