#include "processors/dedup/index.h"

#include "base/hash.h"

#define HEAD_SHIFT 10 /* about 100 KiB a segment */

int cd_index_init(struct cd_index *index, uint64_t max_heads) {
    *index = (struct cd_index){.max_heads = max_heads};
    cd_fifo_init(&index->heads, sizeof(struct cd_head), HEAD_SHIFT);
    if (cd_chains_init(&index->keys) || cd_postings_init(&index->grams))
        return CD_ENOMEM;
    return CD_OK;
}

static struct cd_head *head_at(const struct cd_index *index, uint64_t number) {
    return cd_fifo_at(&index->heads, number);
}

static void release(struct cd_index *index, struct cd_head *head) {
    if (!head->name)
        return;
    index->name_bytes -= cd_name_bytes(head->name);
    cd_name_drop(head->name);
    cd_name_drop(head->cluster_name);
}

void cd_index_done(struct cd_index *index) {
    for (uint64_t n = index->heads.first; n < index->heads.end; n++)
        release(index, head_at(index, n));
    cd_fifo_done(&index->heads);
    cd_chains_done(&index->keys);
    cd_postings_done(&index->grams);
}

/* A key of one kind never meets one of another: the kind is mixed in. */
static uint32_t key_hash(enum cd_key kind, uint64_t key) {
    return (uint32_t)cd_hash_mix(key + (uint64_t)kind);
}

static int add_keys(struct cd_index *index, const struct cd_seen *seen) {
    uint32_t hashes[3];
    size_t count = 0;
    if (seen->sketch.text)
        hashes[count++] = key_hash(CD_KEY_TEXT, seen->sketch.text);
    if (seen->id_key)
        hashes[count++] = key_hash(CD_KEY_ID, seen->id_key);
    if (seen->url_key)
        hashes[count++] = key_hash(CD_KEY_URL, seen->url_key);
    uint64_t first;
    return cd_chains_add(&index->keys, hashes, count, &first);
}

int cd_index_add(struct cd_index *index, int64_t place, const struct cd_seen *seen,
                 struct cd_story story, uint64_t *number) {
    struct cd_head *head = cd_fifo_push(&index->heads);
    struct cd_name *name = story.name ? story.name : cd_name_new(seen->name);
    if (!head || !name) {
        cd_name_drop(name);
        cd_name_drop(story.cluster_name);
        return CD_ENOMEM;
    }
    *number = index->heads.end - 1;
    *head = (struct cd_head){
        .place = place,
        .time_ms = seen->time_ms,
        .modified_ms = seen->modified_ms,
        .cluster = story.cluster < 0 ? place : story.cluster,
        .text = seen->sketch.text,
        .id_key = seen->id_key,
        .url_key = seen->url_key,
        .record_key = seen->record_key,
        .name = name,
        .cluster_name = story.cluster_name ? story.cluster_name : cd_name_hold(name),
        .source = seen->source,
        .title = seen->title,
        .words = seen->sketch.words,
        .version = story.version,
        .slug = seen->slug,
    };
    index->name_bytes += cd_name_bytes(head->name);
    if (add_keys(index, seen) || cd_postings_add(&index->grams, &seen->sketch))
        return CD_ENOMEM;
    if (index->heads.end > index->max_heads)
        cd_postings_drop(&index->grams, index->heads.end - index->max_heads);
    return CD_OK;
}

/* How many nodes add_keys made for it. */
static uint64_t key_nodes(const struct cd_head *head) {
    uint64_t count = (uint64_t)(head->text != 0) + (head->id_key != 0);
    count += head->url_key != 0;
    return count ? count : 1;
}

void cd_index_drop(struct cd_index *index, int64_t place) {
    uint64_t number = index->heads.first, keys = index->keys.nodes.first;
    for (; number < index->heads.end; number++) {
        struct cd_head *head = head_at(index, number);
        if (head->place >= place)
            break;
        keys += key_nodes(head);
        release(index, head);
    }
    if (number == index->heads.first)
        return;
    cd_fifo_drop(&index->heads, number);
    cd_chains_drop(&index->keys, keys);
    cd_postings_drop(&index->grams, number);
}

struct cd_head *cd_index_head(const struct cd_index *index, uint32_t number) {
    uint64_t whole = cd_fifo_number(&index->heads, number);
    struct cd_head *head = whole ? head_at(index, whole) : NULL;
    return head && !head->gone ? head : NULL;
}

void cd_index_prefetch(const struct cd_index *index, uint32_t number) {
    uint64_t whole = cd_fifo_number(&index->heads, number);
    if (whole)
        __builtin_prefetch(head_at(index, whole));
}

static uint64_t key_of(const struct cd_head *head, enum cd_key kind) {
    switch (kind) {
        case CD_KEY_TEXT:
            return head->text;
        case CD_KEY_ID:
            return head->id_key;
        case CD_KEY_URL:
            return head->url_key;
    }
    return 0;
}

unsigned cd_index_by_key(const struct cd_index *index, enum cd_key kind, uint64_t key,
                         uint32_t numbers[CD_CHAIN_MOST]) {
    if (!key)
        return 0;
    unsigned found = cd_chains_find(&index->keys, key_hash(kind, key), numbers), kept = 0;
    for (unsigned i = 0; i < found; i++) {
        const struct cd_head *head = cd_index_head(index, numbers[i]);
        if (head && key_of(head, kind) == key)
            numbers[kept++] = numbers[i];
    }
    return kept;
}

void cd_index_sampled(const struct cd_index *index, uint64_t *first, uint64_t *end) {
    *first = index->grams.sketches.starts.first;
    *end = index->grams.sketches.starts.end;
}

bool cd_index_sketch(const struct cd_index *index, uint32_t number,
                     struct cd_sketch *sketch) {
    const struct cd_head *head = cd_index_head(index, number);
    const struct cd_sketches *sketches = &index->grams.sketches;
    uint64_t whole = cd_fifo_number(&sketches->starts, number);
    if (!head || !whole)
        return false;
    sketch->text = head->text;
    sketch->words = head->words;
    cd_sketches_read(sketches, whole, sketch);
    return true;
}

size_t cd_index_bytes(const struct cd_index *index) {
    return index->heads.bytes + index->name_bytes + cd_chains_bytes(&index->keys) +
           cd_postings_bytes(&index->grams);
}
