/* The ledger over a real topic: the service's own ledger thread, ring and judge, with the
 * desk's and the workers' part played by the test. An instance is fed articles by their
 * place in an input that there is not, and gives back verdicts. */
#include "consumer/ledger_kafka.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/clock.h"
#include "consumer/command.h"
#include "consumer/ledger_probe.h"
#include "processors/chain.h"
#include "processors/input.h"
#include "tests/broker/harness.h"

#define SLOTS       256
#define PATIENCE_MS 60000 /* for what has to happen in the end */
#define ASK_MS      20000
#define MOST_FED    4096 /* articles that one instance is fed in a test */

/* ---- an instance ---- */

struct instance {
    struct cd_config *config;
    struct cd_logger log;
    struct cd_ring ring;
    struct cd_chain *chain;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_ledger_thread *ledger;

    uint64_t ticket; /* the highest of what was finished */
    int finished;    /* articles with a verdict, by offset: */
    enum cd_verdict_kind verdict[MOST_FED];
    char of[MOST_FED][24];
};

static struct cd_config *configure(const char *brokers, const char *topic,
                                   const char *name, const char *more) {
    struct cd_tables tables = cd_option_tables();
    char settings[4][160];
    snprintf(settings[0], sizeof settings[0], "kafka.brokers=%s", brokers);
    snprintf(settings[1], sizeof settings[1], "topics.ledger=%s", topic);
    snprintf(settings[2], sizeof settings[2], "instance.name=%s", name);
    snprintf(settings[3], sizeof settings[3], "%s", more);
    const char *const list[] = {settings[0],
                                settings[1],
                                settings[2],
                                "processors=dedup",
                                "dedup.max_heads=20000",
                                settings[3],
                                NULL};
    struct cd_config_source from = {.tables = tables.list, .settings = list};
    struct cd_config_fault faults[4];
    struct cd_config *config;
    struct cd_error err = {0};
    size_t count;
    ck_assert_msg(!cd_config_load(&config, &from, faults, 4, &count, &err), "%s",
                  err.text);
    return config;
}

static void open_as(struct instance *self, const char *brokers, const char *topic,
                    const char *name, const char *more) {
    struct cd_error err = {0};
    memset(self, 0, sizeof *self);
    self->log = (struct cd_logger){STDERR_FILENO, CD_LOG_INFO};
    self->config = configure(brokers, topic, name, more);
    self->parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(self->parser);
    ck_assert_msg(!cd_ring_init(&self->ring, SLOTS, 64 << 20, &err), "%s", err.text);
    self->ring.ledger = true;
    ck_assert_msg(!cd_chain_new(&self->chain, self->config, &err), "%s", err.text);
    ck_assert_msg(!cd_input_new(&self->input, self->config, &err), "%s", err.text);
    ck_assert_msg(!cd_ledger_thread_start(&self->ledger, self->config, &self->ring,
                                          &self->log, &err),
                  "%s", err.text);
}

static void close_down(struct instance *self) {
    cd_ledger_thread_stop(self->ledger);
    cd_ring_done(&self->ring);
    cd_chain_free(self->chain);
    cd_input_free(self->input);
    cd_message_parser_free(self->parser);
    cd_config_free(self->config);
}

/* Sleeps until the ledger's thread rings, or a little. */
static void rest(struct instance *self) {
    (void)self;
    cd_sleep_ms(1);
}

static void wait_for(struct instance *self, enum cd_ledger_state state) {
    int64_t deadline_ms = cd_now_ms() + PATIENCE_MS;
    while (atomic_load(&self->ring.link.state) != (int)state) {
        ck_assert_msg(cd_left_ms(deadline_ms), "state %d did not come, it is %d", state,
                      atomic_load(&self->ring.link.state));
        rest(self);
    }
}

/* ---- the workers' and the desk's part ---- */

