/* Each token of an article is looked up once, and all that is asked of a word later is
 * asked of its classes. */
#include "processors/quotes/elision.h"
#include "processors/quotes/vocabulary_table.h"

static bool may_hold(const struct cd_vocabulary *vocabulary, uint64_t hash) {
    return vocabulary->filter[cd_filter_part(hash)] & cd_filter_bit(hash);
}

/* The classes of a word that is more than a given name. */
static uint64_t find_word(const struct cd_vocabulary *vocabulary, uint64_t hash) {
    int set = may_hold(vocabulary, hash) ? cd_words_find(vocabulary->words, hash) : -1;
    return set < 0 ? 0 : vocabulary->sets[set];
}

uint64_t cd_vocabulary_find(const struct cd_vocabulary *vocabulary, uint64_t hash) {
    uint64_t classes = find_word(vocabulary, hash);
    int set = classes ? -1 : cd_words_find(vocabulary->given, hash);
    return set < 0 ? classes : vocabulary->sets[set];
}

#define LEAST_FRONT      3 /* bytes of a compound before its head, and of the head */
#define LEAST_HEAD       4
#define LONGEST_COMPOUND 64 /* bytes; hostile text could hold longer words */
#define LONGEST_HEAD     40

/* The hash of a German compound's last part, "Umweltminister", where that is one who may
 * speak or a medium; 0: it is none. */
static uint64_t compound_head(const struct cd_vocabulary *vocabulary,
                              const struct cd_text *text, const struct cd_token *token) {
    struct cd_str word = cd_str_cut(text->bytes, token->start, token->end);
    for (size_t i = LEAST_FRONT;
         i + LEAST_HEAD <= word.len && word.len < LONGEST_COMPOUND; i++) {
        if (((unsigned char)word.p[i] & 0xc0) == 0x80)
            continue;
        uint64_t hash = cd_word_hash(cd_str_cut(word, i, word.len));
        if (may_hold(vocabulary, hash) && (cd_vocabulary_find(vocabulary, hash) &
                                           (CD_SPEAKER | CD_OFFICE | CD_ADDRESSED)))
            return hash;
    }
    return 0;
}

static uint64_t compound_class(const struct cd_vocabulary *vocabulary,
                               const struct cd_text *text, const struct cd_token *token) {
    const uint64_t parts = CD_SPEAKER | CD_OFFICE | CD_ADDRESSED | CD_MALE | CD_FEMALE;
    uint64_t head = compound_head(vocabulary, text, token);
    return head ? cd_vocabulary_find(vocabulary, head) & parts : 0;
}

/* Spanish "él" is he; without its accent it would be the article. */
static bool is_he(const struct cd_text *text, const struct cd_token *token) {
    const char *p = text->bytes.p + token->start;
    return token->end - token->start == 3 && p[0] == '\xc3' &&
           (p[1] == '\xa9' || p[1] == '\x89') && (p[2] == 'l' || p[2] == 'L');
}

/* The classes of a word that in capitals is a name, "WHO", "US", unless all is written so
 * there. */
static uint64_t initials_class(uint64_t class, const struct cd_token *token, bool last) {
    const uint64_t name = CD_ORG_NAME | CD_PLACE;
    bool before = (token->flags & CD_TOKEN_SENTENCE) || token[-1].kind != CD_TOKEN_WORD ||
                  !(token[-1].flags & CD_TOKEN_UPPER);
    bool behind =
        last || token[1].kind != CD_TOKEN_WORD || !(token[1].flags & CD_TOKEN_UPPER);
    bool initials = (token->flags & CD_TOKEN_UPPER) && before && behind;
    return class & (initials ? name : ~(name | CD_INITIALS));
}

/* German "hätten", "wäre", "würde": without the accent they would be "hatten", "wurde";
 * "können" is none. */
static bool is_unreal(const struct cd_text *text, const struct cd_token *token) {
    struct cd_str word = cd_str_cut(text->bytes, token->start, token->end);
    size_t n = word.len > 0 && word.p[word.len - 1] == 'n' ? word.len - 1 : word.len;
    bool ends = n > 3 && word.p[n - 1] == 'e' &&
                (word.p[n - 2] == 't' || word.p[n - 2] == 'r' || word.p[n - 2] == 'd');
    return ends && memchr(word.p, 0xc3, n) != NULL;
}

/* The classes of what begins with an elided word, by those of the word behind it: French
 * "l’éleveur" is definite, "l’a" (a verb) is not, "d’un" is a preposition. */
static uint64_t elided_class(uint32_t sign, uint64_t behind) {
    if (sign == 'l' && !(behind & (CD_AUXILIARY | CD_BE)))
        return behind | CD_DEFINITE;
    if (sign == 'd' && (behind & CD_DETERMINER))
        return behind | CD_PREPOSITION | CD_WORD_OF;
    return behind;
}

static bool is_definite(const struct cd_text *text, const struct cd_token *token) {
    struct cd_str word = cd_str_cut(text->bytes, token->start, token->end);
    return word.len == 2 && (word.p[0] == 'l' || word.p[0] == 'L') &&
           (word.p[1] == 'e' || word.p[1] == 'a');
}

/* French "le Messin", "la Lyonnaise": whom a capital, an article and the ending show to
 * be of a town; "la Messine Inès Vautrin" is named. */
