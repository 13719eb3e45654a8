/* One of the tables of the index of 4-grams (postings.h): entries, and where they lie.
 * Nobody else includes it but tests.
 *
 * A gram has a table and, in that, a position of 20 bits; positions are laid over the
 * table's lines in order, so that a line is an interval of them. An entry is
 *     2 bits  where: in the line that is its gram's home, or displaced since that was
 * full t bits  tag: of the position, from the table's `shift` on b bits  the lowest of
 * the owner's number: b + t = 30 Line and tag together tell the position, but for its
 * lowest bits. So when a table is built anew, most entries find their new line, in order,
 * without a look at their gram. When the index grows by two, a line covers half as much:
 * what a tag needs a bit less for, an owner needs a bit more. */
#ifndef CD_PROCESSORS_DEDUP_TABLE_H
#define CD_PROCESSORS_DEDUP_TABLE_H

#include "processors/dedup/postings.h"

#define CD_TABLE_BITS    12
#define CD_POSITION_BITS 20 /* together 32 */
#define CD_ENTRY_BITS    30 /* of tag and owner */
#define CD_HOME          (1u << 30)
#define CD_DISPLACED     (1u << 31)
#define CD_LINE          16 /* slots */
#define CD_LINE_BYTES    64
#define CD_LINE_FULL     14 /* of its slots, on average */

static inline uint32_t cd_low_bits(unsigned count) { return (1u << count) - 1; }

/* The number of an entry's owner, or 0: it has left the window, or there is none. */
static inline uint64_t cd_owner_of(const struct cd_postings *postings,
                                   const struct cd_postings_table *table, uint32_t slot) {
    const struct cd_fifo *owners = &postings->sketches.starts;
    uint32_t newest = (uint32_t)(owners->end - 1);
    uint32_t age = (newest - slot) & cd_low_bits(table->owner_bits);
    return slot >= CD_HOME && age < cd_fifo_count(owners) ? owners->end - 1 - age : 0;
}

/* A gram's table and position are the upper and the lower bits of this. */
static inline uint32_t cd_gram_spread(uint32_t gram) {
    return gram * UINT32_C(0x9e3779b1);
}

static inline uint32_t cd_gram_table(uint32_t gram) {
    return cd_gram_spread(gram) >> CD_POSITION_BITS;
}

/* The lower bits of a gram will do. */
static inline uint32_t cd_gram_position(uint32_t gram) {
    return cd_gram_spread(gram) & ((1u << CD_POSITION_BITS) - 1);
}

/* The line in which a position's entries lie. */
static inline uint32_t cd_table_home(const struct cd_postings_table *table,
                                     uint32_t position) {
    return (uint32_t)((uint64_t)position * table->lines >> CD_POSITION_BITS);
}

/* What an entry in its home has above its owner. */
static inline uint32_t cd_table_tag(const struct cd_postings_table *table,
                                    uint32_t position) {
    uint32_t tag = position >> table->shift;
    return CD_HOME | (tag << table->owner_bits & cd_low_bits(CD_ENTRY_BITS));
}

/* The same in another line. */
static inline uint32_t cd_displaced(uint32_t tag) { return tag ^ CD_HOME ^ CD_DISPLACED; }

static inline bool cd_has_tag(const struct cd_postings_table *table, uint32_t slot,
                              uint32_t tag) {
    return (slot ^ tag) >> table->owner_bits == 0;
}

static inline uint32_t *cd_table_line(const struct cd_postings_table *table,
                                      uint32_t line) {
    return table->slots + (size_t)line * CD_LINE;
}

static inline uint32_t cd_table_next(const struct cd_postings_table *table,
                                     uint32_t line) {
    return line + 1 == table->lines ? 0 : line + 1;
}

/* A line fills from its front and never empties; whoever finds it full looks on in the
 * next. There is one that is not, since no table is ever used up. */
static inline bool cd_line_is_full(const uint32_t *slots) {
    return slots[CD_LINE - 1] != 0;
}

/* Has an entry the tag of this position, be it at home or displaced? What cannot stand
 * for a gram is seldom found out later than here. */
static inline bool cd_table_tells_alike(const struct cd_postings_table *table,
                                        uint32_t entry, uint32_t position) {
    uint32_t differs = entry ^ cd_table_tag(table, position);
    return (differs & cd_low_bits(CD_ENTRY_BITS)) >> table->owner_bits == 0;
}

/* Does an entry, in that line, stand for a gram of its owner's that has this position?
 * The gram must be one of the table's. */
bool cd_table_stands_for(const struct cd_postings_table *table, uint32_t line,
                         uint32_t entry, uint32_t position);

/* Must it be built anew before another entry is put into it? */
static inline bool cd_table_is_used_up(const struct cd_postings_table *table) {
    return table->used >= (uint64_t)table->lines * CD_LINE_FULL;
}

/* Must it be built anew, since its entries tell too few owners apart? */
bool cd_table_is_outgrown(const struct cd_postings *postings,
                          const struct cd_postings_table *table);

/* Builds a table anew, in a size that becomes what lives in it. CD_ENOMEM leaves it as it
 * is. */
CD_MUST_USE int cd_table_rebuild(struct cd_postings *postings,
                                 struct cd_postings_table *table);

#endif
