/* The lexicons of notices and furniture, loaded and checked at start:
 * lexicons/notices.json and lexicons/boilerplate.json, one form for both
 * (config/README.md#lexicons). All their patterns are in two collections: what stands at
 * the beginning of a sentence, and what may stand inside one. */
#ifndef CD_ARCHIVAL_LEXICON_H
#define CD_ARCHIVAL_LEXICON_H

#include "config/config.h"
#include "processors/archival/dates.h"
#include "processors/status.h"
#include "processors/text/pattern.h"

const char *cd_status_name(enum cd_status status);

/* CD_STATUS_CURRENT and false for a name that is none. */
bool cd_status_of(struct cd_str name, enum cd_status *out);

/* What a pattern is for. All but the first two only help to judge those. */
enum cd_role {
    CD_ROLE_NOTICE,    /* says something about the article's status */
    CD_ROLE_FURNITURE, /* is of the page, not of the article */
    CD_ROLE_PREFIX,    /* stands before notices: "Editor's note:" */
    CD_ROLE_CUE,       /* tells that a label or sentence is about this article */
    CD_ROLE_DENIAL,    /* right behind a label: it is no label after all */
    CD_ROLE_REPORTED,  /* ends a sentence of which somebody else is the speaker */
    CD_ROLE_OWN,       /* looks like that, and the publisher is the speaker */
    CD_ROLE_ADDRESS,   /* speaks to those who have the article: "please", "do not use" */
    CD_ROLE_CONTRAST, /* what is right and what was wrong: "…, not …", "instead of" */
    CD_ROLE_EXCEPTION, /* begins like a notice or furniture and is none */
};

enum cd_where {
    CD_WHERE_ANY,
    CD_WHERE_TITLE,
    CD_WHERE_HEAD,  /* the first paragraphs */
    CD_WHERE_TAIL,  /* the last ones */
    CD_WHERE_EDGES, /* either */
    CD_WHERE_ENDS,  /* it opens the first or the last one */
};

enum cd_anchor { CD_ANCHOR_PARAGRAPH, CD_ANCHOR_SENTENCE, CD_ANCHOR_INSIDE };

/* What belongs to it. */
enum cd_extent {
    CD_EXTENT_PARAGRAPH,
    CD_EXTENT_SENTENCE,
    CD_EXTENT_LINE,
    CD_EXTENT_PARTS,   /* furniture: its sentence, and those behind it that are, too */
    CD_EXTENT_SECTION, /* a label of several: the paragraphs below it */
};

struct cd_entry {
    const char *id;       /* "en.archived-article" */
    const char *language; /* "en"; "" where it is of none */
    enum cd_role role;
    enum cd_status status; /* of a notice */
    const char *reason;    /* of a notice; of furniture its kind */
    enum cd_where where;
    enum cd_anchor anchor;
    enum cd_extent extent;
    bool needs_cue;  /* a label: counts only with a second sign beside it */
    bool bracketed;  /* counts only in brackets */
    bool keep;       /* stays in the article's text, being news itself */
    bool capital;    /* what follows it begins with a capital, as headlines do */
    bool upper;      /* it is written in capitals, as agencies' labels are */
    bool told;       /* news would tell it of others: who has withdrawn what */
    uint32_t words;  /* furniture: the most words it may have; a notice: its paragraph */
    uint32_t within; /* inside a sentence: this many words may stand before it; 0: any */
    uint32_t most;   /* numbers in it are not above this; 0: any */
};

/* One of an entry's patterns; what hits is counted by it. */
struct cd_entry_pattern {
    uint32_t entry;   /* index among the entries */
    uint32_t number;  /* in its entry, from 1 */
    const char *text; /* as written */
};

/* A web archive, known by its host's name or a parent of it. */
struct cd_web_archive {
    const char *name, *reason;
    const char *path; /* its captures' paths begin so; NULL: all of the host is one */
};

struct cd_lexicon {
    struct cd_arena arena;
    struct cd_date_words *date_words;
    struct cd_patterns *starts, *inside, *helpers;
    struct cd_entry *entries;
    uint32_t entry_count;
    struct cd_entry_pattern *patterns; /* by the value that a match has */
    uint32_t pattern_count;
    struct cd_span tried; /* the patterns of a lexicon on trial */
    struct cd_web_archive *archives;
    uint32_t archive_count;
    struct cd_words *archive_hosts; /* hash of a host's name → index in `archives` */
    struct cd_words *archive_names; /* "wayback": hash of such a name → 0 */
};

/* Reads months.json, notices.json and boilerplate.json. CD_EUSAGE names file, entry and
 * column; CD_ENOMEM. Free with cd_lexicon_free (NULL allowed). */
CD_MUST_USE int cd_lexicon_new(struct cd_lexicon **out, const struct cd_config *config,
                               struct cd_error *err);

/* A lexicon on trial, in place of the file of that name ("notices.json"). */
struct cd_lexicon_trial {
    const char *name, *origin; /* `origin`: what errors call it */
    struct cd_str bytes;
};

/* The same with `trial`; it is not needed afterwards. */
CD_MUST_USE int cd_lexicon_try(struct cd_lexicon **out, const struct cd_config *config,
                               const struct cd_lexicon_trial *trial,
                               struct cd_error *err);
void cd_lexicon_free(struct cd_lexicon *lexicon);

/* The entry whose pattern gave a match this value. */
static inline const struct cd_entry *cd_lexicon_entry(const struct cd_lexicon *lexicon,
                                                      uint32_t value) {
    return &lexicon->entries[lexicon->patterns[value].entry];
}

/* The archive of this host or its nearest known parent; NULL: it is none's. */
const struct cd_web_archive *cd_lexicon_archive(const struct cd_lexicon *lexicon,
                                                struct cd_str host);

/* Is it a name that archives give their hosts and paths ("wayback")? Case is ignored. */
bool cd_lexicon_names_archive(const struct cd_lexicon *lexicon, struct cd_str name);

#endif
