#include "processors/dedup/table.h"

#include <stdlib.h>
#include <string.h>

#define AHEAD      16
#define LEAST_BITS 12 /* of an owner */
#define COARSER    2  /* bits by which old tags may be coarser than new ones */

static uint64_t owners_in(const struct cd_postings *postings) {
    return cd_fifo_count(&postings->sketches.starts);
}

/* Numbers come again. An entry of an owner who left must be marked as dead before that:
 * tables are looked at once while half as many owners come as are there, so that there
 * must be room for that many more. */
bool cd_table_is_outgrown(const struct cd_postings *postings,
                          const struct cd_postings_table *table) {
    return table->lines && owners_in(postings) > (5ull << table->owner_bits) / 8;
}

static uint8_t owner_bits_for(uint64_t owners) {
    uint8_t bits = LEAST_BITS;
    while (owners > (1ull << bits) / 2)
        bits++;
    return bits;
}

/* The finest tags that tell a position by its line. */
static uint8_t shift_for(uint32_t lines, unsigned owner_bits) {
    uint32_t width = (1u << CD_POSITION_BITS) / lines + 1;
    uint8_t shift = 0;
    while (cd_low_bits(CD_ENTRY_BITS - owner_bits) << shift < width)
        shift++;
    return shift;
}

static size_t bytes_of(const struct cd_postings_table *table) {
    size_t bytes = (size_t)table->lines * CD_LINE * sizeof *table->slots;
    return bytes ? bytes + CD_LINE_BYTES : 0;
}

/* Lines begin where the processor's do. (aligned_alloc of the C library leaves holes, as
 * much as all tables take.) */
static int make(struct cd_postings_table *table, uint32_t lines, uint8_t owner_bits) {
    *table = (struct cd_postings_table){.lines = lines, .owner_bits = owner_bits};
    table->memory = malloc(bytes_of(table));
    if (!table->memory)
        return CD_ENOMEM;
    uintptr_t odd = (uintptr_t)table->memory % CD_LINE_BYTES;
    table->slots = (uint32_t *)(table->memory + (odd ? CD_LINE_BYTES - odd : 0));
    memset(table->slots, 0, (size_t)lines * CD_LINE_BYTES);
    return CD_OK;
}

/* Puts an entry with its tag into a table that has no dead ones, unless it is there.
 * False: the table is used up. */
static bool put(struct cd_postings_table *table, uint32_t home, uint32_t entry) {
    for (uint32_t line = home;; line = cd_table_next(table, line)) {
        uint32_t *slots = cd_table_line(table, line);
        uint32_t here = line == home ? entry : cd_displaced(entry);
        uint32_t there = 0, taken = 0;
        for (int i = 0; i < CD_LINE; i++) {
            there |= slots[i] == here;
            taken += slots[i] != 0;
        }
        if (there)
            return true;
        if (taken == CD_LINE)
            continue;
        if (cd_table_is_used_up(table))
            return false;
        slots[taken] = here;
        table->used++;
        return true;
    }
}

/* Does the way from a home lead past a line? */
static bool leads_past(const struct cd_postings_table *table, uint32_t home,
                       uint32_t wanted) {
    uint32_t line = home;
    while (line != wanted && cd_line_is_full(cd_table_line(table, line)))
        line = cd_table_next(table, line);
    return line == wanted;
}

bool cd_table_stands_for(const struct cd_postings_table *table, uint32_t line,
                         uint32_t entry, uint32_t position) {
    uint32_t home = cd_table_home(table, position), tag = cd_table_tag(table, position);
    if (home == line)
        return cd_has_tag(table, entry, tag);
    return cd_has_tag(table, entry, cd_displaced(tag)) && leads_past(table, home, line);
}

/* ---- from one table into another ---- */

/* A line that is carried over: the positions it covers, from `first` to before `end`. */
struct carried {
    const struct cd_postings *postings;
    const struct cd_postings_table *from;
    struct cd_postings_table *to;
    bool by_tag; /* tags are fine enough */
    uint32_t line, first, end;
};

static void come_to(struct carried *carried, uint32_t line) {
    uint64_t all = UINT64_C(1) << CD_POSITION_BITS, lines = carried->from->lines;
    carried->line = line;
    carried->first = (uint32_t)((line * all + lines - 1) / lines);
    carried->end = (uint32_t)(((line + UINT64_C(1)) * all + lines - 1) / lines);
}

/* Does an entry tell its line and tag in the new table? Then *position has them. */
static bool tells(const struct carried *carried, uint32_t entry, uint32_t *position) {
    const struct cd_postings_table *from = carried->from;
    if (!carried->by_tag || entry & CD_DISPLACED)
        return false;
    uint32_t tags = cd_low_bits(CD_ENTRY_BITS - from->owner_bits);
    uint32_t base = carried->first >> from->shift;
    uint32_t step = base + (((entry >> from->owner_bits) - base) & tags);
    uint32_t low = step << from->shift, high = ((step + 1) << from->shift) - 1;
    low = low > carried->first ? low : carried->first;
    high = high < carried->end ? high : carried->end - 1;
    *position = low;
    return cd_table_home(carried->to, low) == cd_table_home(carried->to, high);
}

