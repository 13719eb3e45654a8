/* One table for all words, since a token is looked up once: the value of a word is the
 * number of its set of classes, and there are few different sets. */
#include "processors/quotes/vocabulary.h"

#include <stdlib.h>

#include "processors/quotes/elision.h"
#include "processors/text/word_file.h"

#define FILTER_BITS 17   /* of a hash: 16 KiB, which stay near where the tables do not */
#define MOST_TITLES 64   /* that have a short form */
#define MOST_FORMS  9    /* of a verb */
#define MOST_SETS   1024 /* of classes; a few hundred are in use */

struct cd_vocabulary {
    /* Hash → index in `sets`. Given names, the most of all words, stand apart, since only
     * capitalised words are looked up there: the table for all others stays small enough
     * to be near. */
    struct cd_words *words, *given;
    /* One bit for each word of `words` by the low bits of its hash: most words of a text
     * are in no lexicon, and are settled here. */
    uint64_t filter[1 << (FILTER_BITS - 6)];
    uint64_t sets[MOST_SETS];
    int set_count;
    enum cd_language language;
    struct {
        uint64_t brief, full;
    } titles[MOST_TITLES];
    int title_count;
};

struct class_name {
    const char *name;
    uint64_t classes;
    bool forms; /* a row is a verb's forms: base, third person, past…, -ing */
};

static const struct class_name class_names[] = {
    {"verb.strong", CD_SAY_STRONG, true},
    {"verb.weak", CD_SAY_WEAK, true},
    {"verb.near", CD_SAY_NEAR, true},
    {"verb.name", CD_NAMING, false},
    {"verb.work", CD_OF_WORKS, false},
    {"verb.be", CD_BE, false},
    {"verb.aux", CD_AUXILIARY, false},
    {"honorific", CD_HONORIFIC, false},
    {"honorific.male", CD_HONORIFIC | CD_MALE, false},
    {"honorific.female", CD_HONORIFIC | CD_FEMALE, false},
    {"honorific.given", CD_GIVEN_TITLE, false},
    {"suffix", CD_SUFFIX, false},
    {"suffix.title", CD_POSTNOMINAL, false},
    {"office", CD_OFFICE, false},
    {"office.part", CD_OFFICE_PART, false},
    {"office.lesser", CD_LESSER, false},
    {"person", CD_PERSON, false},
    {"person.male", CD_PERSON | CD_MALE, false},
    {"person.female", CD_PERSON | CD_FEMALE, false},
    {"people", CD_PEOPLE, false},
    {"org", CD_ORG, false},
    {"org.name", CD_ORG_NAME, false},
    {"document", CD_DOCUMENT, false},
    {"work", CD_WORK, false},
    {"term", CD_TERM, false},
    {"particle", CD_PARTICLE, false},
    {"first.male", CD_FIRST_MALE, false},
    {"first.female", CD_FIRST_FEMALE, false},
    {"first.either", CD_FIRST_EITHER, false},
    {"demonym", CD_DEMONYM, false},
    {"place", CD_PLACE, false},
    {"pronoun.he", CD_HE, false},
    {"pronoun.she", CD_SHE, false},
    {"pronoun.they", CD_THEY, false},
    {"pronoun.it", CD_IT, false},
    {"pronoun.other", CD_PRONOUN, false},
    {"relative", CD_RELATIVE, false},
    {"possessive", CD_POSSESSIVE, false},
    {"possessive.he", CD_HIS, false},
    {"possessive.she", CD_HER, false},
    {"determiner", CD_DETERMINER, false},
    {"preposition", CD_PREPOSITION, false},
    {"conjunction", CD_CONJUNCTION, false},
    {"subordinator", CD_SUBORDINATOR, false},
    {"adverb", CD_ADVERB, false},
    {"date", CD_DATE, false},
    {"age", CD_AGE, false},
    {"according", CD_WORD_ACCORDING, false},
    {"to", CD_WORD_TO, false},
    {"by", CD_WORD_BY, false},
    {"from", CD_WORD_FROM, false},
    {"of", CD_WORD_OF, false},
    {"and", CD_WORD_AND, false},
    {"as", CD_WORD_AS, false},
    {"verb.addressed", CD_ADDRESSED, false},
    {"medium", CD_ADDRESSED, false},
    {"noun.say", CD_SAYING, false},
    {"verb.come", CD_COME, false},
    {"definite", CD_DEFINITE, false},
    {"definite.male", CD_DEFINITE | CD_MALE, false},
    {"definite.female", CD_DEFINITE | CD_FEMALE, false},
    {"verb.indirect", CD_INDIRECT, false},
    {"for", CD_WORD_FOR, false},
    {"latter", CD_LATTER, false},
    {"negation", CD_NEGATION, false},
    {"negation.only", CD_NOT_ONLY, false},
    {"latter.male", CD_LATTER | CD_MALE, false},
    {"latter.female", CD_LATTER | CD_FEMALE, false},
    {"compound", CD_COMPOUND, false},
    {"elision", CD_ELISION, false},
    {"initials.org", CD_INITIALS | CD_ORG_NAME, false},
    {"initials.place", CD_INITIALS | CD_PLACE, false},
};

