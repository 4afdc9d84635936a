// A stand-in for a model: constants, code and an arena, so that each finds its section.
#pragma once

#include <stdint.h>

#define MODEL_WEIGHTS 256
#define MODEL_ARENA_BYTES 1024

extern const int8_t model_weights[MODEL_WEIGHTS];

uint32_t model_run(void);
