/* depthwise_4x4x6_to_6_window_3x3: DEPTHWISE_CONV_2D, for 1 layer.
 *
 * Layer 1:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * writes int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* Where the 9 taps of the window at (top, left) lie in the input, or a pixel of zeros outside. */
static void find_taps(const int8_t *input, int top, int left, const int8_t *taps[9], const int8_t *outside) {
    for (int y = 0; y < 3; y++) {
        const int row = top + y;
        for (int x = 0; x < 3; x++) {
            const int column = left + x;
            const bool inside = row >= 0 && row < 4 && column >= 0 && column < 4;
            *taps++ = inside ? input + row * 24 + column * 6 : outside;
        }
    }
}

/* Rounds and clamps the sum of output channel c. */
static int8_t finish(uint32_t sum, int c, const struct depthwise_conv_2d_padded_layer *layer) {
    const int32_t biased = (int32_t)(sum + (uint32_t)layer->bias[c]);
    const int32_t value = scale_down(biased, layer->multiplier[c], layer->shift[c]);
    return (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
}

/* All 6 channels of one pixel; a weight word holds four of them. */
static void filter(const int8_t *const taps[9], int8_t *output, const struct depthwise_conv_2d_padded_layer *layer) {
    const uint32_t *weights = layer->weights;
    for (int c = 0; c < 4; c += 4) {
        uint32_t sums[4] = {0, 0, 0, 0};
        for (int tap = 0; tap < 9; tap++) {
            const int8_t *x = taps[tap] + c;
            const uint32_t word = *weights++;
            sums[0] += (uint32_t)(x[0] * (int8_t)word);
            sums[1] += (uint32_t)(x[1] * (int8_t)(word >> 8));
            sums[2] += (uint32_t)(x[2] * (int8_t)(word >> 16));
            sums[3] += (uint32_t)(x[3] * (int8_t)(word >> 24));
        }
        for (int i = 0; i < 4; i++) {
            output[c + i] = finish(sums[i], c + i, layer);
        }
    }
    for (int c = 4; c < 6; c++) {
        uint32_t sum = 0;
        for (int tap = 0; tap < 9; tap++) {
            const int32_t weight = (int8_t)(weights[tap] >> (c % 4 * 8));
            sum += (uint32_t)(taps[tap][c] * weight);
        }
        output[c] = finish(sum, c, layer);
    }
}

void depthwise_4x4x6_to_6_window_3x3(const int8_t *input, int8_t *output, const struct depthwise_conv_2d_padded_layer *layer) {
    const int8_t *taps[9];
    for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
            const int top = row * 1 - 1;
            const int left = column * 1 - 1;
            find_taps(input, top, left, taps, layer->outside);
            filter(taps, output + (row * 4 + column) * 6, layer);
        }
    }
}
