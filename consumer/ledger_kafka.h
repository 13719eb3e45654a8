/* The ledger over Kafka (processors/dedup/README.md): one thread that appends what the
 * workers have fingerprinted, in the ring's order, reads the topic back, lets the judge
 * rule on every record, and puts the verdicts into the slots they belong to. It alone
 * owns the judge, the index and the ledger's two Kafka handles. With the desk it speaks
 * through ring->link and the two bells, with the workers through the slots: there is no
 * lock.
 *
 *   STARTING  makes or checks the topic, reads its last 2N records, takes the verdicts
 *             that are logged; brokers that do not answer are asked again without end
 *   READY     appends, judges, logs its verdicts
 *   LOST      what should be read next is not there any more, or an append failed for
 *             good: the index is void. Everything in flight has to be dropped; then the
 *             desk sets link.restart, and it goes on with STARTING
 *   FAILED    a restart of the process would not mend it by itself: the topic's settings
 *             are wrong, its records are of another contract (both CD_EUSAGE: exit 78),
 *             no memory. The thread has ended
 *
 * The desk, before it commits, waits for `settled` to reach the highest ticket it
 * commits, and looks at `corrected` after that, not before: a verdict of somebody else's
 * that stands in front of ours is counted before ours settles.
 *
 * Without a leader for the topic there are no verdicts and so no output: records wait,
 * the log says so at once and then every half minute. */
#ifndef CD_CONSUMER_LEDGER_KAFKA_H
#define CD_CONSUMER_LEDGER_KAFKA_H

#include "base/log.h"
#include "config/config.h"
#include "consumer/ring.h"

struct cd_ledger_thread;

/* Starts the thread in STARTING; rings ring->desk at each change of link.state. What is
 * passed is borrowed until the stop. CD_ENOMEM, CD_EWORLD (no thread). */
CD_MUST_USE int cd_ledger_thread_start(struct cd_ledger_thread **out,
                                       const struct cd_config *config,
                                       struct cd_ring *ring, const struct cd_logger *log,
                                       struct cd_error *err);

/* Ends the thread and waits for it: what is not acknowledged is given up. From any other
 * thread; NULL allowed. */
void cd_ledger_thread_stop(struct cd_ledger_thread *ledger);

#endif
