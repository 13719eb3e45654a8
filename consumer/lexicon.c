/* copydesk lexicon test: tries a lexicon of notices or furniture over articles. Shows
 * each hit with the words around it, then how often each entry hit, so that the noisy
 * ones and the dead ones are seen before the lexicon goes into service. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/command.h"
#include "consumer/files.h"
#include "consumer/paint.h"
#include "processors/archival/notices.h"
#include "processors/input.h"

#define CONTEXT 50 /* bytes on either side of a hit */

struct trial {
    const struct cd_call *call;
    struct cd_config *config;
    char *bytes; /* of the lexicon's file */
    struct cd_lexicon_trial file;
    struct cd_lexicon *lexicon;
    struct cd_input *input;
    struct cd_message_parser *parser;
    struct cd_arena arena;
    uint64_t *hits; /* by pattern */
    uint64_t articles, unusable;
};

/* ---- hits ---- */

static void print_plain(struct cd_str text) {
    cd_paint_line(&(struct cd_paint){.out = stdout}, text);
}

static bool is_inside(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* "…before [hit] after…", where no character is cut. */
static void print_context(struct cd_str bytes, size_t start, size_t end) {
    size_t from = start > CONTEXT ? start - CONTEXT : 0;
    size_t to = bytes.len - end > CONTEXT ? end + CONTEXT : bytes.len;
    while (from < start && is_inside(bytes.p[from]))
        from++;
    while (to < bytes.len && is_inside(bytes.p[to]))
        to++;
    printf("    %s", from ? "…" : "");
    print_plain(cd_str_cut(bytes, from, start));
    putchar('[');
    print_plain(cd_str_cut(bytes, start, end));
    putchar(']');
    print_plain(cd_str_cut(bytes, end, to));
    printf("%s\n", to < bytes.len ? "…" : "");
}

/* Is the pattern a notice's or furniture's of the lexicon under trial? */
static bool is_tried(const struct trial *trial, uint32_t pattern) {
    struct cd_span tried = trial->lexicon->tried;
    return pattern >= tried.first && pattern < tried.end &&
           cd_lexicon_entry(trial->lexicon, pattern)->role <= CD_ROLE_FURNITURE;
}

static void show_hit(struct trial *trial, const struct cd_article *article,
                     const struct cd_finding *found) {
    const struct cd_entry *entry = found->entry;
    if (!is_tried(trial, found->pattern))
        return;
    trial->hits[found->pattern]++;
    const struct cd_text *text = found->in_title ? &article->title : &article->body;
    const struct cd_record *record = article->record;
    printf("%s  %s  %.*s:%" PRId64 " %s\n", entry->id, entry->reason,
           (int)record->topic.len, record->topic.p, record->offset + 1,
           found->in_title ? "title" : "body");
    print_context(text->bytes, text->tokens[found->first].start,
                  text->tokens[found->end - 1].end);
}

static int take_record(void *self, struct cd_record *record) {
    struct trial *trial = self;
    struct cd_error err = {0};
    struct cd_article article = {.arena = &trial->arena, .record = record};
    struct cd_findings findings;
    cd_arena_reset(&trial->arena);
    record->timestamp_ms = CD_NO_TIME;
    trial->articles++;
    int rc = cd_input_read(trial->input, trial->parser, &article, &err);
    if (rc == CD_EMESSAGE) {
        trial->unusable++;
        fprintf(stderr, "%.*s:%" PRId64 ": %s\n", (int)record->topic.len, record->topic.p,
                record->offset + 1, err.text);
        return CD_EXIT_OK;
    }
    if (rc == CD_OK)
        rc = cd_findings_of(trial->lexicon, &trial->arena, &article.title, &article.body,
                            article.language, &findings, &err);
    if (rc)
        return cd_complain(trial->call, cd_exit_for(rc), "%s", err.text);
    for (uint32_t i = 0; i < findings.notice_count; i++)
        show_hit(trial, &article, &findings.notices[i]);
    for (uint32_t i = 0; i < findings.furniture_count; i++)
        show_hit(trial, &article, &findings.furniture[i]);
    return CD_EXIT_OK;
}

/* ---- counts ---- */

/* The patterns of the entry that `first` begins: [first, returned). */
static uint32_t entry_end(const struct cd_lexicon *lexicon, uint32_t first) {
    uint32_t end = first;
    while (end < lexicon->pattern_count &&
           lexicon->patterns[end].entry == lexicon->patterns[first].entry)
        end++;
    return end;
}

static uint64_t sum(const uint64_t *hits, uint32_t first, uint32_t end) {
    uint64_t all = 0;
    while (first < end)
        all += hits[first++];
    return all;
}

/* An entry that hit, with its patterns: a dead one among them shows, too. */
static void print_entry(const struct trial *trial, uint32_t first, uint32_t end) {
    const struct cd_lexicon *lexicon = trial->lexicon;
    printf("%10" PRIu64 "  %s\n", sum(trial->hits, first, end),
           cd_lexicon_entry(lexicon, first)->id);
    for (uint32_t i = first; i < end; i++) {
        printf("%10" PRIu64 "    ", trial->hits[i]);
        print_plain(cd_str_of(lexicon->patterns[i].text));
        putchar('\n');
    }
}

static void print_counts(const struct trial *trial) {
    const struct cd_lexicon *lexicon = trial->lexicon;
    uint32_t dead = 0, count = lexicon->pattern_count, i;
    printf("\n%10s  entry, and each of its patterns\n", "hits");
    for (i = 0; i < count; i = entry_end(lexicon, i))
        if (sum(trial->hits, i, entry_end(lexicon, i)))
            print_entry(trial, i, entry_end(lexicon, i));
    printf("without a hit:");
    for (i = 0; i < count; i = entry_end(lexicon, i)) {
        if (!is_tried(trial, i) || sum(trial->hits, i, entry_end(lexicon, i)))
            continue;
        printf(" %s", cd_lexicon_entry(lexicon, i)->id);
        dead++;
    }
    printf("%s\n%" PRIu64 " articles, %" PRIu64 " of them not usable\n",
           dead ? "" : " none", trial->articles, trial->unusable);
}

/* ---- the whole ---- */

static bool any_language_has(const json_t *root, const char *list) {
    const char *language;
    json_t *json;
    json_object_foreach(json_object_get(root, "languages"), language, json) {
        if (json_object_get(json, list))
            return true;
    }
    return false;
}

/* Which lexicon a file takes the place of, is told by what is in it; one of both kinds,
 * or of which it cannot be told, is taken for notices. The loader says what is wrong. */
static void know_file(struct trial *trial) {
    struct cd_lexicon_trial *file = &trial->file;
    json_t *root = json_loadb(file->bytes.p, file->bytes.len, 0, NULL);
    bool furniture =
        any_language_has(root, "furniture") && !any_language_has(root, "notices");
    json_decref(root);
    file->name = furniture ? "boilerplate.json" : "notices.json";
}

/* All of it up to a zero byte, which is none of JSON's. */
static int read_lexicon(struct trial *trial, const char *name) {
    FILE *file = fopen(name, "r");
    size_t room = 0;
    errno = file ? 0 : errno;
    ssize_t len = file ? getdelim(&trial->bytes, &room, '\0', file) : -1;
    int failed = len < 0 ? errno : 0;
    if (file)
        fclose(file);
    if (failed)
        return cd_complain(trial->call, CD_EXIT_UNAVAILABLE, "%s: %s", name,
                           strerror(failed));
    trial->file.origin = name;
    trial->file.bytes = cd_str_without_mark(
        (struct cd_str){len > 0 ? trial->bytes : "", len > 0 ? (size_t)len : 0});
    know_file(trial);
    return CD_EXIT_OK;
}

static bool is_known_name(const char *file) {
    const char *slash = strrchr(file, '/');
    const char *name = slash ? slash + 1 : file;
    return strcmp(name, "notices.json") == 0 || strcmp(name, "boilerplate.json") == 0;
}

/* The call's configuration, with the lexicons of the folder that the file is in, if that
 * is such a folder. */
static int configure(struct trial *trial, const char *file) {
    struct cd_call call = *trial->call;
    size_t count = 0;
    if (!is_known_name(file))
        return cd_call_config(&call, &trial->config);
    while (call.settings[count])
        count++;
    const char **settings = calloc(count + 2, sizeof *settings);
    char *copy = strdup(file), *path = NULL;
    int rc = CD_EXIT_MEMORY;
    if (settings && copy && asprintf(&path, "lexicons.path=%s", dirname(copy)) >= 0) {
        memcpy(settings, call.settings, count * sizeof *settings);
        settings[count] = path;
        call.settings = settings;
        rc = cd_call_config(&call, &trial->config);
        free(path);
    }
    free(copy);
    free(settings);
    return rc;
}

static int open_trial(struct trial *trial, struct cd_error *err) {
    int rc = cd_input_new(&trial->input, trial->config, err);
    if (rc == CD_OK)
        rc = cd_lexicon_try(&trial->lexicon, trial->config, &trial->file, err);
    if (rc)
        return rc;
    trial->parser = cd_message_parser_new();
    trial->hits = calloc(trial->lexicon->pattern_count + 1, sizeof *trial->hits);
    return trial->parser && trial->hits ? CD_OK : cd_fail_memory(err);
}

static void close_trial(struct trial *trial) {
    free(trial->bytes);
    free(trial->hits);
    cd_message_parser_free(trial->parser);
    cd_lexicon_free(trial->lexicon);
    cd_input_free(trial->input);
    cd_config_free(trial->config);
    cd_arena_done(&trial->arena);
}

static int try_articles(struct trial *trial, const char *const *names) {
    struct cd_error err = {0};
    if (open_trial(trial, &err))
        return cd_complain(trial->call, cd_exit_for(err.code), "%s", err.text);
    const struct cd_files files = {
        .call = trial->call,
        .most = (size_t)cd_config_integer(trial->config, "input.max_bytes"),
        .whole = cd_input_takes_whole_files(trial->input),
        .take = take_record,
        .self = trial};
    int rc = cd_files_walk(&files, names);
    if (rc == CD_EXIT_OK)
        print_counts(trial);
    return rc == CD_EXIT_OK && trial->unusable ? CD_EXIT_FOUND : rc;
}

static int run(const struct cd_call *call) {
    struct trial trial = {.call = call};
    const char *const *operands = call->operands;
    if (!operands[0] || strcmp(operands[0], "test") != 0 || !operands[1])
        return cd_complain(call, CD_EXIT_USAGE,
                           "it takes: test LEXICON [FILE…], where LEXICON has "
                           "notices or furniture in it");
    int rc = read_lexicon(&trial, operands[1]);
    if (rc == CD_EXIT_OK)
        rc = configure(&trial, operands[1]);
    if (rc == CD_EXIT_OK)
        rc = try_articles(&trial, operands + 2);
    close_trial(&trial);
    return rc;
}

const struct cd_command cd_command_lexicon = {
    .name = "lexicon",
    .summary = "tries a lexicon of notices or furniture over articles",
    .about =
        "`lexicon test LEXICON [FILE…]` checks the lexicon (of notices or of\n"
        "furniture, by any name; what is wrong is told by file, line and column, exit "
        "78),\n"
        "looks for its entries in the articles of the files, or of standard input, and\n"
        "prints each hit with the words around it, then how often each entry and each "
        "of\n"
        "its patterns hit, and which entries never did. Exit 1: there were articles that "
        "cannot be used.",
    .operands = "test LEXICON [FILE…]",
    .configured = true,
    .run = run,
};
