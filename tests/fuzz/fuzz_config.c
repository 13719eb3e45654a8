/* Loading a configuration: up to the first NUL the input is the file, behind it come
 * variables (those that begin with COPYDESK_) and settings. What is taken is in bounds
 * and can be asked for; what is refused is refused with words. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define MOST_TEXTS 16
#define ROOM       4

static const char *const words[] = {"auto", "all", NULL};
static const struct cd_option table[] = {
    {.key = "a.bool", .type = CD_OPTION_BOOL, .value = "true"},
    {.key = "a.integer", .type = CD_OPTION_INTEGER, .value = "1", .min = -5, .max = 9},
    {.key = "a.number", .type = CD_OPTION_NUMBER, .value = "0.5", .max = 1},
    {.key = "a.string", .type = CD_OPTION_STRING, .value = "null", .max = 9},
    {.key = "a.secret", .type = CD_OPTION_STRING, .value = "\"\"", .secret = true},
    {.key = "b.c.choice", .type = CD_OPTION_CHOICE, .value = "\"all\"", .choices = words},
    {.key = "b.c.time", .type = CD_OPTION_DURATION, .value = "\"1s\"", .max = 1e6},
    {.key = "b.bytes", .type = CD_OPTION_BYTES, .value = "1", .max = 1e6},
    {.key = "count", .type = CD_OPTION_COUNT, .value = "2", .choices = words},
    {.key = "names", .type = CD_OPTION_STRINGS, .value = "[]", .choices = words},
    {.key = "pointers", .type = CD_OPTION_POINTERS, .value = "[\"/x\"]"},
    {.key = "map", .type = CD_OPTION_MAP, .value = "{\"x\": 1}"},
    {.key = NULL}};
static const struct cd_option *const tables[] = {table, NULL};

static void must(bool holds) {
    if (!holds)
        abort();
}

/* A file without a name; its path holds as long as the descriptor. */
static int make_file(const void *bytes, size_t len, char path[32]) {
    int fd = memfd_create("config", 0);
    must(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
    snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

static bool between(int64_t value, int64_t low, int64_t high) {
    return value >= low && value <= high;
}

static void check_config(const struct cd_config *config) {
    (void)cd_config_bool(config, "a.bool");
    must(between(cd_config_integer(config, "a.integer"), -5, 9));
    double number = cd_config_number(config, "a.number");
    must(number >= 0 && number <= 1);
    const char *string = cd_config_string(config, "a.string");
    must(!string || strlen(string) <= 9);
    must(cd_config_string(config, "a.secret") != NULL);
    must(between(cd_config_choice(config, "b.c.choice"), 0, 1));
    must(between(cd_config_integer(config, "b.c.time"), 0, 1000000));
    must(between(cd_config_integer(config, "b.bytes"), 0, 1000000));
    must(cd_config_integer(config, "count") >= -2);
    const char *item, *name, *value, *last = "";
    for (size_t i = 0; (item = cd_config_item(config, "names", i)); i++)
        must(strcmp(item, "auto") == 0 || strcmp(item, "all") == 0);
    for (size_t i = 0; (item = cd_config_item(config, "pointers", i)); i++)
        must(!*item || *item == '/');
    for (size_t i = 0; cd_config_member(config, "map", i, &name, &value); i++) {
        must(strcmp(last, name) < 0 && value);
        last = name;
    }
}

static void check_faults(const struct cd_config_fault *faults, size_t count) {
    must(count > 0);
    for (size_t i = 0; i < count && i < ROOM; i++) {
        size_t len = strnlen(faults[i].text, sizeof faults[i].text);
        must(len > 0 && len < sizeof faults[i].text && strstr(faults[i].text, ": "));
    }
}

/* Sorts the texts behind the file into the two kinds. */
static void sort_texts(const char *text, const char *end, const char **variables,
                       const char **settings) {
    for (size_t i = 0; text < end && i < MOST_TEXTS; i++) {
        if (strncmp(text, "COPYDESK_", 9) == 0)
            *variables++ = text;
        else
            *settings++ = text;
        text += strlen(text) + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    char *copy = malloc(len + 1), path[32];
    must(copy != NULL);
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    size_t file_len = strlen(copy);
    const char *variables[MOST_TEXTS + 1] = {0}, *settings[MOST_TEXTS + 1] = {0};
    if (file_len < len)
        sort_texts(copy + file_len + 1, copy + len, variables, settings);
    int fd = make_file(copy, file_len, path);
    struct cd_config_source from = {tables, file_len ? path : NULL, variables, settings};
    struct cd_config_fault faults[ROOM];
    struct cd_config *config;
    size_t count;
    struct cd_error err = {0};
    int rc = cd_config_load(&config, &from, faults, ROOM, &count, &err);
    if (rc == CD_OK) {
        check_config(config);
    } else {
        must(rc == CD_EUSAGE && strcmp(err.text, faults[0].text) == 0);
        check_faults(faults, count);
    }
    cd_config_free(config);
    close(fd);
    free(copy);
    return 0;
}
