#include "processors/dedup/postings.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_BITS  12
#define TABLES      (1u << TABLE_BITS)
#define OWNER_BITS  25
#define OWNERS      ((1u << OWNER_BITS) - 1)
#define TAG_MASK    127
#define DEAD        (1u << OWNER_BITS) /* an entry of owner 0, whom there is not */
#define LINE        16                 /* slots of 64 bytes */
#define FULL        14                 /* of a line's slots, on average; then it grows */
#define SPARSE      6                  /* fewer live ones: it shrinks */
#define LINES_SWEPT 8                  /* with each owner that is added */
#define AHEAD       16

/* ---- entries ---- */

/* An owner as entries name it: 1 … OWNERS, over and over. */
static uint32_t name_of(uint64_t owner) { return (uint32_t)(owner % OWNERS) + 1; }

/* Grams are sampled by their upper bits, so that the lower ones tell them apart. */
static uint32_t tag_of(uint32_t gram) { return gram << OWNER_BITS; }

static bool has_tag(uint32_t slot, uint32_t tag) { return (slot ^ tag) <= OWNERS; }

/* The owner's number, or 0: it has left the window, or the slot has none. */
static uint64_t owner_of(const struct cd_postings *postings, uint32_t slot) {
    const struct cd_fifo *owners = &postings->sketches.starts;
    uint32_t name = slot & OWNERS, newest = postings->newest;
    uint32_t age = newest >= name ? newest - name : newest + OWNERS - name;
    return name && age < cd_fifo_count(owners) ? owners->end - 1 - age : 0;
}

/* What an entry says of its gram. */
static struct cd_low_bits low_bits(uint32_t entry) {
    return (struct cd_low_bits){(uint16_t)(entry >> OWNER_BITS), TAG_MASK};
}

/* ---- where a gram's entries lie ---- */

static uint32_t spread(uint32_t gram) {
    gram *= UINT32_C(0x9e3779b1);
    return gram ^ gram >> 15;
}

static uint32_t table_of(uint32_t gram) { return spread(gram) >> (32 - TABLE_BITS); }

static uint32_t home_of(const struct cd_postings_table *table, uint32_t gram) {
    uint32_t low = spread(gram) << TABLE_BITS;
    return (uint32_t)((uint64_t)low * table->lines >> 32);
}

static uint32_t *line_at(const struct cd_postings_table *table, uint32_t line) {
    return table->slots + (size_t)line * LINE;
}

static uint32_t line_after(const struct cd_postings_table *table, uint32_t line) {
    return line + 1 == table->lines ? 0 : line + 1;
}

/* A line fills from its front and never empties; whoever finds it full looks on in the
 * next. There is one that is not, since no table is used beyond FULL of LINE. */
static bool is_full(const uint32_t *slots) { return slots[LINE - 1] != 0; }

/* ---- a table ---- */

static int make_table(struct cd_postings_table *table, uint32_t lines) {
    size_t bytes = (size_t)lines * LINE * sizeof *table->slots;
    *table = (struct cd_postings_table){.lines = lines};
    table->slots = aligned_alloc(LINE * sizeof *table->slots, bytes);
    if (!table->slots)
        return CD_ENOMEM;
    memset(table->slots, 0, bytes);
    return CD_OK;
}

static size_t table_bytes(const struct cd_postings_table *table) {
    return (size_t)table->lines * LINE * sizeof *table->slots;
}

static bool is_used_up(const struct cd_postings_table *table) {
    return table->used >= (uint64_t)table->lines * FULL;
}

/* Puts an entry that its gram lacks into a table without dead ones. False: it is full. */
static bool put(struct cd_postings_table *table, uint32_t gram, uint32_t entry) {
    for (uint32_t line = home_of(table, gram);; line = line_after(table, line)) {
        uint32_t *slots = line_at(table, line);
        for (int i = 0; i < LINE; i++) {
            if (slots[i] == entry)
                return true;
            if (slots[i])
                continue;
            if (is_used_up(table))
                return false;
            slots[i] = entry;
            table->used++;
            return true;
        }
    }
}

/* Does the way from a gram's home lead past a line? */
static bool leads_past(const struct cd_postings_table *table, uint32_t gram,
                       uint32_t wanted) {
    uint32_t line = home_of(table, gram);
    while (line != wanted && is_full(line_at(table, line)))
        line = line_after(table, line);
    return line == wanted;
}

