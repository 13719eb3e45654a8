/* What a worker makes of a record: every kind of bad input becomes a dead letter with its
 * reason, its source and its own bytes; what is too large is settled before the ledger.
 */
#include "consumer/workers.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consumer/command.h"
#include "processors/dedup/ledger.h"
#include "suite.h"

static struct cd_config *config;
static struct cd_input *input;
static struct cd_chain *chain;
static struct cd_ring ring;
static struct cd_message_parser *parser;
static struct cd_destination to[CD_WAYS];
static struct cd_workplace place;
static struct cd_str key; /* of the records to come */
static struct cd_logger log_to;
static int log_end; /* where the workers' lines are read */

static void set_up_with(const char *setting) {
    const char *const settings[] = {setting, NULL};
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list, .settings = settings};
    struct cd_config_fault faults[1];
    struct cd_error err = {0};
    size_t count;
    ck_assert_msg(!cd_config_load(&config, &from, faults, 1, &count, &err), "%s",
                  err.text);
    ck_assert_msg(!cd_input_new(&input, config, &err), "%s", err.text);
    ck_assert_msg(!cd_chain_new(&chain, config, &err), "%s", err.text);
    ck_assert_msg(!cd_ring_init(&ring, 8, 1 << 20, &err), "%s", err.text);
    parser = cd_message_parser_new();
    ck_assert_ptr_nonnull(parser);
    to[CD_WAY_OUTPUT] = (struct cd_destination){.name = "articles.desk", .most = 100000};
    to[CD_WAY_DUPLICATES] =
        (struct cd_destination){.name = "articles.duplicates", .most = 100000};
    to[CD_WAY_DEAD_LETTER] =
        (struct cd_destination){.name = "articles.dead", .most = 100000};
    int ends[2];
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    log_end = ends[0];
    log_to = (struct cd_logger){ends[1], CD_LOG_INFO};
    ring.ledger = cd_chain_needs_ledger(chain);
    place = (struct cd_workplace){&ring, input, chain, to, &log_to};
}

static void set_up(void) {
    key = (struct cd_str){0};
    set_up_with("processors=");
}

static void tear_down(void) {
    close(log_end);
    close(log_to.fd);
    cd_ring_done(&ring);
    cd_message_parser_free(parser);
    cd_chain_free(chain);
    cd_input_free(input);
    cd_config_free(config);
}

static void log_says(const char *words) {
    char text[4096];
    ssize_t len = read(log_end, text, sizeof text - 1);
    ck_assert_msg(len > 0, "nothing was logged");
    text[len] = 0;
    ck_assert_msg(strstr(text, words) != NULL, "no \"%s\" in: %s", words, text);
}

static void log_is_silent(void) {
    char byte;
    ck_assert_int_lt(read(log_end, &byte, 1), 0);
}

/* Lets one record go through a worker's step; the slot as it lies in the ring then. */
static struct cd_slot *work(struct cd_str bytes, enum cd_blame blame) {
    struct cd_slot *slot = cd_ring_head(&ring);
    slot->lane = cd_ring_lane(&ring, "articles.raw", 3);
    slot->blame = blame;
    slot->refused = RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
    char *copy = cd_arena_alloc(&slot->arena, bytes.len + CD_RECORD_PADDING);
    ck_assert_ptr_nonnull(copy);
    memset(copy, 0, bytes.len + CD_RECORD_PADDING);
    if (bytes.len)
        memcpy(copy, bytes.p, bytes.len);
    slot->record = (struct cd_record){.topic = slot->lane->topic,
                                      .partition = 3,
                                      .offset = 1711,
                                      .timestamp_ms = 1,
                                      .key = key};
    if (bytes.p)
        slot->record.bytes = (struct cd_str){copy, bytes.len};
    cd_ring_push(&ring, slot);
    cd_work(&place, parser, cd_ring_work(&ring));
    return slot;
}

static struct cd_str header(const struct cd_slot *slot, const char *name) {
    for (size_t i = 0; i < slot->headers.count; i++)
        if (cd_str_eq(slot->headers.list[i].name, cd_str_of(name)))
            return slot->headers.list[i].value;
    return (struct cd_str){0};
}

