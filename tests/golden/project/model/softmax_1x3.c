/* softmax_1x3: SOFTMAX, for 1 layer.
 *
 * Layer 7:
 * reads  int8 1x3 at 8 to 10, scale 0.06, zero point 3: logits
 * writes int8 1x3 at 0 to 2, scale 0.00390625, zero point -128: probabilities
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* 1 / (1 + a) as a fraction of 2^31, for a in [0, 1) likewise: three Newton steps from a line. */
static int32_t reciprocal_of_one_plus(int32_t a) {
    /* (a + 1) / 2, rounded; x is a number with two integer bits, so 1 << 29 is one. */
    const int32_t half_denominator = (int32_t)(((uint32_t)a + (UINT32_C(1) << 31)) / 2);
    int32_t x = 1515870810 + high_multiply(half_denominator, -1010580540); /* 48/17 - 32/17 * d */
    for (int step = 0; step < 3; step++) {
        const int32_t error = (1 << 29) - high_multiply(half_denominator, x);
        x += high_multiply(x, error) * 4;
    }
    return x > INT32_MAX / 2 ? INT32_MAX : x * 2;
}

/* One row of 3 values: exp(x) over the sum of them, 0 being INT8_MIN and 1 (nearly) INT8_MAX. */
static void softmax(const int8_t *input, int8_t *output, const struct softmax_layer *layer) {
    int32_t greatest = INT8_MIN;
    for (int i = 0; i < 3; i++) {
        greatest = input[i] > greatest ? input[i] : greatest;
    }

    uint32_t sum = 0; /* 12 integer bits and 19 of fraction */
    for (int i = 0; i < 3; i++) {
        const int32_t distance = greatest - input[i];
        if (distance < layer->distances) {
            sum += (uint32_t)scale_down_by(layer->exponentials[distance], 12);
        }
    }

    /* sum = (1 + a) * 2^(31 - headroom), and a quotient has 8 bits. */
    const int32_t headroom = __builtin_clz(sum);
    const int32_t reciprocal = reciprocal_of_one_plus((int32_t)((sum << headroom) - (UINT32_C(1) << 31)));
    const int32_t shift = 35 - headroom;
    for (int i = 0; i < 3; i++) {
        const int32_t distance = greatest - input[i];
        int32_t value = INT8_MIN;
        if (distance < layer->distances) {
            value += scale_down_by(high_multiply(reciprocal, layer->exponentials[distance]), shift);
        }
        output[i] = (int8_t)clamp(value, INT8_MIN, INT8_MAX);
    }
}

void softmax_1x3(const int8_t *input, int8_t *output, const struct softmax_layer *layer) {
    softmax(input, output, layer);
}
