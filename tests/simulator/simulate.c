/* The rules of the ledger as a program that can be run: a world of instances that start
 * at different times, crash, fall asleep and wake as zombies, over an input whose topics
 * are created anew, whose clocks leap and whose partitions stand still until the window
 * has passed over them. It drives the very code that the service runs, matcher included,
 * and holds the promises against what came out:
 *
 *   - every article gets one verdict, and no transaction commits another;
 *   - what a verdict names came out: no article is lost in favour of one that did not
 *     (unless its own turn came only after the ledger had forgotten it: then what it was
 *     said to be is not known any more; or the broker refused it later on: then it is
 *     withdrawn, and such copies are counted);
 *   - what a tombstone, a kill or a refusal withdrew is named by no verdict after it;
 *   - all instances, whatever they have read, say the same of every article, and of
 *     where its quote ran first.
 *
 *   simulate [--seed N] [--articles N] [--fault none|liar|otherwise]
 *
 * With a fault, one instance appends verdicts it did not find, or judges by other rules;
 * the third promise cannot hold then, the first two must. Prints its seed first; the same
 * seed gives the same run. Exit 1: a promise was broken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/simulator/instance.h"

#define INSTANCES 5 /* number 0 only listens, from the first record on */

struct options {
    uint64_t seed;
    size_t articles;
    enum fault fault;
};

struct run {
    struct world world;
    struct instance instances[INSTANCES];
    struct options options;
    uint64_t crashes, zombies, closed;
};

static enum fault fault_of(const struct run *run, int number) {
    return number == 1 ? run->options.fault : FAULT_NONE;
}

static void start(struct run *run, int number) {
    instance_start(&run->instances[number], &run->world, number, fault_of(run, number));
}

static bool may_own(const struct instance *instance) {
    return instance->alive && instance->joined && instance->number > 0;
}

/* A partition gets an owner; the old one learns of it when it wants to commit. */
static void assign(struct run *run, int partition) {
    struct world *world = &run->world;
    int number = 1 + (int)chance_below(&world->chance, INSTANCES - 1);
    if (cd_log_memory_end(&world->log) < world->partitions[partition].closed_until ||
        !may_own(&run->instances[number]))
        return;
    run->zombies += world->partitions[partition].owner > 0;
    instance_assign(&run->instances[number], partition);
}

/* Stands still for about as long as the ledger remembers: what was appended of it and not
 * committed comes again at the window's edge. */
static void close_partition(struct run *run, int number) {
    struct world *world = &run->world;
    struct partition *partition = &world->partitions[number];
    unsigned records = (unsigned)world->settings.records;
    int64_t end = cd_log_memory_end(&world->log);
    for (int i = 0, closed = 0; i < PARTITIONS; i++) {
        closed += world->partitions[i].closed_until > end;
        if (closed == PARTITIONS / 3) /* the others move the ledger on */
            return;
    }
    partition->owner = NOBODY;
    partition->generation++;
    partition->closed_until =
        end + records * 3 / 4 + chance_below(&world->chance, records / 2);
    run->closed++;
}

static void crash(struct run *run, struct instance *instance) {
    struct world *world = &run->world;
    instance_crash(instance);
    run->crashes++;
    for (int i = 0; i < PARTITIONS; i++) {
        if (world->partitions[i].owner != instance->number)
            continue;
        world->partitions[i].owner = NOBODY;
        world->partitions[i].generation++;
    }
}

static void disturb(struct run *run) {
    struct chance *chance = &run->world.chance;
    struct instance *instance = &run->instances[1 + chance_below(chance, INSTANCES - 1)];
    int partition = (int)chance_below(chance, PARTITIONS);
    switch (chance_below(chance, 12)) {
        case 0:
        case 1:
            if (instance->alive)
                crash(run, instance);
            break;
        case 2:
            instance->asleep = chance_below(chance, 3000);
            break;
        case 3:
            close_partition(run, partition);
            break;
        case 4:
            if (chance_one_in(chance, 20))
                world_recreate(&run->world, partition);
            break;
        default:
            assign(run, partition);
    }
}

static void look_after(struct run *run) {
    for (int i = 1; i < INSTANCES; i++)
        if (!run->instances[i].alive && chance_one_in(&run->world.chance, 300))
            start(run, i);
    for (int i = 0; i < PARTITIONS; i++)
        if (run->world.partitions[i].owner == NOBODY)
            assign(run, i);
}

