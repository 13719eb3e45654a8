/* A language's sets, helping patterns and entries. */
#include <stdlib.h>

#include "base/hash.h"
#include "processors/archival/lexicon_loader.h"

enum { LANGUAGE_DEPTH = 1, LIST_DEPTH, ELEMENT_DEPTH, MEMBER_DEPTH, PATTERN_DEPTH };

static struct cd_patterns *collection_of(const struct cd_lexicon *lexicon,
                                         const struct cd_entry *entry) {
    switch (entry->role) {
        case CD_ROLE_CUE:
        case CD_ROLE_DENIAL:
        case CD_ROLE_REPORTED:
        case CD_ROLE_OWN:
        case CD_ROLE_ADDRESS:
        case CD_ROLE_CONTRAST:
            return lexicon->helpers;
        case CD_ROLE_NOTICE:
        case CD_ROLE_FURNITURE:
        case CD_ROLE_PREFIX:
        case CD_ROLE_EXCEPTION:
            break;
    }
    return entry->anchor == CD_ANCHOR_INSIDE ? lexicon->inside : lexicon->starts;
}

static bool is_there(json_t *patterns, size_t end) {
    for (size_t i = 0; i < end; i++)
        if (json_equal(json_array_get(patterns, i), json_array_get(patterns, end)))
            return true;
    return false;
}

/* Takes a pattern of the last entry into the lexicon's list; its value is its place. */
static int append_pattern(struct cd_loader *load, const char *text, size_t number) {
    struct cd_lexicon *lexicon = load->lexicon;
    struct cd_entry_pattern *list = lexicon->patterns;
    if (lexicon->pattern_count == load->pattern_room) {
        uint32_t more = load->pattern_room ? load->pattern_room * 2 : 4096;
        list = cd_arena_grow(&lexicon->arena, list, load->pattern_room * sizeof *list,
                             more * sizeof *list);
        if (!list)
            return cd_fail_memory(load->err);
        lexicon->patterns = list;
        load->pattern_room = more;
    }
    struct cd_str copy = cd_arena_copy(&lexicon->arena, cd_str_of(text));
    if (!copy.p)
        return cd_fail_memory(load->err);
    list[lexicon->pattern_count++] =
        (struct cd_entry_pattern){lexicon->entry_count - 1, (uint32_t)number, copy.p};
    return CD_OK;
}

/* The entry that has the same pattern in the same place and says another status; NULL:
 * none. Of equals nobody could tell which one counts. */
static const char *said_otherwise(struct cd_loader *load, const struct cd_entry *entry,
                                  const char *text) {
    const struct cd_lexicon *lexicon = load->lexicon;
    char key[512];
    if (entry->role != CD_ROLE_NOTICE)
        return NULL;
    int len = snprintf(key, sizeof key, "%s %d %d %s", entry->language, entry->where,
                       entry->anchor, text);
    if (len < 0 || (size_t)len >= sizeof key)
        return NULL;
    uint64_t hash = cd_hash(key, (size_t)len);
    int old = cd_words_find(load->said, hash);
    if (old < 0)
        return cd_words_add(load->said, hash, (int)lexicon->entry_count - 1) ? "" : NULL;
    const struct cd_entry *other = &lexicon->entries[old];
    return other->status == entry->status ? NULL : other->id;
}

/* The pattern `i` of the last entry. */
static int add_pattern(struct cd_loader *load, json_t *patterns, const char *scope,
                       size_t i) {
    struct cd_lexicon *lexicon = load->lexicon;
    const struct cd_entry *entry = &lexicon->entries[lexicon->entry_count - 1];
    const char *text = json_string_value(json_array_get(patterns, i));
    char what[48];
    if (!text)
        return cd_loader_bad(load, entry->id, "a pattern is not a string");
    if (is_there(patterns, i))
        return cd_loader_bad(load, entry->id, "this pattern is there already");
    const char *other = said_otherwise(load, entry, text);
    if (other)
        return *other ? cd_loader_bad(load, entry->id,
                                      "this pattern is in %s, too, which says another "
                                      "status",
                                      other)
                      : cd_fail_memory(load->err);
    int code = append_pattern(load, text, i + 1);
    if (code)
        return code;
    code = cd_patterns_add(collection_of(lexicon, entry), scope, text,
                           lexicon->pattern_count - 1, load->err);
    if (code) {
        snprintf(what, sizeof what, "pattern %zu", i + 1);
        cd_loader_where(load, entry->id, what);
    }
    return code;
}

