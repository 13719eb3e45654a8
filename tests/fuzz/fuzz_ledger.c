/* The ledger's records as anything may stand in that topic. What is taken can be written
 * again, to the same bytes; what is not is refused as a whole. And a judge reads them as
 * its ledger, with headers mended so that most are of its contract.
 *
 * An input is a byte, how many of the records are history, and records, each with two
 * bytes of length before it (little-endian). */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "processors/dedup/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define MOST_RECORDS 256
#define HEAD         20

static void must(bool holds) {
    if (!holds)
        abort();
}

static const struct cd_dedup_settings settings = {
    .records = 40,
    .max_heads = 20,
    .window_ms = 86400000,
    .near_window_ms = 86400000,
    .near_threshold = 500,
    .backlog = 10,
    .pipeline = 1,
};

/* ---- record by record ---- */

static void write_again(struct cd_arena *arena, struct cd_str record) {
    struct cd_buf out = cd_buf_in(arena);
    struct cd_withdrawal withdrawal;
    struct cd_ledger_head head;
    struct cd_seen seen;
    if (cd_record_head(record, &head)) {
        must(cd_record_read_seen(record, &seen) == CD_EMESSAGE);
        must(cd_record_read_withdrawal(record, &withdrawal) == CD_EMESSAGE);
        return;
    }
    if (cd_record_read_seen(record, &seen) == CD_OK)
        cd_record_seen(&out, head, &seen);
    else if (cd_record_read_withdrawal(record, &withdrawal) == CD_OK)
        cd_record_withdrawal(&out, head, &withdrawal);
    else
        return;
    must(cd_str_eq(cd_buf_str(&out), record));
}

static void read_verdicts(struct cd_str record) {
    struct cd_decided decided;
    struct cd_ledger_head head;
    size_t at = 0, before = 0;
    if (cd_record_head(record, &head) || head.kind != CD_LEDGER_DECIDED)
        return;
    while (cd_record_next_decided(record, &at, &decided) == 1) {
        must(at > before && at <= record.len);
        must(decided.place <= decided.at && decided.of < decided.place + 1);
        must((decided.kind == CD_UNIQUE) == (decided.of < 0));
        must(decided.of_name.len <= CD_MOST_NAME);
        before = at;
    }
}

/* ---- as a ledger ---- */

static void put(uint8_t *to, uint64_t value) {
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

/* Contract and pipeline are nothing that chance finds; byte 4 says whether to mend. */
static void mend(uint8_t *record, size_t len) {
    if (len < HEAD || record[4] & 1)
        return;
    record[0] = 0xcd;
    record[1] = CD_RECORD_VERSION;
    put(record + 4, cd_contract_hash(&settings));
    put(record + 12, settings.pipeline);
}

static void log_own(struct cd_judge *judge, struct cd_arena *arena,
                    const struct cd_ruling *ruling) {
    struct cd_buf out = cd_buf_in(arena);
    if (ruling->how == CD_RULED || ruling->how == CD_REPEATED)
        must(cd_ledger_decided(judge, ruling, 1, &out) == CD_OK);
}

static void take_rulings(struct cd_judge *judge, struct cd_arena *arena) {
    struct cd_ruling ruling;
    while (cd_judge_next(judge, &ruling)) {
        must(ruling.place <= ruling.at);
        must(!ruling.verdict.known || ruling.verdict.kind <= CD_NEAR);
        log_own(judge, arena, &ruling);
    }
}

static void judge_all(struct cd_arena *arena, uint8_t *bytes, size_t len) {
    struct cd_judge *judge;
    struct cd_error err = {0};
    must(cd_judge_make(&judge, &settings) == CD_OK);
    cd_judge_start(judge, bytes[0]);
    const uint8_t *end = bytes + len;
    bytes++;
    for (int64_t offset = 0; end - bytes >= 2 && offset < MOST_RECORDS; offset++) {
        size_t part = bytes[0] | (size_t)bytes[1] << 8, left = (size_t)(end - bytes) - 2;
        part = part < left ? part : left;
        bytes += 2;
        struct cd_str record = {(const char *)bytes, part};
        mend(bytes, part);
        write_again(arena, record);
        read_verdicts(record);
        int rc = cd_judge_read(judge, offset, record, &err);
        must(rc == CD_OK || rc == CD_EUSAGE);
        if (rc)
            break;
        take_rulings(judge, arena);
        bytes += part;
    }
    cd_judge_free(judge);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct cd_arena arena;
    uint8_t *copy = malloc(len + 1);
    must(copy != NULL);
    if (len)
        memcpy(copy, bytes, len);
    cd_arena_init(&arena, 0);
    if (len)
        judge_all(&arena, copy, len);
    cd_arena_done(&arena);
    free(copy);
    return 0;
}
