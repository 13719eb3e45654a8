/* An article on its way through the chain: the record it came in, what its fields say,
 * the one reading of its text, and what the processors have found. Everything here lives
 * in the article's arena or is borrowed from the record. Nothing here knows Kafka. */
#ifndef CD_PROCESSORS_ARTICLE_H
#define CD_PROCESSORS_ARTICLE_H

#include <stdint.h>

#include "base/json_write.h"
#include "processors/message.h"
#include "processors/text/text.h"

struct cd_header {
    struct cd_str name, value; /* value absent: a header without value */
};

/* What the transport hands over; borrowed by the article, kept until it is done.
 * `bytes` is followed by at least CD_RECORD_PADDING readable bytes. */
struct cd_record {
    struct cd_str topic;
    int32_t partition;
    int64_t offset;
    int64_t timestamp_ms;            /* CD_NO_TIME where there is none */
    struct cd_str key;               /* absent: none */
    struct cd_str bytes;             /* absent: a tombstone */
    const struct cd_header *headers; /* in order, repeated names too */
    size_t header_count;
};

#define CD_NO_TIME       INT64_MIN
#define CD_MOST_IDENTITY 512 /* bytes, as JSON, of an id or URL that others name */

/* The fields of an article, each found by the JSON Pointers of "fields.…". */
enum cd_field_name {
    CD_FIELD_ID,
    CD_FIELD_TITLE,
    CD_FIELD_BODY,
    CD_FIELD_URL,
    CD_FIELD_PUBLISHED,
    CD_FIELD_MODIFIED,
    CD_FIELD_LANGUAGE,
    CD_FIELD_SOURCE,
    CD_FIELD_EMBARGOED,
    CD_FIELD_EXPIRES,
    CD_FIELD_PUBSTATUS,
    CD_FIELD_CREATIVE_WORK_STATUS,
    CD_FIELD_CORRECTION,
    CD_FIELD_COUNT
};

enum cd_verdict_kind { CD_UNIQUE, CD_REVISION, CD_EXACT, CD_NEAR };

/* What the ledger's judge said of the article; strings live in the article's arena. */
struct cd_verdict {
    bool known;
    enum cd_verdict_kind kind;
    struct cd_str of; /* the earlier article's id, URL or topic/partition/offset */
    struct cd_str
        cluster; /* the same of the first article of its story; absent: this one */
    /* Where in the input these two stood: topic/partition/offset; absent: not known. */
    struct cd_str of_source, cluster_source;
    double similarity; /* containment, 0 to 1 */
    bool stale;        /* a revision older than the one that was seen before it */
    uint32_t version;  /* a revision: which version of its document; else 1 or 0 */
};

/* A quote (by text/said.h's hash) that ran in an earlier article. */
struct cd_said {
    uint64_t hash;
    struct cd_str id;     /* what `of` would call that article */
    int64_t published_ms; /* CD_NO_TIME: it does not say */
};

/* Where an article goes by the policy for its verdict. */
enum cd_route { CD_ROUTE_OUTPUT, CD_ROUTE_DUPLICATES, CD_ROUTE_DROP };

/* A part of the body that is not the article's: [start, end) bytes of the body. */
struct cd_removed {
    uint32_t start, end;
    const char
        *kind; /* "browser", "newsletter", …; "notice" is kept in the text's place */
    const char *id; /* the lexicon's entry */
};

/* A member of the stamp: what one processor has to say, as JSON. */
struct cd_member {
    const char *name;
    struct cd_str json;
    int droppable; /* 0: stays; else members go in rising order when the stamp is too
                      large */
};

#define CD_MOST_MEMBERS 16
#define CD_MOST_ERRORS  8

struct cd_findings;

struct cd_article {
    struct cd_arena *arena;
    const struct cd_record *record;

    struct cd_value fields[CD_FIELD_COUNT];
    struct cd_str message; /* the JSON object that is stamped: the record's bytes, or what
                            * was made of them where they are not JSON ("format") */
    struct cd_splice splice; /* positions in `message` */
    /* What `of` calls it: id, else URL, else topic/partition/offset; an id or URL of more
     * than CD_MOST_IDENTITY bytes of JSON is passed over. */
    struct cd_str identity;
    struct cd_str language; /* primary subtag, lower case ("en"); absent: not said */
    struct cd_text title, body;
    struct cd_str plain; /* absent: the body is not HTML; else its plain text, which
                          * `body` is the reading of */

    /* What of the body stands on the outlet's pages whatever the article (tokens, in
     * order, not overlapping), and what else archival's `read` has found, which is its
     * own. */
    struct cd_span *furniture;
    uint32_t furniture_count;
    const struct cd_findings *findings;

    /* The deduplicator's fingerprint as a ledger record, ready to append; absent: none */
    struct cd_str fingerprint;
    bool refused; /* the broker does not take it: the ledger is to forget it */
    struct cd_verdict verdict;
    struct cd_said *said; /* with the verdict: quotes that ran before */
    uint32_t said_count;
    enum cd_route route;

    /* Sorted by start, not overlapping; archival fills them, others may read them. */
    struct cd_removed *removed;
    uint32_t removed_count;

    struct cd_member members[CD_MOST_MEMBERS];
    uint32_t member_count;
    struct {
        const char *processor, *text;
    } errors[CD_MOST_ERRORS];
    uint32_t error_count;

    uint32_t next_processor; /* where the chain goes on */
    uint32_t read_by;        /* which of the chain's links have read it; 0: none */
};

/* The bytes of a record's topic/partition/offset at most: Kafka's names of topics have up
 * to 249. */
#define CD_MOST_PLACE 288

/* Appends where in the input a record stood: topic/partition/offset. */
void cd_article_place(struct cd_buf *out, const struct cd_record *record);

/* Adds a member to the stamp, in the order of calls. `json` must live in the arena.
 * A full table is a mistake of the program. */
void cd_article_stamp(struct cd_article *article, const char *name, struct cd_str json,
                      int droppable);

/* Writes the member "first_seen" of a quote into an open object, where the quote of that
 * hash ran before. */
void cd_article_first_seen(const struct cd_article *article, uint64_t hash,
                           struct cd_json *json);

/* Notes a processor's failure that is no reason to reject; kept in the stamp's `errors`.
 * `text` must live in the arena or be static; what is too much is left out. */
void cd_article_error(struct cd_article *article, const char *processor,
                      const char *text);

/* The first header of that name, without regard to case; NULL: none. */
const struct cd_header *cd_article_header(const struct cd_article *article,
                                          const char *name);

#endif
