/* What the parts of the loader share; private to lexicon.c (files), lexicon_language.c
 * (languages and their lists) and lexicon_entry.c (one entry's members). */
#ifndef CD_ARCHIVAL_LEXICON_LOADER_H
#define CD_ARCHIVAL_LEXICON_LOADER_H

#include <jansson.h>

#include "processors/archival/lexicon.h"
#include "processors/text/words.h"

/* languages / en / notices / 3 / where */
#define CD_LOADER_DEPTH 6

struct cd_loader {
    struct cd_lexicon *lexicon;
    const struct cd_lexicon_trial *trial; /* NULL: none */
    const char *origin;                   /* the file, for messages */
    struct cd_str bytes;                  /* its text, valid JSON */
    uint32_t room;                        /* for entries */
    uint32_t pattern_room;
    struct {
        const char *name; /* NULL: an element of an array */
        size_t index;
    } path[CD_LOADER_DEPTH]; /* what is read now */
    int depth;
    struct cd_words *said; /* patterns of notices, to find those that say two things */
    struct cd_error fault; /* what is wrong with what is read now */
    struct cd_error *err;  /* always `fault`: what goes out is gathered in `told` */
    struct cd_error
        told;        /* the first fault, and behind it as many as there is room for */
    uint32_t untold; /* further ones */
};

/* Takes the fault into what will be told, so that reading may go on: a file's author
 * wants to see them all. Any other code is handed on. */
CD_MUST_USE int cd_loader_tell(struct cd_loader *load, int code);

/* Says what is read now: the member (or element) at this depth. */
void cd_loader_at(struct cd_loader *load, int depth, const char *name, size_t index);

/* Fails with file, line and column of what is read now, `id` and what is wrong. */
CD_MUST_USE int cd_loader_bad(const struct cd_loader *load, const char *id,
                              const char *format, ...) CD_PRINTF(3, 4);

/* The same before a message that is there already. */
void cd_loader_where(const struct cd_loader *load, const char *id, const char *what);

/* Fails at the first member that is none of `known` (NULL-ended). */
CD_MUST_USE int cd_loader_known(struct cd_loader *load, json_t *object,
                                const char *const *known, const char *id);

/* Reads the members of an entry, but for id and patterns. */
CD_MUST_USE int cd_loader_entry(struct cd_loader *load, json_t *json,
                                struct cd_entry *entry);

/* Reads one language of a file. */
CD_MUST_USE int cd_loader_language(struct cd_loader *load, const char *language,
                                   json_t *json);

#endif
