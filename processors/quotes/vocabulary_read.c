/* Lexicons become one table of words a language: the value of a word is the number of its
 * set of classes, and there are few different sets. */
#include "processors/quotes/vocabulary_table.h"

#include <stdlib.h>

#define MOST_FORMS 11 /* of a verb */

struct class_name {
    const char *name;
    uint64_t classes;
    bool forms; /* a row is a verb's forms: base, third person, past…, -ing */
};

static const struct class_name class_names[] = {
    {"verb.strong", CD_SAY_STRONG, true},
    {"verb.ask", CD_ASK, true},
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
    {"org.local", CD_LOCAL, false},
    {"document", CD_DOCUMENT, false},
    {"document.sign", CD_SIGN, false},
    {"verb.receive", CD_RECEIVES, false},
    {"verb.against", CD_AGAINST, false},
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
    {"pronoun.impersonal", CD_IMPERSONAL, false},
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
    {"opener", CD_OPENER, false},
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
    if (vocabulary->set_count == CD_MOST_SETS)
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
    if (vocabulary->title_count == CD_MOST_TITLES)
        return cd_fail(err, CD_EUSAGE, NULL, "more than %d short forms", CD_MOST_TITLES);
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
                           CD_MOST_SETS);
        struct cd_words *words =
            classes & ~(uint64_t)CD_FIRST ? vocabulary->words : vocabulary->given;
        if (cd_words_add(words, all->entries[i].hash, set))
            return cd_fail_memory(err);
        if (words == vocabulary->words)
            vocabulary->filter[cd_filter_part(all->entries[i].hash)] |=
                cd_filter_bit(all->entries[i].hash);
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
