// The serial console. Sending waits; receiving is done by interrupt, so that no byte is lost while
// a line is printed or an inference runs.
#include "console.h"

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "cortex_m.h"
#include "usart.h"

// A power of two, so that the indices may run over and be masked. The longest command has 80
// bytes.
#define RING_BYTES 128u

static volatile uint8_t ring[RING_BYTES];
static volatile uint32_t received; // bytes put into the ring, by the interrupt alone
static volatile uint32_t taken;    // bytes taken out, by console_read() alone
static bool ready;                 // a fault may want to speak before the console can

void console_init(void) {
    usart_init(clock_active()->console_brr);
    nvic_enable(37u); // USART1
    ready = true;
}

void console_write(const char *text, size_t length) {
    if (!ready) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        while (!usart_can_send()) {
        }
        usart_send((uint8_t)text[i]);
    }
}

int console_read(void) {
    if (taken == received) {
        return -1;
    }
    uint8_t byte = ring[taken % RING_BYTES];
    taken++;
    return byte;
}

// When the ring is full the newest byte is dropped: what was accepted stays whole.
void USART1_IRQHandler(void);
void USART1_IRQHandler(void) {
    while (usart_has_received()) {
        uint8_t byte = usart_receive();
        if (received - taken < RING_BYTES) {
            ring[received % RING_BYTES] = byte;
            received++;
        }
    }
    usart_clear_overrun();
}
