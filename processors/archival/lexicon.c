/* Reads the lexicons. Whatever is not as it should be is an error that says where: a
 * lexicon is written by people who know news, and a silently dropped pattern would look
 * to them like one that never fires. */
#include "processors/archival/lexicon.h"

#include <jansson.h>
#include <stdlib.h>
#include <strings.h>

struct loader {
    struct cd_lexicon *lexicon;
    const char *origin;
    uint32_t room; /* entries */
    struct cd_error *err;
};

static const char *const status_names[] = {
    "withheld", "retracted", "embargoed", "expired", "superseded",
    "archived", "outdated",  "corrected", "updated", "current",
};

const char *cd_status_name(enum cd_status status) { return status_names[status]; }

bool cd_status_of(struct cd_str name, enum cd_status *out) {
    for (int i = 0; i <= CD_STATUS_CURRENT; i++) {
        if (cd_str_eq(name, cd_str_of(status_names[i]))) {
            *out = (enum cd_status)i;
            return true;
        }
    }
    *out = CD_STATUS_CURRENT;
    return false;
}

/* ---- Members of an entry ---- */

static int bad(const struct loader *load, const char *id, const char *what) {
    return cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s: %s: %s", load->origin, id,
                   what);
}

/* The number of a member's string among `names` (NULL-ended); `missing` where it is not
 * there; -1 having failed. */
static int choice_of(const struct loader *load, const char *id, json_t *entry,
                     const char *member, const char *const *names) {
    json_t *value = json_object_get(entry, member);
    if (!value)
        return 0;
    for (int i = 0; names[i]; i++)
        if (json_is_string(value) && strcmp(json_string_value(value), names[i]) == 0)
            return i;
    char what[96];
    snprintf(what, sizeof what, "\"%s\" is none of its values", member);
    bad(load, id, what);
    return -1;
}

static const char *keep_string(const struct loader *load, json_t *value) {
    return cd_arena_copy(&load->lexicon->arena, cd_str_of(json_string_value(value))).p;
}

static int set_choices(const struct loader *load, json_t *json, struct cd_entry *entry) {
    static const char *const wheres[] = {"any", "title", "head", "tail", "edges", NULL};
    static const char *const anchors[] = {"paragraph", "sentence", "inside", NULL};
    static const char *const extents[] = {"paragraph", "sentence", "line", NULL};
    int where = choice_of(load, entry->id, json, "where", wheres);
    int anchor = choice_of(load, entry->id, json, "anchor", anchors);
    int extent = choice_of(load, entry->id, json, "span", extents);
    if (where < 0 || anchor < 0 || extent < 0)
        return CD_EUSAGE;
    entry->where = (enum cd_where)where;
    entry->anchor = (enum cd_anchor)anchor;
    entry->extent = (enum cd_extent)extent;
    entry->needs_cue = json_is_true(json_object_get(json, "cue"));
    entry->bracketed = json_is_true(json_object_get(json, "bracketed"));
    entry->keep = json_is_true(json_object_get(json, "keep"));
    entry->capital = json_is_true(json_object_get(json, "capital"));
    return CD_OK;
}

/* A member that is a number above 0; `missing` where it is not there. */
static int set_number(const struct loader *load, json_t *json,
                      const struct cd_entry *entry, const char *member, uint32_t missing,
                      uint32_t *out) {
    json_t *value = json_object_get(json, member);
    *out = value ? (uint32_t)json_integer_value(value) : missing;
    if (!value || (json_is_integer(value) && json_integer_value(value) > 0 &&
                   json_integer_value(value) < 1000000))
        return CD_OK;
    char what[96];
    snprintf(what, sizeof what, "\"%s\" is not a number above 0", member);
    return bad(load, entry->id, what);
}

static int set_numbers(const struct loader *load, json_t *json, struct cd_entry *entry) {
    int code = set_number(load, json, entry, "words", 60, &entry->words);
    if (!code)
        code = set_number(load, json, entry, "within", 0, &entry->within);
    return code ? code : set_number(load, json, entry, "most", 0, &entry->most);
}