static void expect_header(const struct cd_slot *slot, const char *name,
                          const char *value) {
    struct cd_str found = header(slot, name);
    ck_assert_msg(cd_str_eq(found, cd_str_of(value)), "%s is \"%.*s\", not \"%s\"", name,
                  (int)found.len, found.p ? found.p : "", value);
}

/* The ledger's thread, that appends its record and reads it back. */
static void withdraw(struct cd_slot *slot) {
    struct cd_identity identity;
    ck_assert_int_eq(cd_ledger_identity(slot->article.fingerprint, &identity), 0);
    ck_assert_ptr_eq(cd_ring_to_append(&ring), slot);
    cd_slot_put(&ring, slot, CD_SLOT_APPENDED);
    ck_assert(cd_slot_take(slot, cd_slot_sequence(slot), CD_SLOT_APPENDED));
    slot->article.verdict.known = true;
    cd_slot_put(&ring, slot, CD_SLOT_JUDGED);
    cd_work(&place, parser, cd_ring_work(&ring));
}

static void give_back(void) {
    struct cd_slot *slot = cd_ring_tail(&ring);
    ck_assert_ptr_nonnull(slot);
    cd_ring_pop(&ring, slot);
}

static void expect_dead_letter(struct cd_str bytes, const char *reason) {
    struct cd_slot *slot = work(bytes, CD_BLAME_NONE);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_DEAD_LETTER);
    expect_header(slot, "copydesk-reason", reason);
    expect_header(slot, "copydesk-source", "articles.raw/3/1711");
    ck_assert_uint_gt(header(slot, "copydesk-detail").len, 0);
    ck_assert(slot->out.p && cd_str_eq(slot->out, bytes));
    give_back();
}

START_TEST(an_article_is_stamped) {
    struct cd_slot *slot =
        work(CD_STR("{\"id\":\"a\",\"body\":\"Text.\"}"), CD_BLAME_NONE);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_OUTPUT);
    ck_assert_int_eq(
        strncmp(slot->out.p, "{\"id\":\"a\",\"body\":\"Text.\",\"copydesk\":{", 36), 0);
    expect_header(slot, "copydesk-source", "articles.raw/3/1711");
    give_back();
}
END_TEST

START_TEST(what_cannot_be_used_is_a_dead_letter_with_its_own_bytes) {
    expect_dead_letter(CD_STR(""), "empty");
    expect_dead_letter(CD_STR("  \n"), "empty");
    expect_dead_letter(CD_STR("not json"), "not_json");
    expect_dead_letter(CD_STR("{\"body\":\"cut sho"), "not_json");
    expect_dead_letter(CD_STR("{\"body\":\"one\"} {\"body\":\"two\"}"), "not_json");
    expect_dead_letter(CD_STR("[{\"body\":\"in an array\"}]"), "not_object");
    expect_dead_letter(CD_STR("\"a string\""), "not_object");
    expect_dead_letter(CD_STR("{\"title\":\"no body\"}"), "no_body");
    expect_dead_letter(CD_STR("{\"body\":[\"wrong\"]}"), "wrong_type");
    expect_dead_letter(CD_STR("{\"body\":\"\xff\xfe\"}"), "invalid_utf8");
    expect_dead_letter(CD_STR("{\"body\":\"a\0b\"}"), "not_json");
}
END_TEST

START_TEST(a_nesting_bomb_is_a_dead_letter) {
    enum { DEPTH = 30000 };
    char *bomb = malloc(2 * DEPTH + 32);
    ck_assert_ptr_nonnull(bomb);
    size_t len = (size_t)sprintf(bomb, "{\"body\":\"x\",\"bomb\":");
    memset(bomb + len, '[', DEPTH);
    memset(bomb + len + DEPTH, ']', DEPTH);
    bomb[len + 2 * DEPTH] = '}';
    expect_dead_letter((struct cd_str){bomb, len + 2 * DEPTH + 1}, "too_deep");
    free(bomb);
}
END_TEST

