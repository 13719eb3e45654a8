/* One turn of the ledger's loop: append what is fingerprinted, read what has come back,
 * give verdicts to slots, log our rulings, settle what is acknowledged and read back.
 *
 * A ruling finds its slot by identity (flights.h). Every instance rules on every record;
 * only the one that has the article in flight logs the verdict. An article that was
 * rewound has two seen records, which get the same verdict: the first ruling goes to its
 * slot, both are logged. */
#include "consumer/clock.h"
#include "consumer/ledger_thread.h"

/* In one turn, so that neither side starves the other. */
#define MOST_APPENDED 256
#define MOST_READ     1024

#define LOOK_EVERY_MS   1000
#define VERIFY_EVERY_MS 5000
#define PATIENCE_MS     5000  /* without an acknowledgement, before it is told */
#define REPEAT_MS       30000 /* until it is told again */

/* ---- append ---- */

static int append_slot(struct cd_ledger_thread *ledger, struct cd_slot *slot,
                       struct cd_error *err) {
    struct cd_identity identity;
    struct cd_str record = slot->article.fingerprint;
    if (cd_ledger_identity(record, &identity) < 0)
        CD_BUG("a slot's fingerprint is not a ledger record");
    int rc = cd_flights_put(&ledger->flights, identity, cd_slot_sequence(slot),
                            atomic_load(&ledger->ring->committed), err);
    if (rc == 0)
        rc = cd_writer_append(&ledger->writer, record, 0, err);
    /* Also where it failed: the slot is dropped with all others then. */
    cd_slot_put(ledger->ring, slot, CD_SLOT_APPENDED);
    return rc;
}

