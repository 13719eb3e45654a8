/* The members of an entry. A member that is not what it should be is an error: one that
 * was passed over would look to its author like a guard that does not work. */
#include <stdlib.h>

#include "processors/archival/lexicon_loader.h"

#define MEMBER_DEPTH 4
#define MOST_NUMBER  999999

static json_t *member_of(struct cd_loader *load, json_t *json, const char *member) {
    json_t *value = json_object_get(json, member);
    if (value)
        cd_loader_at(load, MEMBER_DEPTH, member, 0);
    return value;
}

/* "“where” is none of any, title, head": `names` is NULL-ended. */
static int none_of(struct cd_loader *load, const char *id, const char *member,
                   const char *const *names) {
    char list[400];
    size_t len = 0;
    list[0] = 0;
    for (; *names && len < sizeof list; names++)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len ? ", " : "",
                                *names);
    return cd_loader_bad(load, id, "\"%s\" is none of: %s", member, list);
}

static bool is_one_of(const char *text, const char *const *names) {
    while (*names && strcmp(*names, text) != 0)
        names++;
    return *names;
}

/* The number of a member's string among `names` (NULL-ended); 0 where it is not there. */
static int set_choice(struct cd_loader *load, json_t *json, const struct cd_entry *entry,
                      const char *const *names, int *out) {
    json_t *value = member_of(load, json, names[0]);
    *out = 0;
    if (!value)
        return CD_OK;
    for (int i = 1; names[i]; i++) {
        *out = i - 1;
        if (json_is_string(value) && strcmp(json_string_value(value), names[i]) == 0)
            return CD_OK;
    }
    return none_of(load, entry->id, names[0], names + 1);
}

/* The member's name goes first. */
static int set_choices(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    static const char *const wheres[] = {"where", "any",   "title", "head",
                                         "tail",  "edges", "ends",  NULL};
    static const char *const anchors[] = {"anchor", "paragraph", "sentence", "inside",
                                          NULL};
    static const char *const extents[] = {"span",  "paragraph", "sentence", "line",
                                          "parts", "section",   NULL};
    int where, anchor, extent;
    int code = set_choice(load, json, entry, wheres, &where);
    if (!code)
        code = set_choice(load, json, entry, anchors, &anchor);
    if (!code)
        code = set_choice(load, json, entry, extents, &extent);
    if (code)
        return code;
    entry->where = (enum cd_where)where;
    entry->anchor = (enum cd_anchor)anchor;
    entry->extent = (enum cd_extent)extent;
    return CD_OK;
}

static int set_flag(struct cd_loader *load, json_t *json, const struct cd_entry *entry,
                    const char *member, bool *out) {
    json_t *value = member_of(load, json, member);
    *out = json_is_true(value);
    if (!value || json_is_boolean(value))
        return CD_OK;
    return cd_loader_bad(load, entry->id, "\"%s\" is neither true nor false", member);
}

static int set_flags(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    int code = set_flag(load, json, entry, "cue", &entry->needs_cue);
    if (!code)
        code = set_flag(load, json, entry, "bracketed", &entry->bracketed);
    if (!code)
        code = set_flag(load, json, entry, "keep", &entry->keep);
    if (!code)
        code = set_flag(load, json, entry, "upper", &entry->upper);
    if (!code)
        code = set_flag(load, json, entry, "told", &entry->told);
    return code ? code : set_flag(load, json, entry, "capital", &entry->capital);
}

/* A member that is a number above 0 and sensible; `missing` where it is not there. */
static int set_number(struct cd_loader *load, json_t *json, const char *member,
                      uint32_t missing, uint32_t *out) {
    json_t *value = member_of(load, json, member);
    *out = value ? (uint32_t)json_integer_value(value) : missing;
    if (!value || (json_is_integer(value) && json_integer_value(value) > 0 &&
                   json_integer_value(value) <= MOST_NUMBER))
        return CD_OK;
    const char *id = json_string_value(json_object_get(json, "id"));
    return cd_loader_bad(load, id, "\"%s\" is no whole number from 1 to %d", member,
                         MOST_NUMBER);
}

static int set_numbers(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    uint32_t words = entry->role == CD_ROLE_FURNITURE ? 60 : 0;
    int code = set_number(load, json, "words", words, &entry->words);
    if (!code)
        code = set_number(load, json, "within", 0, &entry->within);
    return code ? code : set_number(load, json, "most", 0, &entry->most);
}