/* Patterns of the last entry, at `depth` of what is read; what is wrong with one is told,
 * and the next is read. */
static int add_patterns(struct cd_loader *load, json_t *patterns, const char *scope,
                        int depth) {
    const struct cd_lexicon *lexicon = load->lexicon;
    size_t i, count = json_array_size(patterns);
    if (count == 0)
        return cd_loader_bad(load, lexicon->entries[lexicon->entry_count - 1].id,
                             "\"patterns\" is no array of patterns");
    for (i = 0; i < count; i++) {
        cd_loader_at(load, depth, NULL, i);
        int code = cd_loader_tell(load, add_pattern(load, patterns, scope, i));
        if (code)
            return code;
    }
    return CD_OK;
}

static int append_entry(struct cd_loader *load, const struct cd_entry *entry) {
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

static int read_id(struct cd_loader *load, json_t *json, const char *language,
                   const char **out) {
    json_t *id = json_object_get(json, "id");
    if (!json_is_object(json))
        return cd_loader_bad(load, language, "an entry is not an object");
    if (json_string_length(id) == 0)
        return cd_loader_bad(load, language, "an entry without \"id\"");
    *out = cd_arena_copy(&load->lexicon->arena, cd_str_of(json_string_value(id))).p;
    if (!*out)
        return cd_fail_memory(load->err);
    return id_is_taken(load->lexicon, *out)
               ? cd_loader_bad(load, *out, "this id is taken")
               : CD_OK;
}

/* Has one of the patterns a number, or a set that may have one? */
static bool has_number(json_t *patterns) {
    size_t i;
    json_t *pattern;
    json_array_foreach(patterns, i, pattern) {
        const char *text = json_string_value(pattern);
        if (text && strpbrk(text, "#<"))
            return true;
    }
    return false;
}

/* A notice or a piece of furniture. */
static int add_entry(struct cd_loader *load, json_t *json, const char *scope,
                     struct cd_entry entry) {
    int code = read_id(load, json, entry.language, &entry.id);
    if (!code)
        code = cd_loader_entry(load, json, &entry);
    if (!code)
        code = append_entry(load, &entry);
    if (code)
        return code;
    if (entry.most && !has_number(json_object_get(json, "patterns"))) {
        cd_loader_at(load, MEMBER_DEPTH, "most", 0);
        return cd_loader_bad(load, entry.id,
                             "\"most\" bounds numbers, and no pattern has one");
    }
    cd_loader_at(load, MEMBER_DEPTH, "patterns", 0);
    return add_patterns(load, json_object_get(json, "patterns"), scope, PATTERN_DEPTH);
}

static int add_entries(struct cd_loader *load, json_t *list, const char *scope,
                       struct cd_entry entry) {
    size_t i;
    json_t *json;
    if (!json_is_array(list))
        return cd_loader_bad(load, entry.language, "not an array of entries");
    json_array_foreach(list, i, json) {
        cd_loader_at(load, ELEMENT_DEPTH, NULL, i);
        int code = cd_loader_tell(load, add_entry(load, json, scope, entry));
        if (code)
            return code;
    }
    return CD_OK;
}

/* The patterns of a language that help to judge: one entry for all of a role. */
static int add_helpers(struct cd_loader *load, json_t *patterns, const char *scope,
                       struct cd_entry entry) {
    bool begins = entry.role == CD_ROLE_PREFIX || entry.role == CD_ROLE_EXCEPTION;
    entry.anchor = begins ? CD_ANCHOR_SENTENCE : CD_ANCHOR_INSIDE;
    int code = append_entry(load, &entry);
    return code ? code : add_patterns(load, patterns, scope, ELEMENT_DEPTH);
}

static int define_set(struct cd_loader *load, json_t *choice, const char *scope,
                      const char *name) {
    struct cd_lexicon *lexicon = load->lexicon;
    const char *text = json_string_value(choice);
    if (!text)
        return cd_loader_bad(load, name, "a set is not a string");
    int code = cd_patterns_define(lexicon->starts, scope, name, text, load->err);
    if (!code)
        code = cd_patterns_define(lexicon->inside, scope, name, text, load->err);
    if (!code)
        code = cd_patterns_define(lexicon->helpers, scope, name, text, load->err);
    if (code)
        cd_loader_where(load, name, "this set");
    return code;
}

static int define_sets(struct cd_loader *load, json_t *sets, const char *scope) {
    const char *name;
    json_t *choice;
    if (!json_is_object(sets))
        return cd_loader_bad(load, "sets", "not an object of strings");
    json_object_foreach(sets, name, choice) {
        cd_loader_at(load, ELEMENT_DEPTH, name, 0);
        int code = define_set(load, choice, scope, name);
        if (code)
            return code;
    }
    return CD_OK;
}

static int add_list(struct cd_loader *load, json_t *list, const char *scope,
                    struct cd_entry entry) {
    if (entry.role == CD_ROLE_NOTICE || entry.role == CD_ROLE_FURNITURE)
        return add_entries(load, list, scope, entry);
    return add_helpers(load, list, scope, entry);
}

/* Articles' languages are compared by their primary subtag: "en-US" would never be one,
 * nor "eng", since BCP 47 has three letters only where there are no two. */
static int check_language(struct cd_loader *load, const char *name) {
    static const char *const pairs[][2] = {
        {"eng", "en"}, {"fra", "fr"}, {"fre", "fr"}, {"deu", "de"}, {"ger", "de"},
        {"spa", "es"}, {"ita", "it"}, {"por", "pt"}, {"nld", "nl"}, {"dut", "nl"},
        {"pol", "pl"}, {"swe", "sv"}, {"nor", "no"}, {"nob", "nb"}, {"nno", "nn"},
        {"dan", "da"}, {"fin", "fi"}, {"jpn", "ja"}, {"rus", "ru"}, {"ukr", "uk"},
        {"zho", "zh"}, {"chi", "zh"}, {"kor", "ko"}, {"ara", "ar"}, {"hin", "hi"},
        {"tur", "tr"}, {"ces", "cs"}, {"cze", "cs"}, {"ell", "el"}, {"gre", "el"},
        {"hun", "hu"}, {"ron", "ro"}, {"rum", "ro"}, {"heb", "he"}, {"vie", "vi"}};
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz");
    if (name[n] != 0 || n == 1 || n > 3)
        return cd_loader_bad(load, name,
                             "a language is two or three small letters (\"de\"), or "
                             "\"\" for all");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(name, pairs[i][0]) == 0)
            return cd_loader_bad(load, name, "this language is \"%s\"", pairs[i][1]);
    return CD_OK;
}

