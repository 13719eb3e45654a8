#include "processors/status.h"

#include <strings.h>

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

enum cd_status cd_status_of_value(const struct cd_value *value) {
    static const struct {
        const char *word;
        enum cd_status status;
    } words[] = {
        {"withheld", CD_STATUS_WITHHELD},   {"withhold", CD_STATUS_WITHHELD},
        {"canceled", CD_STATUS_RETRACTED},  {"cancelled", CD_STATUS_RETRACTED},
        {"killed", CD_STATUS_RETRACTED},    {"kill", CD_STATUS_RETRACTED},
        {"retracted", CD_STATUS_RETRACTED}, {"withdrawn", CD_STATUS_RETRACTED},
        {"removed", CD_STATUS_RETRACTED},   {"deleted", CD_STATUS_RETRACTED},
        {"embargoed", CD_STATUS_EMBARGOED}, {"embargo", CD_STATUS_EMBARGOED},
        {"expired", CD_STATUS_EXPIRED},     {"superseded", CD_STATUS_SUPERSEDED},
        {"replaced", CD_STATUS_SUPERSEDED}, {"archived", CD_STATUS_ARCHIVED},
        {"archive", CD_STATUS_ARCHIVED},    {"obsolete", CD_STATUS_OUTDATED},
        {"outdated", CD_STATUS_OUTDATED},   {"deprecated", CD_STATUS_OUTDATED},
        {"corrected", CD_STATUS_CORRECTED}, {"correction", CD_STATUS_CORRECTED},
    };
    if (value->kind != CD_VALUE_STRING)
        return CD_STATUS_CURRENT;
    struct cd_str word = last_part(value->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.len == strlen(words[i].word) &&
            strncasecmp(word.p, words[i].word, word.len) == 0)
            return words[i].status;
    return CD_STATUS_CURRENT;
}

bool cd_status_kills(const struct cd_article *article) {
    return cd_status_of_value(&article->fields[CD_FIELD_PUBSTATUS]) <=
               CD_STATUS_RETRACTED ||
           cd_status_of_value(&article->fields[CD_FIELD_CREATIVE_WORK_STATUS]) <=
               CD_STATUS_RETRACTED;
}
