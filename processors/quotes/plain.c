#include "processors/quotes/plain.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "processors/text/entities.h"

static bool is_plain(struct cd_str name) {
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool spaces = c == ' ' && i + 1 < name.len && name.p[i + 1] == ' ';
        /* U+0080–U+00BF and U+2000–U+2FFF hold all that is meant here. */
        if (c < ' ' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef || c == '&' ||
            spaces)
            return false;
    }
    return true;
}

static int decode(const char *p, const char *end, uint32_t *cp) {
    int len = *p == '&' ? cd_entity_decode(p, end, cp) : 0;
    return len ? len : cd_utf8_decode(p, end, cp);
}

static bool is_space(uint32_t cp, utf8proc_category_t kind) {
    return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL ||
           kind == UTF8PROC_CATEGORY_ZP || cp == '\n' || cp == '\t' || cp == '\r';
}

struct cd_str cd_plain_name(struct cd_str name, char *out) {
    if (!name.p || is_plain(name))
        return name;
    size_t len = 0;
    for (size_t i = 0; i < name.len;) {
        uint32_t cp;
        int bytes = decode(name.p + i, name.p + name.len, &cp);
        utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
        bool space = is_space(cp, kind), bad = cp >= 0x80 && bytes == 1;
        i += (size_t)bytes;
        if (space && len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
        else if (!space && !bad && kind != UTF8PROC_CATEGORY_CC &&
                 kind != UTF8PROC_CATEGORY_CF)
            len += (size_t)cd_utf8_encode(cp, out + len);
    }
    return (struct cd_str){out, len};
}
