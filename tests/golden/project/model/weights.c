/* The constants of tiny: 1411 bytes of flash. */
#include "model/weights.h"

/* clang-format off */

/* 2x9: output channel / 4, window row x column x input channel */
const uint32_t layer_0_weights[18] __attribute__((aligned(4))) = {
    0x7d15ce69, 0xf70ed882, 0xb702c700, 0x587e3852, 0xa94ec1a2, 0x5b4b7d4c, 0x1d33f29f, 0x9e1ffaf8,
    0x8cd70151, 0x000021f2, 0x0000f18a, 0x000004a5, 0x0000c404, 0x0000ff78, 0x0000e1f7, 0x0000c04f,
    0x00007e6a, 0x00008452
};

/* 6: output channel */
const int32_t layer_0_bias[6] __attribute__((aligned(4))) = {
    -213, -788, 4039, -308, 1971, -1620
};

/* 6: output channel */
const int32_t layer_0_multiplier[6] __attribute__((aligned(4))) = {
    1649407317, 2048337067, 1870175061, 2126330027, 1173056171, 2013650603
};

/* 6: output channel */
const int8_t layer_0_shift[6] __attribute__((aligned(4))) = {
    8, 8, 8, 9, 8, 8
};

/* 6x9: channel, across the lines x along them */
const int8_t layer_1_weights[54] __attribute__((aligned(4))) = {
    -80, -117, 58, 37, 25, -25, -15, 116, -114, 2, 62, 2, 25, -45, -31, 27, -89, -25, 112, -7, 29,
    -100, -70, 19, -14, 16, 83, 89, -104, 95, -112, -89, 122, 35, -15, -103, 53, -65, 47, 41, -30,
    -27, 12, -36, -24, 36, 10, -35, -29, 81, 23, 45, -66, 119
};

/* 6x2: output channel, 2 */
const int32_t layer_1_scales[12] __attribute__((aligned(4))) = {
    -14269, 1912130560, -9501, 1107723264, 8211, 1462402944, -10325, 1439175168, -4198, 1687968768,
    23352, 1517691264
};

/* 6: output channel */
const int8_t layer_1_shifts[6] __attribute__((aligned(4))) = {
    8, 8, 7, 8, 8, 7
};

/* 2x6: output channel / 4, window row x column x input channel */
const uint32_t layer_2_weights[12] __attribute__((aligned(4))) = {
    0x90e14075, 0xe0626d12, 0x7b78bfc8, 0xe9240da6, 0xb7158d10, 0xbe12afb2, 0x00004336, 0x00000c8a,
    0x0000fa78, 0x0000d360, 0x0000f211, 0x000040f8
};

/* 6: output channel */
const int32_t layer_2_bias[6] __attribute__((aligned(4))) = {
    -9789, -10075, 33756, -23552, 20911, 9514
};

/* 6: output channel */
const int32_t layer_2_multiplier[6] __attribute__((aligned(4))) = {
    1133110272, 1916803008, 2083406784, 1109193600, 1191552960, 1157717088
};

/* 6: output channel */
const int8_t layer_2_shift[6] __attribute__((aligned(4))) = {
    7, 8, 9, 7, 7, 7
};

/* 1x6: output / 4, input */
const uint32_t layer_6_weights[6] __attribute__((aligned(4))) = {
    0x002e3a68, 0x00d8eea0, 0x008f95eb, 0x00170677, 0x00c8ef9c, 0x002f5f28
};

/* 3: output channel */
const int32_t layer_6_bias[3] __attribute__((aligned(4))) = {
    6251, 2031, -11501
};

/* 3: output channel */
const int32_t layer_6_multiplier[3] __attribute__((aligned(4))) = {
    1832519535, 1832519535, 1832519535
};

/* 3: output channel */
const int8_t layer_6_shift[3] __attribute__((aligned(4))) = {
    8, 8, 8
};