static void step(struct run *run) {
    struct world *world = &run->world;
    if (world->count < run->options.articles && world->undone < 400 &&
        chance_one_in(&world->chance, 3))
        world_produce(world);
    int number = (int)chance_below(&world->chance, INSTANCES);
    instance_step(&run->instances[number]);
    if (!run->instances[0].alive)
        start(run, 0);
    if (chance_one_in(&world->chance, 1500))
        disturb(run);
    look_after(run);
}

/* All faults end, and what is left must get through. */
static void quiesce(struct run *run) {
    struct world *world = &run->world;
    for (int i = 0; i < INSTANCES; i++)
        if (!run->instances[i].alive)
            start(run, i);
    for (int i = 0; i < PARTITIONS; i++)
        world->partitions[i].closed_until = 0;
    for (int round = 0; round < 2000 && world->undone; round++) {
        look_after(run);
        for (int i = 0; i < INSTANCES; i++)
            instance_drain(&run->instances[i]);
    }
}

static void report(const struct run *run) {
    const struct world *world = &run->world;
    struct cd_judge_counts counts = cd_judge_counts(run->instances[0].judge);
    printf("articles %zu, committed %llu, ledger records %lld, rulings %llu\n",
           world->count, (unsigned long long)world->commits,
           (long long)cd_log_memory_end(&world->log), (unsigned long long)world->rulings);
    printf(
        "crashes %llu, zombies %llu, fenced commits %llu, closed %llu, recreated %llu, "
        "forgotten %llu\n",
        (unsigned long long)run->crashes, (unsigned long long)run->zombies,
        (unsigned long long)world->fenced, (unsigned long long)run->closed,
        (unsigned long long)world->recreated, (unsigned long long)world->forgotten);
    printf("quotes that ran before %llu, tombstones %llu, kills %llu, refused %llu, "
           "copies of these %llu\n",
           (unsigned long long)world->quoted, (unsigned long long)world->tombstones,
           (unsigned long long)world->kills, (unsigned long long)world->refused,
           (unsigned long long)world->forsaken);
    printf("listener: withdrawn %llu, forsaken %llu, malformed %llu\n",
           (unsigned long long)counts.withdrawn, (unsigned long long)counts.forsaken,
           (unsigned long long)counts.malformed);
    printf("listener: repeated %llu, corrected %llu, voided %llu; disagreements %llu\n",
           (unsigned long long)counts.repeated, (unsigned long long)counts.corrected,
           (unsigned long long)counts.voided, (unsigned long long)world->disagreements);
}

static int simulate(struct run *run) {
    printf("seed %llu\n", (unsigned long long)run->options.seed);
    fflush(stdout);
    world_init(&run->world, run->options.seed);
    run->world.strict = run->options.fault == FAULT_NONE;
    for (int i = 0; i < INSTANCES; i++)
        start(run, i);
    while (run->world.count < run->options.articles && !run->world.broken)
        step(run);
    quiesce(run);
    world_check(&run->world);
    report(run);
    for (int i = 0; i < INSTANCES; i++)
        if (run->instances[i].alive)
            instance_crash(&run->instances[i]);
    const char *broken = run->world.broken;
    world_done(&run->world);
    printf("%s\n", broken ? broken : "all promises kept");
    return broken ? EXIT_FAILURE : EXIT_SUCCESS;
}

static enum fault fault_named(const char *name) {
    if (strcmp(name, "liar") == 0)
        return FAULT_LIAR;
    return strcmp(name, "otherwise") == 0 ? FAULT_OTHERWISE : FAULT_NONE;
}

static bool take_option(struct options *options, const char *name, const char *value) {
    if (strcmp(name, "--seed") == 0)
        options->seed = strtoull(value, NULL, 10);
    else if (strcmp(name, "--articles") == 0)
        options->articles = strtoull(value, NULL, 10);
    else if (strcmp(name, "--fault") == 0)
        options->fault = fault_named(value);
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    struct options options = {.seed = (uint64_t)time(NULL), .articles = 100000};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && take_option(&options, argv[i], argv[i + 1]))
            continue;
        fprintf(stderr, "usage: simulate [--seed N] [--articles N] "
                        "[--fault none|liar|otherwise]\n");
        return 2;
    }
    struct run *run = calloc(1, sizeof *run);
    if (!run)
        return 3;
    run->options = options;
    int rc = simulate(run);
    free(run);
    return rc;
}
