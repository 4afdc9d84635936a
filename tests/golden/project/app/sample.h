// A stand-in for real inputs: reproducible pseudo-random numbers.
// They exercise the model and its timing; the labels that come out mean nothing.

#pragma once

#include <stdint.h>

enum { SAMPLE_COUNT = 1 };

// `index` is below SAMPLE_COUNT.
const char *sample_name(uint32_t index);
void sample_load(uint32_t index); // into input_bytes