/* 256: distance to the maximum: exp(-scale * distance) as a fraction of 2^31 */
const int32_t layer_7_exponentials[256] __attribute__((aligned(4))) = {
    2147483647, 2022423914, 1904647154, 1793729143, 1689270790, 1590894991, 1498248526, 1410997323,
    1328827385, 1251442311, 1178564040, 1109929811, 1045292601, 984419369, 927091314, 873101718,
    822256262, 774371677, 729275860, 686806140, 646809676, 609142306, 573668712, 540260847,
    508798509, 479168520, 451263792, 424984237, 400235083, 376927273, 354976670, 334304443,
    314836068, 296501476, 279234536, 262973191, 247658824, 233236313, 219653661, 206862040,
    194815332, 183470177, 172785684, 162723445, 153247169, 144322751, 135918027, 128002796,
    120548493, 113528296, 106916954, 100690565, 94826804, 89304521, 84103847, 79206004, 74593406,
    70249424, 66158425, 62305649, 58677252, 55260155, 52042058, 49011358, 46157161, 43469178,
    40937732, 38553698, 36308509, 34194066, 32202760, 30327412, 28561285, 26898005, 25331588,
    23856398, 22467103, 21158721, 19926533, 18766105, 17673249, 16644039, 15674766, 14761940,
    13902270, 13092665, 12330208, 11612153, 10935912, 10299055, 9699285, 9134443, 8602493, 8101524,
    7629728, 7185407, 6766960, 6372884, 6001757, 5652241, 5323082, 5013088, 4721149, 4446211,
    4187284, 3943435, 3713787, 3497513, 3293834, 3102016, 2921369, 2751241, 2591022, 2440132,
    2298030, 2164203, 2038170, 1919476, 1807694, 1702422, 1603281, 1509913, 1421983, 1339173,
    1261186, 1187740, 1118571, 1053431, 992084, 934309, 879899, 828658, 780401, 734954, 692154,
    651846, 613885, 578135, 544467, 512760, 482899, 454777, 428293, 403351, 379862, 357741, 336907,
    317287, 298810, 281409, 265021, 249587, 235052, 221364, 208473, 196332, 184899, 174131, 163990,
    154440, 145446, 136976, 128999, 121487, 114412, 107749, 101475, 95565, 90000, 84759, 79823,
    75174, 70796, 66674, 62791, 59134, 55690, 52447, 49393, 46517, 43808, 41256, 38854, 36591,
    34460, 32453, 30564, 28784, 27107, 25529, 24042, 22642, 21323, 20082, 18912, 17811, 16774,
    15797, 14877, 14011, 13195, 12426, 11703, 11021, 10379, 9775, 9206, 8669, 8165, 7689, 7241,
    6820, 6423, 6048, 5696, 5365, 5052, 4758, 4481, 4220, 3974, 3743, 3525, 3319, 3126, 2944, 2773,
    2611, 2459, 2316, 2181, 2054, 1934, 1822, 1716, 1616, 1522, 1433, 1350, 1271, 1197, 1127, 1062,
    1000, 942, 887, 835, 786, 741, 698, 657, 619, 583, 549, 517, 487
};

const struct weights_block weights_blocks[WEIGHTS_BLOCKS] = {
    {layer_0_weights, sizeof layer_0_weights},
    {layer_0_bias, sizeof layer_0_bias},
    {layer_0_multiplier, sizeof layer_0_multiplier},
    {layer_0_shift, sizeof layer_0_shift},
    {layer_1_weights, sizeof layer_1_weights},
    {layer_1_scales, sizeof layer_1_scales},
    {layer_1_shifts, sizeof layer_1_shifts},
    {layer_2_weights, sizeof layer_2_weights},
    {layer_2_bias, sizeof layer_2_bias},
    {layer_2_multiplier, sizeof layer_2_multiplier},
    {layer_2_shift, sizeof layer_2_shift},
    {layer_6_weights, sizeof layer_6_weights},
    {layer_6_bias, sizeof layer_6_bias},
    {layer_6_multiplier, sizeof layer_6_multiplier},
    {layer_6_shift, sizeof layer_6_shift},
    {layer_7_exponentials, sizeof layer_7_exponentials},
};
