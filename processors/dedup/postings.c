#include "processors/dedup/postings.h"

#include <stdlib.h>
#include <string.h>

#include "processors/dedup/table.h"

#define TABLES      (1u << CD_TABLE_BITS)
#define DEAD        1u /* no entry: in no place */
#define SPARSE      6  /* fewer live ones a line: the table shrinks */
#define LINES_SWEPT 16 /* with each owner that is added: all, while half as many come */

#define MOST_RIVALS (2 * CD_MOST_OWNERS)

static struct cd_postings_table *table_of(const struct cd_postings *postings,
                                          uint32_t gram) {
    return &postings->tables[cd_gram_table(gram)];
}

/* ---- adding ---- */

/* What lies on the way from a gram's home. */
struct way {
    uint32_t *room;                /* a slot that may be overwritten … */
    uint32_t entry;                /* … with this */
    uint32_t *rivals[MOST_RIVALS]; /* live, with the gram's tag */
    unsigned rival_count;
    bool there; /* the newest owner's entry for the gram, or for one like it */
};

struct asked {
    const struct cd_postings *postings;
    const struct cd_postings_table *table;
    uint32_t name; /* of the newest owner */
};

static void look_at(const struct asked *asked, struct way *way, uint32_t *slot,
                    uint32_t tag) {
    uint64_t owner = cd_owner_of(asked->postings, asked->table, *slot);
    way->there |= *slot == (tag | asked->name);
    if (!owner && (!way->room || (*way->room == 0 && *slot != 0))) {
        way->room = slot;
        way->entry = tag | asked->name;
    }
    if (owner && cd_has_tag(asked->table, *slot, tag) && way->rival_count < MOST_RIVALS)
        way->rivals[way->rival_count++] = slot;
}

/* May an entry have the tag, or be overwritten? Most lines have none, and this looks at
 * all of their slots at a time: without a branch, and so that the compiler can do it with
 * several at once. */
static bool is_of_interest(const struct asked *asked, const uint32_t *slots,
                           uint32_t tag) {
    const struct cd_fifo *owners = &asked->postings->sketches.starts;
    uint32_t names = cd_low_bits(asked->table->owner_bits);
    uint32_t newest = (uint32_t)(owners->end - 1),
             count = (uint32_t)cd_fifo_count(owners);
    uint32_t any = 0;
    for (int i = 0; i < CD_LINE; i++) {
        uint32_t slot = slots[i];
        uint32_t tagged = (slot ^ tag) <= names,
                 left = ((newest - slot) & names) >= count;
        any |= tagged | (slot == DEAD) | ((slot != 0) & left);
    }
    return any;
}

/* Where a line has room behind its entries; NULL: it is full. */
static uint32_t *room_behind(uint32_t *slots) {
    uint32_t taken = 0;
    for (int i = 0; i < CD_LINE; i++)
        taken += slots[i] != 0;
    return taken < CD_LINE ? slots + taken : NULL;
}

static void look_at_line(const struct asked *asked, struct way *way, uint32_t *slots,
                         uint32_t tag) {
    if (is_of_interest(asked, slots, tag)) {
        for (int i = 0; i < CD_LINE; i++)
            look_at(asked, way, slots + i, tag);
        return;
    }
    uint32_t *room = way->room ? NULL : room_behind(slots);
    if (room) {
        way->room = room;
        way->entry = tag | asked->name;
    }
}

static void walk(const struct asked *asked, uint32_t position, struct way *way) {
    const struct cd_postings_table *table = asked->table;
    uint32_t home = cd_table_home(table, position), tag = cd_table_tag(table, position);
    for (uint32_t line = home;; line = cd_table_next(table, line)) {
        uint32_t *slots = cd_table_line(table, line);
        look_at_line(asked, way, slots, line == home ? tag : cd_displaced(tag));
        if (!cd_line_is_full(slots))
            return;
    }
}

/* The owners of a gram by its rivals on the way, each once: one owner can have two
 * entries there, of two grams. */
struct rivals {
    uint64_t owners[MOST_RIVALS];
    uint32_t *slots[MOST_RIVALS];
    unsigned count;
};

static void add_rival(struct rivals *rivals, uint64_t owner, uint32_t *slot) {
    for (unsigned i = 0; i < rivals->count; i++)
        if (rivals->owners[i] == owner)
            return;
    rivals->owners[rivals->count] = owner;
    rivals->slots[rivals->count++] = slot;
}

static void verify(const struct cd_postings *postings, const struct way *way,
                   uint32_t gram, struct rivals *rivals) {
    const struct cd_postings_table *table = table_of(postings, gram);
    for (unsigned i = 0; i < way->rival_count; i++) {
        uint64_t owner = cd_owner_of(postings, table, *way->rivals[i]);
        if (cd_sketches_have(&postings->sketches, owner, gram))
            add_rival(rivals, owner, way->rivals[i]);
    }
}

