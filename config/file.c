/* The file layer: JSON read by jansson, then walked along the tables. Sections are
 * objects; what is no section and no option is unknown. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "config/internal.h"

/* A configuration is some kilobytes; this only keeps /dev/zero out. */
#define MOST_FILE_BYTES (16 << 20)

static int read_all(FILE *file, size_t most, struct cd_buf *buf, struct cd_error *err) {
    for (;;) {
        char *room = cd_buf_room(buf, 16384);
        if (!room)
            return cd_fail_memory(err);
        size_t n = fread(room, 1, 16383, file);
        buf->len += n;
        if (buf->len > most)
            return cd_fail(err, CD_EUSAGE, NULL, "has more than %zu bytes", most);
        if (n == 0)
            break;
    }
    if (ferror(file))
        return cd_fail(err, CD_EUSAGE, NULL, "cannot be read: %s", strerror(errno));
    buf->p[buf->len] = '\0';
    return CD_OK;
}

int cd_file_read(const char *path, size_t most, struct cd_arena *arena,
                 struct cd_str *bytes, struct cd_error *err) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOMEM ? cd_fail_memory(err)
                               : cd_fail(err, CD_EUSAGE, NULL, "%s cannot be read: %s",
                                         path, strerror(errno));
    struct cd_error own = {0};
    struct cd_buf buf = cd_buf_in(arena);
    int rc = read_all(file, most, &buf, &own);
    if (rc == CD_OK)
        *bytes = cd_buf_str(&buf);
    else
        cd_fail(err, rc, own.reason, "%s %s", path, own.text);
    fclose(file);
    return rc;
}

/* A string was there, and yet a string was missed. */
static bool is_starved(const char *text) {
    static const char *const contradictions[] = {"invalid token near '\"",
                                                 "string or '}' expected near '\"",
                                                 "string expected near '\"", NULL};
    for (const char *const *c = contradictions; *c; c++)
        if (strncmp(text, *c, strlen(*c)) == 0)
            return true;
    return false;
}

json_t *cd_json_read(struct cd_str text, json_error_t *error, bool *no_memory) {
    *error = (json_error_t){0};
    json_t *value =
        json_loadb(text.p, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, error);
    enum json_error_code code = json_error_code(error);
    *no_memory = !value && (code == json_error_out_of_memory ||
                            code == json_error_unknown || is_starved(error->text));
    return value;
}

/* jansson's words where a reader would not know what to do about them. */
static const char *in_our_words(const char *text) {
    static const struct {
        const char *theirs, *ours;
    } words[] = {
        {"'}' expected", "a comma or '}' expected"},
        {"']' expected", "a comma or ']' expected"},
        {"string or '}' expected", "a name in double quotes or '}' expected (JSON has no "
                                   "comments, and no comma behind the last member)"},
        {"invalid token", "no JSON value (strings stand in double quotes)"},
        {"unexpected token", "a JSON value expected"},
        {"\\u0000 is not allowed without JSON_ALLOW_NUL", "\\u0000 is not allowed"},
        {"end of file expected", "something behind the end of the object"},
        {NULL, NULL},
    };
    for (size_t i = 0; words[i].theirs; i++)
        if (strcmp(words[i].theirs, text) == 0)
            return words[i].ours;
    return text;
}

/* jansson quotes the text near an error, which may be a password; only a key is worth
 * it. */
static void syntax_fault(struct cd_load *load, const char *path, json_error_t *error) {
    struct cd_place place = {.layer = CD_LAYER_FILE};
    snprintf(place.text, sizeof place.text, "%s", path);
    char *near = strstr(error->text, " near ");
    if (near && json_error_code(error) != json_error_duplicate_key)
        *near = '\0';
    cd_fault(load, &place, "line %d, column %d: %s", error->line, error->column,
             in_our_words(error->text));
}

/* Where a walk stands: both spellings of the same place. */
struct spot {
    struct cd_place place;
    char key[CD_PLACE]; /* dotted */
};

/* The spot of the member `name`: escaped for a JSON Pointer (RFC 6901), cut where there
 * is no room. */