START_TEST(a_tombstone_is_passed_on_as_one) {
    struct cd_slot *slot = work((struct cd_str){0}, CD_BLAME_NONE);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_TOMBSTONE);
    ck_assert_ptr_null(slot->out.p);
    expect_header(slot, "copydesk-source", "articles.raw/3/1711");
    give_back();
}
END_TEST

START_TEST(what_does_not_fit_with_its_stamp_is_a_dead_letter_before_the_ledger) {
    to[CD_WAY_OUTPUT].most = 1800;
    char text[1000];
    size_t len = (size_t)snprintf(text, sizeof text, "{\"body\":\"%0900d\"}", 1);
    expect_dead_letter((struct cd_str){text, len}, "too_large");
    to[CD_WAY_OUTPUT].most = 100000;
}
END_TEST

START_TEST(which_topic_takes_too_little_is_said) {
    static const struct {
        enum cd_way way;
        const char *name;
    } cases[] = {{CD_WAY_OUTPUT, "topic articles.desk takes 1800"},
                 {CD_WAY_DUPLICATES, "topic articles.duplicates takes 1800"}};
    char text[1000];
    size_t len = (size_t)snprintf(text, sizeof text, "{\"body\":\"%0900d\"}", 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        to[cases[i].way].most = 1800;
        struct cd_slot *slot = work((struct cd_str){text, len}, CD_BLAME_NONE);
        struct cd_str detail = header(slot, "copydesk-detail");
        ck_assert_ptr_nonnull(
            memmem(detail.p, detail.len, cases[i].name, strlen(cases[i].name)));
        to[cases[i].way].most = 100000;
        give_back();
    }
}
END_TEST

/* What a topic of the same limit as the input's still takes: no more than our headers and
 * Kafka's own bytes may be missing. */
START_TEST(a_dead_letter_keeps_its_bytes_to_the_last_that_fit) {
    char text[5000];
    memset(text, 'x', sizeof text);
    to[CD_WAY_DEAD_LETTER].most = sizeof text + 400;
    struct cd_slot *slot = work((struct cd_str){text, sizeof text}, CD_BLAME_NONE);
    ck_assert_uint_eq(slot->out.len, sizeof text);
    log_is_silent();
    give_back();
}
END_TEST

START_TEST(a_dead_letter_that_does_not_fit_either_goes_without_its_bytes) {
    char text[1000];
    memset(text, 'x', sizeof text);
    to[CD_WAY_DEAD_LETTER].most = 1100;
    struct cd_slot *slot = work((struct cd_str){text, sizeof text}, CD_BLAME_NONE);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_DEAD_LETTER);
    ck_assert_ptr_null(slot->out.p);
    struct cd_str detail = header(slot, "copydesk-detail");
    ck_assert_ptr_nonnull(memmem(detail.p, detail.len, "1000 bytes are left out", 23));
    log_says("workers: articles.raw/3/1711: its dead letter in articles.dead");
    give_back();
}
END_TEST

START_TEST(that_the_bytes_are_left_out_is_said_before_a_long_reason) {
    char text[2000] = "{\"id\":1,\"body\":";
    size_t len = strlen(text);
    memset(text + len, 'x', sizeof text - len);
    to[CD_WAY_DEAD_LETTER].most = 1500;
    struct cd_slot *slot = work((struct cd_str){text, sizeof text}, CD_BLAME_NONE);
    struct cd_str detail = header(slot, "copydesk-detail");
    ck_assert_int_eq(strncmp(detail.p, "its 2000 bytes are left out: ", 29), 0);
    give_back();
}
END_TEST

START_TEST(who_was_refused_alone_is_a_dead_letter_for_that) {
    struct cd_str article = CD_STR("{\"body\":\"Good, but for its time.\"}");
    struct cd_slot *slot = work(article, CD_BLAME_GUILTY);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_DEAD_LETTER);
    expect_header(slot, "copydesk-reason", "refused_timestamp");
    ck_assert(cd_str_eq(slot->out, article));
    give_back();
    slot = work(article, CD_BLAME_HARD);
    ck_assert_ptr_null(slot->out.p);
    give_back();
    slot = work(article, CD_BLAME_SUSPECT);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_OUTPUT);
    give_back();
}
END_TEST