/* Puts an entry's owner into the new table for a position. */
static bool put_at(const struct carried *carried, uint32_t position, uint64_t owner) {
    struct cd_postings_table *to = carried->to;
    uint32_t name = (uint32_t)owner & cd_low_bits(to->owner_bits);
    return put(to, cd_table_home(to, position), cd_table_tag(to, position) | name);
}

/* An entry's gram is one of its owner's; should several fit, it stands for all of them.
 */
static bool carry_by_gram(const struct carried *carried, uint32_t entry, uint64_t owner) {
    const struct cd_postings *postings = carried->postings;
    struct cd_grams grams = cd_sketches_grams(&postings->sketches, owner);
    for (unsigned i = 0; i < grams.count; i++) {
        uint32_t position = cd_gram_position(cd_grams_low(&grams, i));
        if (cd_table_tells_alike(carried->from, entry, position) &&
            cd_table_stands_for(carried->from, carried->line, entry, position) &&
            &postings->tables[cd_gram_table(cd_grams_at(&grams, i))] == carried->from &&
            !put_at(carried, position, owner))
            return false;
    }
    return true;
}

static bool carry(const struct carried *carried, uint32_t entry) {
    uint64_t owner = cd_owner_of(carried->postings, carried->from, entry);
    uint32_t position;
    if (!owner)
        return true;
    if (tells(carried, entry, &position))
        return put_at(carried, position, owner);
    return carry_by_gram(carried, entry, owner);
}

/* Sketches lie anywhere in memory: those that will be read are asked for well before. */
static void prefetch_owner(const struct carried *carried, size_t slot) {
    const struct cd_sketches *sketches = &carried->postings->sketches;
    const uint32_t *slots = carried->from->slots + slot;
    if ((size_t)carried->from->lines * CD_LINE - slot <= 2 * AHEAD)
        return;
    uint32_t later = slots[2 * AHEAD], soon = slots[AHEAD];
    uint64_t owner;
    if ((!carried->by_tag || later & CD_DISPLACED) &&
        (owner = cd_owner_of(carried->postings, carried->from, later)) != 0)
        cd_sketches_prefetch_start(sketches, owner);
    if ((!carried->by_tag || soon & CD_DISPLACED) &&
        (owner = cd_owner_of(carried->postings, carried->from, soon)) != 0)
        cd_sketches_prefetch_grams(sketches, owner);
}

static bool carry_line(const struct carried *carried) {
    size_t first = (size_t)carried->line * CD_LINE;
    for (size_t slot = first; slot < first + CD_LINE; slot++) {
        prefetch_owner(carried, slot);
        if (!carry(carried, carried->from->slots[slot]))
            return false;
    }
    return true;
}

static bool carry_all(const struct cd_postings *postings,
                      const struct cd_postings_table *from,
                      struct cd_postings_table *to) {
    struct carried carried = {.postings = postings, .from = from, .to = to};
    to->shift = shift_for(to->lines, to->owner_bits);
    carried.by_tag = from->shift <= to->shift + COARSER;
    if (carried.by_tag && from->shift > to->shift)
        to->shift = from->shift;
    for (uint32_t line = 0; line < from->lines; line++) {
        come_to(&carried, line);
        if (!carry_line(&carried))
            return false;
    }
    return true;
}

/* ---- sizes ---- */

static uint32_t count_live(const struct cd_postings *postings,
                           const struct cd_postings_table *table) {
    uint32_t live = 0;
    for (size_t slot = 0; slot < (size_t)table->lines * CD_LINE; slot++)
        live += cd_owner_of(postings, table, table->slots[slot]) != 0;
    return live;
}

/* The lines for so many live ones: room for a third more, or somewhat more or less,
 * so that not all tables are used up at a time. */
static uint32_t lines_for(uint32_t live, uint32_t table) {
    uint64_t sixteenths = 19 + (cd_gram_spread(table + live) >> 16) % 5;
    return (uint32_t)(live * sixteenths / (16 * CD_LINE_FULL)) + 1;
}

int cd_table_rebuild(struct cd_postings *postings, struct cd_postings_table *table) {
    uint32_t live = count_live(postings, table);
    uint32_t lines = lines_for(live, (uint32_t)(table - postings->tables));
    uint8_t owner_bits = owner_bits_for(owners_in(postings));
    struct cd_postings_table fresh;
    for (;; lines += lines) {
        if (make(&fresh, lines, owner_bits))
            return CD_ENOMEM;
        if (carry_all(postings, table, &fresh))
            break;
        free(fresh.memory);
    }
    postings->bytes += bytes_of(&fresh);
    postings->bytes -= bytes_of(table);
    free(table->memory);
    *table = fresh;
    return CD_OK;
}
