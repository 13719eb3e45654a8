#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cd_fail(struct cd_error *err, int code, const char *reason, const char *format, ...) {
    if (!err || err->code)
        return code;
    err->code = code;
    err->reason = reason;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return code;
}

void cd_error_where(struct cd_error *err, const char *format, ...) {
    if (!err || !err->code)
        return;
    const size_t most = sizeof err->text - 1;
    char where[sizeof err->text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(where, sizeof where - 2, format, args);
    va_end(args);
    if (n < 0)
        return;
    strcat(where, ": ");
    /* A text that grows too long loses its end, not its beginning. */
    size_t prefix = strlen(where), len = strlen(err->text);
    size_t kept = len < most - prefix ? len : most - prefix;
    memmove(err->text + prefix, err->text, kept);
    memcpy(err->text, where, prefix);
    err->text[prefix + kept] = '\0';
}

int cd_fail_memory(struct cd_error *err) {
    return cd_fail(err, CD_ENOMEM, "out_of_memory", "out of memory");
}

void cd_bug(const char *file, int line, const char *what) {
    fprintf(stderr, "copydesk: a mistake in the program at %s:%d: %s\n", file, line,
            what);
    abort();
}
