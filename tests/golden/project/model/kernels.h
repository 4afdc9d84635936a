/* One function for each distinct layer shape of tiny, and what each layer hands to it. */
#pragma once

#include <stdint.h>

struct conv_2d_kronecker_padded_line_layer {
    const uint32_t *stream; /* weights and scales */
    int32_t border;         /* the input that stands for 0.0 */
};

struct depthwise_conv_2d_rows_line_layer {
    const uint32_t *channels; /* weights and scales */
};

struct conv_2d_kronecker_twice_layer {
    const uint32_t *stream; /* weights and scales */
    int32_t zero_point;     /* the output for 0.0 */
};

struct sum_linear_layer {
    int32_t first;  /* factor of the first input */
    int32_t second; /* factor of the second input */
    int32_t start;  /* zero points and half of the divisor */
};

struct average_pool_2d_layer {
    int32_t minimum; /* least output: the activation, else the type's */
    int32_t maximum; /* greatest output */
};

struct fully_connected_layer {
    const uint32_t *weights;   /* four outputs in each word */
    const int32_t *bias;       /* bias less input zero point times the sum of the weights */
    const int32_t *multiplier; /* scale of each output channel, as a fraction of 2^31 */
    const int8_t *shift;       /* and its power of two: shift right */
    int32_t zero_point;        /* the output that stands for 0.0 */
    int32_t minimum;           /* least output: the activation, else the type's */
    int32_t maximum;           /* greatest output */
};

struct softmax_layer {
    const int32_t *exponentials; /* by distance to the maximum */
    int32_t distances;           /* farther values come out as 0.0 */
};

void conv_2d_8x8x1_to_6_window_3x3_kronecker(const int8_t *input, int8_t *output, int8_t *scratch, const struct conv_2d_kronecker_padded_line_layer *layer);
void depthwise_4x4x6_window_3x3_rows_staged(const int8_t *input, int8_t *output, int8_t *scratch, const struct depthwise_conv_2d_rows_line_layer *layer);
void conv_2d_4x4x6_to_6_window_1x1_kronecker(const int8_t *input, int8_t *output, int8_t *scratch, const struct conv_2d_kronecker_twice_layer *layer);
void add_96_linear(const int8_t *input_0, const int8_t *input_1, int8_t *output, const struct sum_linear_layer *layer);
void average_pool_4x4x6_window_4x4(const int8_t *input, int8_t *output, const struct average_pool_2d_layer *layer);
void fully_connected_1x6_to_3(const int8_t *input, int8_t *output, const struct fully_connected_layer *layer);
void softmax_1x3(const int8_t *input, int8_t *output, const struct softmax_layer *layer);