/* Status and reason of a notice, or kind and size of furniture. */
static int set_meaning(const struct loader *load, json_t *json, struct cd_entry *entry) {
    bool notice = entry->role == CD_ROLE_NOTICE;
    json_t *reason = json_object_get(json, notice ? "reason" : "kind");
    const char *status = json_string_value(json_object_get(json, "status"));
    if (!json_is_string(reason))
        return bad(load, entry->id, notice ? "no \"reason\"" : "no \"kind\"");
    if (notice && !cd_status_of(cd_str_of(status), &entry->status))
        return bad(load, entry->id, "\"status\" is none that there is");
    if (!json_is_string(json_object_get(json, "source")))
        return bad(load, entry->id, "no \"source\"");
    entry->reason = keep_string(load, reason);
    return entry->reason ? CD_OK : cd_fail_memory(load->err);
}

static int unknown_member(const struct loader *load, json_t *json, const char *id) {
    static const char *const known[] = {
        "id",     "status", "reason",    "kind",   "where",   "anchor",
        "span",   "cue",    "bracketed", "keep",   "capital", "words",
        "within", "most",   "patterns",  "source", NULL};
    const char *name;
    json_t *value;
    json_object_foreach(json, name, value) {
        int i = 0;
        while (known[i] && strcmp(known[i], name) != 0)
            i++;
        if (!known[i]) {
            char what[96];
            snprintf(what, sizeof what, "\"%.40s\" is no member of an entry", name);
            return bad(load, id, what);
        }
    }
    return CD_OK;
}

/* ---- Entries ---- */

static struct cd_patterns *collection_of(const struct cd_lexicon *lexicon,
                                         const struct cd_entry *entry) {
    switch (entry->role) {
        case CD_ROLE_CUE:
        case CD_ROLE_DENIAL:
        case CD_ROLE_REPORTED:
        case CD_ROLE_OWN:
            return lexicon->helpers;
        case CD_ROLE_NOTICE:
        case CD_ROLE_FURNITURE:
        case CD_ROLE_PREFIX:
        case CD_ROLE_EXCEPTION:
            break;
    }
    return entry->anchor == CD_ANCHOR_INSIDE ? lexicon->inside : lexicon->starts;
}

static int add_patterns(const struct loader *load, json_t *patterns, const char *scope,
                        const struct cd_entry *entry, uint32_t value) {
    struct cd_patterns *to = collection_of(load->lexicon, entry);
    size_t i;
    json_t *pattern;
    if (json_array_size(patterns) == 0)
        return bad(load, entry->id, "no \"patterns\"");
    json_array_foreach(patterns, i, pattern) {
        if (!json_is_string(pattern))
            return bad(load, entry->id, "a pattern is not a string");
        int code =
            cd_patterns_add(to, scope, json_string_value(pattern), value, load->err);
        if (code) {
            cd_error_where(load->err, "%s: %s: pattern %zu", load->origin, entry->id,
                           i + 1);
            return code;
        }
    }
    return CD_OK;
}

static int append_entry(struct loader *load, const struct cd_entry *entry) {
    struct cd_lexicon *lexicon = load->lexicon;
    if (lexicon->entry_count == load->room) {
        uint32_t more = load->room ? load->room * 2 : 256;
        struct cd_entry *entries =
            cd_arena_grow(&lexicon->arena, lexicon->entries, load->room * sizeof *entries,
                          more * sizeof *entries);
        if (!entries)
            return cd_fail_memory(load->err);
        lexicon->entries = entries;
        load->room = more;
    }
    lexicon->entries[lexicon->entry_count++] = *entry;
    return CD_OK;
}

static bool id_is_taken(const struct cd_lexicon *lexicon, const char *id) {
    for (uint32_t i = 0; i < lexicon->entry_count; i++)
        if (strcmp(lexicon->entries[i].id, id) == 0)
            return true;
    return false;
}

/* A notice or a piece of furniture. */
static int add_entry(struct loader *load, json_t *json, const char *scope,
                     const char *language, enum cd_role role) {
    struct cd_entry entry = {.language = language, .role = role};
    json_t *id = json_object_get(json, "id");
    if (!json_is_string(id))
        return bad(load, language, "an entry without \"id\"");
    entry.id = keep_string(load, id);
    if (!entry.id)
        return cd_fail_memory(load->err);
    if (id_is_taken(load->lexicon, entry.id))
        return bad(load, entry.id, "this id is taken");
    int code = unknown_member(load, json, entry.id);
    if (!code)
        code = set_choices(load, json, &entry);
    if (!code)
        code = set_meaning(load, json, &entry);
    if (!code)
        code = set_numbers(load, json, &entry);
    if (!code)
        code = append_entry(load, &entry);
    return code ? code
                : add_patterns(load, json_object_get(json, "patterns"), scope, &entry,
                               load->lexicon->entry_count - 1);
}

