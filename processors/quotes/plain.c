#include "processors/quotes/plain.h"

#include <string.h>

#include <utf8proc.h>

static bool is_plain(struct cd_str name) {
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool spaces = c == ' ' && i + 1 < name.len && name.p[i + 1] == ' ';
        /* U+0080–U+00BF and U+2000–U+2FFF hold all that is meant here. */
        if (c < ' ' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef || spaces)
            return false;
    }
    return true;
}

struct cd_str cd_plain_name(struct cd_str name, char *out) {
    if (!name.p || is_plain(name))
        return name;
    size_t len = 0;
    for (size_t i = 0; i < name.len;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)name.p + i,
                                              (utf8proc_ssize_t)(name.len - i), &cp);
        size_t bytes = n > 0 ? (size_t)n : 1;
        utf8proc_category_t kind = n > 0 ? utf8proc_category(cp) : UTF8PROC_CATEGORY_CO;
        bool space = kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL ||
                     kind == UTF8PROC_CATEGORY_ZP || cp == '\n' || cp == '\t' ||
                     cp == '\r';
        if (space && len > 0 && out[len - 1] != ' ') {
            out[len++] = ' ';
        } else if (!space && kind != UTF8PROC_CATEGORY_CC &&
                   kind != UTF8PROC_CATEGORY_CF) {
            memcpy(out + len, name.p + i, bytes);
            len += bytes;
        }
        i += bytes;
    }
    return (struct cd_str){out, len};
}
