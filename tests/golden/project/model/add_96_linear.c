/* add_96_linear: ADD, for 1 layer.
 *
 * Layer 3:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * reads  int8 1x4x4x6 at 96 to 191, scale 0.04, zero point -5: pointwise
 * writes int8 1x4x4x6 at 96 to 191, scale 0.05, zero point -128: sum
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* The sum's upper bits are the output: all roundings of the operator have been found to give the same
 * for every pair of inputs. */
static inline int8_t output_of(int32_t sum) {
    int32_t output;
    __asm__("ssat %0, #8, %1, asr #23" : "=r"(output) : "r"(sum));
    return (int8_t)output;
}

void add_96_linear(const int8_t *input_0, const int8_t *input_1, int8_t *output, const struct sum_linear_layer *layer) {
    const uint32_t first = (uint32_t)layer->first, second = (uint32_t)layer->second, start = (uint32_t)layer->start;
    for (int word = 0; word < 24; word++) {
        uint32_t x, y;
        memcpy(&x, input_0 + 4 * word, 4);
        memcpy(&y, input_1 + 4 * word, 4);
#pragma GCC unroll 4
        for (int i = 0; i < 4; i++) {
            const uint32_t sum = (uint32_t)(int8_t)(x >> 8 * i) * first + ((uint32_t)(int8_t)(y >> 8 * i) * second + start);
            output[4 * word + i] = output_of((int32_t)sum);
        }
    }
}