static int add_entries(struct loader *load, json_t *list, const char *scope,
                       const char *language, enum cd_role role) {
    size_t i;
    json_t *json;
    json_array_foreach(list, i, json) {
        int code = add_entry(load, json, scope, language, role);
        if (code)
            return code;
    }
    return CD_OK;
}

/* The patterns of a language that help to judge: one entry for all of a role. */
static int add_helpers(struct loader *load, json_t *patterns, const char *scope,
                       const char *language, enum cd_role role) {
    static const char *const ids[] = {NULL,      NULL,       "prefixes", "cues",
                                      "denials", "reported", "own",      "exceptions"};
    struct cd_entry entry = {.id = ids[role], .language = language, .role = role};
    if (!patterns)
        return CD_OK;
    bool begins = role == CD_ROLE_PREFIX || role == CD_ROLE_EXCEPTION;
    entry.anchor = begins ? CD_ANCHOR_SENTENCE : CD_ANCHOR_INSIDE;
    int code = append_entry(load, &entry);
    return code ? code
                : add_patterns(load, patterns, scope, &entry,
                               load->lexicon->entry_count - 1);
}

static int define_sets(const struct loader *load, json_t *sets, const char *scope) {
    const char *name;
    json_t *choice;
    json_object_foreach(sets, name, choice) {
        struct cd_lexicon *lexicon = load->lexicon;
        const char *text = json_string_value(choice);
        int code = text ? CD_OK : bad(load, name, "a set is not a string");
        if (!code)
            code = cd_patterns_define(lexicon->starts, scope, name, text, load->err);
        if (!code)
            code = cd_patterns_define(lexicon->inside, scope, name, text, load->err);
        if (!code)
            code = cd_patterns_define(lexicon->helpers, scope, name, text, load->err);
        if (code) {
            cd_error_where(load->err, "%s: set <%s>", load->origin, name);
            return code;
        }
    }
    return CD_OK;
}

static int add_language(struct loader *load, const char *language, json_t *json) {
    const char *name = cd_arena_copy(&load->lexicon->arena, cd_str_of(language)).p;
    char scope[32];
    snprintf(scope, sizeof scope, "%.24s", language);
    if (!name)
        return cd_fail_memory(load->err);
    int code = define_sets(load, json_object_get(json, "sets"), scope);
    static const struct {
        const char *member;
        enum cd_role role;
    } helpers[] = {{"prefixes", CD_ROLE_PREFIX}, {"cues", CD_ROLE_CUE},
                   {"denials", CD_ROLE_DENIAL},  {"reported", CD_ROLE_REPORTED},
                   {"own", CD_ROLE_OWN},         {"exceptions", CD_ROLE_EXCEPTION}};
    for (size_t i = 0; i < sizeof helpers / sizeof *helpers && !code; i++)
        code = add_helpers(load, json_object_get(json, helpers[i].member), scope, name,
                           helpers[i].role);
    if (!code)
        code = add_entries(load, json_object_get(json, "notices"), scope, name,
                           CD_ROLE_NOTICE);
    if (!code)
        code = add_entries(load, json_object_get(json, "furniture"), scope, name,
                           CD_ROLE_FURNITURE);
    return code;
}

/* ---- Web archives ---- */

static int add_archives(struct loader *load, json_t *list) {
    struct cd_lexicon *lexicon = load->lexicon;
    size_t i, n = json_array_size(list);
    json_t *json;
    if (n == 0)
        return CD_OK;
    lexicon->archives = cd_arena_zero(&lexicon->arena, n, sizeof *lexicon->archives);
    if (!lexicon->archives)
        return cd_fail_memory(load->err);
    json_array_foreach(list, i, json) {
        struct cd_web_archive *archive = &lexicon->archives[lexicon->archive_count++];
        const char *host, *name, *reason;
        if (json_unpack(json, "{s:s, s:s, s:s}", "host", &host, "name", &name, "reason",
                        &reason))
            return bad(load, "web_archives", "an archive wants host, name and reason");
        archive->host = cd_arena_copy(&lexicon->arena, cd_str_of(host));
        archive->name = cd_arena_copy(&lexicon->arena, cd_str_of(name)).p;
        archive->reason = cd_arena_copy(&lexicon->arena, cd_str_of(reason)).p;
        if (!archive->host.p || !archive->name || !archive->reason)
            return cd_fail_memory(load->err);
    }
    return CD_OK;
}