static int append_slots(struct cd_ledger_thread *ledger, bool *busy,
                        struct cd_error *err) {
    for (int i = 0; i < MOST_APPENDED && cd_writer_has_room(&ledger->writer); i++) {
        struct cd_slot *slot = cd_ring_to_append(ledger->ring);
        if (!slot)
            break;
        *busy = true;
        if (cd_slot_stale(slot)) {
            cd_slot_put(ledger->ring, slot, CD_SLOT_DONE);
            continue;
        }
        int rc = append_slot(ledger, slot, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* ---- judge ---- */

static bool is_to_be_logged(const struct cd_ruling *ruling) {
    return ruling->how == CD_RULED || ruling->how == CD_REPEATED;
}

/* Appends our rulings as one decided record: the next ticket. */
static int log_rulings(struct cd_ledger_thread *ledger, struct cd_error *err) {
    if (!ledger->batched)
        return 0;
    struct cd_buf record = cd_buf_in(&ledger->arena);
    int rc = cd_ledger_decided(ledger->judge, ledger->batch, ledger->batched, &record);
    if (rc < 0 || record.failed)
        return cd_fail_memory(err);
    rc = cd_writer_append(&ledger->writer, cd_buf_str(&record), ++ledger->tickets, err);
    ledger->batched = 0;
    cd_arena_reset(&ledger->arena);
    return rc;
}

static void tell_copies(const struct cd_ledger_thread *ledger, const struct cd_slot *slot,
                        uint32_t copies) {
    cd_log(ledger->log, CD_LOG_WARN, "ledger",
           "%.*s/%d/%lld is refused and withdrawn; copies that were set aside for it "
           "meanwhile and stay where they are: %u",
           (int)slot->record.topic.len, slot->record.topic.p, (int)slot->record.partition,
           (long long)slot->record.offset, copies);
}

/* A verdict for a slot that waits for one; the slot is held. A ruling that comes from the
 * log itself needs no ticket: it stands there already. */
static int give_verdict(struct cd_ledger_thread *ledger, struct cd_slot *slot,
                        const struct cd_ruling *ruling, struct cd_error *err) {
    if (cd_ledger_settle(ledger->judge, &slot->article, ruling) < 0) {
        slot->outcome = CD_OUTCOME_FAILED;
        cd_fail_memory(&slot->why);
        cd_slot_put(ledger->ring, slot, CD_SLOT_DONE);
        return cd_fail_memory(err);
    }
    if (ruling->copies)
        tell_copies(ledger, slot, ruling->copies);
    if (is_to_be_logged(ruling))
        slot->ticket = ledger->tickets + 1;
    cd_slot_put(ledger->ring, slot, CD_SLOT_JUDGED);
    return 0;
}

/* A ruling on one of our own seen records. */
static int take_own(struct cd_ledger_thread *ledger, uint64_t sequence,
                    const struct cd_ruling *ruling, struct cd_error *err) {
    struct cd_ring *ring = ledger->ring;
    struct cd_slot *slot = cd_ring_slot(ring, sequence);
    if (is_to_be_logged(ruling))
        ledger->batch[ledger->batched++] = *ruling;
    /* A correction may say that no verdict stands any more. */
    if (ruling->verdict.known && cd_slot_take(slot, sequence, CD_SLOT_APPENDED)) {
        int rc = give_verdict(ledger, slot, ruling, err);
        if (rc < 0)
            return rc;
    } else if (ruling->how == CD_CORRECTED && sequence >= atomic_load(&ring->committed)) {
        atomic_fetch_add(&ring->link.corrected, 1);
        cd_bell_ring(&ring->desk);
    }
    return ledger->batched == CD_LEDGER_BATCH ? log_rulings(ledger, err) : 0;
}

int cd_ledger_rulings(struct cd_ledger_thread *ledger, struct cd_error *err) {
    struct cd_ruling ruling;
    uint64_t sequence;
    int rc = 0;
    while (rc == 0 && cd_judge_next(ledger->judge, &ruling))
        if (cd_flights_find(&ledger->flights, ruling.identity, &sequence))
            rc = take_own(ledger, sequence, &ruling, err);
    return rc;
}

int cd_ledger_take(struct cd_ledger_thread *ledger, rd_kafka_message_t *message,
                   struct cd_error *err) {
    struct cd_str record = {message->payload, message->len};
    int rc = cd_judge_read(ledger->judge, message->offset, record, err);
    rd_kafka_message_destroy(message);
    return rc < 0 ? rc : cd_ledger_rulings(ledger, err);
}

static int read_records(struct cd_ledger_thread *ledger, bool *busy,
                        struct cd_error *err) {
    rd_kafka_message_t *message;
    for (int i = 0; i < MOST_READ; i++) {
        int rc = cd_reader_next(&ledger->reader, 0, &message, err);
        if (rc <= 0)
            return rc;
        *busy = true;
        rc = cd_ledger_take(ledger, message, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* ---- settle ---- */

static int take_acknowledgements(struct cd_ledger_thread *ledger, bool *busy,
                                 struct cd_error *err) {
    int served = cd_writer_poll(&ledger->writer, err);
    if (served < 0)
        return served;
    *busy |= served > 0;
    uint64_t ticket = cd_writer_settled(&ledger->writer, ledger->reader.position);
    if (ticket) {
        atomic_store(&ledger->ring->link.settled, ticket);
        cd_bell_ring(&ledger->ring->desk);
    }
    return 0;
}

/* ---- what goes wrong slowly ---- */

static void look_at_waiting(struct cd_ledger_thread *ledger, int64_t now_ms) {
    int64_t waiting_ms = cd_writer_waiting_ms(&ledger->writer, now_ms);
    if (waiting_ms < PATIENCE_MS) {
        if (ledger->waiting)
            cd_log(ledger->log, CD_LOG_INFO, "ledger", "records are acknowledged again");
        ledger->waiting = false;
        ledger->next_word_ms = now_ms;
        return;
    }
    if (now_ms < ledger->next_word_ms)
        return;
    ledger->waiting = true;
    ledger->next_word_ms = now_ms + REPEAT_MS;
    cd_log(ledger->log, CD_LOG_WARN, "ledger",
           "%s has not acknowledged a record for %lld s (%llu wait): nothing comes out "
           "until its leader is back",
           ledger->writer.topic, (long long)waiting_ms / 1000,
           (unsigned long long)ledger->writer.unacknowledged);
}

static void look_at_foreign(struct cd_ledger_thread *ledger) {
    uint64_t foreign = cd_judge_counts(ledger->judge).foreign;
    if (foreign > ledger->foreign_known)
        cd_log(ledger->log, CD_LOG_WARN, "ledger",
               "%s: %llu records of another contract are passed over: an instance with "
               "other dedup settings or of another version writes to it",
               ledger->reader.topic, (unsigned long long)foreign);
    ledger->foreign_known = foreign;
}

static int look_after(struct cd_ledger_thread *ledger, struct cd_error *err) {
    int64_t now_ms = cd_now_ms();
    if (now_ms < ledger->next_look_ms)
        return 0;
    ledger->next_look_ms = now_ms + LOOK_EVERY_MS;
    look_at_waiting(ledger, now_ms);
    look_at_foreign(ledger);
    if (now_ms < ledger->next_verify_ms && !ledger->reader.doubted_ms)
        return 0;
    ledger->next_verify_ms = now_ms + VERIFY_EVERY_MS;
    return cd_reader_verify(&ledger->reader, err);
}

int cd_ledger_step(struct cd_ledger_thread *ledger, bool *busy, struct cd_error *err) {
    *busy = false;
    int rc = append_slots(ledger, busy, err);
    if (rc == 0)
        rc = read_records(ledger, busy, err);
    if (rc == 0)
        rc = log_rulings(ledger, err);
    if (rc == 0)
        rc = take_acknowledgements(ledger, busy, err);
    return rc < 0 ? rc : look_after(ledger, err);
}
