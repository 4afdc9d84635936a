// The vector table of the stm32f103c8t6. A handler of the right name replaces the default one.
#include <stdint.h>

typedef void (*handler)(void);

// The core reads the first sixteen words, the interrupts of the part follow in their order.
struct vectors {
    uint32_t *initial_stack_pointer;
    handler exceptions[15];
    handler interrupts[43];
};

extern uint32_t __stack_top[]; // from the linker script

void Reset_Handler(void);
void fault_entry(void);

#define DEFAULT __attribute__((weak, alias("default_handler")))

// Whatever has no handler of its own ends in the fault report, which tells its number.
void default_handler(void);
__attribute__((naked)) void default_handler(void) {
    __asm volatile("ldr r0, =fault_entry\n\tbx r0");
}

void NMI_Handler(void) DEFAULT;
void HardFault_Handler(void) DEFAULT;
void MemManage_Handler(void) DEFAULT;
void BusFault_Handler(void) DEFAULT;
void UsageFault_Handler(void) DEFAULT;
void SVC_Handler(void) DEFAULT;
void DebugMon_Handler(void) DEFAULT;
void PendSV_Handler(void) DEFAULT;
void SysTick_Handler(void) DEFAULT;
void WWDG_IRQHandler(void) DEFAULT;
void PVD_IRQHandler(void) DEFAULT;
void TAMPER_IRQHandler(void) DEFAULT;
void RTC_IRQHandler(void) DEFAULT;
void FLASH_IRQHandler(void) DEFAULT;
void RCC_IRQHandler(void) DEFAULT;
void EXTI0_IRQHandler(void) DEFAULT;
void EXTI1_IRQHandler(void) DEFAULT;
void EXTI2_IRQHandler(void) DEFAULT;
void EXTI3_IRQHandler(void) DEFAULT;
void EXTI4_IRQHandler(void) DEFAULT;
void DMA1_Channel1_IRQHandler(void) DEFAULT;
void DMA1_Channel2_IRQHandler(void) DEFAULT;
void DMA1_Channel3_IRQHandler(void) DEFAULT;
void DMA1_Channel4_IRQHandler(void) DEFAULT;
void DMA1_Channel5_IRQHandler(void) DEFAULT;
void DMA1_Channel6_IRQHandler(void) DEFAULT;
void DMA1_Channel7_IRQHandler(void) DEFAULT;
void ADC1_2_IRQHandler(void) DEFAULT;
void USB_HP_CAN1_TX_IRQHandler(void) DEFAULT;
void USB_LP_CAN1_RX0_IRQHandler(void) DEFAULT;
void CAN1_RX1_IRQHandler(void) DEFAULT;
void CAN1_SCE_IRQHandler(void) DEFAULT;
void EXTI9_5_IRQHandler(void) DEFAULT;
void TIM1_BRK_IRQHandler(void) DEFAULT;
void TIM1_UP_IRQHandler(void) DEFAULT;
void TIM1_TRG_COM_IRQHandler(void) DEFAULT;
void TIM1_CC_IRQHandler(void) DEFAULT;
void TIM2_IRQHandler(void) DEFAULT;
void TIM3_IRQHandler(void) DEFAULT;
void TIM4_IRQHandler(void) DEFAULT;
void I2C1_EV_IRQHandler(void) DEFAULT;
void I2C1_ER_IRQHandler(void) DEFAULT;
void I2C2_EV_IRQHandler(void) DEFAULT;
void I2C2_ER_IRQHandler(void) DEFAULT;
void SPI1_IRQHandler(void) DEFAULT;
void SPI2_IRQHandler(void) DEFAULT;
void USART1_IRQHandler(void) DEFAULT;
void USART2_IRQHandler(void) DEFAULT;
void USART3_IRQHandler(void) DEFAULT;
void EXTI15_10_IRQHandler(void) DEFAULT;
void RTC_Alarm_IRQHandler(void) DEFAULT;
void USBWakeUp_IRQHandler(void) DEFAULT;

extern const struct vectors vectors;
__attribute__((section(".vectors"), used)) const struct vectors vectors = {
    .initial_stack_pointer = __stack_top,
    .exceptions = {
        Reset_Handler,
        NMI_Handler,
        HardFault_Handler,
        MemManage_Handler,
        BusFault_Handler,
        UsageFault_Handler,
        0,
        0,
        0,
        0,
        SVC_Handler,
        DebugMon_Handler,
        0,
        PendSV_Handler,
        SysTick_Handler,
    },
    .interrupts = {
        [0] = WWDG_IRQHandler,
        [1] = PVD_IRQHandler,
        [2] = TAMPER_IRQHandler,
        [3] = RTC_IRQHandler,
        [4] = FLASH_IRQHandler,
        [5] = RCC_IRQHandler,
        [6] = EXTI0_IRQHandler,
        [7] = EXTI1_IRQHandler,
        [8] = EXTI2_IRQHandler,
        [9] = EXTI3_IRQHandler,
        [10] = EXTI4_IRQHandler,
        [11] = DMA1_Channel1_IRQHandler,
        [12] = DMA1_Channel2_IRQHandler,
        [13] = DMA1_Channel3_IRQHandler,
        [14] = DMA1_Channel4_IRQHandler,
        [15] = DMA1_Channel5_IRQHandler,
        [16] = DMA1_Channel6_IRQHandler,
        [17] = DMA1_Channel7_IRQHandler,
        [18] = ADC1_2_IRQHandler,
        [19] = USB_HP_CAN1_TX_IRQHandler,
        [20] = USB_LP_CAN1_RX0_IRQHandler,
        [21] = CAN1_RX1_IRQHandler,
        [22] = CAN1_SCE_IRQHandler,
        [23] = EXTI9_5_IRQHandler,
        [24] = TIM1_BRK_IRQHandler,
        [25] = TIM1_UP_IRQHandler,
        [26] = TIM1_TRG_COM_IRQHandler,
        [27] = TIM1_CC_IRQHandler,
        [28] = TIM2_IRQHandler,
        [29] = TIM3_IRQHandler,
        [30] = TIM4_IRQHandler,
        [31] = I2C1_EV_IRQHandler,
        [32] = I2C1_ER_IRQHandler,
        [33] = I2C2_EV_IRQHandler,
        [34] = I2C2_ER_IRQHandler,
        [35] = SPI1_IRQHandler,
        [36] = SPI2_IRQHandler,
        [37] = USART1_IRQHandler,
        [38] = USART2_IRQHandler,
        [39] = USART3_IRQHandler,
        [40] = EXTI15_10_IRQHandler,
        [41] = RTC_Alarm_IRQHandler,
        [42] = USBWakeUp_IRQHandler,
    },
};