static uint64_t inhabitant_class(const struct cd_text *text,
                                 const struct cd_token *token) {
    static const char *const endings[] = {"ais",   "aise",  "ois",  "oise", "ien",
                                          "ienne", "ain",   "aine", "in",   "ine",
                                          "éen",   "éenne", "ard",  "arde"};
    struct cd_str word = cd_str_cut(text->bytes, token->start, token->end);
    if (!(token->flags & CD_TOKEN_CAPITAL) || token == text->tokens || word.len < 6 ||
        !is_definite(text, token - 1))
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (memcmp(word.p + word.len - n, endings[i], n) == 0)
            return CD_DEMONYM | (endings[i][n - 1] == 'e' ? CD_FEMALE : CD_MALE);
    }
    return 0;
}

/* The classes of a word. */
static uint64_t class_of(const struct cd_vocabulary *vocabulary,
                         const struct cd_text *text, const struct cd_token *token) {
    if (vocabulary->language == CD_SPANISH && is_he(text, token))
        return CD_HE;
    struct cd_str behind = cd_elides(vocabulary->language)
                               ? cd_behind_elision(text, token)
                               : (struct cd_str){0};
    if (behind.len > 0) {
        uint64_t class = cd_vocabulary_find(vocabulary, cd_word_hash(behind));
        /* "aujourd’hui" is a word; "l’a" would be one if its apostrophe counted little.
         */
        if ((class & CD_AUXILIARY) || !find_word(vocabulary, token->stem_hash))
            return elided_class(token->sign, class);
    }
    uint64_t class = token->flags & CD_TOKEN_CAPITAL
                         ? cd_vocabulary_find(vocabulary, token->stem_hash)
                         : find_word(vocabulary, token->stem_hash);
    if (class & CD_INITIALS)
        return initials_class(class, token,
                              token + 1 == text->tokens + text->token_count);
    if (vocabulary->language == CD_FRENCH && !class)
        return inhabitant_class(text, token);
    if (vocabulary->language != CD_GERMAN)
        return class;
    if (!class && (token->flags & CD_TOKEN_CAPITAL))
        return compound_class(vocabulary, text, token);
    bool unreal = (class & (CD_AUXILIARY | CD_BE)) && is_unreal(text, token);
    return class | (unreal ? CD_INDIRECT : 0);
}

/* Lists the words that may have classes. Apart from looking them up, and without a
 * branch, since a processor foresees wrongly at every other word whether it is in a
 * lexicon. */
static uint32_t list_words(const struct cd_vocabulary *vocabulary,
                           const struct cd_text *text, uint32_t *list) {
    const struct cd_token *tokens = text->tokens;
    uint32_t count = 0, end = text->token_count;
    bool elides = cd_elides(vocabulary->language);
    for (uint32_t i = 0; i < end; i++) {
        const struct cd_token *token = &tokens[i];
        bool holds = may_hold(vocabulary, token->stem_hash);
        bool capital = token->flags & CD_TOKEN_CAPITAL;
        list[count] = i;
        count += (token->kind == CD_TOKEN_WORD) & (holds | capital | elides);
    }
    return count;
}

uint64_t *cd_vocabulary_classes(const struct cd_vocabulary *vocabulary,
                                const struct cd_text *text, struct cd_arena *arena) {
    uint64_t *classes = cd_arena_zero(arena, text->token_count + 1, sizeof *classes);
    uint32_t *list = cd_arena_alloc(arena, (text->token_count + 1) * sizeof *list);
    if (!classes || !list)
        return NULL;
    uint32_t count = list_words(vocabulary, text, list);
    for (uint32_t i = 0; i < count; i++)
        classes[list[i]] = class_of(vocabulary, text, &text->tokens[list[i]]);
    list = cd_arena_trim(arena, list, (text->token_count + 1) * sizeof *list, 0);
    return list ? classes : NULL;
}

uint64_t cd_vocabulary_role(const struct cd_vocabulary *vocabulary,
                            const struct cd_text *text, uint32_t token) {
    uint64_t hash = text->tokens[token].stem_hash;
    struct cd_str behind = cd_elides(vocabulary->language)
                               ? cd_behind_elision(text, &text->tokens[token])
                               : (struct cd_str){0};
    if (behind.len > 0)
        hash = cd_word_hash(behind);
    if (vocabulary->language == CD_GERMAN && !cd_vocabulary_find(vocabulary, hash)) {
        uint64_t head = compound_head(vocabulary, text, &text->tokens[token]);
        hash = head ? head : hash;
    }
    for (int i = 0; i < vocabulary->title_count; i++)
        if (vocabulary->titles[i].brief == hash)
            return vocabulary->titles[i].full;
    return hash;
}

enum cd_language cd_vocabulary_language(const struct cd_vocabulary *vocabulary) {
    return vocabulary->language;
}

#define SAMPLE 120 /* tokens by which a language is told */

uint32_t cd_vocabulary_count(const struct cd_vocabulary *vocabulary,
                             const struct cd_text *text, uint64_t classes) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->token_count && i < SAMPLE; i++)
        count += text->tokens[i].kind == CD_TOKEN_WORD &&
                 (find_word(vocabulary, text->tokens[i].hash) & classes);
    return count;
}
