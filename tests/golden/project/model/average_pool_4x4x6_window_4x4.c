/* average_pool_4x4x6_window_4x4: AVERAGE_POOL_2D, for 1 layer.
 *
 * Layer 4:
 * reads  int8 1x4x4x6 at 96 to 191, scale 0.05, zero point -128: sum
 * writes int8 1x1x1x6 at 0 to 5, scale 0.05, zero point -128: pooled
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* One output pixel: the mean over the part of the window that lies inside, halves away from zero. */
static void pool(const int8_t *input, int8_t *output, int top, int left, const struct average_pool_2d_layer *layer) {
    const int first_row = top < 0 ? 0 : top;
    const int first_column = left < 0 ? 0 : left;
    const int end_row = top > 0 ? 4 : top + 4;
    const int end_column = left > 0 ? 4 : left + 4;
    const int32_t count = (end_row - first_row) * (end_column - first_column);
    for (int c = 0; c < 6; c++) {
        int32_t sum = 0;
        for (int row = first_row; row < end_row; row++) {
            for (int column = first_column; column < end_column; column++) {
                sum += input[row * 24 + column * 6 + c];
            }
        }
        const int32_t mean = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
        output[c] = (int8_t)clamp(mean, layer->minimum, layer->maximum);
    }
}

void average_pool_4x4x6_window_4x4(const int8_t *input, int8_t *output, const struct average_pool_2d_layer *layer) {
    for (int row = 0; row < 1; row++) {
        for (int column = 0; column < 1; column++) {
            const int top = row * 4 - 0;
            const int left = column * 4 - 0;
            pool(input, output + (row * 1 + column) * 6, top, left, layer);
        }
    }
}
