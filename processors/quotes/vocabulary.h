/* What single words say about who speaks: verbs of reporting, titles, offices, people,
 * bodies, given names, function words. Each word has a set of classes; the words stand in
 * the lexicons under config/, so that a word or a language more is no change of code. */
#ifndef CD_PROCESSORS_QUOTES_VOCABULARY_H
#define CD_PROCESSORS_QUOTES_VOCABULARY_H

#include "config/config.h"
#include "processors/text/text.h"

#define CD_BIT(n) (UINT64_C(1) << (n))

/* Verbs: how far they reach, and the form. */
#define CD_SAY_STRONG CD_BIT(0) /* the whole sentence */
#define CD_SAY_WEAK   CD_BIT(1) /* some twenty words */
#define CD_SAY_NEAR   CD_BIT(2) /* only next to a quote: "sighed" */
#define CD_FORM_BASE  CD_BIT(3)
#define CD_FORM_THIRD CD_BIT(4) /* "says" */
#define CD_FORM_PAST  CD_BIT(5) /* past tense or participle */
#define CD_FORM_ING   CD_BIT(6)
#define CD_NAMING     CD_BIT(7) /* "called", "dubbed": what follows may be a mere name */
#define CD_BE         CD_BIT(8)
#define CD_AUXILIARY  CD_BIT(9)

/* Names, and what stands before them. */
#define CD_HONORIFIC    CD_BIT(10) /* "Mr", "Sen" */
#define CD_OFFICE       CD_BIT(11) /* "President" */
#define CD_OFFICE_PART  CD_BIT(12) /* "Foreign", "State": only with an office */
#define CD_MALE         CD_BIT(13)
#define CD_FEMALE       CD_BIT(14)
#define CD_FIRST_MALE   CD_BIT(15)
#define CD_FIRST_FEMALE CD_BIT(16)
#define CD_FIRST_EITHER CD_BIT(17)
#define CD_SUFFIX       CD_BIT(18) /* "Jr" */
#define CD_PARTICLE     CD_BIT(19) /* "van" */
#define CD_ORG_NAME     CD_BIT(20) /* "Corp", "University": the name of a body or place */
#define CD_DEMONYM      CD_BIT(21)
#define CD_PLACE        CD_BIT(22)
#define CD_DATE         CD_BIT(23)

/* Nouns. */
#define CD_PERSON   CD_BIT(24)
#define CD_PEOPLE   CD_BIT(25) /* in number */
#define CD_ORG      CD_BIT(26) /* "company" */
#define CD_DOCUMENT CD_BIT(27) /* "statement" */
#define CD_WORK     CD_BIT(28) /* "film": a title may follow */
#define CD_TERM     CD_BIT(29) /* "slogan": a term may follow */

/* Function words. */
#define CD_HE             CD_BIT(30)
#define CD_SHE            CD_BIT(31)
#define CD_THEY           CD_BIT(32)
#define CD_IT             CD_BIT(33)
#define CD_PRONOUN        CD_BIT(34) /* any other */
#define CD_RELATIVE       CD_BIT(35)
#define CD_POSSESSIVE     CD_BIT(36) /* "his" */
#define CD_HIS            CD_BIT(37)
#define CD_HER            CD_BIT(38)
#define CD_DETERMINER     CD_BIT(39)
#define CD_PREPOSITION    CD_BIT(40)
#define CD_CONJUNCTION    CD_BIT(41)
#define CD_SUBORDINATOR   CD_BIT(42)
#define CD_ADVERB         CD_BIT(43)
#define CD_NEGATION       CD_BIT(44) /* "never", "refused to": what was not said */
#define CD_AGE            CD_BIT(45)
#define CD_WORD_ACCORDING CD_BIT(46)
#define CD_WORD_TO        CD_BIT(47)
#define CD_WORD_BY        CD_BIT(48)
#define CD_WORD_OF        CD_BIT(49)
#define CD_WORD_AND       CD_BIT(50)
#define CD_OF_WORKS       CD_BIT(53) /* "read", "sang": a title may be their object */
#define CD_WORD_AS        CD_BIT(54)
#define CD_COME           CD_BIT(55) /* "came the reply" */
#define CD_ADDRESSED      CD_BIT(56) /* "told", a medium: who listens */
#define CD_SAYING         CD_BIT(57) /* "claim": what somebody says, as a noun */
#define CD_WORD_FROM      CD_BIT(59) /* "more from": whose words follow */
#define CD_COMPOUND       CD_BIT(58) /* "Trump-led": behind a hyphen no part of a name */
#define CD_DEFINITE       CD_BIT(51) /* "the" */
#define CD_INDIRECT       CD_BIT(60) /* German "sei": what somebody else says */
#define CD_LATTER         CD_BIT(62) /* French "celui-ci": the one named last */
#define CD_WORD_FOR       CD_BIT(61) /* "Pour X,": in whose opinion */
#define CD_ELISION        CD_BIT(52) /* "'em": what an apostrophe begins */
#define CD_INITIALS       CD_BIT(63) /* "WHO", "US": a name in capitals, else a word */