#define MOST_FILES 10

/* A language's lexicons. */
static const char *const files[CD_LANGUAGES][MOST_FILES] = {
    [CD_ENGLISH] = {"verbs.json", "titles.json", "offices.json", "people.json",
                    "organisations.json", "particles.json", "words.json"},
    [CD_FRENCH] = {"quotes.fr.json"},
    [CD_GERMAN] = {"quotes.de.json"},
    [CD_SPANISH] = {"quotes.es.json"},
    [CD_ITALIAN] = {"quotes.it.json"},
    [CD_PORTUGUESE] = {"quotes.pt.json"},
    [CD_DUTCH] = {"quotes.nl.json"},
    [CD_SWEDISH] = {"quotes.sv.json"},
    [CD_POLISH] = {"quotes.pl.json"},
    [CD_OTHER] = {NULL},
};

/* Given names and places are all languages', and read once for all. */
static const char *const common_files[] = {"places.json", "first_names.json", NULL};

/* The number of this set of classes; -1 when there are too many. */
static int set_number(struct cd_vocabulary *vocabulary, uint64_t classes) {
    for (int i = 0; i < vocabulary->set_count; i++)
        if (vocabulary->sets[i] == classes)
            return i;
    if (vocabulary->set_count == MOST_SETS)
        return -1;
    vocabulary->sets[vocabulary->set_count] = classes;
    return vocabulary->set_count++;
}

/* Words are gathered with their classes first, since cd_words cannot change a value. */
struct entry {
    uint64_t hash, classes;
    bool common; /* from a file that all languages share */
};

struct gathering {
    struct cd_vocabulary *vocabulary;
    struct entry *entries;
    size_t count, room;
    bool common, english;
};

/* A row of "title.short": the short form, then the full one. */
static int add_title(struct cd_vocabulary *vocabulary, struct cd_str row,
                     struct cd_error *err) {
    struct cd_str brief = cd_row_word(&row), full = cd_row_word(&row);
    if (!full.p || cd_row_word(&row).p)
        return cd_fail(err, CD_EUSAGE, NULL, "not a short form and a full one");
    if (vocabulary->title_count == MOST_TITLES)
        return cd_fail(err, CD_EUSAGE, NULL, "more than %d short forms", MOST_TITLES);
    vocabulary->titles[vocabulary->title_count].brief = cd_word_hash(brief);
    vocabulary->titles[vocabulary->title_count++].full = cd_word_hash(full);
    return CD_OK;
}

static int gather(struct gathering *all, uint64_t hash, uint64_t classes) {
    if (all->count == all->room) {
        size_t room = all->room ? all->room * 2 : 4096;
        struct entry *entries = realloc(all->entries, room * sizeof *entries);
        if (!entries)
            return CD_ENOMEM;
        all->entries = entries;
        all->room = room;
    }
    all->entries[all->count++] = (struct entry){hash, classes, all->common};
    return CD_OK;
}

static const struct class_name *class_named(const char *name) {
    for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
        if (strcmp(class_names[i].name, name) == 0)
            return &class_names[i];
    return NULL;
}

/* The form of the n-th word of a verb's row; the last one is the -ing form. */
static uint64_t form_of(int n, bool last) {
    static const uint64_t forms[] = {CD_FORM_BASE, CD_FORM_THIRD};
    return last ? CD_FORM_ING : n < 2 ? forms[n] : CD_FORM_PAST;
}

static int read_row(void *context, const char *name, struct cd_str row,
                    struct cd_error *err) {
    if (strcmp(name, "title.short") == 0 && ((struct gathering *)context)->vocabulary)
        return add_title(((struct gathering *)context)->vocabulary, row, err);
    const struct class_name *class = class_named(name);
    if (!class)
        return cd_fail(err, CD_EUSAGE, NULL, "no such class of words");
    int n = 0;
    for (struct cd_str word = cd_row_word(&row); word.p; n++) {
        struct cd_str next = cd_row_word(&row);
        uint64_t classes = class->classes | (class->forms ? form_of(n, !next.p) : 0);
        if (gather(context, cd_word_hash(word), classes))
            return cd_fail_memory(err);
        word = next;
    }
    if (class->forms && (n < 4 || n > MOST_FORMS))
        return cd_fail(err, CD_EUSAGE, NULL, "a verb has 4 to %d forms, not %d",
                       MOST_FORMS, n);
    return CD_OK;
}

