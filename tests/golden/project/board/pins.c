// The pins of the Blue Pill (STM32F103C8).
#include "pins.h"

#include "registers.h"

// Writes the four configuration bits of a pin.
static void configure(uint32_t port, uint32_t pin, uint32_t mode) {
    volatile uint32_t *configuration = pin < 8u ? &GPIO_CRL(port) : &GPIO_CRH(port);
    uint32_t shift = 4u * (pin % 8u);
    *configuration = (*configuration & ~(0xFu << shift)) | mode << shift;
}

void pins_init(void) {
    RCC_APB2ENR |= RCC_APB2ENR_IOPAEN | RCC_APB2ENR_IOPCEN;
    (void)RCC_APB2ENR; // the clock arrives two cycles after the write; reading waits for it

    // PA9: console TX.
    configure(GPIOA_BASE, 9u, GPIO_ALTERNATE_50MHZ);

    // PA10: console RX, pulled up so that an open pin reads as silence.
    GPIO_BSRR(GPIOA_BASE) = 1u << 10;
    configure(GPIOA_BASE, 10u, GPIO_INPUT_PULLED);

    // PC13: the LED, lit when low.
    pins_light_led(false);
    configure(GPIOC_BASE, 13u, GPIO_OUTPUT_2MHZ);
}

void pins_light_led(bool on) {
    GPIO_BSRR(GPIOC_BASE) = 1u << (on ? 29u : 13u);
}