/* Puts an entry of one table into another. Its gram is one of its owner's; should several
 * fit, it stands for all of these. */
static bool carry(const struct cd_postings *postings,
                  const struct cd_postings_table *from, size_t slot,
                  struct cd_postings_table *to) {
    uint32_t entry = from->slots[slot];
    uint64_t owner = owner_of(postings, entry);
    uint32_t gram;
    if (!owner)
        return true;
    for (unsigned at = 0;;) {
        at = cd_sketches_next(&postings->sketches, owner, low_bits(entry), at, &gram);
        if (!at)
            return true;
        if (&postings->tables[table_of(gram)] == from &&
            leads_past(from, gram, (uint32_t)(slot / LINE)) && !put(to, gram, entry))
            return false;
    }
}

/* Sketches lie anywhere in memory: they are asked for well before they are read. */
static void prefetch_owner(const struct cd_postings *postings,
                           const struct cd_postings_table *table, size_t slot) {
    const uint32_t *slots = table->slots + slot;
    size_t left = (size_t)table->lines * LINE - slot;
    uint64_t later = left > 2 * AHEAD ? owner_of(postings, slots[2 * AHEAD]) : 0;
    uint64_t soon = left > AHEAD ? owner_of(postings, slots[AHEAD]) : 0;
    if (later)
        cd_sketches_prefetch_start(&postings->sketches, later);
    if (soon)
        cd_sketches_prefetch_grams(&postings->sketches, soon);
}

static bool carry_all(const struct cd_postings *postings,
                      const struct cd_postings_table *from,
                      struct cd_postings_table *to) {
    for (size_t slot = 0; slot < (size_t)from->lines * LINE; slot++) {
        prefetch_owner(postings, from, slot);
        if (owner_of(postings, from->slots[slot]) && !carry(postings, from, slot, to))
            return false;
    }
    return true;
}

static uint32_t count_live(const struct cd_postings *postings,
                           const struct cd_postings_table *table) {
    uint32_t live = 0;
    for (size_t slot = 0; slot < (size_t)table->lines * LINE; slot++)
        live += owner_of(postings, table->slots[slot]) != 0;
    return live;
}

/* The lines that a table is given for so many live ones: room for half as many again, and
 * a quarter more or less, so that not all tables are full at a time. */
static uint32_t lines_for(uint32_t live, uint32_t table) {
    uint64_t sixteenths = 20 + spread(table + live) % 9;
    return (uint32_t)(live * sixteenths / (16 * FULL)) + 1;
}

/* Builds a table anew. */
static int rebuild(struct cd_postings *postings, struct cd_postings_table *table) {
    uint32_t live = count_live(postings, table);
    uint32_t lines = lines_for(live, (uint32_t)(table - postings->tables));
    struct cd_postings_table fresh = {0};
    for (;; lines += lines) {
        if (make_table(&fresh, lines))
            return CD_ENOMEM;
        if (carry_all(postings, table, &fresh))
            break;
        free(fresh.slots);
    }
    postings->bytes += table_bytes(&fresh);
    postings->bytes -= table_bytes(table);
    free(table->slots);
    *table = fresh;
    return CD_OK;
}

/* ---- adding ---- */

/* What lies on the way of a gram. */
struct way {
    uint32_t *room;                       /* a slot that may be overwritten */
    uint32_t *rivals[2 * CD_MOST_OWNERS]; /* live, with the gram's tag */
    unsigned rival_count;
    bool there; /* the very entry */
};

static void look_at(const struct cd_postings *postings, struct way *way, uint32_t *slot,
                    uint32_t entry) {
    uint64_t owner = owner_of(postings, *slot);
    way->there |= *slot == entry;
    if (!owner && (!way->room || (*way->room == 0 && *slot != 0)))
        way->room = slot;
    if (owner && has_tag(*slot, entry) && way->rival_count < 2 * CD_MOST_OWNERS)
        way->rivals[way->rival_count++] = slot;
}

