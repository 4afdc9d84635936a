// The registers of the STM32F101, F102 and F103 that this firmware uses.
// Addresses and bits: reference manual RM0008.
#pragma once

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

// Reset and clock control.
#define RCC_BASE 0x40021000u
#define RCC_CR REGISTER(RCC_BASE + 0x00u)
#define RCC_CR_HSION (1u << 0)
#define RCC_CR_HSIRDY (1u << 1)
#define RCC_CR_HSEON (1u << 16)
#define RCC_CR_HSERDY (1u << 17)
#define RCC_CR_HSEBYP (1u << 18) // an external clock, not a crystal
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_CFGR REGISTER(RCC_BASE + 0x04u)
#define RCC_CFGR_SW (3u << 0) // the clock that is wanted
#define RCC_CFGR_SW_HSI (0u << 0)
#define RCC_CFGR_SW_HSE (1u << 0)
#define RCC_CFGR_SW_PLL (2u << 0)
#define RCC_CFGR_SWS (3u << 2)        // the clock that runs, coded alike
#define RCC_CFGR_PPRE1_DIV1 (0u << 8) // APB1: at most 36 MHz
#define RCC_CFGR_PPRE1_DIV2 (4u << 8)
#define RCC_CFGR_PLLSRC_HSI (0u << 16) // HSI / 2
#define RCC_CFGR_PLLSRC_HSE (1u << 16)
#define RCC_CFGR_PLLXTPRE (1u << 17)                    // HSE / 2
#define RCC_CFGR_PLLMUL(factor) (((factor) - 2u) << 18) // 2 to 16
#define RCC_APB2ENR REGISTER(RCC_BASE + 0x18u)
#define RCC_APB2ENR_AFIOEN (1u << 0)
#define RCC_APB2ENR_IOPAEN (1u << 2)
#define RCC_APB2ENR_IOPBEN (1u << 3)
#define RCC_APB2ENR_IOPCEN (1u << 4)
#define RCC_APB2ENR_IOPDEN (1u << 5)
#define RCC_APB2ENR_IOPEEN (1u << 6)
#define RCC_APB2ENR_IOPFEN (1u << 7)
#define RCC_APB2ENR_IOPGEN (1u << 8)
#define RCC_APB2ENR_USART1EN (1u << 14)
#define RCC_APB1ENR REGISTER(RCC_BASE + 0x1Cu)
#define RCC_APB1ENR_USART2EN (1u << 17)
#define RCC_APB1ENR_USART3EN (1u << 18)

// Flash access: wait states and prefetch.
#define FLASH_BASE 0x40022000u
#define FLASH_ACR REGISTER(FLASH_BASE + 0x00u)
#define FLASH_ACR_LATENCY(wait_states) ((wait_states) << 0)
#define FLASH_ACR_PRFTBE (1u << 4) // prefetch on

// Which of its groups of pins a peripheral has.
#define AFIO_BASE 0x40010000u
#define AFIO_MAPR REGISTER(AFIO_BASE + 0x04u)
#define AFIO_MAPR_USART1_REMAP(group) ((group) << 2)
#define AFIO_MAPR_USART2_REMAP(group) ((group) << 3)
#define AFIO_MAPR_USART3_REMAP(group) ((group) << 4)

// Pins. CRL holds four bits for each of pins 0 to 7, CRH for 8 to 15.
#define GPIOA_BASE 0x40010800u
#define GPIOB_BASE 0x40010C00u
#define GPIOC_BASE 0x40011000u
#define GPIOD_BASE 0x40011400u
#define GPIOE_BASE 0x40011800u
#define GPIOF_BASE 0x40011C00u
#define GPIOG_BASE 0x40012000u
#define GPIO_CRL(port) REGISTER((port) + 0x00u)
#define GPIO_CRH(port) REGISTER((port) + 0x04u)
#define GPIO_BSRR(port) REGISTER((port) + 0x10u) // low half sets, high half clears
#define GPIO_OUTPUT_2MHZ 0x2u                    // push-pull
#define GPIO_ALTERNATE_50MHZ 0xBu                // push-pull, driven by a peripheral
#define GPIO_INPUT_PULLED 0x8u                   // up or down as the output bit says

// Serial ports.
#define USART1_BASE 0x40013800u
#define USART2_BASE 0x40004400u
#define USART3_BASE 0x40004800u
#define USART_SR(port) REGISTER((port) + 0x00u)
#define USART_SR_ORE (1u << 3)  // a byte was lost
#define USART_SR_RXNE (1u << 5) // a byte has come
#define USART_SR_TXE (1u << 7)  // the next byte may be written
#define USART_DR(port) REGISTER((port) + 0x04u)
#define USART_BRR(port) REGISTER((port) + 0x08u)
#define USART_CR1(port) REGISTER((port) + 0x0Cu)
#define USART_CR1_RE (1u << 2)
#define USART_CR1_TE (1u << 3)
#define USART_CR1_RXNEIE (1u << 5)
#define USART_CR1_UE (1u << 13)
