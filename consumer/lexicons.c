#include "consumer/lexicons.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "processors/dedup/numerals.h"

#define LINE_BYTES 1000 /* the log cuts lines of more than two kilobytes */

/* What has been counted, in the lexicons' order: an entry's patterns stand together. */
struct row {
    const char *id; /* "en.retracted/3": the third pattern of the entry */
    uint64_t hits;
    size_t at;
};

struct rows {
    struct cd_arena arena;
    struct row *list;
    size_t count, room, silent; /* silent: without a hit */
    bool failed;
};

static void keep(void *self, const char *id, uint64_t hits) {
    struct rows *rows = self;
    if (rows->count == rows->room) {
        size_t more = rows->room ? rows->room * 2 : 1024;
        struct row *list = cd_arena_grow(&rows->arena, rows->list,
                                         rows->room * sizeof *list, more * sizeof *list);
        rows->failed |= !list;
        if (!list)
            return;
        rows->list = list;
        rows->room = more;
    }
    const char *copy = cd_arena_copy(&rows->arena, cd_str_of(id)).p;
    rows->failed |= !copy;
    if (!copy)
        return;
    rows->list[rows->count] = (struct row){copy, hits, rows->count};
    rows->count++;
    rows->silent += hits == 0;
}

/* ---- lines ---- */

struct line {
    const struct cd_logger *log;
    const char *head;
    char text[LINE_BYTES];
    size_t len;
};

static void end_line(struct line *line) {
    if (line->len)
        cd_log(line->log, CD_LOG_INFO, "lexicons", "%s: %s", line->head, line->text);
    line->len = 0;
}

static void add_word(struct line *line, const char *word) {
    if (line->len + strlen(word) + sizeof ", " > sizeof line->text)
        end_line(line);
    int n = snprintf(line->text + line->len, sizeof line->text - line->len, "%s%s",
                     line->len ? ", " : "", word);
    line->len += n > 0 ? (size_t)n : 0;
}

/* ---- telling ---- */

static size_t entry_of(const struct row *row) { return strcspn(row->id, "/"); }

static bool of_one_entry(const struct row *a, const struct row *b) {
    size_t len = entry_of(a);
    return len == entry_of(b) && memcmp(a->id, b->id, len) == 0;
}

/* The patterns [first, end) are an entry's: its name, if none of them hit. */
static void tell_silent_entry(struct line *line, const struct row *first,
                              const struct row *end) {
    char name[300];
    bool any = false;
    for (const struct row *row = first; row < end; row++)
        any |= row->hits > 0;
    snprintf(name, sizeof name, "%.*s", (int)entry_of(first), first->id);
    if (!any)
        add_word(line, name);
    for (const struct row *row = first; any && row < end; row++)
        if (row->hits == 0)
            add_word(line, row->id);
}

static void tell_silent(const struct rows *rows, const struct cd_logger *log) {
    struct line line = {.log = log, .head = "without a hit"};
    const struct row *end = rows->list + rows->count;
    for (const struct row *first = rows->list, *next; first < end; first = next) {
        for (next = first + 1; next < end && of_one_entry(first, next);)
            next++;
        tell_silent_entry(&line, first, next);
    }
    end_line(&line);
}

static int most_first(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    if (a->hits != b->hits)
        return a->hits > b->hits ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static void tell_hits(struct rows *rows, const struct cd_logger *log) {
    struct line line = {.log = log, .head = "hits"};
    char word[300];
    qsort(rows->list, rows->count, sizeof *rows->list, most_first);
    for (size_t i = 0; i < rows->count - rows->silent; i++) {
        snprintf(word, sizeof word, "%.250s %" PRIu64, rows->list[i].id,
                 rows->list[i].hits);
        add_word(&line, word);
    }
    end_line(&line);
}

static void tell(struct rows *rows, const struct cd_logger *log, bool last) {
    if (rows->failed)
        cd_log(log, CD_LOG_WARN, "lexicons", "no memory to tell all hits");
    if (rows->count > rows->silent) {
        if (last)
            tell_silent(rows, log);
        tell_hits(rows, log);
        cd_log(log, CD_LOG_INFO, "lexicons", "patterns without a hit: %zu of %zu",
               rows->silent, rows->count);
    }
    cd_arena_done(&rows->arena);
}

void cd_lexicons_tell(const struct cd_chain *chain, const struct cd_logger *log,
                      bool last) {
    struct rows rows = {0};
    cd_chain_hits(chain, &(struct cd_hit_counter){keep, &rows});
    tell(&rows, log, last);
}

/* ---- files ---- */

/* The lexicons of `own` that are none of `still`: one was deleted, or a deployment was
 * caught half-way. */
static void warn_of_gone(const struct cd_logger *log, uint64_t own, uint64_t still) {
    const char *name;
    for (size_t i = 0; (name = cd_lexicon_name(i)); i++)
        if (own & ~still & UINT64_C(1) << i)
            cd_log(log, CD_LOG_WARN, "lexicons",
                   "%s is no more in lexicons.path: the built-in one takes its place",
                   name);
}

void cd_lexicons_tell_files(const struct cd_config *config, const struct cd_logger *log,
                            uint64_t *own) {
    struct line line = {.log = log, .head = "of lexicons.path"};
    const char *name;
    uint64_t found = 0;
    for (size_t i = 0; (name = cd_lexicon_name(i)); i++) {
        if (!cd_lexicon_is_own(config, name))
            continue;
        found |= UINT64_C(1) << i;
        add_word(&line, name);
    }
    if (found)
        end_line(&line);
    else
        cd_log(log, CD_LOG_INFO, "lexicons", "all are built-in ones");
    warn_of_gone(log, *own, found);
    *own = found;
}

/* ---- reading anew ---- */

/* Those that are not put in force would be found faulty only at the next start. */
static int check_fixed(const struct cd_config *config, struct cd_error *err) {
    struct cd_words *words = NULL;
    struct cd_numerals numerals = {0};
    int rc = cd_abbreviations_load(&words, config, err);
    if (rc == CD_OK)
        rc = cd_numerals_load(&numerals, config, err);
    if (rc == CD_OK)
        cd_numerals_done(&numerals);
    cd_words_free(words);
    return rc;
}

void cd_lexicons_reload(struct cd_chain *chain, const struct cd_config *config,
                        const struct cd_logger *log, uint64_t *own) {
    struct cd_error err = {0};
    struct rows rows = {0};
    int rc = check_fixed(config, &err);
    if (rc == CD_OK)
        rc = cd_chain_reload(chain, config, &(struct cd_hit_counter){keep, &rows}, &err);
    if (rc) {
        cd_log(log, CD_LOG_ERROR, "lexicons", "%s; those read before stay in force",
               err.text);
    } else {
        cd_log(log, CD_LOG_INFO, "lexicons",
               "read anew and in force, but for abbreviations.json and numerals.json: by "
               "them the deduplicator reads texts, and what it has seen was read so");
        cd_lexicons_tell_files(config, log, own);
    }
    tell(&rows, log, true);
}