static struct way walk(const struct cd_postings *postings,
                       const struct cd_postings_table *table, uint32_t gram,
                       uint32_t entry) {
    struct way way = {0};
    uint32_t line = home_of(table, gram);
    for (;; line = line_after(table, line)) {
        uint32_t *slots = line_at(table, line);
        for (int i = 0; i < LINE; i++)
            look_at(postings, &way, slots + i, entry);
        if (!is_full(slots))
            return way;
    }
}

/* Has an owner two grams that one entry could stand for? */
static bool is_shared(const struct cd_postings *postings, uint64_t owner, uint32_t gram) {
    struct cd_low_bits low = low_bits(tag_of(gram));
    unsigned at = 0, alike = 0;
    uint32_t other;
    while ((at = cd_sketches_next(&postings->sketches, owner, low, at, &other)) != 0)
        alike += table_of(other) == table_of(gram);
    return alike > 1;
}

/* The slot of the gram's oldest owner, where it has as many as it may; NULL: it has not,
 * or this entry stands for another gram, too. */
static uint32_t *oldest(const struct cd_postings *postings, const struct way *way,
                        uint32_t gram) {
    uint64_t least = UINT64_MAX;
    uint32_t *slot = NULL;
    unsigned count = 0;
    if (way->rival_count < CD_MOST_OWNERS)
        return NULL;
    for (unsigned i = 0; i < way->rival_count; i++) {
        uint64_t owner = owner_of(postings, *way->rivals[i]);
        if (!cd_sketches_have(&postings->sketches, owner, gram))
            continue;
        count++;
        if (owner < least) {
            least = owner;
            slot = way->rivals[i];
        }
    }
    return count >= CD_MOST_OWNERS && !is_shared(postings, least, gram) ? slot : NULL;
}

static int post(struct cd_postings *postings, uint32_t gram) {
    struct cd_postings_table *table = &postings->tables[table_of(gram)];
    uint32_t entry = tag_of(gram) | postings->newest;
    if (is_used_up(table) && rebuild(postings, table))
        return CD_ENOMEM;
    struct way way = walk(postings, table, gram, entry);
    if (way.there)
        return CD_OK;
    uint32_t *slot = oldest(postings, &way, gram);
    slot = slot ? slot : way.room;
    table->used += *slot == 0;
    *slot = entry;
    return CD_OK;
}

/* ---- the sweep ---- */

/* Numbers of owners come again: an entry must be marked as dead long before. */
static uint32_t sweep_line(const struct cd_postings *postings, uint32_t *slots) {
    uint32_t live = 0;
    for (int i = 0; i < LINE; i++) {
        if (owner_of(postings, slots[i]))
            live++;
        else if (slots[i])
            slots[i] = DEAD;
    }
    return live;
}

static int sweep(struct cd_postings *postings) {
    struct cd_postings_table *table = &postings->tables[postings->sweep_table];
    if (postings->sweep_line < table->lines) {
        uint32_t *slots = line_at(table, postings->sweep_line++);
        postings->sweep_live += sweep_line(postings, slots);
        return CD_OK;
    }
    bool sparse = postings->sweep_live < (uint64_t)table->lines * SPARSE;
    postings->sweep_table = (postings->sweep_table + 1) % TABLES;
    postings->sweep_line = postings->sweep_live = 0;
    return sparse && table->lines > 1 ? rebuild(postings, table) : CD_OK;
}

/* ---- the index ---- */

int cd_postings_init(struct cd_postings *postings) {
    *postings = (struct cd_postings){.bytes = TABLES * sizeof *postings->tables};
    cd_sketches_init(&postings->sketches);
    postings->tables = calloc(TABLES, sizeof *postings->tables);
    return postings->tables ? CD_OK : CD_ENOMEM;
}

void cd_postings_done(struct cd_postings *postings) {
    if (!postings->tables)
        return;
    for (size_t i = 0; i < TABLES; i++)
        free(postings->tables[i].slots);
    free(postings->tables);
    cd_sketches_done(&postings->sketches);
    *postings = (struct cd_postings){0};
}

size_t cd_postings_bytes(const struct cd_postings *postings) {
    return postings->bytes + cd_sketches_bytes(&postings->sketches);
}

static void prefetch_lines(const struct cd_postings *postings,
                           const struct cd_sketch *sketch) {
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        const struct cd_postings_table *table =
            &postings->tables[table_of(sketch->grams[i])];
        if (table->slots)
            __builtin_prefetch(line_at(table, home_of(table, sketch->grams[i])));
    }
}

