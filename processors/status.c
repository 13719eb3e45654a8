#include "processors/status.h"

#include <strings.h>

#include "processors/json_text.h"

#define MOST_DEPTH 4 /* of arrays and terms within each other */

/* "stat:canceled", "http://cv.iptc.org/newscodes/pubstatusg2/canceled",
 * "https://schema.org/Archived": the name itself is what counts. */
static struct cd_str last_part(struct cd_str s) {
    while (s.len && (unsigned char)s.p[s.len - 1] <= ' ')
        s.len--;
    size_t start = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.p[i] == ':' || s.p[i] == '/' || s.p[i] == '#' ||
            (i == start && (unsigned char)s.p[i] <= ' '))
            start = i + 1;
    return cd_str_cut(s, start, s.len);
}

static enum cd_status status_of_word(struct cd_str text) {
    static const struct {
        const char *word;
        enum cd_status status;
    } words[] = {
        {"withheld", CD_STATUS_WITHHELD},    {"withhold", CD_STATUS_WITHHELD},
        {"canceled", CD_STATUS_RETRACTED},   {"cancelled", CD_STATUS_RETRACTED},
        {"killed", CD_STATUS_RETRACTED},     {"kill", CD_STATUS_RETRACTED},
        {"retracted", CD_STATUS_RETRACTED},  {"withdrawn", CD_STATUS_RETRACTED},
        {"retraction", CD_STATUS_RETRACTED}, {"withdrawal", CD_STATUS_RETRACTED},
        {"removed", CD_STATUS_RETRACTED},    {"deleted", CD_STATUS_RETRACTED},
        {"embargoed", CD_STATUS_EMBARGOED},  {"embargo", CD_STATUS_EMBARGOED},
        {"expired", CD_STATUS_EXPIRED},      {"superseded", CD_STATUS_SUPERSEDED},
        {"replaced", CD_STATUS_SUPERSEDED},  {"archived", CD_STATUS_ARCHIVED},
        {"archive", CD_STATUS_ARCHIVED},     {"obsolete", CD_STATUS_OUTDATED},
        {"outdated", CD_STATUS_OUTDATED},    {"deprecated", CD_STATUS_OUTDATED},
        {"corrected", CD_STATUS_CORRECTED},  {"correction", CD_STATUS_CORRECTED},
    };
    struct cd_str word = last_part(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.len == strlen(words[i].word) &&
            strncasecmp(word.p, words[i].word, word.len) == 0)
            return words[i].status;
    return CD_STATUS_CURRENT;
}

/* The members that name a term: schema.org's DefinedTerm, NewsML's and ninjs' codes. */
static bool names_term(struct cd_str json, struct cd_json_item item) {
    static const char *const names[] = {"name", "termCode", "code",  "qcode",
                                        "@id",  "uri",      "@value"};
    struct cd_str name = cd_str_cut(json, item.start + 1, item.value);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (name.len > n && name.p[n] == '"' && memcmp(name.p, names[i], n) == 0)
            return true;
    }
    return false;
}

/* The strongest of what stands in the JSON value at `at`. An escape within a word makes
 * it none that is known; one before it ("\/") is cut off with the rest. */
static enum cd_status status_of_json(struct cd_str json, size_t at, int depth) {
    enum cd_status strongest = CD_STATUS_CURRENT;
    struct cd_json_item item;
    if (json.p[at] == '"')
        return status_of_word(cd_str_cut(json, at + 1, cd_json_value_end(json, at) - 1));
    if (depth == MOST_DEPTH || (json.p[at] != '{' && json.p[at] != '['))
        return strongest;
    struct cd_json_cursor cursor = cd_json_enter(json, at);
    while (cd_json_next(&cursor, &item)) {
        if (cursor.object && !names_term(json, item))
            continue;
        enum cd_status status = status_of_json(json, item.value, depth + 1);
        strongest = status < strongest ? status : strongest;
    }
    return strongest;
}

enum cd_status cd_status_of_value(const struct cd_value *value) {
    if (value->kind == CD_VALUE_STRING)
        return status_of_word(value->text);
    if (value->kind == CD_VALUE_OTHER)
        return status_of_json(value->text, 0, 0);
    return CD_STATUS_CURRENT;
}

bool cd_status_kills(const struct cd_article *article) {
    return cd_status_of_value(&article->fields[CD_FIELD_PUBSTATUS]) <=
               CD_STATUS_RETRACTED ||
           cd_status_of_value(&article->fields[CD_FIELD_CREATIVE_WORK_STATUS]) <=
               CD_STATUS_RETRACTED;
}
