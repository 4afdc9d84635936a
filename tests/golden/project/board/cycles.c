// Cycles are counted by the 32-bit counter of the debug unit (DWT), which wraps after
// 59.7 s at 72 MHz. SysTick interrupts every 2^24 cycles and looks at the counter, so that no
// wrap is missed however long an inference takes; the visit costs about 3 cycles in a million.
// Where the DWT counter does not move (QEMU), SysTick itself is read instead.
#include "cycles.h"

#include "cortex_m.h"

// SysTick counts from here to zero: all of its 24 bits.
#define SYSTICK_TOP 0xFFFFFFu

static uint64_t systick_wraps;
static uint32_t dwt_last;  // the counter when it was last looked at
static uint32_t dwt_wraps; // how often it had wrapped by then
static bool dwt_moves;
static bool counting;

// A wrap whose interrupt still waits (we are called with interrupts off) counts already.
static uint64_t systick_cycles(void) {
    uint32_t count = SYST_CVR;
    uint64_t wraps = systick_wraps;
    if ((SCB_ICSR & SCB_ICSR_PENDSTSET) != 0) {
        count = SYST_CVR; // read again: the first may be from before the wrap
        wraps++;
    }
    return wraps * (SYSTICK_TOP + 1u) + (SYSTICK_TOP - count);
}

static uint64_t dwt_cycles(void) {
    uint32_t count = DWT_CYCCNT;
    if (count < dwt_last) {
        dwt_wraps++;
    }
    dwt_last = count;
    return (uint64_t)dwt_wraps << 32 | count;
}

uint64_t cycles_now(void) {
    uint32_t mask = interrupts_disable();
    uint64_t now = dwt_moves ? dwt_cycles() : systick_cycles();
    interrupts_restore(mask);
    return now;
}

void SysTick_Handler(void);
void SysTick_Handler(void) {
    systick_wraps++;
    (void)cycles_now(); // notices a wrap of the DWT counter
}

// A counter that works moves between two readings; an emulated one may need a few more.
static bool moves(uint64_t (*counter)(void)) {
    uint64_t before = counter();
    for (uint32_t reading = 0; reading < 1000; reading++) {
        if (counter() != before) {
            return true;
        }
    }
    return false;
}

void cycles_init(void) {
    SYST_RVR = SYSTICK_TOP;
    SYST_CVR = 0; // any write clears it, and it starts over at the top
    SYST_CSR = SYST_CSR_CLKSOURCE | SYST_CSR_TICKINT | SYST_CSR_ENABLE;
    SCB_DEMCR |= SCB_DEMCR_TRCENA;
    DWT_CYCCNT = 0;
    DWT_CTRL |= DWT_CTRL_CYCCNTENA;
    dwt_moves = moves(dwt_cycles);
    counting = moves(cycles_now);
}

bool cycles_counting(void) { return counting; }

const char *cycles_source(void) { return dwt_moves ? "DWT" : "SysTick, as the DWT counter stands still"; }

// Both count the core's clock. They started a few cycles apart.
bool cycles_trustworthy(void) {
    uint32_t mask = interrupts_disable();
    uint64_t by_systick = systick_cycles();
    uint64_t by_dwt = dwt_moves ? dwt_cycles() : by_systick;
    interrupts_restore(mask);
    uint64_t apart = by_dwt > by_systick ? by_dwt - by_systick : by_systick - by_dwt;
    return apart < 1000 + by_systick / 256;
}