static void work(struct instance *self) {
    struct cd_error err = {0};
    struct cd_slot *slot;
    while ((slot = cd_ring_work(&self->ring))) {
        if (slot->article.verdict.known) {
            cd_slot_put(&self->ring, slot, CD_SLOT_DONE);
            continue;
        }
        ck_assert_msg(!cd_input_read(self->input, self->parser, &slot->article, &err),
                      "%s", err.text);
        ck_assert_int_eq(cd_chain_run(self->chain, &slot->article, &err), CD_PARK);
        cd_slot_put(&self->ring, slot, CD_SLOT_READ);
    }
}

static void finish(struct instance *self) {
    struct cd_slot *slot;
    while ((slot = cd_ring_tail(&self->ring))) {
        if (slot->article.verdict.known && !cd_slot_stale(slot)) {
            int64_t i = slot->record.offset;
            struct cd_str of = slot->article.verdict.of;
            self->verdict[i] = slot->article.verdict.kind;
            snprintf(self->of[i], sizeof self->of[i], "%.*s", (int)of.len,
                     of.p ? of.p : "");
            self->finished++;
            if (slot->ticket > self->ticket)
                self->ticket = slot->ticket;
        }
        cd_ring_pop(&self->ring, slot);
    }
}

static void turn(struct instance *self) {
    work(self);
    finish(self);
}

/* An article as it is polled. */
static void push(struct instance *self, int partition, int64_t offset, const char *json) {
    int64_t deadline_ms = cd_now_ms() + PATIENCE_MS;
    while (cd_ring_full(&self->ring)) {
        ck_assert_msg(cd_left_ms(deadline_ms), "the ring stays full");
        turn(self);
        rest(self);
    }
    struct cd_slot *slot = cd_ring_head(&self->ring);
    slot->lane = cd_ring_lane(&self->ring, "in", partition);
    char *bytes = cd_arena_alloc(&slot->arena, strlen(json) + CD_RECORD_PADDING);
    memset(bytes, 0, strlen(json) + CD_RECORD_PADDING);
    memcpy(bytes, json, strlen(json));
    slot->record = (struct cd_record){.topic = CD_STR("in"),
                                      .partition = partition,
                                      .offset = offset,
                                      .timestamp_ms = 1700000000000 + offset,
                                      .bytes = {bytes, strlen(json)}};
    cd_ring_push(&self->ring, slot);
    turn(self);
}

/* A story of its own for each number, in words that no other has. */
static void story(char out[1024], int number, const char *id) {
    size_t n = (size_t)snprintf(out, 1024, "{\"id\":\"%s-%d\",\"title\":\"Story %d\",",
                                id, number, number);
    n += (size_t)snprintf(out + n, 1024 - n, "\"body\":\"");
    unsigned x = (unsigned)number * 2654435761u + 1;
    for (int i = 0; i < 60; i++) {
        x = x * 1664525u + 1013904223u;
        n += (size_t)snprintf(out + n, 1024 - n, "w%x ", x >> 12);
    }
    snprintf(out + n, 1024 - n, "\"}");
}

static void feed(struct instance *self, int partition, int first, int count,
                 const char *id) {
    char json[1024];
    for (int i = first; i < first + count; i++) {
        story(json, i, id);
        push(self, partition, i, json);
    }
}

/* Until so many are finished. */
static void wait_for_verdicts(struct instance *self, int count) {
    int64_t deadline_ms = cd_now_ms() + PATIENCE_MS;
    while (self->finished < count) {
        ck_assert_msg(cd_left_ms(deadline_ms), "%d of %d verdicts came", self->finished,
                      count);
        turn(self);
        rest(self);
    }
}

/* What the desk waits for before it commits; then it commits. */
static void commit(struct instance *self) {
    int64_t deadline_ms = cd_now_ms() + PATIENCE_MS;
    while (atomic_load(&self->ring.link.settled) < self->ticket) {
        ck_assert_msg(cd_left_ms(deadline_ms), "the verdicts do not settle");
        rest(self);
    }
    ck_assert_uint_eq(atomic_load(&self->ring.link.corrected), 0);
    atomic_store(&self->ring.committed, atomic_load(&self->ring.tail));
}

