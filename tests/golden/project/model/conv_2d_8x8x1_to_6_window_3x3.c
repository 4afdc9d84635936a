/* conv_2d_8x8x1_to_6_window_3x3: CONV_2D, for 1 layer.
 *
 * Layer 0:
 * reads  int8 1x8x8x1 at 0 to 63, scale 0.02, zero point -10: image
 * writes int8 1x4x4x6 at 120 to 215, scale 0.03, zero point -128: first
 * works  in 64 to 72
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* Copies the 3x3 window at (top, left) into 9 bytes without gaps, `border` where it sticks out. */
static void gather(const int8_t *input, int8_t *patch, int top, int left, int32_t border) {
    for (int y = 0; y < 3; y++) {
        const int row = top + y;
        int8_t *line = patch + y * 3;
        if (row < 0 || row >= 8) {
            memset(line, (int)border, 3);
            continue;
        }
        /* Columns first to end - 1 of the window lie inside the image. */
        const int first = left < 0 ? -left : 0;
        const int end = left > 5 ? 8 - left : 3;
        const int8_t *source = input + row * 8 + (left + first) * 1;
        memset(line, (int)border, (size_t)(first * 1));
        memcpy(line + first * 1, source, (size_t)((end - first) * 1));
        memset(line + end * 1, (int)border, (size_t)((3 - end) * 1));
    }
}

/* All 6 outputs of one window of 9 inputs, four outputs at a time. */
static void products(const int8_t *window, int8_t *output, const struct conv_2d_padded_layer *layer) {
    const uint32_t *weights = layer->weights;
    for (int channel = 0; channel < 4; channel += 4) {
        uint32_t sums[4] = {0, 0, 0, 0};
        multiply_by_four(window, weights, 9, sums);
        weights += 9;
        for (int i = 0; i < 4; i++) {
            const int c = channel + i;
            const int32_t sum = (int32_t)(sums[i] + (uint32_t)layer->bias[c]);
            const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
            output[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
        }
    }
    /* The last word's upper 2 of four weights are zeros: 6 is not a multiple of four. */
    uint32_t sums[4] = {0, 0, 0, 0};
    multiply_by_four(window, weights, 9, sums);
    for (int i = 0; i < 2; i++) {
        const int c = 4 + i;
        const int32_t sum = (int32_t)(sums[i] + (uint32_t)layer->bias[c]);
        const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
        output[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
    }
}

void conv_2d_8x8x1_to_6_window_3x3(const int8_t *input, int8_t *output, int8_t *scratch, const struct conv_2d_padded_layer *layer) {
    for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 4; column++) {
            const int top = row * 2 - 0;
            const int left = column * 2 - 0;
            gather(input, scratch, top, left, layer->border);
            products(scratch, output + (row * 4 + column) * 6, layer);
        }
    }
}
