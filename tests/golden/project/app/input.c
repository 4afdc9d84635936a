#include "app/input.h"

#include <string.h>

uint8_t input_bytes[INPUT_BYTES];

void input_to_model(void) {
    memcpy(tiny_input(), input_bytes, TINY_INPUT_BYTES);
}
