#include "tests/simulator/world.h"

#include <stdio.h>

#include "base/hash.h"
#include "processors/dedup/fingerprint.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    (24 * 60 * MINUTE_MS)

/* The simulator has no way on without memory. */
static void *must(void *p) {
    if (!p) {
        fprintf(stderr, "out of memory\n");
        exit(3);
    }
    return p;
}

void world_init(struct world *world, uint64_t seed) {
    *world = (struct world){.chance = {seed}, .now_ms = 400 * DAY_MS, .strict = true};
    world->stories = must(calloc(1, sizeof *world->stories));
    world->stories->chance = &world->chance;
    world->settings = (struct cd_dedup_settings){
        .records = 1500,
        .max_heads = 500,
        .window_ms = 7 * DAY_MS,
        .near_window_ms = 2 * DAY_MS,
        .near_threshold = 500,
        .backlog = 400,
        .pipeline = 1,
    };
    cd_log_memory_init(&world->log);
    cd_arena_init(&world->arena, 0);
    for (int i = 0; i < PARTITIONS; i++)
        world->partitions[i].owner = NOBODY;
}

void world_done(struct world *world) {
    for (size_t i = 0; i < world->count; i++)
        free(world->articles[i].record);
    for (int i = 0; i < PARTITIONS; i++)
        free(world->partitions[i].articles);
    free(world->articles);
    free(world->said);
    free(world->stories);
    cd_log_memory_done(&world->log);
    cd_arena_done(&world->arena);
}

void world_broke(struct world *world, const char *promise, int64_t article) {
    fprintf(stderr, "broken: %s (article %lld, ledger at %lld)\n", promise,
            (long long)article, (long long)cd_log_memory_end(&world->log));
    if (!world->broken)
        world->broken = promise;
}

/* ---- the input ---- */

/* Now and then the clock of the producers or the broker leaps. */
static int64_t stamp_time(struct world *world) {
    struct chance *chance = &world->chance;
    world->now_ms += chance_below(chance, 4 * MINUTE_MS);
    if (chance_one_in(chance, 2000))
        world->now_ms += (int64_t)chance_below(chance, 20) * DAY_MS - 10 * DAY_MS;
    if (chance_one_in(chance, 50))
        return CD_NO_TIME;
    return world->now_ms - chance_below(chance, 600) * MINUTE_MS;
}

static void set_text(struct cd_value *value, struct cd_arena *arena, const char *text) {
    value->kind = CD_VALUE_STRING;
    value->text = cd_arena_copy(arena, cd_str_of(text));
    must((void *)(uintptr_t)value->text.p);
}

/* The fingerprint as the processor makes it, from a text that is really read. */
static void fingerprint(struct world *world, struct article *article,
                        const struct cd_record *record, const struct story *story) {
    struct cd_arena *arena = &world->arena;
    struct cd_article made = {.arena = arena, .record = record};
    char url[64], source[16];
    snprintf(source, sizeof source, "site%u", story->site);
    snprintf(url, sizeof url, "https://%s.example/%u", source, story->document);
    set_text(&made.fields[CD_FIELD_SOURCE], arena, source);
    if (story->document)
        set_text(&made.fields[CD_FIELD_URL], arena, url);
    char *body = must(cd_arena_alloc(arena, STORY_WORDS * 8));
    struct cd_str text = {body, story_write(story, body)};
    made.identity = record->key;
    if (cd_text_read(&made.body, arena, text, NULL, NULL) ||
        cd_fingerprint(&made, &world->settings, cd_contract_hash(&world->settings)) ||
        cd_ledger_identity(made.fingerprint, &article->identity))
        must(NULL);
    article->len = made.fingerprint.len;
    article->record = must(malloc(article->len));
    memcpy(article->record, made.fingerprint.p, article->len);
}

static void put_offset(struct partition *partition, int64_t article) {
    if (partition->count == partition->room) {
        partition->room = partition->room ? partition->room * 2 : 256;
        partition->articles = must(
            realloc(partition->articles, partition->room * sizeof *partition->articles));
    }
    partition->articles[partition->count++] = article;
}

void world_produce(struct world *world) {
    if (world->count == world->room) {
        world->room = world->room ? world->room * 2 : 1024;
        world->articles =
            must(realloc(world->articles, world->room * sizeof *world->articles));
    }
    int number = (int)chance_below(&world->chance, PARTITIONS);
    struct partition *partition = &world->partitions[number];
    struct article *article = &world->articles[world->count];
    *article = (struct article){.partition = number, .of = -1, .seen = -1};
    char name[32], bytes[32];
    snprintf(name, sizeof name, "a%zu", world->count);
    snprintf(bytes, sizeof bytes, "%u %zu", partition->incarnation, partition->count);
    struct cd_record record = {
        .topic = CD_STR("input"),
        .partition = number,
        .offset = (int64_t)partition->count,
        .timestamp_ms = stamp_time(world),
        .key = cd_str_of(name),
        .bytes = cd_str_of(bytes),
    };
    fingerprint(world, article, &record, stories_next(world->stories));
    cd_arena_reset(&world->arena);
    put_offset(partition, (int64_t)world->count++);
    world->undone++;
}

