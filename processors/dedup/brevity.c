#include "processors/dedup/brevity.h"

#include <utf8proc.h>

#define FEW_WORDS   20 /* below, sharing them says nothing */
#define STUB_WORDS  60 /* below, neither do they without names and numbers … */
#define PLAIN_WORDS 40 /* … and these, where names have no capitals to be seen by */
#define VAGUE       3  /* places; below, a text has nothing to tell by */

/* Signs of a script without spaces that make a word. */
#define HAN_SIGNS  2
#define THAI_SIGNS 4 /* Thai, Lao, Khmer, Myanmar; vowels and tones are signs, too */

/* Words and signs by what they say. */
struct tally {
    uint32_t cased, plain, han, thai;
};

static bool is_thai(uint32_t cp) {
    return (cp >= 0x0e00 && cp <= 0x0eff) || (cp >= 0x1000 && cp <= 0x109f) ||
           (cp >= 0x1780 && cp <= 0x17ff);
}

/* Georgian has capitals since Unicode 11, and begins no name with one. */
static bool is_cased(uint32_t cp) {
    if (cp < 0x80)
        return true;
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL &&
           !(cp >= 0x10d0 && cp <= 0x10ff);
}

static void count(struct tally *tally, const struct cd_token *token) {
    if (is_thai(token->sign))
        tally->thai++;
    else if (token->flags & CD_TOKEN_CJK)
        tally->han++;
    else if (token->kind == CD_TOKEN_NUMBER || is_cased(token->sign))
        tally->cased++;
    else
        tally->plain++;
}

/* In words of a script with spaces; no more than are asked about. */
static uint32_t length_of(struct tally *tally, const struct cd_text *text) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < text->token_count && words < STUB_WORDS; i++) {
        if (text->tokens[i].kind == CD_TOKEN_MARK)
            continue;
        count(tally, &text->tokens[i]);
        words = tally->cased + tally->plain + tally->han / HAN_SIGNS +
                tally->thai / THAI_SIGNS;
    }
    return words;
}

enum cd_brevity cd_brevity_read(const struct cd_text *text, size_t words,
                                uint32_t places) {
    struct tally tally = {0};
    if (words >= STUB_WORDS * THAI_SIGNS)
        return CD_BREVITY_NONE;
    uint32_t length = length_of(&tally, text);
    if (length < FEW_WORDS)
        return CD_BREVITY_FEW;
    bool capitals = 2 * tally.cased >= length;
    bool few = length < (capitals ? STUB_WORDS : PLAIN_WORDS);
    return few && places < VAGUE ? CD_BREVITY_STUB : CD_BREVITY_NONE;
}