int cd_loader_language(struct cd_loader *load, const char *language, json_t *json) {
    static const char *const lists[] = {[CD_ROLE_NOTICE] = "notices",
                                        [CD_ROLE_FURNITURE] = "furniture",
                                        [CD_ROLE_PREFIX] = "prefixes",
                                        [CD_ROLE_CUE] = "cues",
                                        [CD_ROLE_DENIAL] = "denials",
                                        [CD_ROLE_REPORTED] = "reported",
                                        [CD_ROLE_OWN] = "own",
                                        [CD_ROLE_ADDRESS] = "addresses",
                                        [CD_ROLE_CONTRAST] = "contrasts",
                                        [CD_ROLE_EXCEPTION] = "exceptions",
                                        [CD_ROLE_EXCEPTION + 1] = "sets",
                                        NULL};
    const char *name = cd_arena_copy(&load->lexicon->arena, cd_str_of(language)).p;
    char scope[32];
    snprintf(scope, sizeof scope, "%.24s", language);
    if (!name)
        return cd_fail_memory(load->err);
    cd_loader_at(load, LANGUAGE_DEPTH, name, 0);
    int code = check_language(load, name);
    if (code)
        return code;
    if (!json_is_object(json))
        return cd_loader_bad(load, name, "a language is not an object");
    code = cd_loader_known(load, json, lists, name);
    json_t *sets = json_object_get(json, "sets");
    cd_loader_at(load, LIST_DEPTH, "sets", 0);
    if (!code && sets)
        code = define_sets(load, sets, scope);
    for (int role = 0; role <= CD_ROLE_EXCEPTION && !code; role++) {
        struct cd_entry entry = {lists[role], name, .role = (enum cd_role)role};
        json_t *list = json_object_get(json, lists[role]);
        cd_loader_at(load, LIST_DEPTH, lists[role], 0);
        if (list)
            code = add_list(load, list, scope, entry);
    }
    return code;
}
