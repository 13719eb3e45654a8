/* The chain without Kafka: articles from files, one thread, one article at a time, and
 * the ledger in process. What `filter`, `show` and `explain` have in common. */
#ifndef CD_CONSUMER_ALONE_H
#define CD_CONSUMER_ALONE_H

#include "consumer/envelope.h"
#include "consumer/files.h"
#include "processors/chain.h"
#include "processors/dedup/ledger.h"
#include "processors/input.h"

struct cd_alone {
    const struct cd_call *call; /* complains */
    struct cd_config *config;
    struct cd_input *input;
    struct cd_chain *chain;
    struct cd_judge *judge; /* NULL: nothing in the chain parks */
    struct cd_message_parser *parser;
    struct cd_envelope envelope;
    bool whole;            /* a file is one article; the caller may set it */
    struct cd_arena arena; /* for an article; the caller resets it */
};

/* The flags by which lines say what a Kafka record would: first rows of a command's. */
#define CD_ALONE_FLAG_ROWS                                                               \
    [CD_ENVELOPE_TIME] =                                                                 \
        {.name = "--timestamp",                                                          \
         .value = "PTR",                                                                 \
         .help = "JSON Pointer to a line's record time: RFC 3339, or ms since 1970"},    \
    [CD_ENVELOPE_HEADERS] = {                                                            \
        .name = "--headers",                                                             \
        .value = "PTR",                                                                  \
        .help = "JSON Pointer to a line's record headers: an object of strings, or of "  \
                "arrays of them for several of one name"}

/* Reads the configuration and makes the chain; what is wrong is said. Returns enum
 * cd_exit. End it with cd_alone_close in any case. */
CD_MUST_USE int cd_alone_open(struct cd_alone *alone, const struct cd_call *call);
void cd_alone_close(struct cd_alone *alone);

/* Walks over the files: see files.h. At the end it warns of flags whose pointer pointed
 * nowhere. */
CD_MUST_USE int cd_alone_walk(struct cd_alone *alone, const char *const *names,
                              int (*take)(void *self, struct cd_record *record),
                              void *self);

/* Reads an article (whose arena is set) from a record; sets the record's time and
 * headers. CD_EMESSAGE: it cannot be used (err->reason); CD_ENOMEM. */
CD_MUST_USE int cd_alone_read(struct cd_alone *alone, struct cd_record *record,
                              struct cd_article *article, struct cd_error *err);

/* Runs the chain to its end, through the ledger: CD_CONTINUE or CD_DIVERT (the article's
 * route says where it goes) or CD_REJECT, where `why->code` other than CD_EMESSAGE is no
 * fault of the article. */
CD_MUST_USE enum cd_step cd_alone_run(struct cd_alone *alone, struct cd_article *article,
                                      struct cd_error *why);

/* Where an article goes by its verdict, in words. */
const char *cd_alone_route(const struct cd_article *article);

/* Says on stderr, an object on a line, why a record cannot be used; where its fault lies
 * elsewhere, complains. CD_EXIT_OK: go on. */
CD_MUST_USE int cd_alone_refuse(struct cd_alone *alone, const struct cd_record *record,
                                const struct cd_error *why);

/* A line on stderr; takes the buffer's text and ends it. */
void cd_alone_say(struct cd_buf *line);

#endif
