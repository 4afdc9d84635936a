// The clock tree: brought up once, with a fall-back for every oscillator that may fail.
#pragma once

#include <stdint.h>

// What the rest of the firmware must know about the clock that runs.
struct clock {
    uint32_t hclk_hz;     // core clock
    uint32_t console_brr; // the baud-rate divider for 115200 baud
    const char *source;   // in words
};

// Tries the settings one after the other until one works; never hangs.
void clock_init(void);

// The setting that works.
const struct clock *clock_active(void);