/* As at a rewind: what is in flight is dropped. */
static void drop_all(struct instance *self) {
    for (struct cd_lane *lane = self->ring.lanes; lane; lane = lane->next)
        atomic_fetch_add(&lane->epoch, 1);
    int64_t deadline_ms = cd_now_ms() + PATIENCE_MS;
    while (!cd_ring_empty(&self->ring)) {
        ck_assert_msg(cd_left_ms(deadline_ms), "the ring does not empty");
        turn(self);
    }
    atomic_store(&self->ring.committed, atomic_load(&self->ring.tail));
}

static int count_of(const struct instance *self, enum cd_verdict_kind kind, int first,
                    int count) {
    int n = 0;
    for (int i = first; i < first + count; i++)
        n += self->verdict[i] == kind;
    return n;
}

/* ---- a topic of one's own ---- */

static char topic[64];
static struct instance *a, *b;

static void set_up(void) {
    cd_broker_name(topic, sizeof topic, "ledger");
    a = calloc(1, sizeof *a);
    b = calloc(1, sizeof *b);
    ck_assert(a && b);
}

static void tear_down(void) {
    free(a);
    free(b);
}

static void start(struct instance *self, const char *name) {
    open_as(self, cd_broker_address(), topic, name, "log.level=info");
    wait_for(self, CD_LEDGER_READY);
}

static void remove_topic(void) { cd_broker_delete_topic(cd_broker_address(), topic); }

/* ---- the tests ---- */

