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
        .quotes = seed % 2 ? 300 : 3000, /* either limit of the window */
        .pipeline = 1,
    };
    cd_log_memory_init(&world->log);
    cd_arena_init(&world->arena, 0);
    for (int i = 0; i < PARTITIONS; i++)
        world->partitions[i].owner = NOBODY;
}

static void forget_records(struct article *article) {
    free((void *)(uintptr_t)article->record.p);
    free((void *)(uintptr_t)article->withdrawal.p);
    article->record = article->withdrawal = (struct cd_str){0};
}

void world_done(struct world *world) {
    for (size_t i = 0; i < world->count; i++)
        forget_records(&world->articles[i]);
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

/* What the processor makes of an article, in memory of its own. */
static struct cd_str fingerprint(struct world *world, struct cd_article *made) {
    if (cd_fingerprint(made, &world->settings, cd_contract_hash(&world->settings)))
        must(NULL);
    struct cd_str made_of = made->fingerprint;
    char *copy = must(malloc(made_of.len));
    memcpy(copy, made_of.p, made_of.len);
    return (struct cd_str){copy, made_of.len};
}

/* The fingerprint as the processor makes it, from a text that is really read. */
static void write_article(struct world *world, struct article *article,
                          const struct cd_record *record, const struct story *story) {
    struct cd_arena *arena = &world->arena;
    struct cd_article made = {.arena = arena, .record = record};
    char name[32];
    char url[64], source[16];
    snprintf(source, sizeof source, "site%u", story->site);
    snprintf(url, sizeof url, "https://%s.example/%u", source, story->document);
    set_text(&made.fields[CD_FIELD_SOURCE], arena, source);
    if (story->document)
        set_text(&made.fields[CD_FIELD_URL], arena, url);
    char *body = must(cd_arena_alloc(arena, STORY_WORDS * 8));
    struct cd_str text = {body, story_write(story, body)};
    snprintf(name, sizeof name, "a%zu", world->count);
    made.identity = cd_str_of(name);
    if (story->kill)
        set_text(&made.fields[CD_FIELD_PUBSTATUS], arena, "stat:canceled");
    if (cd_text_read(&made.body, arena, text, NULL, NULL))
        must(NULL);
    article->record = fingerprint(world, &made);
    made.refused = true;
    article->withdrawal = fingerprint(world, &made);
    article->document = story->document;
    article->kill = story->kill;
    world->kills += story->kill;
}

/* Articles of one document have one record key in each partition. */
static void write_key(char key[64], const struct world *world,
                      const struct article *article) {
    if (article->document)
        snprintf(key, 64, "d%u/%d", article->document, article->partition);
    else
        snprintf(key, 64, "a%zu", (size_t)(article - world->articles));
}

/* One of the last articles of the partition, and of those under its key the last; -1. */
static int64_t pick_target(struct world *world, const struct partition *partition) {
    char key[64], other[64];
    if (!partition->count)
        return -1;
    unsigned most = partition->count < 200 ? (unsigned)partition->count : 200;
    size_t picked = partition->count - 1 - chance_below(&world->chance, most);
    write_key(key, world, &world->articles[partition->articles[picked]]);
    for (size_t i = partition->count; i-- > picked;) {
        const struct article *article = &world->articles[partition->articles[i]];
        write_key(other, world, article);
        if (strcmp(key, other) == 0)
            return article->tombstone ? -1 : partition->articles[i];
    }
    return -1;
}

static void write_tombstone(struct world *world, struct article *article,
                            const struct cd_record *record) {
    struct cd_article made = {.arena = &world->arena, .record = record};
    article->record = fingerprint(world, &made);
    article->tombstone = true;
    world->tombstones++;
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
    *article = (struct article){.partition = number,
                                .of = -1,
                                .seen = -1,
                                .target = -1,
                                .place = -1,
                                .withdrawn_at = -1};
    char key[64], bytes[32];
    snprintf(bytes, sizeof bytes, "%u %zu", partition->incarnation, partition->count);
    struct cd_record record = {
        .topic = CD_STR("input"),
        .partition = number,
        .offset = (int64_t)partition->count,
        .timestamp_ms = stamp_time(world),
    };
    const struct story *story = NULL;
    if (chance_one_in(&world->chance, 30))
        article->target = pick_target(world, partition);
    if (article->target < 0) {
        story = stories_next(world->stories);
        article->document = story->document;
        article->refusable = chance_one_in(&world->chance, 150);
        record.bytes = cd_str_of(bytes);
    }
    write_key(key, world, story ? article : &world->articles[article->target]);
    record.key = cd_str_of(key);
    if (story)
        write_article(world, article, &record, story);
    else
        write_tombstone(world, article, &record);
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

/* What names it from `offset` on is wrong. */
static void note_withdrawn(struct world *world, int64_t number, int64_t offset) {
    struct article *article = &world->articles[number];
    if (article->withdrawn_at < 0 || article->withdrawn_at > offset)
        article->withdrawn_at = offset;
}

/* A record of an article lies at `offset` now: what was seen of it, or that it is
 * withdrawn. (What a slow instance has still to append of a refused one is the former.)
 */
static void note_seen(struct world *world, int64_t number, int64_t offset,
                      struct cd_str record) {
    struct article *article = &world->articles[number];
    if (article->refused && cd_str_eq(record, article->withdrawal))
        note_withdrawn(world, number, offset);
    if (article->tombstone && article->seen < 0)
        note_withdrawn(world, article->target, offset);
    bool forgotten =
        article->seen >= 0 && offset - article->seen >= world->settings.records;
    world->forgotten += forgotten && !article->forgotten;
    article->forgotten |= forgotten;
    article->seen = offset;
}

static void make_room_to_say(struct world *world) {
    size_t room = world->said_room ? world->said_room * 2 : 4096;
    world->said = must(realloc(world->said, room * sizeof *world->said));
    memset(world->said + world->said_room, 0,
           (room - world->said_room) * sizeof *world->said);
    world->said_room = room;
}

void world_append(struct world *world, struct cd_str record, int64_t article) {
    int64_t offset = cd_log_memory_end(&world->log);
    if (article >= 0)
        note_seen(world, article, offset, record);
    if (cd_log_memory_append(&world->log, record))
        must(NULL);
    int64_t end = cd_log_memory_end(&world->log);
    cd_log_memory_drop(&world->log, end - 2 * world->settings.records - 200);
    if ((size_t)end > world->said_room)
        make_room_to_say(world);
    world->said[offset].article = (size_t)(article + 1);
}

struct cd_str world_record(const struct world *world, int64_t number) {
    const struct article *article = &world->articles[number];
    return article->refused ? article->withdrawal : article->record;
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

/* A kill ends what it names, if that is of its document. */
static void hear_of_kill(struct world *world, const struct said *said,
                         const struct cd_ruling *ruling) {
    const struct article *kill =
        said->article ? &world->articles[said->article - 1] : NULL;
    int64_t of = world_named(ruling->verdict.of);
    if (kill && kill->kill && of >= 0 && of < (int64_t)world->count &&
        world->articles[of].document == kill->document)
        note_withdrawn(world, of, ruling->place);
}

void world_hear(struct world *world, const struct cd_ruling *ruling) {
    struct said *said = &world->said[ruling->place];
    if (!ruling->verdict.known || ruling->how == CD_WITHDRAWN)
        return;
    hear_of_kill(world, said, ruling);
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

void world_hear_first(struct world *world, int64_t offset, int64_t first) {
    struct said *said = &world->said[offset];
    world->disagreements += said->first && said->first != first + 2;
    said->first = first + 2;
    world->quoted += first >= 0;
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
    article->dead = article->refused;
    article->kind = ruling->verdict.kind;
    article->of = world_named(ruling->verdict.of);
    article->place = ruling->place;
    forget_records(article);
    partition->committed++;
    world->commits++;
    world->undone--;
}

static bool came_out(const struct article *article) {
    return article->done && !article->dead &&
           (article->kind == CD_UNIQUE || article->kind == CD_REVISION);
}

/* A head that was lost with its topic did not come out, and nobody could know; nor what
 * it was when it was read again only after the ledger had forgotten it. */
static bool is_excused(const struct article *article) {
    return article->lost || article->forgotten;
}

/* What an article's verdict names. It may have been withdrawn later: such copies are
 * counted. */
static void check_named(struct world *world, int64_t number, const struct article *of) {
    const struct article *article = &world->articles[number];
    bool withdrawn = of->withdrawn_at >= 0;
    if (is_excused(of) || article->forgotten)
        return;
    if (world->strict && withdrawn && of->withdrawn_at < article->place)
        world_broke(world, "no verdict names what was withdrawn before", number);
    else if (of->dead && withdrawn)
        world->forsaken++;
    else if (!came_out(of))
        world_broke(world, "what a verdict names came out", number);
}

static void check_article(struct world *world, int64_t number) {
    const struct article *article = &world->articles[number];
    if (article->lost)
        return;
    if (!article->done)
        world_broke(world, "every article gets a verdict", number);
    if (article->kind == CD_UNIQUE || article->tombstone || article->dead)
        return;
    if (article->of < 0 || article->of >= (int64_t)world->count)
        world_broke(world, "every copy and revision names an article", number);
    else
        check_named(world, number, &world->articles[article->of]);
}

void world_check(struct world *world) {
    for (size_t i = 0; i < world->count; i++)
        check_article(world, (int64_t)i);
    if (world->strict && world->disagreements)
        world_broke(world, "instances agree on every verdict", -1);
}
