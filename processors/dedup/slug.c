#include "processors/dedup/slug.h"

#include "base/hash.h"
#include "processors/text/words.h"

#define MOST       ((1u << CD_SLUG_BITS) - 1)
#define MOST_WORDS 4 /* of a slug */

/* Folded, in the languages of the agencies; of several tokens (a sign of Han is one)
 * parted by spaces. An update without a number is anybody's. */
static const char *const corrections[] = {
    "corrected",    "correction",    "corrects",     "refile",       "refiling",
    "korrektur",    "korrigiert",    "berichtigung", "rectificatif", "correctif",
    "correccion",   "rectificacion", "correcao",     "retificacao",  "rettifica",
    "rectificatie", "rattelse",      "исправление",  "уточнение",    "διορθωση",
    "sprostowanie", "duzeltme",      "تصحيح",        "정정",         "更 正",
    "訂 正",        "retracted",     "retraction",   "withdrawn",    "kill",
    "killed",
};

static const struct cd_token *at(const struct cd_text *title, uint32_t i,
                                 enum cd_token_kind kind) {
    bool there = i < title->token_count && title->tokens[i].kind == kind;
    return there ? &title->tokens[i] : NULL;
}

/* Told by the first letter, mostly: hashing costs. */
static bool begins(const struct cd_token *token, const char *word) {
    unsigned char first = (unsigned char)*word;
    return first < 0x80 ? token->sign == first : token->sign >= 0x80;
}

static bool is_word(const struct cd_text *title, uint32_t i, struct cd_str word) {
    const struct cd_token *token = at(title, i, CD_TOKEN_WORD);
    return token && begins(token, word.p) && token->hash == cd_word_hash(word);
}

/* Are tokens [first, end) these words? */
static bool are_words(const struct cd_text *title, uint32_t first, uint32_t end,
                      const char *words) {
    uint32_t i = first;
    for (; *words && i < end; i++) {
        struct cd_str word = {words, strcspn(words, " ")};
        if (!is_word(title, i, word))
            return false;
        words += word.len + (words[word.len] == ' ');
    }
    return !*words && i == end;
}

/* The hash of a correction that tokens [first, end) are; 0: none. */
static uint64_t correction(const struct cd_text *title, uint32_t first, uint32_t end) {
    for (size_t i = 0; i < sizeof corrections / sizeof *corrections; i++)
        if (begins(&title->tokens[first], corrections[i]) &&
            are_words(title, first, end, corrections[i]))
            return cd_word_hash(cd_str_of(corrections[i]));
    return 0;
}

/* The next mark from `first` on, at most MOST_WORDS words away; 0: none. */
static uint32_t mark_behind(const struct cd_text *title, uint32_t first) {
    for (uint32_t i = first; i < title->token_count && i <= first + MOST_WORDS; i++)
        if (title->tokens[i].kind == CD_TOKEN_MARK)
            return i;
    return 0;
}

/* A slug is parted from the headline by a mark: "Correction officers strike" has none. */
static uint64_t slug_before(const struct cd_text *title) {
    uint32_t first = at(title, 0, CD_TOKEN_MARK) ? 1 : 0;
    uint32_t mark = mark_behind(title, first);
    if (mark <= first)
        return 0;
    const struct cd_token *number = at(title, first + 1, CD_TOKEN_NUMBER);
    if (!number || mark != first + 2)
        return correction(title, first, mark);
    struct cd_str update = CD_STR("update");
    return is_word(title, first, update) ? cd_word_hash(update) + number->hash : 0;
}

static bool opens(uint32_t sign) {
    return sign == '(' || sign == '[' || sign == 0xff08 || sign == 0x3010; /* （【 */
}

static bool closes(uint32_t sign) {
    return sign == ')' || sign == ']' || sign == 0xff09 || sign == 0x3011;
}

/* "… (CORRECTED)", "…【訂正】". */
static uint64_t slug_behind(const struct cd_text *title) {
    uint32_t end = title->token_count, first = end > 1 ? end - 1 : 0;
    const struct cd_token *close = at(title, first, CD_TOKEN_MARK);
    if (!close || !closes(close->sign))
        return 0;
    uint32_t words = first;
    while (first > 0 && words - first < MOST_WORDS && at(title, first - 1, CD_TOKEN_WORD))
        first--;
    const struct cd_token *open = first ? at(title, first - 1, CD_TOKEN_MARK) : NULL;
    return open && opens(open->sign) ? correction(title, first, words) : 0;
}

/* Associated Press: "Storm, 2nd Ld-Writethru". */
static uint64_t writethru(const struct cd_text *title) {
    struct cd_str word = CD_STR("writethru");
    for (uint32_t i = 3; i < title->token_count; i++) {
        const struct cd_token *number = at(title, i - 3, CD_TOKEN_NUMBER);
        if (number && is_word(title, i, word) && is_word(title, i - 2, CD_STR("ld")))
            return cd_word_hash(word) + number->hash;
    }
    return 0;
}

uint8_t cd_slug_read(const struct cd_text *title) {
    uint64_t slug = slug_before(title);
    slug = slug ? slug : slug_behind(title);
    slug = slug ? slug : writethru(title);
    return slug ? (uint8_t)(1 + cd_hash_mix(slug) % MOST) : 0;
}