void world_recreate(struct world *world, int number) {
    struct partition *partition = &world->partitions[number];
    for (size_t i = partition->committed; i < partition->count; i++) {
        struct article *article = &world->articles[partition->articles[i]];
        article->lost = true;
        world->undone--;
    }
    partition->count = partition->committed = 0;
    partition->incarnation++;
    partition->generation++;
    partition->owner = NOBODY;
    world->recreated++;
}

/* ---- the ledger ---- */

/* The fingerprint of an article lies at `offset` now. */
static void note_seen(struct world *world, int64_t number, int64_t offset) {
    struct article *article = &world->articles[number];
    bool forgotten =
        article->seen >= 0 && offset - article->seen >= world->settings.records;
    world->forgotten += forgotten && !article->forgotten;
    article->forgotten |= forgotten;
    article->seen = offset;
}

void world_append(struct world *world, struct cd_str record, int64_t article) {
    if (article >= 0)
        note_seen(world, article, cd_log_memory_end(&world->log));
    if (cd_log_memory_append(&world->log, record))
        must(NULL);
    int64_t end = cd_log_memory_end(&world->log);
    cd_log_memory_drop(&world->log, end - 2 * world->settings.records - 200);
    if ((size_t)end <= world->said_room)
        return;
    size_t room = world->said_room ? world->said_room * 2 : 4096;
    world->said = must(realloc(world->said, room * sizeof *world->said));
    memset(world->said + world->said_room, 0,
           (room - world->said_room) * sizeof *world->said);
    world->said_room = room;
}

static uint64_t add_str(uint64_t hash, struct cd_str s) {
    return cd_hash_mix(hash + cd_hash(s.p, s.len));
}

static uint64_t hash_of(const struct cd_verdict *verdict) {
    uint64_t hash = (uint64_t)verdict->kind + 1;
    hash = add_str(hash, verdict->of);
    hash = add_str(hash, verdict->cluster);
    hash = cd_hash_mix(hash + (uint64_t)(verdict->similarity * 1000 + 0.5));
    return cd_hash_mix(hash + verdict->version * 2 + verdict->stale) | 1;
}

void world_hear(struct world *world, const struct cd_ruling *ruling) {
    struct said *said = &world->said[ruling->place];
    if (!ruling->verdict.known)
        return;
    uint64_t hash = hash_of(&ruling->verdict);
    if (ruling->how == CD_RULED) {
        world->rulings++;
        world->disagreements += said->ruled && said->ruled != hash;
        said->ruled = said->ruled ? said->ruled : hash;
    } else {
        if (said->logged && said->logged != hash)
            world_broke(world, "two verdicts stand for one place", -1);
        said->logged = hash;
    }
}

/* ---- the book ---- */

int64_t world_named(struct cd_str name) {
    char text[32];
    if (!name.p || name.len < 2 || name.len >= sizeof text || name.p[0] != 'a')
        return -1;
    memcpy(text, name.p, name.len);
    text[name.len] = '\0';
    return strtoll(text + 1, NULL, 10);
}

void world_commit(struct world *world, int64_t number, const struct cd_ruling *ruling) {
    struct article *article = &world->articles[number];
    struct partition *partition = &world->partitions[article->partition];
    if (partition->articles[partition->committed] != number)
        world_broke(world, "articles of a partition are committed in order", number);
    if (article->done)
        world_broke(world, "no article is committed twice", number);
    article->done = true;
    article->kind = ruling->verdict.kind;
    article->of = world_named(ruling->verdict.of);
    free(article->record);
    article->record = NULL;
    partition->committed++;
    world->commits++;
    world->undone--;
}

static bool came_out(const struct article *article) {
    return article->done && (article->kind == CD_UNIQUE || article->kind == CD_REVISION);
}

/* A head that was lost with its topic did not come out, and nobody could know; nor what
 * it was when it was read again only after the ledger had forgotten it. */
static bool is_excused(const struct article *article) {
    return article->lost || article->forgotten;
}

static void check_article(struct world *world, int64_t number) {
    const struct article *article = &world->articles[number];
    if (article->lost)
        return;
    if (!article->done)
        world_broke(world, "every article gets a verdict", number);
    if (article->kind == CD_UNIQUE)
        return;
    if (article->of < 0 || article->of >= (int64_t)world->count)
        world_broke(world, "every copy and revision names an article", number);
    else if (!came_out(&world->articles[article->of]) &&
             !is_excused(&world->articles[article->of]))
        world_broke(world, "what a verdict names came out", number);
}

void world_check(struct world *world) {
    for (size_t i = 0; i < world->count; i++)
        check_article(world, (int64_t)i);
    if (world->strict && world->disagreements)
        world_broke(world, "instances agree on every verdict", -1);
}
