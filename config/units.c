/* Durations and sizes as people write them. A unit is required for a duration, since a
 * bare number would be read as seconds by one and as milliseconds by another; a bare
 * number of bytes can only be bytes. Only binary prefixes: "MB" means two things. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "config/internal.h"

struct unit {
    const char *name;
    int64_t factor;
};

/* Largest first. */
static const struct unit durations[] = {{"d", 86400000}, {"h", 3600000}, {"m", 60000},
                                        {"s", 1000},     {"ms", 1},      {NULL, 0}};
static const struct unit sizes[] = {
    {"GiB", INT64_C(1) << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {NULL, 0}};

static bool parse(const char *text, const struct unit *unit, int64_t *out) {
    int64_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *p - '0', &n))
            return false;
    }
    if (p == text)
        return false;
    while (unit->name && strcmp(unit->name, p) != 0)
        unit++;
    return unit->name && !__builtin_mul_overflow(n, unit->factor, out);
}

static void print(char *out, size_t size, const struct unit *unit, int64_t n) {
    while (unit->factor > 1 && (n == 0 || n % unit->factor))
        unit++;
    snprintf(out, size, "%" PRId64 "%s", n / unit->factor, unit->name);
}

bool cd_duration_parse(const char *text, int64_t *ms) {
    return parse(text, durations, ms);
}

bool cd_bytes_parse(const char *text, int64_t *bytes) {
    return parse(text, sizes, bytes);
}

void cd_duration_print(char *out, size_t size, int64_t ms) {
    print(out, size, durations, ms);
}

void cd_bytes_print(char *out, size_t size, int64_t bytes) {
    print(out, size, sizes, bytes);
}