static uint64_t *filter_of(struct cd_vocabulary *vocabulary, uint64_t hash) {
    return &vocabulary->filter[(hash >> 6) & ((1 << (FILTER_BITS - 6)) - 1)];
}

static uint64_t filter_bit(uint64_t hash) { return UINT64_C(1) << (hash & 63); }

static bool may_hold(const struct cd_vocabulary *vocabulary, uint64_t hash) {
    return vocabulary->filter[(hash >> 6) & ((1 << (FILTER_BITS - 6)) - 1)] &
           filter_bit(hash);
}

static int by_hash(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static int build(struct cd_vocabulary *vocabulary, struct gathering *all,
                 struct cd_error *err) {
    for (size_t i = 0, next; i < all->count; i = next) {
        uint64_t classes = 0, common = 0;
        for (next = i; next < all->count; next++) {
            const struct entry *entry = &all->entries[next];
            if (entry->hash != all->entries[i].hash)
                break;
            classes |= entry->common ? 0 : entry->classes;
            common |= entry->common ? entry->classes : 0;
        }
        /* Whose name it is, the language itself knows best (French "Michel"), and whether
         * it is one (Spanish "según", "San Telmo",
         * German "Roman"). */
        uint64_t own =
            CD_FIRST | CD_FUNCTION | CD_ORG_NAME | CD_ORG | CD_DOCUMENT | CD_WORK;
        classes |= classes & own && !all->english ? common & ~(uint64_t)CD_FIRST : common;
        int set = set_number(vocabulary, classes);
        if (set < 0)
            return cd_fail(err, CD_EUSAGE, NULL,
                           "the quotes' lexicons have more than %d sets of classes",
                           MOST_SETS);
        struct cd_words *words =
            classes & ~(uint64_t)CD_FIRST ? vocabulary->words : vocabulary->given;
        if (cd_words_add(words, all->entries[i].hash, set))
            return cd_fail_memory(err);
        if (words == vocabulary->words)
            *filter_of(vocabulary, all->entries[i].hash) |=
                filter_bit(all->entries[i].hash);
    }
    return CD_OK;
}

static int read_files(struct gathering *all, const char *const *names,
                      const struct cd_config *config, struct cd_error *err) {
    int rc = CD_OK;
    for (size_t i = 0; rc == CD_OK && names[i]; i++) {
        all->common = strcmp(names[i], "first_names.json") == 0;
        rc = cd_word_file_read(config, names[i], read_row, all, err);
    }
    if (rc == CD_OK && all->count > 0)
        qsort(all->entries, all->count, sizeof *all->entries, by_hash);
    return rc;
}

/* Puts the common entries, which are sorted as its own are, between a language's own. */
static int merge(struct gathering *all, const struct gathering *common) {
    size_t count = all->count + common->count, a = 0, b = 0;
    struct entry *merged = malloc((count + 1) * sizeof *merged);
    if (!merged)
        return CD_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        bool own = b == common->count ||
                   (a < all->count && all->entries[a].hash <= common->entries[b].hash);
        merged[i] = own ? all->entries[a++] : common->entries[b++];
    }
    free(all->entries);
    all->entries = merged;
    all->count = all->room = count;
    return CD_OK;
}

static int make(struct cd_vocabulary **out, enum cd_language language,
                const struct gathering *common, const struct cd_config *config,
                struct cd_error *err) {
    struct gathering all = {0};
    struct cd_vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    *out = vocabulary;
    if (!vocabulary)
        return cd_fail_memory(err);
    all.vocabulary = vocabulary;
    all.english = language == CD_ENGLISH;
    vocabulary->language = language;
    vocabulary->words = cd_words_new();
    vocabulary->given = cd_words_new();
    if (!vocabulary->words || !vocabulary->given)
        return cd_fail_memory(err);
    int rc = read_files(&all, files[language], config, err);
    if (rc == CD_OK && language != CD_OTHER && merge(&all, common))
        rc = cd_fail_memory(err);
    if (rc == CD_OK)
        rc = build(vocabulary, &all, err);
    free(all.entries);
    return rc;
}

int cd_vocabularies_new(struct cd_vocabulary **out, const struct cd_config *config,
                        struct cd_error *err) {
    struct gathering common = {0};
    int rc = read_files(&common, common_files, config, err);
    for (int i = 0; rc == CD_OK && i < CD_LANGUAGES; i++)
        rc = make(&out[i], (enum cd_language)i, &common, config, err);
    free(common.entries);
    return rc;
}

void cd_vocabulary_free(struct cd_vocabulary *vocabulary) {
    if (vocabulary) {
        cd_words_free(vocabulary->words);
        cd_words_free(vocabulary->given);
    }
    free(vocabulary);
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
    return classes;
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