START_TEST(what_is_stale_is_not_worked_on) {
    struct cd_slot *slot = cd_ring_head(&ring);
    slot->lane = cd_ring_lane(&ring, "articles.raw", 3);
    slot->record.bytes = CD_STR("not json");
    cd_ring_push(&ring, slot);
    atomic_fetch_add(&slot->lane->epoch, 1);
    cd_work(&place, parser, cd_ring_work(&ring));
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_STALE);
    give_back();
}
END_TEST

START_TEST(with_a_ledger_an_article_waits_for_its_verdict) {
    tear_down();
    set_up_with("processors=dedup");
    struct cd_slot *slot =
        work(CD_STR("{\"id\":\"a\",\"body\":\"A text to be judged.\"}"), CD_BLAME_NONE);
    ck_assert_uint_gt(slot->article.fingerprint.len, 0);
    ck_assert_ptr_eq(cd_ring_to_append(&ring), slot);
    cd_slot_put(&ring, slot, CD_SLOT_APPENDED);
    ck_assert(cd_slot_take(slot, 0, CD_SLOT_APPENDED));
    slot->article.verdict = (struct cd_verdict){
        .known = true, .kind = CD_EXACT, .of = CD_STR("b"), .cluster = CD_STR("b")};
    cd_slot_put(&ring, slot, CD_SLOT_JUDGED);
    cd_work(&place, parser, cd_ring_work(&ring));
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_DUPLICATE);
    expect_header(slot, "copydesk-verdict", "exact");
    give_back();
}
END_TEST

START_TEST(with_a_ledger_a_tombstone_waits_until_its_head_is_withdrawn) {
    tear_down();
    set_up_with("processors=dedup");
    key = CD_STR("k");
    struct cd_slot *slot = work((struct cd_str){0}, CD_BLAME_NONE);
    withdraw(slot);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_TOMBSTONE);
    ck_assert_ptr_null(slot->out.p);
    ck_assert_ptr_null(header(slot, "copydesk-verdict").p);
    give_back();
    key = (struct cd_str){0};
    slot = work((struct cd_str){0}, CD_BLAME_NONE);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_TOMBSTONE);
    give_back();
}
END_TEST

START_TEST(with_a_ledger_what_is_refused_waits_until_its_head_is_withdrawn) {
    tear_down();
    set_up_with("processors=dedup");
    struct cd_str article = CD_STR("{\"body\":\"Good, but for its time.\"}");
    struct cd_slot *slot = work(article, CD_BLAME_GUILTY);
    withdraw(slot);
    ck_assert_int_eq(slot->outcome, CD_OUTCOME_DEAD_LETTER);
    expect_header(slot, "copydesk-reason", "refused_timestamp");
    ck_assert(cd_str_eq(slot->out, article));
    give_back();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("workers");
    TCase *tests = tcase_create("workers");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_article_is_stamped);
    tcase_add_test(tests, what_cannot_be_used_is_a_dead_letter_with_its_own_bytes);
    tcase_add_test(tests, a_nesting_bomb_is_a_dead_letter);
    tcase_add_test(tests, a_tombstone_is_passed_on_as_one);
    tcase_add_test(tests,
                   what_does_not_fit_with_its_stamp_is_a_dead_letter_before_the_ledger);
    tcase_add_test(tests, which_topic_takes_too_little_is_said);
    tcase_add_test(tests, a_dead_letter_keeps_its_bytes_to_the_last_that_fit);
    tcase_add_test(tests, a_dead_letter_that_does_not_fit_either_goes_without_its_bytes);
    tcase_add_test(tests, that_the_bytes_are_left_out_is_said_before_a_long_reason);
    tcase_add_test(tests, who_was_refused_alone_is_a_dead_letter_for_that);
    tcase_add_test(tests, what_is_stale_is_not_worked_on);
    tcase_add_test(tests, with_a_ledger_an_article_waits_for_its_verdict);
    tcase_add_test(tests, with_a_ledger_a_tombstone_waits_until_its_head_is_withdrawn);
    tcase_add_test(tests,
                   with_a_ledger_what_is_refused_waits_until_its_head_is_withdrawn);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