const struct cd_web_archive *cd_lexicon_archive(const struct cd_lexicon *lexicon,
                                                struct cd_str host) {
    for (uint32_t i = 0; i < lexicon->archive_count; i++) {
        struct cd_str known = lexicon->archives[i].host;
        if (host.len < known.len)
            continue;
        size_t rest = host.len - known.len;
        if (strncasecmp(host.p + rest, known.p, known.len) == 0 &&
            (rest == 0 || host.p[rest - 1] == '.'))
            return &lexicon->archives[i];
    }
    return NULL;
}

/* ---- Files ---- */

static int read_file(struct loader *load, const struct cd_config *config,
                     const char *name) {
    struct cd_str bytes;
    int code = cd_lexicon_read(config, name, &load->lexicon->arena, &bytes, &load->origin,
                               load->err);
    if (code)
        return code;
    json_error_t where;
    json_t *root = json_loadb(bytes.p, bytes.len, JSON_REJECT_DUPLICATES, &where);
    if (!root)
        return cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s:%d:%d: %s", load->origin,
                       where.line, where.column, where.text);
    const char *language;
    json_t *json, *languages = json_object_get(root, "languages");
    if (!json_is_object(languages))
        code = cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s: no \"languages\"",
                       load->origin);
    if (!code)
        code = add_archives(load, json_object_get(root, "web_archives"));
    json_object_foreach(languages, language, json) {
        if (!code)
            code = add_language(load, language, json);
    }
    json_decref(root);
    return code;
}

static int read_months(struct loader *load, const struct cd_config *config) {
    struct cd_str bytes;
    int code = cd_lexicon_read(config, "months.json", &load->lexicon->arena, &bytes,
                               &load->origin, load->err);
    return code ? code
                : cd_date_words_new(&load->lexicon->date_words, bytes, load->origin,
                                    load->err);
}

static bool is_date_word(const void *words, uint64_t hash) {
    return cd_date_word(words, hash);
}

static int read_all(struct loader *load, const struct cd_config *config) {
    struct cd_lexicon *lexicon = load->lexicon;
    lexicon->starts = cd_patterns_new();
    lexicon->inside = cd_patterns_new();
    lexicon->helpers = cd_patterns_new();
    if (!lexicon->starts || !lexicon->inside || !lexicon->helpers)
        return cd_fail_memory(load->err);
    int code = read_months(load, config);
    if (code)
        return code;
    cd_patterns_date_words(lexicon->starts, is_date_word, lexicon->date_words);
    cd_patterns_date_words(lexicon->inside, is_date_word, lexicon->date_words);
    cd_patterns_date_words(lexicon->helpers, is_date_word, lexicon->date_words);
    code = read_file(load, config, "notices.json");
    if (!code)
        code = read_file(load, config, "boilerplate.json");
    if (!code)
        code = cd_patterns_finish(lexicon->starts, load->err);
    if (!code)
        code = cd_patterns_finish(lexicon->inside, load->err);
    return code ? code : cd_patterns_finish(lexicon->helpers, load->err);
}

int cd_lexicon_new(struct cd_lexicon **out, const struct cd_config *config,
                   struct cd_error *err) {
    *out = NULL;
    struct loader load = {.lexicon = calloc(1, sizeof *load.lexicon), .err = err};
    if (!load.lexicon)
        return cd_fail_memory(err);
    int code = read_all(&load, config);
    if (code)
        cd_lexicon_free(load.lexicon);
    else
        *out = load.lexicon;
    return code;
}

void cd_lexicon_free(struct cd_lexicon *lexicon) {
    if (!lexicon)
        return;
    cd_patterns_free(lexicon->starts);
    cd_patterns_free(lexicon->inside);
    cd_patterns_free(lexicon->helpers);
    cd_date_words_free(lexicon->date_words);
    cd_arena_done(&lexicon->arena);
    free(lexicon);
}
