/* What the readers of signals share; private to signals.c (fields), signal_headers.c and
 * captures.c (the URL). */
#ifndef CD_ARCHIVAL_SIGNAL_READER_H
#define CD_ARCHIVAL_SIGNAL_READER_H

#include "processors/archival/signals.h"

struct cd_signal_reader {
    struct cd_signals *signals;
    struct cd_ages *ages;
    const struct cd_article *article;
    const struct cd_lexicon *lexicon;
};

/* Keeps the status if it is stronger than what was said before. */
void cd_signal_say(struct cd_signal_reader *r, enum cd_status status, const char *reason,
                   struct cd_signal signal);

/* When a web archive captured the article; of several the first that is a date. False:
 * `text` is none, which date_issues tells. */
bool cd_signal_captured(struct cd_signal_reader *r, struct cd_str text);

static inline int64_t cd_signal_clock(const struct cd_signal_reader *r) {
    return r->article->record->timestamp_ms;
}

struct cd_str cd_signal_trim(struct cd_str s);

/* The place of `needle` in `s` at or behind `from`, without regard to case; s.len where
 * it is not. */
size_t cd_signal_find(struct cd_str s, const char *needle, size_t from);

/* The headers of the record, Memento's and the robots'. */
void cd_signal_headers(struct cd_signal_reader *r);

/* The form of its URL. CD_ENOMEM. */
CD_MUST_USE int cd_signal_capture(struct cd_signal_reader *r, struct cd_error *err);

#endif
