#include "processors/dedup/places.h"

#include "base/hash.h"

#define PLACE_SHIFT 12

int cd_places_init(struct cd_places *places, int64_t first) {
    *places = (struct cd_places){.base = first - 1};
    cd_fifo_init(&places->entries, sizeof(struct cd_place), PLACE_SHIFT);
    return cd_chains_init(&places->spots);
}

static struct cd_place *entry(const struct cd_places *places, uint64_t number) {
    return cd_fifo_at(&places->entries, number);
}

/* Its names are held by the heads that it points to, for the most part. */
static size_t outcome_bytes(const struct cd_outcome *outcome) {
    size_t name = outcome->of_name ? cd_name_bytes(outcome->of_name) : 0;
    return sizeof *outcome + 16 + name; /* malloc's own share */
}

static void outcome_drop(struct cd_places *places, struct cd_outcome *outcome) {
    if (!outcome || --outcome->holders > 0)
        return;
    places->outcome_bytes -= outcome_bytes(outcome);
    cd_name_drop(outcome->of_name);
    cd_name_drop(outcome->cluster_name);
    free(outcome);
}

void cd_places_done(struct cd_places *places) {
    for (uint64_t n = places->entries.first; n < places->entries.end; n++)
        outcome_drop(places, entry(places, n)->outcome);
    cd_fifo_done(&places->entries);
    cd_chains_done(&places->spots);
}

static uint32_t spot_hash(const struct cd_identity *identity) {
    return (uint32_t)(identity->low >> 16);
}

struct cd_place *cd_places_push(struct cd_places *places,
                                const struct cd_identity *identity) {
    struct cd_place *place = cd_fifo_push(&places->entries);
    uint32_t hash = identity ? spot_hash(identity) : 0;
    uint64_t node;
    if (!place || cd_chains_add(&places->spots, &hash, identity ? 1 : 0, &node))
        return NULL;
    if (identity)
        place->identity = *identity;
    return place;
}

void cd_places_drop(struct cd_places *places, int64_t offset) {
    uint64_t first = offset > places->base ? (uint64_t)(offset - places->base) : 1;
    if (first > places->entries.end)
        first = places->entries.end;
    for (uint64_t n = places->entries.first; n < first; n++)
        outcome_drop(places, entry(places, n)->outcome);
    if (first <= places->entries.first)
        return;
    /* Each entry has one node, so numbers of both run side by side. */
    uint64_t dropped = first - places->entries.first;
    cd_fifo_drop(&places->entries, first);
    cd_chains_drop(&places->spots, places->spots.nodes.first + dropped);
}

struct cd_place *cd_places_at(const struct cd_places *places, int64_t offset) {
    uint64_t number = (uint64_t)(offset - places->base);
    if (offset <= places->base || number < places->entries.first ||
        number >= places->entries.end)
        return NULL;
    return entry(places, number);
}

static bool counts(const struct cd_place *place) {
    return place->state != CD_PLACE_OTHER && place->state != CD_PLACE_VOID;
}

int64_t cd_places_find(const struct cd_places *places, const struct cd_identity *identity,
                       int64_t since, bool *recreated) {
    uint32_t numbers[CD_CHAIN_MOST];
    unsigned found = cd_chains_find(&places->spots, spot_hash(identity), numbers);
    *recreated = false;
    for (unsigned i = 0; i < found; i++) {
        uint64_t number = cd_fifo_number(&places->entries, numbers[i]);
        int64_t offset = (int64_t)number + places->base;
        if (!number || offset < since)
            continue;
        const struct cd_place *place = entry(places, number);
        if (place->identity.low != identity->low || !counts(place))
            continue;
        if (place->identity.high == identity->high)
            return offset;
        *recreated = true;
    }
    return -1;
}

void cd_places_set(struct cd_places *places, struct cd_place *place,
                   struct cd_outcome *outcome) {
    if (outcome && outcome->holders == 1)
        places->outcome_bytes += outcome_bytes(outcome);
    outcome_drop(places, place->outcome);
    place->outcome = outcome;
}

size_t cd_places_bytes(const struct cd_places *places) {
    return places->entries.bytes + places->outcome_bytes +
           cd_chains_bytes(&places->spots);
}

struct cd_outcome *cd_outcome_new(struct cd_outcome value) {
    struct cd_outcome *outcome = malloc(sizeof *outcome);
    if (!outcome) {
        cd_name_drop(value.of_name);
        cd_name_drop(value.cluster_name);
        return NULL;
    }
    *outcome = value;
    outcome->holders = 1;
    return outcome;
}
