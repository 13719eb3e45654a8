/* Reads the lexicons. Whatever is not as it should be is an error that says where: a
 * lexicon is written by people who know news, and a silently dropped pattern would look
 * to them like one that never fires. */
#include "processors/archival/lexicon.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/hash.h"
#include "processors/archival/lexicon_loader.h"
#include "processors/json_text.h"
#include "processors/text/words.h"

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

/* ---- What is wrong, and where ---- */

void cd_loader_at(struct cd_loader *load, int depth, const char *name, size_t index) {
    load->path[depth].name = name;
    load->path[depth].index = index;
    load->depth = depth + 1;
}

static bool is_named(struct cd_str text, const struct cd_json_item *item,
                     const char *name) {
    size_t n = strlen(name);
    return item->start + n + 1 < text.len && text.p[item->start + n + 1] == '"' &&
           memcmp(text.p + item->start + 1, name, n) == 0;
}

/* The offset of what is read now, or of as much of the way to it as there is. */
static size_t offset_of(const struct cd_loader *load) {
    struct cd_str text = load->bytes;
    size_t at = 0;
    while (at < text.len && (unsigned char)text.p[at] <= ' ')
        at++;
    for (int i = 0; i < load->depth; i++) {
        struct cd_json_cursor cursor = cd_json_enter(text, at);
        struct cd_json_item item;
        const char *name = load->path[i].name;
        size_t index = 0;
        bool found = false;
        while (!found && cd_json_next(&cursor, &item))
            found = name ? is_named(text, &item, name) : index++ == load->path[i].index;
        if (!found)
            break;
        at = item.value;
    }
    return at;
}

/* "notices.json:12:40: " */
static void write_place(const struct cd_loader *load, char *out, size_t size) {
    size_t at = offset_of(load);
    int line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        unsigned char c = (unsigned char)load->bytes.p[i];
        column = c == '\n' ? 1 : column + ((c & 0xc0) != 0x80);
        line += c == '\n';
    }
    snprintf(out, size, "%s:%d:%d", load->origin, line, column);
}

int cd_loader_bad(const struct cd_loader *load, const char *id, const char *format, ...) {
    char place[512], what[480];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    write_place(load, place, sizeof place);
    return cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s: %s: %s", place, id, what);
}

void cd_loader_where(const struct cd_loader *load, const char *id, const char *what) {
    char place[512];
    write_place(load, place, sizeof place);
    cd_error_where(load->err, "%s: %s: %s", place, id, what);
}

int cd_loader_tell(struct cd_loader *load, int code) {
    struct cd_error *told = &load->told;
    if (code != CD_EUSAGE)
        return code;
    size_t len = strlen(told->text), more = strlen(load->fault.text);
    if (!told->code)
        *told = load->fault;
    else if (len + more + sizeof "; and 4294967295 more" < sizeof told->text)
        snprintf(told->text + len, sizeof told->text - len, "; %s", load->fault.text);
    else
        load->untold++;
    load->fault = (struct cd_error){0};
    return CD_OK;
}

/* What is wrong with all that was read; CD_OK where nothing is. */
static int told(struct cd_loader *load) {
    struct cd_error *told = &load->told;
    size_t len = strlen(told->text);
    if (load->untold && len < sizeof told->text)
        snprintf(told->text + len, sizeof told->text - len, "; and %" PRIu32 " more",
                 load->untold);
    load->untold = 0;
    return told->code;
}

int cd_loader_known(struct cd_loader *load, json_t *object, const char *const *known,
                    const char *id) {
    const char *name;
    json_t *value;
    int depth = load->depth;
    json_object_foreach(object, name, value) {
        int i = 0;
        while (known[i] && strcmp(known[i], name) != 0)
            i++;
        if (known[i])
            continue;
        cd_loader_at(load, depth, name, 0);
        return cd_loader_bad(load, id, "\"%.40s\" is no member that there is", name);
    }
    return CD_OK;
}

/* ---- Web archives ---- */

/* Hosts are hashed from their ends, so that one pass over a host tells all of its
 * parents, too. */