static struct spot below(const struct spot *spot, const char *name) {
    struct spot next = *spot;
    char *text = next.place.text;
    size_t n = strlen(text);
    size_t room = sizeof next.place.text - 2;
    if (n < room)
        text[n++] = '/';
    for (const char *p = name; *p && n < room; p++) {
        bool escape = *p == '~' || *p == '/';
        if (escape)
            text[n++] = '~';
        text[n++] = !escape ? *p : *p == '~' ? '0' : '1';
    }
    text[n] = '\0';
    size_t used = strlen(next.key);
    snprintf(next.key + used, sizeof next.key - used, "%s%s", used ? "." : "", name);
    return next;
}

static bool is_section(const struct cd_config *config, const char *key) {
    size_t len = strlen(key);
    for (size_t i = 0; i < config->count; i++) {
        const char *other = config->settings[i].option->key;
        if (strncmp(other, key, len) == 0 && other[len] == '.')
            return true;
    }
    return false;
}

static int walk(struct cd_load *load, const struct spot *spot, const json_t *object);

static int walk_member(struct cd_load *load, const struct spot *spot, const char *name,
                       const json_t *value) {
    struct cd_setting *setting =
        strchr(name, '.') ? NULL : cd_setting_find(load->config, spot->key);
    if (setting)
        return cd_setting_take(load, setting, &spot->place, value);
    if (strchr(name, '.') || !is_section(load->config, spot->key)) {
        cd_fault_unknown(load, &spot->place, spot->key);
        return CD_OK;
    }
    if (json_is_object(value))
        return walk(load, spot, value);
    char shown[CD_SHOWN];
    cd_show(shown, value);
    cd_fault(load, &spot->place, "%s is not an object: this is a section", shown);
    return CD_OK;
}

/* It is for editors: we do not read what it names. */
static void check_schema(struct cd_load *load, const struct cd_place *place,
                         const json_t *value) {
    if (json_is_string(value))
        return;
    char shown[CD_SHOWN];
    cd_show(shown, value);
    cd_fault(load, place, "%s is not a string: the schema's address, for editors", shown);
}

/* Goes no deeper than the tables do. */
static int walk(struct cd_load *load, const struct spot *spot, const json_t *object) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value) {
        struct spot next = below(spot, name);
        if (!spot->key[0] && strcmp(name, "$schema") == 0) {
            check_schema(load, &next.place, value);
            continue;
        }
        int rc = walk_member(load, &next, name, value);
        if (rc != CD_OK)
            return rc;
    }
    return CD_OK;
}

static int take_root(struct cd_load *load, const char *path, struct cd_str text) {
    if (!text.len) {
        struct cd_place place = {.layer = CD_LAYER_FILE};
        snprintf(place.text, sizeof place.text, "%s", path);
        cd_fault(load, &place, "an empty file, not an object (\"{}\" would do)");
        return CD_OK;
    }
    text = cd_str_without_mark(text);
    json_error_t error;
    bool no_memory;
    json_t *root = cd_json_read(text, &error, &no_memory);
    if (no_memory)
        return cd_fail_memory(load->err);
    if (!root) {
        syntax_fault(load, path, &error);
        return CD_OK;
    }
    int rc = CD_OK;
    struct spot spot = {.place.layer = CD_LAYER_FILE};
    if (json_is_object(root)) {
        rc = walk(load, &spot, root);
    } else {
        char shown[CD_SHOWN];
        cd_show(shown, root);
        snprintf(spot.place.text, sizeof spot.place.text, "%s", path);
        cd_fault(load, &spot.place, "%s is not an object", shown);
    }
    json_decref(root);
    return rc;
}

int cd_load_file(struct cd_load *load, const char *path) {
    struct cd_arena arena; /* the file's text may hold secrets: it goes at once */
    cd_arena_init(&arena, 0);
    struct cd_str text;
    struct cd_error err = {0};
    int rc = cd_file_read(path, MOST_FILE_BYTES, &arena, &text, &err);
    if (rc == CD_OK) {
        rc = take_root(load, path, text);
    } else if (rc == CD_ENOMEM) {
        cd_fail_memory(load->err);
    } else {
        struct cd_place place = {.layer = CD_LAYER_FILE, .text = "configuration file"};
        cd_fault(load, &place, "%s", err.text);
        rc = CD_OK;
    }
    cd_arena_done(&arena);
    return rc;
}