/* Bits that no word has both of otherwise. */
#define CD_POSTNOMINAL (CD_SUFFIX | CD_COMPOUND)      /* "QC": no part of the name */
#define CD_LESSER      (CD_OFFICE_PART | CD_OF_WORKS) /* "deputy": another office */
#define CD_ASK         (CD_SAY_STRONG | CD_LATTER)    /* "asked": the other one answers */
#define CD_NOT_ONLY    (CD_NEGATION | CD_DATE)        /* "only": "not only called it" */
#define CD_SIGN        (CD_DOCUMENT | CD_COMPOUND)    /* "placard": says it by itself */
#define CD_RECEIVES    (CD_OF_WORKS | CD_COME)        /* "found": another one's note */
#define CD_AGAINST     (CD_OF_WORKS | CD_ELISION)     /* "rejected": what others claim */
#define CD_OPENER      (CD_ELISION | CD_COMPOUND)     /* "Meet": before a name no part */
#define CD_LOCAL       (CD_ORG_NAME | CD_COMPOUND)    /* "police": of two counties */
#define CD_GIVEN_TITLE (CD_HONORIFIC | CD_COMPOUND)   /* "Sir": before a given name */
#define CD_IMPERSONAL  (CD_PRONOUN | CD_INDIRECT) /* French "on": nobody in particular */

#define CD_SAY         (CD_SAY_STRONG | CD_SAY_WEAK | CD_SAY_NEAR)
#define CD_FIRST       (CD_FIRST_MALE | CD_FIRST_FEMALE | CD_FIRST_EITHER)
#define CD_SPEAKER     (CD_PERSON | CD_PEOPLE | CD_ORG | CD_DOCUMENT)
#define CD_ANY_PRONOUN (CD_HE | CD_SHE | CD_THEY | CD_IT | CD_PRONOUN)

/* Words that begin a sentence with a capital without being a name. */
#define CD_FUNCTION                                                                      \
    (CD_ANY_PRONOUN | CD_RELATIVE | CD_POSSESSIVE | CD_DETERMINER | CD_PREPOSITION |     \
     CD_CONJUNCTION | CD_SUBORDINATOR | CD_ADVERB | CD_BE | CD_AUXILIARY)

struct cd_vocabulary;

enum cd_language {
    CD_ENGLISH,
    CD_FRENCH,
    CD_GERMAN,
    CD_SPANISH,
    CD_ITALIAN,
    CD_PORTUGUESE,
    CD_DUTCH,
    CD_SWEDISH,
    CD_POLISH,
    CD_OTHER, /* any other: quotes are found there, but not who speaks */
    CD_LANGUAGES
};

/* Reads the lexicons of all languages into out[CD_LANGUAGES], which the caller has set to
 * NULL and frees, also after an error. CD_EUSAGE names file and class; CD_ENOMEM. */
CD_MUST_USE int cd_vocabularies_new(struct cd_vocabulary **out,
                                    const struct cd_config *config, struct cd_error *err);

enum cd_language cd_vocabulary_language(const struct cd_vocabulary *vocabulary);

/* What the languages' grammars differ in. */

/* Are common nouns capitalised, so that a capital alone makes no name? */
static inline bool cd_capital_nouns(enum cd_language language) {
    return language == CD_GERMAN;
}

/* May a verb do without a subject, since its form says who: Spanish "dijo"? */
static inline bool cd_drops_pronouns(enum cd_language language) {
    return language == CD_SPANISH || language == CD_ITALIAN ||
           language == CD_PORTUGUESE || language == CD_POLISH;
}

/* Does the subject stand behind the verb wherever something else is before it: German
 * "Am Montag sagte Meier"? */
static inline bool cd_verb_second(enum cd_language language) {
    return language == CD_GERMAN || language == CD_DUTCH || language == CD_SWEDISH;
}

/* Are articles elided before a vowel: "l’éditeur"? */
static inline bool cd_elides(enum cd_language language) {
    return language == CD_FRENCH || language == CD_ITALIAN;
}

/* Do dashes mark what is said: "—No sé —dijo Ana—"? */
static inline bool cd_speaks_by_dashes(enum cd_language language) {
    return language == CD_FRENCH || language == CD_SPANISH || language == CD_ITALIAN ||
           language == CD_PORTUGUESE || language == CD_SWEDISH || language == CD_POLISH;
}

/* Are there no articles, so that a bare noun may mean who is known? */
static inline bool cd_has_no_articles(enum cd_language language) {
    return language == CD_POLISH;
}

/* Do titles stand before a name without an article: Swedish "Oppositionsrådet Johan
 * Berg"? */
static inline bool cd_has_bare_titles(enum cd_language language) {
    return language == CD_SWEDISH || language == CD_DUTCH || language == CD_POLISH;
}

/* How many of the text's first words are of these classes in this language. */
uint32_t cd_vocabulary_count(const struct cd_vocabulary *vocabulary,
                             const struct cd_text *text, uint64_t classes);
void cd_vocabulary_free(struct cd_vocabulary *vocabulary);

/* The classes of a word by its folded hash; 0: in no lexicon. */
uint64_t cd_vocabulary_find(const struct cd_vocabulary *vocabulary, uint64_t hash);

/* The hash by which a word for a role is known: of the full form of a title's short one
 * ("sen" → "senator"), without an elided article. */
uint64_t cd_vocabulary_role(const struct cd_vocabulary *vocabulary,
                            const struct cd_text *text, uint32_t token);

/* The classes of every token of a text (0 for marks and numbers), without regard to its
 * case: a given name says what it is only where it is capitalised. A possessive has those
 * of its stem. Lives in `arena`; NULL without memory. */
CD_MUST_USE uint64_t *cd_vocabulary_classes(const struct cd_vocabulary *vocabulary,
                                            const struct cd_text *text,
                                            struct cd_arena *arena);

#endif
