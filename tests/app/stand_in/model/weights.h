#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include <stdint.h>

extern const int8_t tiny_weights[4];

#endif
