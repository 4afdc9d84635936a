/* Vector table and C start-up for all firmware of the tests. */

#include <stdint.h>

extern uint32_t _stack_top, _data_start, _data_end, _data_load, _bss_start, _bss_end;
int main(void);

void Default_Handler(void)
{
    for (;;) {
    }
}

#define WEAK __attribute__((weak, alias("Default_Handler")))
void NMI_Handler(void) WEAK;
void HardFault_Handler(void) WEAK;
void MemManage_Handler(void) WEAK;
void BusFault_Handler(void) WEAK;
void UsageFault_Handler(void) WEAK;
void SVC_Handler(void) WEAK;
void PendSV_Handler(void) WEAK;
void SysTick_Handler(void) WEAK;
void Interrupt0_Handler(void) WEAK;
void Interrupt1_Handler(void) WEAK;
void Interrupt2_Handler(void) WEAK;
void Interrupt3_Handler(void) WEAK;
void Interrupt37_Handler(void) WEAK; /* USART1 on the F1 */
void Interrupt38_Handler(void) WEAK;

void Reset_Handler(void)
{
    uint32_t *from = &_data_load;
    for (uint32_t *to = &_data_start; to < &_data_end;) {
        *to++ = *from++;
    }
    for (uint32_t *to = &_bss_start; to < &_bss_end;) {
        *to++ = 0;
    }
    main();
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static void *const vectors[16 + 40] = {
    &_stack_top,        Reset_Handler,     NMI_Handler, HardFault_Handler, MemManage_Handler,
    BusFault_Handler,   UsageFault_Handler, 0,          0,                 0,
    0,                  SVC_Handler,       0,           0,                 PendSV_Handler,
    SysTick_Handler,    Interrupt0_Handler, Interrupt1_Handler, Interrupt2_Handler,
    Interrupt3_Handler, [16 + 37] = Interrupt37_Handler, [16 + 38] = Interrupt38_Handler,
};