static unsigned newer_than(const struct rivals *rivals, uint64_t owner) {
    unsigned count = 0;
    for (unsigned i = 0; i < rivals->count; i++)
        count += rivals->owners[i] > owner;
    return count;
}

/* Is an owner one of the newest of a gram? */
static bool is_wanted(const struct cd_postings *postings, uint64_t owner, uint32_t gram) {
    struct asked asked = {postings, table_of(postings, gram), 0};
    struct way way = {0};
    struct rivals rivals = {0};
    walk(&asked, cd_gram_position(gram), &way);
    verify(postings, &way, gram, &rivals);
    return newer_than(&rivals, owner) < CD_MOST_OWNERS;
}

/* Does an entry stand for another gram of its owner's, too, whose newest owners it is one
 * of? */
static bool is_needed(const struct cd_postings *postings, uint64_t owner,
                      const uint32_t *slot, uint32_t gram) {
    const struct cd_postings_table *table = table_of(postings, gram);
    uint32_t line = (uint32_t)((size_t)(slot - table->slots) / CD_LINE);
    struct cd_grams grams = cd_sketches_grams(&postings->sketches, owner);
    for (unsigned i = 0; i < grams.count; i++) {
        uint32_t position = cd_gram_position(cd_grams_low(&grams, i));
        if (!cd_table_stands_for(table, line, *slot, position))
            continue;
        uint32_t other = cd_grams_at(&grams, i);
        if (other != gram && table_of(postings, other) == table &&
            is_wanted(postings, owner, other))
            return true;
    }
    return false;
}

/* The slot of an owner who is none of the gram's newest, now that one more comes. */
static uint32_t *find_old(const struct cd_postings *postings, const struct way *way,
                          uint32_t gram) {
    struct rivals rivals = {0};
    if (way->rival_count < CD_MOST_OWNERS)
        return NULL;
    verify(postings, way, gram, &rivals);
    for (unsigned i = 0; i < rivals.count; i++)
        if (newer_than(&rivals, rivals.owners[i]) >= CD_MOST_OWNERS - 1 &&
            !is_needed(postings, rivals.owners[i], rivals.slots[i], gram))
            return rivals.slots[i];
    return NULL;
}

/* Notes that the newest owner has a gram. */
static int post(struct cd_postings *postings, uint32_t gram) {
    struct cd_postings_table *table = table_of(postings, gram);
    if (cd_table_is_used_up(table) && cd_table_rebuild(postings, table))
        return CD_ENOMEM;
    uint32_t names = cd_low_bits(table->owner_bits);
    uint32_t name = (uint32_t)(postings->sketches.starts.end - 1) & names;
    struct way way = {0};
    walk(&(struct asked){postings, table, name}, cd_gram_position(gram), &way);
    if (way.there)
        return CD_OK;
    uint32_t *slot = find_old(postings, &way, gram);
    if (slot) {
        *slot = (*slot & ~names) | name;
        return CD_OK;
    }
    table->used += *way.room == 0;
    *way.room = way.entry;
    return CD_OK;
}

/* ---- the sweep ---- */

static uint32_t sweep_line(const struct cd_postings *postings,
                           const struct cd_postings_table *table, uint32_t *slots) {
    uint32_t live = 0;
    for (int i = 0; i < CD_LINE; i++) {
        if (cd_owner_of(postings, table, slots[i]))
            live++;
        else if (slots[i])
            slots[i] = DEAD;
    }
    return live;
}

/* Marks what has left, a line at a time; behind the last line of a table, sees to its
 * size. */
static int sweep(struct cd_postings *postings) {
    struct cd_postings_table *table = &postings->tables[postings->sweep_table];
    if (postings->sweep_line < table->lines) {
        uint32_t *slots = cd_table_line(table, postings->sweep_line++);
        postings->sweep_live += sweep_line(postings, table, slots);
        return CD_OK;
    }
    bool sparse = postings->sweep_live < (uint64_t)table->lines * SPARSE;
    postings->sweep_table = (postings->sweep_table + 1) % TABLES;
    postings->sweep_line = postings->sweep_live = 0;
    if ((sparse && table->lines > 1) || cd_table_is_outgrown(postings, table))
        return cd_table_rebuild(postings, table);
    return CD_OK;
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
        free(postings->tables[i].memory);
    free(postings->tables);
    cd_sketches_done(&postings->sketches);
    *postings = (struct cd_postings){0};
}

size_t cd_postings_bytes(const struct cd_postings *postings) {
    return postings->bytes + cd_sketches_bytes(&postings->sketches);
}

