// A stand-in for a model: constants, code and an arena, so that each finds its section.
#pragma once

#include <stdint.h>

#ifndef MODEL_WEIGHTS
#define MODEL_WEIGHTS 256
#endif
#ifndef MODEL_ARENA_BYTES
#define MODEL_ARENA_BYTES 1024
#endif

extern const int8_t model_weights[MODEL_WEIGHTS];

uint32_t model_run(void);
