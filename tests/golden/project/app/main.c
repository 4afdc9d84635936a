// tiny on stm32f103c8: starts the board and the model, measures once, then answers
// commands on the console for ever (docs of the protocol: README.md).

#include "app/bench.h"
#include "app/info.h"
#include "app/integrity.h"
#include "app/print.h"
#include "app/protocol.h"
#include "board/board.h"
#include "model/tiny.h"

int main(void) {
    board_init();
    tiny_init();

    info_print();
    integrity_demand();
    bench_at_boot();
    integrity_demand(); // what has been measured is the model that was generated, to the end
    info_print_memory();
    print_log_crc();

    protocol_start();
    for (;;) {
        protocol_poll();
    }
}
