/* Says which pages of memory the emulator may run code from, as a callback of the emulator.
 *
 * A store to a page that may hold code is slow, since the emulator looks for translated code in it
 * every time. So RAM is offered without the right to execute, page by page, until code is fetched
 * from it. Accesses outside memory are found by the emulator itself, afterwards.
 */

#include <stdbool.h>
#include <stdint.h>

enum { MAX_RAMS = 8, PAGE_SHIFT = 10 };
enum { READ_WRITE = 3, ALL_RIGHTS = 7 };
enum { IT_STATE = 0x0600FC00 }; /* of the EPSR: DDI0403E, B1.4.2 */

typedef int (*register_fn)(void *engine, int number, void *value);

/* The emulator's uc_tlb_entry. */
typedef struct {
    uint64_t physical_address;
    uint32_t rights;
} translation_t;

/* Mirrors native_pages.py's _Pages. */
typedef struct {
    register_fn reg_read;
    register_fn reg_write;
    int32_t flags;                /* the emulator's number of the flags and the IT state */
    int32_t fetch;                /* its name for a fetch of instructions */
    uint32_t rams;
    struct {
        uint8_t *executed;        /* for each page whether code has been fetched from it */
        uint32_t origin;
        uint32_t size;
    } ram[MAX_RAMS];
} pages_t;

/* Before it asks, the emulator (2.1.4) sets the IT state to that of the accessing instruction, and
 * leaves it so; but inside its translations the state is known, and kept as none. Without this the
 * block that follows would start as if it stood in that IT block. */
static void leave_it_block(const pages_t *pages, void *engine)
{
    uint32_t flags = 0;
    pages->reg_read(engine, pages->flags, &flags);
    flags &= ~(uint32_t)IT_STATE;
    pages->reg_write(engine, pages->flags, &flags);
}

bool pages_on_miss(void *engine, uint64_t address, int access, translation_t *found, void *data)
{
    const pages_t *pages = data;
    if (access != pages->fetch) {
        leave_it_block(pages, engine);
    }
    found->physical_address = address;
    found->rights = ALL_RIGHTS;
    for (uint32_t i = 0; i < pages->rams; i++) {
        uint32_t offset = (uint32_t)address - pages->ram[i].origin;
        if (offset < pages->ram[i].size) {
            uint8_t *executed = &pages->ram[i].executed[offset >> PAGE_SHIFT];
            *executed |= access == pages->fetch;
            found->rights = *executed ? ALL_RIGHTS : READ_WRITE;
            break;
        }
    }
    return true;
}
