/* jansson reads the file: lexicons are read at start and on reload, never on an article's
 * way. */
#include "processors/text/word_file.h"
#include "processors/text/sentences.h"

#include <jansson.h>

static int read_rows(const char *name, const json_t *rows, cd_row_reader *read,
                     void *context, struct cd_error *err) {
    if (!json_is_array(rows) || json_array_size(rows) == 0)
        return cd_fail(err, CD_EUSAGE, NULL, "/words/%s: not an array of rows", name);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        struct cd_str left = {json_string_value(row), json_string_length(row)};
        struct cd_str all = left;
        if (!cd_row_word(&left).p)
            return cd_fail(err, CD_EUSAGE, NULL, "/words/%s/%zu: not a row of words",
                           name, i);
        int rc = read(context, name, all, err);
        if (rc) {
            cd_error_where(err, "/words/%s/%zu", name, i);
            return rc;
        }
    }
    return CD_OK;
}

static int read_file(struct cd_str bytes, cd_row_reader *read, void *context,
                     struct cd_error *err) {
    json_error_t why;
    json_t *root = json_loadb(bytes.p, bytes.len, JSON_REJECT_DUPLICATES, &why);
    if (!root)
        return cd_fail(err, CD_EUSAGE, NULL, "line %d: %s", why.line, why.text);
    int rc = CD_OK;
    json_t *words = json_object_get(root, "words");
    const char *source = json_string_value(json_object_get(root, "source"));
    if (!source || !*source)
        rc = cd_fail(err, CD_EUSAGE, NULL, "/source: a lexicon says where it is from");
    else if (!json_is_object(words))
        rc = cd_fail(err, CD_EUSAGE, NULL, "/words: not an object");
    else if (json_object_size(words) == 0)
        rc = cd_fail(err, CD_EUSAGE, NULL, "/words: there is nothing in this lexicon");
    const char *name;
    json_t *rows;
    json_object_foreach(words, name, rows) {
        if (rc == CD_OK)
            rc = read_rows(name, rows, read, context, err);
    }
    json_decref(root);
    return rc;
}

int cd_word_file_read(const struct cd_config *config, const char *file,
                      cd_row_reader *read, void *context, struct cd_error *err) {
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_str bytes;
    const char *origin = NULL;
    int rc = cd_lexicon_read(config, file, &arena, &bytes, &origin, err);
    if (rc == CD_OK) {
        rc = read_file(bytes, read, context, err);
        if (rc)
            cd_error_where(err, "%s", origin);
    }
    cd_arena_done(&arena);
    return rc;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct cd_str cd_row_word(struct cd_str *row) {
    size_t start = 0;
    while (start < row->len && is_space(row->p[start]))
        start++;
    size_t end = start;
    while (end < row->len && !is_space(row->p[end]))
        end++;
    if (start == end)
        return (struct cd_str){0};
    struct cd_str word = cd_str_cut(*row, start, end);
    *row = cd_str_cut(*row, end, row->len);
    return word;
}

static int add_abbreviations(void *context, const char *name, struct cd_str row,
                             struct cd_error *err) {
    int class = strcmp(name, "abbreviation") == 0 ? CD_ABBREVIATION
                : strcmp(name, "number") == 0     ? CD_ABBREVIATION_NUMBER
                : strcmp(name, "capital") == 0    ? CD_ABBREVIATION_CAPITAL
                : strcmp(name, "month") == 0      ? CD_ABBREVIATION_MONTH
                                                  : 0;
    if (!class)
        return cd_fail(err, CD_EUSAGE, NULL, "not a class of abbreviations");
    for (struct cd_str word = cd_row_word(&row); word.p; word = cd_row_word(&row))
        if (cd_words_add(context, cd_word_hash(word), class))
            return cd_fail_memory(err);
    return CD_OK;
}

int cd_abbreviations_load(struct cd_words **out, const struct cd_config *config,
                          struct cd_error *err) {
    struct cd_words *words = cd_words_new();
    if (!words)
        return cd_fail_memory(err);
    int rc =
        cd_word_file_read(config, "abbreviations.json", add_abbreviations, words, err);
    if (rc) {
        cd_words_free(words);
        words = NULL;
    }
    *out = words;
    return rc;
}
