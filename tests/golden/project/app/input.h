// What the next inference reads.
//
// The model may overwrite its inputs while it runs, as they share the arena with everything else.
// So the bytes are kept here and copied into the model before each inference.

#pragma once

#include "model/tiny.h"

#include <stdint.h>

// The bytes of all model inputs, one input behind the other.
enum { INPUT_BYTES = TINY_INPUT_BYTES };

extern uint8_t input_bytes[INPUT_BYTES];

void input_to_model(void);
