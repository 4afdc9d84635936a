// USART1: the older serial port, with one status and one data register.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "registers.h"

#define CONSOLE USART1_BASE

static inline void usart_init(uint32_t brr) {
    RCC_APB2ENR |= RCC_APB2ENR_USART1EN;
    (void)RCC_APB2ENR; // the clock arrives two cycles after the write; reading waits for it
    USART_BRR(CONSOLE) = brr;
    USART_CR1(CONSOLE) = USART_CR1_UE | USART_CR1_TE | USART_CR1_RE | USART_CR1_RXNEIE; // 8N1
}

static inline bool usart_can_send(void) { return (USART_SR(CONSOLE) & USART_SR_TXE) != 0; }

static inline void usart_send(uint8_t byte) { USART_DR(CONSOLE) = byte; }

static inline bool usart_has_received(void) { return (USART_SR(CONSOLE) & USART_SR_RXNE) != 0; }

static inline uint8_t usart_receive(void) { return (uint8_t)USART_DR(CONSOLE); }

// An overrun is cleared by reading the status, then the data.
static inline void usart_clear_overrun(void) {
    if ((USART_SR(CONSOLE) & USART_SR_ORE) != 0) {
        (void)USART_DR(CONSOLE);
    }
}