int cd_postings_add(struct cd_postings *postings, const struct cd_sketch *sketch) {
    prefetch_lines(postings, sketch);
    if (cd_sketches_add(&postings->sketches, sketch))
        return CD_ENOMEM;
    postings->newest = name_of(postings->sketches.starts.end - 1);
    for (unsigned i = 0; i < sketch->gram_count; i++)
        if (post(postings, sketch->grams[i]))
            return CD_ENOMEM;
    for (int i = 0; i < LINES_SWEPT; i++)
        if (sweep(postings))
            return CD_ENOMEM;
    return CD_OK;
}

void cd_postings_drop(struct cd_postings *postings, uint64_t first) {
    cd_sketches_drop(&postings->sketches, first);
}

/* ---- looking up ---- */

/* An owner that may have a gram. */
struct maybe {
    uint64_t owner;
    unsigned gram; /* its place in the sketch */
};

#define MAYBES 256 /* that are looked up at a time */

struct search {
    const struct cd_postings *postings;
    const struct cd_sketch *sketch;
    struct cd_owners *found;
    struct maybe maybes[MAYBES];
    unsigned count;
};

/* Keeps the newest, each once. */
static void keep_newest(const struct cd_postings *postings, struct cd_owners *owners,
                        uint64_t owner) {
    uint32_t newest = (uint32_t)(postings->sketches.starts.end - 1), n = (uint32_t)owner;
    unsigned at = owners->count;
    while (at > 0 && newest - owners->numbers[at - 1] > newest - n)
        at--;
    if (at == CD_MOST_OWNERS || (at > 0 && owners->numbers[at - 1] == n))
        return;
    if (owners->count < CD_MOST_OWNERS)
        owners->count++;
    for (unsigned i = owners->count - 1; i > at; i--)
        owners->numbers[i] = owners->numbers[i - 1];
    owners->numbers[at] = n;
}

static void settle(struct search *search) {
    const struct cd_postings *postings = search->postings;
    for (unsigned i = 0; i < search->count; i++)
        cd_sketches_prefetch_grams(&postings->sketches, search->maybes[i].owner);
    for (unsigned i = 0; i < search->count; i++) {
        struct maybe maybe = search->maybes[i];
        if (cd_sketches_have(&postings->sketches, maybe.owner,
                             search->sketch->grams[maybe.gram]))
            keep_newest(postings, &search->found[maybe.gram], maybe.owner);
    }
    search->count = 0;
}

static void suspect(struct search *search, unsigned gram, uint32_t slot) {
    uint64_t owner = owner_of(search->postings, slot);
    if (!owner)
        return;
    cd_sketches_prefetch_start(&search->postings->sketches, owner);
    search->maybes[search->count++] = (struct maybe){owner, gram};
    if (search->count == MAYBES)
        settle(search);
}

/* Most lines have none; this looks at all of their slots at a time. */
static bool has_any(const uint32_t *slots, uint32_t tag) {
    uint32_t any = 0;
    for (int i = 0; i < LINE; i++)
        any |= (slots[i] ^ tag) >> OWNER_BITS ? 0 : 1;
    return any;
}

static void search_gram(struct search *search, unsigned gram) {
    uint32_t hash = search->sketch->grams[gram], tag = tag_of(hash);
    const struct cd_postings_table *table = &search->postings->tables[table_of(hash)];
    if (!table->slots)
        return;
    for (uint32_t line = home_of(table, hash);; line = line_after(table, line)) {
        const uint32_t *slots = line_at(table, line);
        for (int i = 0; i < LINE && has_any(slots, tag); i++)
            if (has_tag(slots[i], tag))
                suspect(search, gram, slots[i]);
        if (!is_full(slots))
            return;
    }
}

void cd_postings_find(const struct cd_postings *postings, const struct cd_sketch *sketch,
                      struct cd_owners found[CD_MOST_GRAMS]) {
    struct search search;
    search.postings = postings;
    search.sketch = sketch;
    search.found = found;
    search.count = 0;
    prefetch_lines(postings, sketch);
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        found[i].count = 0;
        search_gram(&search, i);
    }
    settle(&search);
}
