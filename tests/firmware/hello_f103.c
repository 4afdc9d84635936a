/* The smallest firmware that shows the board alive: 72 MHz from the crystal, a line on USART1. */

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))
#define RCC_CR REG(0x40021000)
#define RCC_CFGR REG(0x40021004)
#define RCC_APB2ENR REG(0x40021018)
#define FLASH_ACR REG(0x40022000)
#define GPIOA_CRH REG(0x40010804)
#define USART1_SR REG(0x40013800)
#define USART1_DR REG(0x40013804)
#define USART1_BRR REG(0x40013808)
#define USART1_CR1 REG(0x4001380C)
#define DEMCR REG(0xE000EDFC)
#define DWT_CTRL REG(0xE0001000)
#define DWT_CYCCNT REG(0xE0001004)

#ifndef HSE_TIMEOUT
#define HSE_TIMEOUT 20000u
#endif

static int wait_for(volatile uint32_t *reg, uint32_t mask, uint32_t value)
{
    for (uint32_t i = 0; i < HSE_TIMEOUT; i++) {
        if ((*reg & mask) == value) {
            return 1;
        }
    }
    return 0;
}

/* Returns PCLK2 in Hz. */
static uint32_t start_clock(void)
{
    RCC_CR |= 1u << 16;
    if (!wait_for(&RCC_CR, 1u << 17, 1u << 17)) {
        return 8000000u;
    }
    FLASH_ACR = 0x12;
    RCC_CFGR = 7u << 18 | 1u << 16 | 4u << 8;
    RCC_CR |= 1u << 24;
    if (!wait_for(&RCC_CR, 1u << 25, 1u << 25)) {
        return 8000000u;
    }
    RCC_CFGR |= 2u;
    return wait_for(&RCC_CFGR, 3u << 2, 2u << 2) ? 72000000u : 8000000u;
}

static void put(const char *text)
{
    for (; *text; text++) {
        while (!(USART1_SR & 1u << 7)) {
        }
        USART1_DR = (uint8_t)*text;
    }
}

static void put_number(uint32_t value)
{
    char text[11];
    char *end = text + 10;
    *end = 0;
    do {
        *--end = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put(end);
}

uint32_t __attribute__((noinline)) triple(uint32_t n)
{
    uint32_t sum = 0;
    for (volatile uint32_t i = 0; i < n; i++) {
        sum += 3;
    }
    return sum;
}

int main(void)
{
    uint32_t pclk2_hz = start_clock();
    RCC_APB2ENR |= 1u << 2 | 1u << 14;
    GPIOA_CRH = (GPIOA_CRH & ~(0xFFu << 4)) | 0xBu << 4 | 0x4u << 8;
#ifdef BRR_FOR_HZ
    pclk2_hz = BRR_FOR_HZ;
#endif
    USART1_BRR = (pclk2_hz + 57600u) / 115200u;
    USART1_CR1 = 1u << 13 | 1u << 3 | 1u << 2;
    DEMCR |= 1u << 24;
    DWT_CTRL |= 1u;
    uint32_t start = DWT_CYCCNT;
    uint32_t sum = triple(100);
    uint32_t cycles = DWT_CYCCNT - start;
    put("hello ");
    put_number(sum);
    put(" ");
    put_number(cycles);
    put("\r\n");
    for (;;) {
        while (!(USART1_SR & 1u << 5)) {
        }
        char letter[2] = {(char)USART1_DR, 0};
        put(letter);
    }
}
