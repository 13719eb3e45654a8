/* What a stamp says of an article's text, as spans to be shown: notices, removed parts,
 * quotes with the words that name their speaker and the cue; and who speaks. Dates, which
 * a stamp gives by field, are looked for in the text. */
#ifndef CD_CONSUMER_FOUND_H
#define CD_CONSUMER_FOUND_H

#include <jansson.h>

#include "consumer/marks.h"
#include "processors/archival/dates.h"
#include "processors/article.h"

#define CD_NOTICE_COLOUR     CD_BOLD ";" CD_MAGENTA
#define CD_REMOVED_COLOUR    CD_DIM
#define CD_CORRECTION_COLOUR CD_MAGENTA
#define CD_DATE_COLOUR       CD_CYAN
#define CD_CUE_COLOUR        "4" /* underlined, with the speaker's colour */

#define CD_MOST_SPEAKERS 64 /* further ones share a sign */

struct cd_speaker {
    struct cd_str name, title; /* borrowed from the stamp */
    unsigned quotes;
    const char *sign; /* "1" */
    const char *colour;
};

struct cd_found {
    const struct cd_article *article;
    const struct cd_date_words *dates; /* NULL: they are not looked for */
    struct cd_arena *arena;
    struct cd_text plain;       /* what spans count in, where that is not the body */
    const struct cd_text *text; /* the body, or `plain` */
    struct cd_marks title, body;
    struct cd_speaker speakers[CD_MOST_SPEAKERS]; /* in the order of the text */
    unsigned speaker_count;
    unsigned unnamed, further; /* quotes: without a speaker; of those beyond the most */
    bool failed;               /* private */
};

/* Reads a stamp, whatever it holds: what is not as config/stamp.schema.json has it is
 * left out. `article` and `dates` are the caller's, all else is set. Borrows from all of
 * them and from the article's arena. CD_ENOMEM. */
CD_MUST_USE int cd_found_read(struct cd_found *found, const json_t *stamp,
                              struct cd_error *err);

/* The string that is a member of an object; absent where it is none. */
static inline struct cd_str cd_json_text(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value))
        return (struct cd_str){0};
    return (struct cd_str){json_string_value(value), json_string_length(value)};
}

static inline bool cd_text_is(struct cd_str s, const char *text) {
    return cd_str_eq(s, cd_str_of(text));
}

#endif