START_TEST(an_article_is_unique_and_its_copy_is_exact) {
    char json[1024];
    start(a, "a");
    story(json, 1, "x");
    push(a, 0, 0, json);
    story(json, 1, "y");
    push(a, 0, 1, json);
    wait_for_verdicts(a, 2);
    ck_assert_int_eq(a->verdict[0], CD_UNIQUE);
    ck_assert_int_eq(a->verdict[1], CD_EXACT);
    ck_assert_str_eq(a->of[1], "x-1");
    ck_assert_uint_gt(a->ticket, 0);
    commit(a);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(of_two_instances_at_the_same_moment_one_has_the_unique) {
    enum { STORIES = 1000 };
    char json[1024];
    start(a, "a");
    start(b, "b");
    for (int i = 0; i < STORIES; i++) {
        story(json, i, "a");
        push(a, 0, i, json);
        story(json, i, "b");
        push(b, 1, i, json);
    }
    wait_for_verdicts(a, STORIES);
    wait_for_verdicts(b, STORIES);
    for (int i = 0; i < STORIES; i++)
        ck_assert_msg((a->verdict[i] == CD_UNIQUE) != (b->verdict[i] == CD_UNIQUE),
                      "story %d: %d and %d", i, a->verdict[i], b->verdict[i]);
    commit(a);
    commit(b);
    close_down(a);
    close_down(b);
    remove_topic();
}
END_TEST

START_TEST(an_instance_that_starts_later_gives_every_article_the_verdict_it_had) {
    enum { STORIES = 1000 };
    start(a, "a");
    feed(a, 0, 0, STORIES, "x");
    feed(a, 0, STORIES - 500, 500, "y"); /* other bytes, so other articles: copies */
    wait_for_verdicts(a, STORIES + 500);
    commit(a);
    start(b, "b");
    feed(b, 0, 0, STORIES, "x");
    wait_for_verdicts(b, STORIES);
    ck_assert_int_eq(count_of(b, CD_UNIQUE, 0, STORIES), STORIES);
    feed(b, 0, STORIES - 500, 500, "y");
    wait_for_verdicts(b, STORIES + 500);
    ck_assert_int_eq(count_of(b, CD_EXACT, STORIES - 500, 500), 500);
    commit(b);
    close_down(a);
    close_down(b);
    remove_topic();
}
END_TEST

START_TEST(what_was_in_flight_at_a_crash_keeps_one_verdict) {
    enum { STORIES = 400 };
    start(a, "a");
    feed(a, 0, 0, STORIES, "x");
    wait_for_verdicts(a, STORIES / 2); /* the rest is somewhere on its way */
    close_down(a);
    start(b, "b");
    feed(b, 0, 0, STORIES, "x");
    wait_for_verdicts(b, STORIES);
    ck_assert_int_eq(count_of(b, CD_UNIQUE, 0, STORIES), STORIES);
    commit(b);
    close_down(b);
    remove_topic();
}
END_TEST

START_TEST(articles_that_were_rewound_come_out_as_they_did_before) {
    enum { STORIES = 200 };
    start(a, "a");
    for (int round = 0; round < 5; round++) {
        feed(a, 0, 0, STORIES, "x");
        drop_all(a);
    }
    a->finished = 0;
    feed(a, 0, 0, STORIES, "x");
    wait_for_verdicts(a, STORIES);
    ck_assert_int_eq(count_of(a, CD_UNIQUE, 0, STORIES), STORIES);
    commit(a);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(a_topic_that_is_made_anew_is_noticed_and_begun_again) {
    char json[1024];
    start(a, "a");
    feed(a, 0, 0, 50, "x");
    wait_for_verdicts(a, 50);
    commit(a);
    remove_topic();
    cd_broker_topic(cd_broker_address(), topic, 1,
                    (const char *[]){"retention.ms", "-1", NULL});
    wait_for(a, CD_LEDGER_LOST);
    ck_assert_int_eq(a->ring.link.error.code, CD_EWORLD);
    drop_all(a);
    atomic_store(&a->ring.link.restart, true);
    cd_bell_ring(&a->ring.ledger_bell);
    wait_for(a, CD_LEDGER_READY);
    story(json, 7, "again");
    push(a, 0, 100, json);
    wait_for_verdicts(a, 51);
    ck_assert_int_eq(a->verdict[100], CD_UNIQUE); /* the old ledger is forgotten */
    commit(a);
    close_down(a);
    remove_topic();
}
END_TEST

/* Then no offset is missing; only the records are others. */
START_TEST(a_topic_that_is_made_anew_and_has_grown_is_noticed) {
    start(a, "a");
    feed(a, 0, 0, 3, "x");
    wait_for_verdicts(a, 3);
    commit(a);
    remove_topic();
    cd_broker_topic(cd_broker_address(), topic, 1,
                    (const char *[]){"retention.ms", "-1", NULL});
    rd_kafka_t *producer = cd_broker_producer(cd_broker_address());
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(
            rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(0),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                              RD_KAFKA_V_VALUE(&i, sizeof i), RD_KAFKA_V_END),
            0);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
    wait_for(a, CD_LEDGER_LOST);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(a_topic_that_is_deleted_is_made_again) {
    start(a, "a");
    feed(a, 0, 0, 50, "x");
    wait_for_verdicts(a, 50);
    commit(a);
    remove_topic();
    wait_for(a, CD_LEDGER_LOST);
    drop_all(a);
    atomic_store(&a->ring.link.restart, true);
    cd_bell_ring(&a->ring.ledger_bell);
    wait_for(a, CD_LEDGER_READY);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(a_newcomer_with_other_rules_does_not_start) {
    start(a, "a");
    feed(a, 0, 0, 20, "x");
    wait_for_verdicts(a, 20);
    commit(a);
    open_as(b, cd_broker_address(), topic, "b", "dedup.near_threshold=0.9");
    wait_for(b, CD_LEDGER_FAILED);
    ck_assert_int_eq(b->ring.link.error.code, CD_EUSAGE);
    ck_assert_msg(strstr(b->ring.link.error.text, "near_threshold"), "%s",
                  b->ring.link.error.text);
    /* A look at the ledger says so, too. */
    struct cd_ledger_facts facts;
    struct cd_error err = {0};
    ck_assert_int_eq(cd_ledger_probe(b->config, &b->log, ASK_MS, &facts, &err),
                     CD_EUSAGE);
    ck_assert_msg(strstr(err.text, "near_threshold"), "%s", err.text);
    ck_assert_int_eq(cd_ledger_probe(a->config, &a->log, ASK_MS, &facts, &err), 0);
    ck_assert_uint_eq(facts.heads, 20);
    ck_assert_int_ge(facts.records, 21);
    ck_assert_int_eq(facts.read, facts.records);
    close_down(b);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(a_topic_with_wrong_settings_is_refused_at_start) {
    cd_broker_topic(cd_broker_address(), topic, 1,
                    (const char *[]){"cleanup.policy", "compact", NULL});
    open_as(a, cd_broker_address(), topic, "a", "log.level=info");
    wait_for(a, CD_LEDGER_FAILED);
    ck_assert_int_eq(a->ring.link.error.code, CD_EUSAGE);
    close_down(a);
    remove_topic();
}
END_TEST

START_TEST(a_start_without_brokers_can_be_stopped) {
    open_as(a, "127.0.0.1:1", topic, "a", "log.level=info");
    cd_sleep_ms(100); /* however far it has come by then */
    ck_assert_int_eq(atomic_load(&a->ring.link.state), CD_LEDGER_STARTING);
    close_down(a);
}
END_TEST

START_TEST(articles_wait_for_a_broker_that_is_away) {
    struct cd_broker broker;
    cd_broker_open(&broker);
    open_as(a, broker.address, topic, "a", "log.level=info");
    wait_for(a, CD_LEDGER_READY);
    feed(a, 0, 0, 20, "x");
    wait_for_verdicts(a, 20);
    commit(a);
    cd_broker_kill(&broker);
    feed(a, 0, 20, 20, "x");
    cd_broker_start(&broker);
    wait_for_verdicts(a, 40);
    ck_assert_int_eq(count_of(a, CD_UNIQUE, 0, 40), 40);
    ck_assert_int_eq(atomic_load(&a->ring.link.state), CD_LEDGER_READY);
    commit(a);
    close_down(a);
    cd_broker_close(&broker);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("ledger over Kafka");
    TCase *tests = tcase_create("ledger");
    tcase_set_timeout(tests, 180);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_article_is_unique_and_its_copy_is_exact);
    tcase_add_test(tests, of_two_instances_at_the_same_moment_one_has_the_unique);
    tcase_add_test(tests,
                   an_instance_that_starts_later_gives_every_article_the_verdict_it_had);
    tcase_add_test(tests, what_was_in_flight_at_a_crash_keeps_one_verdict);
    tcase_add_test(tests, articles_that_were_rewound_come_out_as_they_did_before);
    tcase_add_test(tests, a_topic_that_is_made_anew_is_noticed_and_begun_again);
    tcase_add_test(tests, a_topic_that_is_made_anew_and_has_grown_is_noticed);
    tcase_add_test(tests, a_topic_that_is_deleted_is_made_again);
    tcase_add_test(tests, a_newcomer_with_other_rules_does_not_start);
    tcase_add_test(tests, a_topic_with_wrong_settings_is_refused_at_start);
    tcase_add_test(tests, a_start_without_brokers_can_be_stopped);
    suite_add_tcase(suite, tests);
    TCase *own = tcase_create("a broker of its own");
    tcase_set_timeout(own, 180);
    tcase_add_checked_fixture(own, set_up, tear_down);
    tcase_add_test(own, articles_wait_for_a_broker_that_is_away);
    suite_add_tcase(suite, own);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
