/* The records of the ledger, byte by byte. All integers are little-endian; hashes are
 * XXH3-64 or made of token hashes (base/hash.h), fixed for ever by the version below.
 *
 * Every record begins with
 *      0  1  0xCD
 *      1  1  version: CD_RECORD_VERSION
 *      2  1  kind: 'S' seen, 'D' decided, 'W' withdrawn, 'C' contract
 *      3  1  flags: of a seen record 0x01, a kill, and above that the headline's slug
 *            (slug.h; 0: none); of all others 0
 *      4  8  contract: hash of what makes fingerprints comparable (contract.h)
 *     12  8  pipeline: hash of its name
 *
 * A seen record goes on with
 *     20 16  identity: `low` is the place in the input (pipeline, topic, partition,
 *            offset), `high` what came there (timestamp, bytes)
 *     36  8  the input record's timestamp, ms since 1970; CD_NO_TIME: none
 *     44  8  "modified" of the article, ms since 1970; CD_NO_TIME: none
 *     52  8  text: hash of the body's words in order; 0: no word
 *     60  8  document key from feed and id; 0: none
 *     68  8  document key from the URL; 0: none
 *     76  8  hash of topic and record key, for withdrawals; 0: no key
 *     84  4  source: hash of the outlet; 0: not known
 *     88  4  title: hash of its words; 0: none
 *     92  4  number of words
 *     96  2  bytes of the name
 *     98  8  "published" of the article, ms since 1970; CD_NO_TIME: none
 *    106  1  count of quotes
 *    107     samples of grams, pairs, numbers and slots (packed.h), hashes of quotes
 *            (u64, text/said.h), the name: what `of` calls the article and
 *            where it stood (name.h), at most CD_MOST_NAME bytes
 *
 * A decided record goes on with verdicts up to its end, each
 *      0  8  at: ledger offset of the seen record
 *      8  4  back: at - place; not 0: seen again, the verdict is that of `place`
 *     12  1  verdict: enum cd_verdict_kind; 0x80: stale; 0x40: the story's first
 *            article is the one that is named
 *     13  1  0
 *     14  2  similarity, in 1/1000
 *     16  4  place - of: how far back the named head lies; 0: none (unique)
 *     and unless it is unique
 *         2  a revision: which version of its document this is; else 0
 *         2  bytes of the head's name, then these
 *     and without 0x40
 *         8  ledger offset of the story's first article
 *         2  bytes of its name, then these
 *            (The names are written since a reader may not have read what they name.)
 *
 * A withdrawn record goes on with
 *     20 16  identity, as in a seen record: of the tombstone, or of the refused article
 *            and changed, so that a replay is known as such
 *     36  1  what: 'K' the latest story under a record key, 'A' an article
 *     37  3  0
 *     40 16  'K': hash of topic and record key, then 0; 'A': identity of the article
 *
 * A contract record goes on with the settings as text, "name=value" a line. */
#ifndef CD_PROCESSORS_DEDUP_RECORD_H
#define CD_PROCESSORS_DEDUP_RECORD_H

#include "base/buf.h"
#include "processors/article.h"
#include "processors/dedup/ledger.h"
#include "processors/dedup/sketch.h"
#include "processors/text/said.h"

#define CD_RECORD_VERSION 3
#define CD_MOST_NAME      (CD_MOST_IDENTITY + 1 + CD_MOST_PLACE)

enum cd_ledger_kind {
    CD_LEDGER_SEEN = 'S',
    CD_LEDGER_DECIDED = 'D',
    CD_LEDGER_WITHDRAWN = 'W',
    CD_LEDGER_CONTRACT = 'C',
};

struct cd_ledger_head {
    enum cd_ledger_kind kind;
    uint64_t contract, pipeline;
};

/* A seen record, read. `name` is borrowed from the record. */
struct cd_seen {
    struct cd_identity identity;
    bool kill;    /* the publisher withdraws the document */
    uint8_t slug; /* of the headline; 0: none */
    int64_t time_ms, modified_ms;
    uint64_t id_key, url_key, record_key;
    uint32_t source, title;
    struct cd_sketch sketch;
    int64_t published_ms;
    uint64_t said[CD_MOST_SAID];
    uint8_t said_count;
    struct cd_str name;
};

/* One verdict of a decided record. Names are borrowed. */
struct cd_decided {
    int64_t at, place;
    enum cd_verdict_kind kind;
    bool stale;
    uint16_t similarity, version;
    int64_t of, cluster; /* -1: unique */
    struct cd_str of_name, cluster_name;
};

enum cd_withdrawn_by {
    CD_WITHDRAWN_BY_KEY = 'K',     /* a tombstone */
    CD_WITHDRAWN_BY_ARTICLE = 'A', /* an article that came to nothing */
};

/* A withdrawn record. */
struct cd_withdrawal {
    struct cd_identity identity, target;
    enum cd_withdrawn_by by;
};

/* The beginning of any record. CD_EMESSAGE: not one of ours, or of another version. */
CD_MUST_USE int cd_record_head(struct cd_str record, struct cd_ledger_head *out);

/* Append a whole seen or withdrawn record; the beginning of one of another kind; one
 * verdict. */
void cd_record_seen(struct cd_buf *out, struct cd_ledger_head head,
                    const struct cd_seen *seen);
void cd_record_withdrawal(struct cd_buf *out, struct cd_ledger_head head,
                          const struct cd_withdrawal *withdrawal);
void cd_record_begin(struct cd_buf *out, struct cd_ledger_head head);
void cd_record_decided(struct cd_buf *out, const struct cd_decided *decided);

/* Read what cd_record_seen wrote. CD_EMESSAGE where a length or an order is wrong. */
CD_MUST_USE int cd_record_read_seen(struct cd_str record, struct cd_seen *out);

/* Read what cd_record_withdrawal wrote. CD_EMESSAGE. */
CD_MUST_USE int cd_record_read_withdrawal(struct cd_str record,
                                          struct cd_withdrawal *out);

/* Reads the verdicts of a decided record one by one: *at is the byte to go on from, 0 at
 * first. 1: *out is the next; 0: there is none; CD_EMESSAGE. */
CD_MUST_USE int cd_record_next_decided(struct cd_str record, size_t *at,
                                       struct cd_decided *out);

/* The settings of a contract record. */
struct cd_str cd_record_contract(struct cd_str record);

#endif
