/* Counts cycles and instructions, block by block, as a callback of the emulator.
 *
 * The cost of going from one block of instructions to the next is looked up in a table; Python
 * fills the table the first time an edge is seen. Loads whose addresses follow from the registers
 * at the start of a block are replayed here to charge the flash's stalls.
 * generator/simulator/counting.py holds the same rules in Python; both give the same counts.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TERMS = 3, MAX_LINES = 1024, MAX_MEMORIES = 8 };
enum { CORE_REGISTERS = 16, SLOTS = 16 };
enum { FLAG_WATCHED = 1, FLAG_UNMASKS = 2 };

/* An access: address = constant + sum of scale[i] * value of reg[i]. Values 0 to 15 are the core
 * registers at the block's start, those from 16 on are words that earlier accesses have read. */
typedef struct {
    uint32_t constant;
    uint32_t words;               /* bus reads of four bytes or less; 0: a store */
    uint32_t aligned_at;          /* the instruction, where it faults unless aligned; or 0 */
    uint32_t alignment;           /* what its address must be a multiple of: 2 or 4 */
    int32_t slot;                 /* where later terms find what is read here, or -1 */
    int32_t width;                /* of what is read there, in bytes; negative: with its sign */
    int32_t reg[MAX_TERMS];       /* -1 for none */
    uint32_t scale[MAX_TERMS];
} load_t;

typedef struct {
    const uint8_t *bytes;
    uint32_t origin;
    uint32_t size;
} memory_t;

typedef struct {
    uint64_t key;                 /* previous block's address << 32 | block's address */
    int32_t cost;                 /* hundredths of a cycle; below zero where a load follows a load */
    uint32_t instructions;
    uint32_t first_load;
    uint32_t loads;
    uint32_t flags;
    uint32_t floats_at;           /* the block's first use of floating-point registers, or 0 */
    uint32_t used;
} edge_t;

typedef struct counter counter_t;
typedef void (*resolve_fn)(uint32_t block, uint32_t size);
typedef void (*watched_fn)(uint32_t block);
typedef int (*stop_fn)(void *engine);
typedef int (*reg_read_fn)(void *engine, int number, void *value);

/* The first part mirrors counting.py's CounterState. */
struct counter {
    uint64_t cycles;              /* hundredths of a cycle, up to the start of `block` */
    uint64_t instructions;
    uint64_t deadline;            /* hundredths of a cycle: stop at the first block after it */
    uint32_t block;               /* block being executed; 0: none */
    uint32_t block_size;
    uint32_t stop_on_unmask;      /* an interrupt waits for PRIMASK or BASEPRI to change */
    uint32_t misaligned_at;       /* the instruction before whose block the emulator has stopped */
    uint32_t stop_on_floats;      /* floating-point registers wait to be stored */
    uint32_t floats_at;           /* the instruction that wants them, as misaligned_at */
    uint32_t ignore_alignment;
    uint64_t flash_reads;         /* data reads that reached the flash */
    uint64_t flash_misses;
    uint32_t flash_origin[2];
    uint32_t flash_size;
    uint32_t line_shift;          /* log2 of the bytes that a cache line holds */
    uint32_t ways;                /* lines in a set; 0: no data cache, every read pays */
    uint32_t set_mask;            /* sets less one; 0: one set of all lines */
    uint32_t read_cost;           /* hundredths of a cycle per read that misses */
    int32_t register_numbers[CORE_REGISTERS];
    uint32_t memories;
    memory_t memory[MAX_MEMORIES];
    stop_fn stop;
    reg_read_fn reg_read;
    resolve_fn resolve;
    watched_fn watched;
    /* private */
    edge_t *edges;
    uint32_t mask;
    uint32_t count;
    load_t *loads;
    uint32_t load_count;
    uint32_t load_room;
    uint32_t line[MAX_LINES];     /* set by set, most recently used first; 0: empty */
};

static uint32_t slot_of(const counter_t *c, uint64_t key)
{
    return (uint32_t)((key * 0x9E3779B97F4A7C15ull) >> 32) & c->mask;
}

static edge_t *find(const counter_t *c, uint64_t key)
{
    uint32_t slot = slot_of(c, key);
    while (c->edges[slot].used && c->edges[slot].key != key) {
        slot = (slot + 1) & c->mask;
    }
    return &c->edges[slot];
}

size_t counter_size(void)
{
    return sizeof(counter_t);
}

int counter_init(counter_t *c)
{
    c->mask = (1u << 12) - 1;
    c->edges = calloc((size_t)c->mask + 1, sizeof(edge_t));
    c->load_room = 1u << 10;
    c->loads = calloc(c->load_room, sizeof(load_t));
    return c->edges != NULL && c->loads != NULL;
}

void counter_free(counter_t *c)
{
    free(c->edges);
    free(c->loads);
    c->edges = NULL;
    c->loads = NULL;
}

void counter_clear(counter_t *c)
{
    memset(c->edges, 0, ((size_t)c->mask + 1) * sizeof(edge_t));
    memset(c->line, 0, sizeof(c->line));
    c->count = 0;
    c->load_count = 0;
}

static int grow(counter_t *c)
{
    edge_t *old = c->edges;
    uint32_t size = c->mask + 1;
    edge_t *larger = calloc((size_t)size * 2, sizeof(edge_t));
    if (larger == NULL) {
        return 0;
    }
    c->edges = larger;
    c->mask = size * 2 - 1;
    for (uint32_t i = 0; i < size; i++) {
        if (old[i].used) {
            *find(c, old[i].key) = old[i];
        }
    }
    free(old);
    return 1;
}

