/* See ledger_probe.h. */
#include "consumer/ledger_probe.h"

#include <inttypes.h>
#include <stdio.h>

#include "consumer/clock.h"
#include "consumer/ledger_reader.h"
#include "processors/dedup/ledger.h"

/* Enough to measure by, and read in a second or two. */
#define MOST_READ 20000
/* With fewer, what an empty judge holds would count for too much. */
#define LEAST_HEADS 1000

#define MIB     ((double)(1 << 20))
#define HOUR_MS 3600000.0

static int read_record(struct cd_reader *reader, struct cd_judge *judge, int timeout_ms,
                       struct cd_error *err) {
    struct cd_ruling ruling;
    rd_kafka_message_t *message;
    int rc = cd_reader_next(reader, timeout_ms, &message, err);
    if (rc == 0)
        return cd_fail(err, CD_EWORLD, "ledger", "%s: no record came", reader->topic);
    if (rc < 0)
        return rc;
    struct cd_str record = {message->payload, message->len};
    rc = cd_judge_read(judge, message->offset, record, err);
    rd_kafka_message_destroy(message);
    while (rc == 0 && cd_judge_next(judge, &ruling))
        ; /* nobody waits for them */
    return rc;
}

static int read_newest(struct cd_reader *reader, struct cd_judge *judge, int timeout_ms,
                       struct cd_ledger_facts *out, struct cd_error *err) {
    uint64_t empty = cd_judge_counts(judge).bytes;
    cd_judge_start(judge, reader->end);
    int rc = cd_reader_start(reader, reader->end - MOST_READ, err);
    int64_t first = reader->position, began_ms = 0;
    while (rc == 0 && reader->position < reader->end) {
        rc = read_record(reader, judge, timeout_ms, err);
        if (!began_ms) /* the first one comes after connecting */
            began_ms = cd_now_ms();
    }
    if (rc == 0)
        rc = cd_judge_caught_up(judge, err);
    struct cd_judge_counts counts = cd_judge_counts(judge);
    out->ms = began_ms ? cd_now_ms() - began_ms : 0;
    out->read = reader->position - first;
    out->heads = counts.heads;
    out->bytes = counts.bytes - empty;
    return rc;
}

int cd_ledger_probe(const struct cd_config *config, const struct cd_logger *log,
                    int timeout_ms, struct cd_ledger_facts *out, struct cd_error *err) {
    struct cd_judge *judge;
    struct cd_reader reader = {0};
    struct cd_bell bell = {.fd = -1}; /* nobody sleeps on it */
    *out = (struct cd_ledger_facts){0};
    int rc = cd_judge_new(&judge, config, err);
    if (rc < 0)
        return rc;
    rc = cd_reader_open(&reader, config, log, &bell, timeout_ms, err);
    if (rc == 0) {
        out->records = reader.end - reader.low;
        out->history = cd_judge_history(judge);
        rc = read_newest(&reader, judge, timeout_ms, out, err);
    }
    cd_reader_close(&reader);
    cd_judge_free(judge);
    return rc;
}

static double least(double a, double b) { return a < b ? a : b; }

static void print_memory(const struct cd_ledger_facts *facts, double heads,
                         const struct cd_config *config, int64_t last_hour) {
    double head = (double)facts->bytes / (double)facts->heads;
    double most = (double)cd_config_integer(config, "dedup.max_heads");
    double hours = (double)cd_config_integer(config, "dedup.near_window") / HOUR_MS;
    double coming = least((double)last_hour * hours, most);
    printf("  %-11s %.0f bytes a head: %.0f MiB for these, %.0f MiB for dedup.max_heads",
           "memory", head, least(heads, most) * head / MIB, most * head / MIB);
    if (last_hour > 0)
        printf(", %.0f MiB for dedup.near_window at the last hour's rate",
               coming * head / MIB);
    printf("\n");
}

void cd_ledger_facts_print(const struct cd_ledger_facts *facts,
                           const struct cd_config *config, int64_t last_hour) {
    if (facts->heads < LEAST_HEADS || facts->ms <= 0) {
        printf("  %-11s %" PRId64 " records in the ledger: too few to tell what it "
               "takes\n",
               "a start", facts->records);
        return;
    }
    double records = least((double)facts->records, (double)facts->history);
    double rate = (double)facts->read / (double)facts->ms; /* a millisecond */
    printf("  %-11s reads %.0f records: about %.0f s, at %.0f a second as the newest "
           "%" PRId64 "\n",
           "a start", records, records / rate / 1000, rate * 1000, facts->read);
    print_memory(facts, (double)facts->heads / (double)facts->read * records, config,
                 last_hour);
}
