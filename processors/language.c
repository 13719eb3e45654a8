#include "processors/language.h"

#include <ctype.h>
#include <string.h>

/* ISO 639-2's codes of languages that have one of two letters, those of bibliographies
 * too; and what it has for no language or several. */
static const struct {
    char three[4], two[3];
} codes[] = {
    {"ara", "ar"}, {"bul", "bg"}, {"cat", "ca"}, {"ces", "cs"}, {"chi", "zh"},
    {"cze", "cs"}, {"dan", "da"}, {"deu", "de"}, {"dut", "nl"}, {"ell", "el"},
    {"eng", "en"}, {"est", "et"}, {"fas", "fa"}, {"fin", "fi"}, {"fra", "fr"},
    {"fre", "fr"}, {"ger", "de"}, {"gre", "el"}, {"heb", "he"}, {"hin", "hi"},
    {"hrv", "hr"}, {"hun", "hu"}, {"ind", "id"}, {"isl", "is"}, {"ita", "it"},
    {"jpn", "ja"}, {"kor", "ko"}, {"lav", "lv"}, {"lit", "lt"}, {"may", "ms"},
    {"mis", ""},   {"msa", "ms"}, {"mul", ""},   {"nld", "nl"}, {"nno", "nn"},
    {"nob", "nb"}, {"nor", "no"}, {"per", "fa"}, {"pol", "pl"}, {"por", "pt"},
    {"ron", "ro"}, {"rum", "ro"}, {"rus", "ru"}, {"slk", "sk"}, {"slo", "sk"},
    {"slv", "sl"}, {"spa", "es"}, {"srp", "sr"}, {"swe", "sv"}, {"tha", "th"},
    {"tur", "tr"}, {"ukr", "uk"}, {"und", ""},   {"vie", "vi"}, {"zho", "zh"},
    {"zxx", ""},
};

static struct cd_str shortened(struct cd_str subtag) {
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (cd_str_eq(subtag, cd_str_of(codes[i].three)))
            return codes[i].two[0] ? cd_str_of(codes[i].two) : (struct cd_str){0};
    return subtag;
}

int cd_language_read(struct cd_str tag, struct cd_arena *arena, struct cd_str *out) {
    size_t len = 0;
    while (len < tag.len && isalpha((unsigned char)tag.p[len]))
        len++;
    bool ends = len == tag.len || tag.p[len] == '-' || tag.p[len] == '_';
    *out = (struct cd_str){0};
    /* Longer ones are registered for no language; "English" is somebody's own. */
    if (len < 2 || len > 3 || !ends)
        return CD_OK;
    char *lower = cd_arena_alloc(arena, len);
    if (!lower)
        return CD_ENOMEM;
    for (size_t i = 0; i < len; i++)
        lower[i] = (char)(tag.p[i] | 0x20);
    *out = shortened((struct cd_str){lower, len});
    return CD_OK;
}
