/* The constants of tiny, each in the order in which its kernel reads it. */
#pragma once

#include <stdint.h>

extern const uint32_t layer_0_stream[41];       /* 41: output channel: see the kernel */
extern const uint32_t layer_1_channels[30];     /* 6x5: channel, weights and scale */
extern const uint32_t layer_2_stream[35];       /* 35: output channel: see the kernel */
extern const uint32_t layer_6_weights[6];       /* 1x6: output / 4, input */
extern const int32_t layer_6_bias[3];           /* 3: output channel */
extern const int32_t layer_6_multiplier[3];     /* 3: output channel */
extern const int8_t layer_6_shift[3];           /* 3: output channel */
extern const int32_t layer_7_exponentials[232]; /* 232: distance to the maximum: exp(-scale * distance) as a fraction of 2^31 */

/* The CRC-32 of all of them as they lie in flash, where the linker sorts them by their names: for a
 * check that it still holds what was generated. */
#define WEIGHTS_CRC32 0x131b04eau
