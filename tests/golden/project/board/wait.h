// Waiting for hardware that may never answer.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// A poll takes 8 cycles or more, so this waits 20 ms at 8 MHz. Crystals start within 2 ms,
// PLLs lock within 0.2 ms.
#define WAIT_POLLS 20000u

// Whether the masked bits of a register took that value in time.
static inline bool wait_for(const volatile uint32_t *address, uint32_t mask, uint32_t value) {
    for (uint32_t poll = 0; poll < WAIT_POLLS; poll++) {
        if ((*address & mask) == value) {
            return true;
        }
    }
    return false;
}