/* Adds loads of a block; returns the index of the first, or UINT32_MAX without memory. */
uint32_t counter_add_loads(counter_t *c, const load_t *loads, uint32_t count)
{
    if (c->load_count + count > c->load_room) {
        uint32_t room = (c->load_count + count) * 2;
        load_t *larger = realloc(c->loads, room * sizeof(load_t));
        if (larger == NULL) {
            return UINT32_MAX;
        }
        c->loads = larger;
        c->load_room = room;
    }
    memcpy(c->loads + c->load_count, loads, count * sizeof(load_t));
    c->load_count += count;
    return c->load_count - count;
}

int counter_add_edge(counter_t *c, uint64_t key, int32_t cost, uint32_t instructions,
                     uint32_t first_load, uint32_t loads, uint32_t flags, uint32_t floats_at)
{
    if (c->count * 2 > c->mask && !grow(c)) {
        return 0;
    }
    edge_t *edge = find(c, key);
    c->count += !edge->used;
    *edge = (edge_t){key, cost, instructions, first_load, loads, flags, floats_at, 1};
    return 1;
}

/* Sets or clears the mark of all known edges that lead to a block. */
void counter_watch(counter_t *c, uint32_t block, int watched)
{
    for (uint32_t i = 0; i <= c->mask; i++) {
        if (c->edges[i].used && (uint32_t)c->edges[i].key == block) {
            c->edges[i].flags &= ~(uint32_t)FLAG_WATCHED;
            c->edges[i].flags |= watched ? FLAG_WATCHED : 0;
        }
    }
}

static void read_flash(counter_t *c, uint32_t address)
{
    if (address - c->flash_origin[0] >= c->flash_size
        && address - c->flash_origin[1] >= c->flash_size) {
        return;
    }
    c->flash_reads++;
    uint32_t line = (address >> c->line_shift) + 1;
    uint32_t *set = c->line + ((line - 1) & c->set_mask) * c->ways;
    for (uint32_t i = 0; i < c->ways; i++) {
        if (set[i] == line) {
            memmove(set + 1, set, i * sizeof(set[0]));
            set[0] = line;
            return;
        }
    }
    if (c->ways) {
        memmove(set + 1, set, (c->ways - 1) * sizeof(set[0]));
        set[0] = line;
    }
    c->flash_misses++;
    c->cycles += c->read_cost;
}

static uint32_t read_memory(const counter_t *c, uint32_t address, int32_t width)
{
    uint32_t size = (uint32_t)(width < 0 ? -width : width);
    for (uint32_t i = 0; i < c->memories; i++) {
        const memory_t *memory = &c->memory[i];
        uint32_t offset = address - memory->origin;
        if (offset < memory->size && memory->size - offset >= size) {
            uint32_t word = 0;
            memcpy(&word, memory->bytes + offset, size);
            if (width == -1) {
                return (uint32_t)(int32_t)(int8_t)word;
            }
            return width == -2 ? (uint32_t)(int32_t)(int16_t)word : word;
        }
    }
    return 0;
}

/* Returns 0 before a block in which an access faults because it is not aligned. */
static int replay(counter_t *c, void *engine, const edge_t *edge)
{
    uint32_t value[CORE_REGISTERS + SLOTS];
    uint32_t known = 0;
    for (uint32_t i = 0; i < edge->loads; i++) {
        const load_t *load = &c->loads[edge->first_load + i];
        uint32_t address = load->constant;
        for (int t = 0; t < MAX_TERMS && load->reg[t] >= 0; t++) {
            int32_t reg = load->reg[t];
            if (!(known >> reg & 1)) {
                c->reg_read(engine, c->register_numbers[reg], &value[reg]);
                known |= 1u << reg;
            }
            address += load->scale[t] * value[reg];
        }
        if (load->aligned_at && (address & (load->alignment - 1)) && !c->ignore_alignment) {
            c->misaligned_at = load->aligned_at;
            return 0;
        }
        if (load->slot >= 0) {
            value[CORE_REGISTERS + load->slot] = read_memory(c, address, load->width);
            known |= 1u << (CORE_REGISTERS + load->slot);
        }
        for (uint32_t w = 0; w < load->words; w++) {
            read_flash(c, address + 4 * w);
        }
    }
    return 1;
}

void counter_on_block(void *engine, uint64_t address, uint32_t size, void *data)
{
    counter_t *c = data;
    uint64_t key = (uint64_t)c->block << 32 | (uint32_t)address;
    edge_t *edge = find(c, key);
    if (!edge->used) {
        c->resolve((uint32_t)address, size);
        edge = find(c, key);
        if (!edge->used) { /* Python could not, and has stopped the emulator */
            return;
        }
    }
    c->cycles += (uint64_t)(int64_t)edge->cost;
    c->instructions += edge->instructions;
    c->block = (uint32_t)address;
    c->block_size = size;
    if ((edge->flags & FLAG_WATCHED) && key >> 32) {
        c->watched((uint32_t)address);
    }
    int due = c->cycles >= c->deadline;
    int unmasked = (edge->flags & FLAG_UNMASKS) && c->stop_on_unmask;
    int floats = !due && !unmasked && edge->floats_at && c->stop_on_floats;
    if (floats) {
        c->floats_at = edge->floats_at;
    }
    if (due || unmasked || floats || (edge->loads && !replay(c, engine, edge))) {
        c->block_size = 0;
        c->stop(engine);
    }
}