static void add_to_hash(struct cd_word_hash *hash, char c) {
    cd_word_hash_add(hash, (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
}

static uint64_t hash_of_host(struct cd_str host) {
    struct cd_word_hash hash = {0};
    for (size_t i = host.len; i-- > 0;)
        add_to_hash(&hash, host.p[i]);
    return cd_word_hash_end(&hash);
}

static int index_host(struct cd_loader *load, struct cd_words *among, const char *list,
                      struct cd_str host, uint32_t index) {
    uint64_t key = hash_of_host(host);
    if (cd_words_find(among, key) >= 0)
        return cd_loader_bad(load, list, "\"%.80s\" stands there twice", host.p);
    return cd_words_add(among, key, (int)index) ? cd_fail_memory(load->err) : CD_OK;
}

static int add_archive(struct cd_loader *load, json_t *json) {
    struct cd_lexicon *lexicon = load->lexicon;
    struct cd_web_archive *archive = &lexicon->archives[lexicon->archive_count];
    static const char *const known[] = {"host", "name", "reason", "path", NULL};
    const char *host, *name, *reason, *path = NULL;
    if (json_unpack(json, "{s:s, s:s, s:s, s?s}", "host", &host, "name", &name, "reason",
                    &reason, "path", &path))
        return cd_loader_bad(load, "web_archives",
                             "an archive wants host, name and reason");
    int code = cd_loader_known(load, json, known, "web_archives");
    if (code)
        return code;
    archive->name = cd_arena_copy(&lexicon->arena, cd_str_of(name)).p;
    archive->reason = cd_arena_copy(&lexicon->arena, cd_str_of(reason)).p;
    archive->path = path ? cd_arena_copy(&lexicon->arena, cd_str_of(path)).p : NULL;
    if (!archive->name || !archive->reason || (path && !archive->path))
        return cd_fail_memory(load->err);
    return index_host(load, lexicon->archive_hosts, "web_archives", cd_str_of(host),
                      lexicon->archive_count++);
}

static int add_names(struct cd_loader *load, json_t *list) {
    static const char member[] = "web_archive_names";
    size_t i;
    json_t *json;
    int code = CD_OK;
    if (list && !json_is_array(list))
        return cd_loader_bad(load, member, "not an array");
    json_array_foreach(list, i, json) {
        cd_loader_at(load, 1, NULL, i);
        if (!code && !json_is_string(json))
            code = cd_loader_bad(load, member, "a name is not a string");
        if (!code)
            code = index_host(load, load->lexicon->archive_names, member,
                              cd_str_of(json_string_value(json)), 0);
    }
    return code;
}

static int add_archives(struct cd_loader *load, json_t *list) {
    struct cd_lexicon *lexicon = load->lexicon;
    size_t i, n = json_array_size(list), size = sizeof *lexicon->archives;
    json_t *json;
    int code = CD_OK;
    if (list && !json_is_array(list))
        return cd_loader_bad(load, "web_archives", "not an array");
    struct cd_web_archive *archives =
        cd_arena_grow(&lexicon->arena, lexicon->archives, lexicon->archive_count * size,
                      (lexicon->archive_count + n) * size);
    if (!archives)
        return cd_fail_memory(load->err);
    lexicon->archives = archives;
    json_array_foreach(list, i, json) {
        cd_loader_at(load, 1, NULL, i);
        if (!code)
            code = add_archive(load, json);
    }
    return code;
}

const struct cd_web_archive *cd_lexicon_archive(const struct cd_lexicon *lexicon,
                                                struct cd_str host) {
    struct cd_word_hash hash = {0};
    int found = -1;
    for (size_t i = host.len; i-- > 0;) {
        add_to_hash(&hash, host.p[i]);
        if (i > 0 && host.p[i - 1] != '.')
            continue;
        int known = cd_words_find(lexicon->archive_hosts, cd_word_hash_end(&hash));
        found = known >= 0 ? known : found;
    }
    return found < 0 ? NULL : &lexicon->archives[found];
}

bool cd_lexicon_names_archive(const struct cd_lexicon *lexicon, struct cd_str name) {
    return cd_words_find(lexicon->archive_names, hash_of_host(name)) >= 0;
}

/* ---- Files ---- */

static int read_root(struct cd_loader *load, json_t *root) {
    static const char *const known[] = {"version",           "about",     "web_archives",
                                        "web_archive_names", "languages", NULL};
    const char *language;
    json_t *json, *languages = json_object_get(root, "languages");
    load->depth = 0;
    int code = cd_loader_known(load, root, known, "the file");
    cd_loader_at(load, 0, "languages", 0);
    if (!code && !json_is_object(languages))
        code = cd_loader_bad(load, "languages", "not an object of languages");
    cd_loader_at(load, 0, "web_archives", 0);
    if (!code)
        code = add_archives(load, json_object_get(root, "web_archives"));
    cd_loader_at(load, 0, "web_archive_names", 0);
    if (!code)
        code = add_names(load, json_object_get(root, "web_archive_names"));
    json_object_foreach(languages, language, json) {
        cd_loader_at(load, 0, "languages", 0);
        if (!code)
            code = cd_loader_tell(load, cd_loader_language(load, language, json));
    }
    cd_loader_at(load, 0, "languages", 0);
    if (!code && json_object_size(languages) == 0 &&
        json_array_size(json_object_get(root, "web_archives")) == 0)
        code = cd_loader_bad(load, "languages", "there is nothing in this lexicon");
    return code;
}

static bool is_on_trial(const struct cd_loader *load, const char *name) {
    return load->trial && strcmp(load->trial->name, name) == 0;
}

static int fetch_file(struct cd_loader *load, const struct cd_config *config,
                      const char *name) {
    if (!is_on_trial(load, name))
        return cd_lexicon_read(config, name, &load->lexicon->arena, &load->bytes,
                               &load->origin, load->err);
    load->bytes = load->trial->bytes;
    load->origin = load->trial->origin;
    return CD_OK;
}

static int read_file(struct cd_loader *load, const struct cd_config *config,
                     const char *name) {
    int code = fetch_file(load, config, name);
    if (code)
        return code;
    json_error_t where;
    json_t *root =
        json_loadb(load->bytes.p, load->bytes.len, JSON_REJECT_DUPLICATES, &where);
    if (!root)
        return cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s:%d:%d: %s", load->origin,
                       where.line, where.column, where.text);
    struct cd_lexicon *lexicon = load->lexicon;
    uint32_t first = lexicon->pattern_count;
    code = read_root(load, root);
    json_decref(root);
    if (is_on_trial(load, name))
        lexicon->tried = (struct cd_span){first, lexicon->pattern_count};
    return cd_loader_tell(load, code);
}

static int read_months(struct cd_loader *load, const struct cd_config *config) {
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

static int read_all(struct cd_loader *load, const struct cd_config *config) {
    struct cd_lexicon *lexicon = load->lexicon;
    lexicon->starts = cd_patterns_new();
    lexicon->inside = cd_patterns_new();
    lexicon->helpers = cd_patterns_new();
    lexicon->archive_hosts = cd_words_new();
    lexicon->archive_names = cd_words_new();
    if (!lexicon->starts || !lexicon->inside || !lexicon->helpers ||
        !lexicon->archive_hosts || !lexicon->archive_names)
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
        code = told(load);
    if (!code)
        code = cd_patterns_finish(lexicon->starts, load->err);
    if (!code)
        code = cd_patterns_finish(lexicon->inside, load->err);
    return code ? code : cd_patterns_finish(lexicon->helpers, load->err);
}

int cd_lexicon_new(struct cd_lexicon **out, const struct cd_config *config,
                   struct cd_error *err) {
    return cd_lexicon_try(out, config, NULL, err);
}

int cd_lexicon_try(struct cd_lexicon **out, const struct cd_config *config,
                   const struct cd_lexicon_trial *trial, struct cd_error *err) {
    *out = NULL;
    struct cd_loader load = {.lexicon = calloc(1, sizeof *load.lexicon),
                             .said = cd_words_new(),
                             .trial = trial};
    load.err = &load.fault;
    int code =
        load.lexicon && load.said ? read_all(&load, config) : cd_fail_memory(load.err);
    cd_words_free(load.said);
    if (code) {
        const struct cd_error *why = load.fault.code ? &load.fault : &load.told;
        cd_lexicon_free(load.lexicon);
        return cd_fail(err, code, why->reason, "%s", why->text);
    }
    *out = load.lexicon;
    return code;
}

void cd_lexicon_free(struct cd_lexicon *lexicon) {
    if (!lexicon)
        return;
    cd_patterns_free(lexicon->starts);
    cd_patterns_free(lexicon->inside);
    cd_patterns_free(lexicon->helpers);
    cd_words_free(lexicon->archive_hosts);
    cd_words_free(lexicon->archive_names);
    cd_date_words_free(lexicon->date_words);
    cd_arena_done(&lexicon->arena);
    free(lexicon);
}