/* A string that must be there. */
static int wanted_string(struct cd_loader *load, json_t *json,
                         const struct cd_entry *entry, const char *member) {
    load->depth = MEMBER_DEPTH; /* the entry itself, where it has no such member */
    json_t *value = member_of(load, json, member);
    if (!value)
        return cd_loader_bad(load, entry->id, "no \"%s\"", member);
    if (!json_is_string(value))
        return cd_loader_bad(load, entry->id, "\"%s\" is not a string", member);
    if (json_string_length(value) == 0)
        return cd_loader_bad(load, entry->id, "\"%s\" is empty", member);
    return CD_OK;
}

/* What stamps say; a reader may rely on there being no others. A new one goes in here. */
static const char *const reasons[] = {"age_notice",
                                      "clarification",
                                      "content_outdated",
                                      "correction",
                                      "embargo",
                                      "expired",
                                      "gov_archive",
                                      "historical",
                                      "kill",
                                      "newer_version",
                                      "no_longer_updated",
                                      "print_archive",
                                      "publisher_archive",
                                      "removed",
                                      "replaced",
                                      "retraction",
                                      "update_note",
                                      "web_archive",
                                      NULL};
static const char *const kinds[] = {
    "ad",     "browser",    "comments", "contact",   "cookie",   "credit",
    "legal",  "newsletter", "page",     "player",    "readmore", "republish",
    "rights", "share",      "social",   "subscribe", NULL};

static int set_reason(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    bool notice = entry->role == CD_ROLE_NOTICE;
    const char *member = notice ? "reason" : "kind";
    const char *const *known = notice ? reasons : kinds;
    int code = wanted_string(load, json, entry, member);
    if (code)
        return code;
    const char *reason = json_string_value(json_object_get(json, member));
    if (!is_one_of(reason, known))
        return none_of(load, entry->id, member, known);
    entry->reason = cd_arena_copy(&load->lexicon->arena, cd_str_of(reason)).p;
    return entry->reason ? CD_OK : cd_fail_memory(load->err);
}

/* Status and reason of a notice, or kind of furniture, and the source. */
static int set_meaning(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    int code = wanted_string(load, json, entry, "source");
    if (!code)
        code = set_reason(load, json, entry);
    if (code || entry->role != CD_ROLE_NOTICE)
        return code;
    code = wanted_string(load, json, entry, "status");
    if (code)
        return code;
    const char *status = json_string_value(json_object_get(json, "status"));
    if (cd_status_of(cd_str_of(status), &entry->status) &&
        entry->status != CD_STATUS_CURRENT)
        return CD_OK;
    const char *statuses[CD_STATUS_CURRENT + 1] = {NULL};
    for (int i = 0; i < CD_STATUS_CURRENT; i++)
        statuses[i] = cd_status_name((enum cd_status)i);
    return none_of(load, entry->id, "status", statuses);
}

/* Members that could do nothing together: furniture is judged before sentences are
 * searched inside, and only a label that stands alone heads a section. */
static int check_pairs(struct cd_loader *load, json_t *json,
                       const struct cd_entry *entry) {
    if (entry->role == CD_ROLE_FURNITURE && entry->anchor == CD_ANCHOR_INSIDE) {
        member_of(load, json, "anchor");
        return cd_loader_bad(load, entry->id, "furniture is never \"inside\"");
    }
    if (entry->extent == CD_EXTENT_SECTION && !entry->needs_cue) {
        member_of(load, json, "span");
        return cd_loader_bad(load, entry->id, "\"section\" is of labels with \"cue\"");
    }
    return CD_OK;
}

int cd_loader_entry(struct cd_loader *load, json_t *json, struct cd_entry *entry) {
    static const char *const notice[] = {
        "id",    "status", "reason",    "where",    "anchor",  "span",
        "cue",   "keep",   "bracketed", "upper",    "capital", "told",
        "words", "within", "most",      "patterns", "source",  NULL};
    static const char *const furniture[] = {
        "id",    "kind",    "where", "anchor", "span", "cue",      "keep",   "bracketed",
        "upper", "capital", "words", "within", "most", "patterns", "source", NULL};
    const char *const *known = entry->role == CD_ROLE_NOTICE ? notice : furniture;
    int code = cd_loader_known(load, json, known, entry->id);
    if (!code)
        code = set_choices(load, json, entry);
    if (!code)
        code = set_flags(load, json, entry);
    if (!code)
        code = check_pairs(load, json, entry);
    if (!code)
        code = set_numbers(load, json, entry);
    return code ? code : set_meaning(load, json, entry);
}