void cd_postings_prefetch(const struct cd_postings *postings,
                          const struct cd_sketch *sketch) {
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        uint32_t gram = sketch->grams[i];
        const struct cd_postings_table *table = table_of(postings, gram);
        if (table->slots)
            __builtin_prefetch(
                cd_table_line(table, cd_table_home(table, cd_gram_position(gram))));
    }
}

int cd_postings_add(struct cd_postings *postings, const struct cd_sketch *sketch) {
    cd_postings_prefetch(postings, sketch);
    if (cd_sketches_add(&postings->sketches, sketch))
        return CD_ENOMEM;
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
#define TALLY  512

struct search {
    const struct cd_postings *postings;
    const struct cd_sketch *sketch;
    struct cd_owners *found;
    unsigned count;
    bool whole; /* all that there are, so far */
    struct maybe maybes[MAYBES];
    uint8_t owners[CD_MOST_GRAMS]; /* of each gram, at most */
    uint8_t grams[TALLY];          /* of each owner, at most; some owners share one */
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

static uint8_t *grams_of(struct search *search, uint64_t owner) {
    return &search->grams[owner % TALLY];
}

static void count_up(uint8_t *count) {
    if (*count < UINT8_MAX)
        ++*count;
}

/* Leaves out those who are of no interest. */
static void sift(struct search *search, struct cd_least least) {
    unsigned kept = 0;
    for (unsigned i = 0; i < search->count; i++) {
        struct maybe maybe = search->maybes[i];
        if (search->owners[maybe.gram] >= least.owners ||
            *grams_of(search, maybe.owner) >= least.grams)
            search->maybes[kept++] = maybe;
    }
    search->count = kept;
}

static void settle(struct search *search) {
    const struct cd_postings *postings = search->postings;
    for (unsigned i = 0; i < search->count; i++)
        cd_sketches_prefetch_start(&postings->sketches, search->maybes[i].owner);
    for (unsigned i = 0; i < search->count; i++)
        cd_sketches_prefetch_grams(&postings->sketches, search->maybes[i].owner);
    for (unsigned i = 0; i < search->count; i++) {
        struct maybe maybe = search->maybes[i];
        if (cd_sketches_have(&postings->sketches, maybe.owner,
                             search->sketch->grams[maybe.gram]))
            keep_newest(postings, &search->found[maybe.gram], maybe.owner);
    }
    search->count = 0;
    search->whole = false;
}

static void suspect(struct search *search, unsigned gram, uint64_t owner) {
    if (!owner)
        return;
    count_up(&search->owners[gram]);
    count_up(grams_of(search, owner));
    search->maybes[search->count++] = (struct maybe){owner, gram};
    if (search->count == MAYBES)
        settle(search);
}

/* Most lines have none; this looks at all of their slots at a time. */
static bool has_any(const uint32_t *slots, uint32_t tag, uint32_t names) {
    uint32_t any = 0;
    for (int i = 0; i < CD_LINE; i++)
        any |= (slots[i] ^ tag) <= names;
    return any;
}

static void search_line(struct search *search, unsigned gram, const uint32_t *slots,
                        uint32_t tag) {
    const struct cd_postings *postings = search->postings;
    const struct cd_postings_table *table =
        table_of(postings, search->sketch->grams[gram]);
    if (!has_any(slots, tag, cd_low_bits(table->owner_bits)))
        return;
    for (int i = 0; i < CD_LINE; i++)
        if (cd_has_tag(table, slots[i], tag))
            suspect(search, gram, cd_owner_of(postings, table, slots[i]));
}

static void search_gram(struct search *search, unsigned gram) {
    uint32_t hash = search->sketch->grams[gram], position = cd_gram_position(hash);
    const struct cd_postings_table *table = table_of(search->postings, hash);
    if (!table->slots)
        return;
    uint32_t home = cd_table_home(table, position), tag = cd_table_tag(table, position);
    for (uint32_t line = home;; line = cd_table_next(table, line)) {
        const uint32_t *slots = cd_table_line(table, line);
        search_line(search, gram, slots, line == home ? tag : cd_displaced(tag));
        if (!cd_line_is_full(slots))
            return;
    }
}

void cd_postings_find(const struct cd_postings *postings, const struct cd_sketch *sketch,
                      struct cd_least least, struct cd_owners found[CD_MOST_GRAMS]) {
    struct search search = {
        .postings = postings, .sketch = sketch, .found = found, .whole = true};
    cd_postings_prefetch(postings, sketch);
    for (unsigned i = 0; i < sketch->gram_count; i++) {
        found[i].count = 0;
        search_gram(&search, i);
    }
    if (search.whole)
        sift(&search, least);
    settle(&search);
}
