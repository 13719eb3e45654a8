/* The subject stands before its verb, with only adverbs and asides between, or right
 * behind it. Reporters keep the subject of "said" short or set it off by commas. */
#include "processors/quotes/subjects.h"

#include "processors/quotes/asides.h"
#include "processors/quotes/clauses.h"
#include "processors/quotes/phrases.h"
#include "processors/quotes/romance.h"

/* "egged on supporters", "coming from a candidate": an unknown verb before a preposition,
 * which begins no noun phrase. */
static bool begins_with_verb(const struct cd_clause *c, const struct cd_subject *phrase) {
    uint32_t i = phrase->first;
    if (c->r->language != CD_ENGLISH || c->items[i].kind != CD_ITEM_WORD ||
        c->items[i].capital || !cd_item_is(c, i + 1, CD_PREPOSITION) ||
        cd_item_is(c, i, CD_SPEAKER | CD_OFFICE | CD_FUNCTION))
        return false;
    struct cd_str word = cd_token_str(c->r->text, c->items[i].first);
    return cd_ends_in_ed(c, i) ||
           (word.len > 4 && memcmp(word.p + word.len - 3, "ing", 3) == 0);
}

/* "who said": the noun or name before the relative pronoun. */
static struct cd_subject antecedent(const struct cd_clause *c, uint32_t relative) {
    uint32_t i = relative;
    if (i > c->sentence.first && cd_item_of(c, i - 1, CD_ITEM_COMMA))
        i--;
    if (i == c->sentence.first)
        return cd_no_subject();
    /* "no convence a los vendedores, que temen" */
    uint32_t start = cd_phrase_start(c, i - 1);
    if (c->r->language != CD_ENGLISH && cd_item_is(c, i - 1, CD_SPEAKER) &&
        start > c->sentence.first && cd_item_is(c, start - 1, CD_WORD_TO))
        return (struct cd_subject){CD_SUBJECT_NOUN, i - 1, start, i};
    if (cd_item_of(c, i - 1, CD_ITEM_CLOSE) || cd_item_names(c, i - 1) ||
        cd_item_is(c, i - 1, CD_SPEAKER)) {
        struct cd_subject subject = cd_before_aside(c, i);
        /* "was coming from a candidate who promised" */
        if (subject.kind == CD_SUBJECT_NOUN && begins_with_verb(c, &subject))
            return (struct cd_subject){CD_SUBJECT_NOUN, i - 1, cd_phrase_start(c, i - 1),
                                       i};
        /* "Inés Caballero, líder de la oposición, que" */
        if (subject.kind == CD_SUBJECT_NOUN && c->r->language != CD_ENGLISH)
            subject = cd_past_open_aside(c, subject);
        if (subject.kind != CD_SUBJECT_NONE)
            return subject;
    }
    if (cd_item_names(c, i - 1))
        return cd_name_subject(c, i - 1);
    /* "a sign in the window that reads" */
    struct cd_subject subject = cd_phrase_before(c, i - 1);
    bool said = subject.kind == CD_SUBJECT_NOUN && subject.head < i - 1 &&
                cd_item_is(c, subject.head, CD_DOCUMENT);
    return said ? subject : cd_subject_of_clause(c, i);
}

/* "on the back", "in the past": behind an article no adverb. */
static bool is_back_of(const struct cd_clause *c, uint32_t item) {
    return c->r->language == CD_ENGLISH && item > c->sentence.first &&
           cd_item_is(c, item - 1, CD_DEFINITE) && !cd_item_is(c, item, CD_AUXILIARY);
}

/* Past adverbs, auxiliaries and "on Tuesday" between subject and verb. */
static uint32_t past_adverbs(const struct cd_clause *c, uint32_t verb) {
    bool english = c->r->language == CD_ENGLISH;
    uint32_t i = verb;
    while (i > c->sentence.first) {
        if (cd_item_adverb(c, i - 1) && !is_back_of(c, i - 1)) {
            i--;
        } else if (!english &&
                   (cd_item_is(c, i - 1, CD_PRONOUN) || cd_is_reflexive(c, i - 1))) {
            i--; /* "lo considera", "se dit" */
        } else if (cd_item_is(c, i - 1, CD_DATE)) {
            i--;
            if (i > c->sentence.first && cd_item_is(c, i - 1, CD_PREPOSITION))
                i--;
        } else if (cd_item_is(c, verb, CD_FORM_ING) && cd_item_is(c, i - 1, CD_BE)) {
            i--;
        } else {
            break;
        }
    }
    return i;
}

/* "Calling it a lie, Trump left": the subject of what a participle is set before. */
static struct cd_subject behind_fronted(const struct cd_clause *c, uint32_t verb) {
    for (uint32_t i = verb + 1; i + 1 < c->sentence.end && i < verb + CD_CLAUSE_REACH;
         i++) {
        if (cd_item_of(c, i, CD_ITEM_COMMA) || (cd_item_of(c, i, CD_ITEM_QUOTE)))
            return cd_first_subject(c, i + 1,
                                    i + 8 < c->sentence.end ? i + 8 : c->sentence.end);
    }
    return cd_no_subject();
}

/* ", but Montoya refused, saying": where the last clause before `comma` that has a
 * subject of its own begins; else `start`. */
static uint32_t last_clause(const struct cd_clause *c, uint32_t start, uint32_t comma) {
    for (uint32_t i = comma; i > start + 2; i--)
        if (cd_item_is(c, i - 2, CD_CONJUNCTION) && cd_item_of(c, i - 3, CD_ITEM_COMMA) &&
            i - 3 > start && cd_item_names(c, i - 1) && !cd_item_place(c, i - 1))
            return i - 1;
    return start;
}

/* ", adding": who said what stands before it, else the subject of the clause. */
static struct cd_subject subject_of_participle(const struct cd_clause *c,
                                               uint32_t comma) {
    uint32_t start = cd_clause_start(c, comma);
    if (c->r->language == CD_ENGLISH)
        start = last_clause(c, start, comma);
    for (uint32_t i = comma; i > start + 1; i--) {
        bool told = cd_item_is(c, i - 1, CD_SAY_STRONG) &&
                    cd_item_is(c, i - 1, CD_FORM_PAST | CD_FORM_THIRD | CD_FORM_ING);
        if (!told)
            continue;
        uint32_t before = past_adverbs(c, i - 1);
        if (before > start && cd_item_names(c, before - 1))
            return cd_name_before(c, before - 1);
        if (before > start && cd_item_nominative(c, before - 1))
            return (struct cd_subject){CD_SUBJECT_PRONOUN, before - 1, before - 1,
                                       before};
        /* not "advising Trump" */
        if (cd_item_names(c, i) && !cd_item_is(c, i - 1, CD_ADDRESSED))
            return cd_name_subject(c, i);
    }
    struct cd_subject subject = cd_first_subject(c, start, comma);
    /* "chatter about Perez, who is on stage, saying" */
    for (uint32_t i = comma; subject.kind == CD_SUBJECT_NONE && i > start; i--)
        if (cd_item_names(c, i - 1) && !cd_item_place(c, i - 1))
            subject = cd_name_subject(c, i - 1);
    return subject;
}

/* "replied on Facebook, writing": a name of a place or time, which the participle behind
 * it does not belong to; "with Trump saying" and "a video of Trump saying" do. */
static bool is_set_apart(const struct cd_clause *c, uint32_t name) {
    uint32_t start = cd_phrase_start(c, name);
    if (start == c->sentence.first || !cd_item_is(c, start - 1, CD_PREPOSITION))
        return false;
    return cd_item_length(c, start - 1) == 2 && !cd_item_is(c, start - 1, CD_WORD_OF);
}

/* ", with one lawmaker calling it": the noun `last`, which belongs to the participle. */
static struct cd_subject set_apart_with(const struct cd_clause *c, uint32_t last) {
    uint32_t start = cd_phrase_start(c, last);
    bool with = cd_item_is(c, last, CD_PERSON | CD_PEOPLE | CD_ORG) &&
                start >= c->sentence.first + 2 &&
                cd_item_is(c, start - 1, CD_PREPOSITION) && cd_item_pause(c, start - 2);
    return with ? (struct cd_subject){CD_SUBJECT_NOUN, last, start, last + 1}
                : cd_no_subject();
}

#define WHO_REACH 12 /* items between "who" and the second verb */

/* "Naylor, who questioned him and called him": the "who" that both verbs belong to; 0:
 * there is none. */
static uint32_t who_before(const struct cd_clause *c, uint32_t conjunction) {
    if (c->r->language != CD_ENGLISH || !cd_item_is(c, conjunction, CD_WORD_AND))
        return 0;
    for (uint32_t i = conjunction; i > c->sentence.first + 1; i--) {
        if (i + WHO_REACH < conjunction || c->items[i - 1].kind == CD_ITEM_STOP ||
            cd_item_pause(c, i - 1) || c->items[i - 1].kind == CD_ITEM_QUOTE)
            return 0;
        if (cd_item_is(c, i - 1, CD_RELATIVE) && !cd_item_is(c, i - 1, CD_DETERMINER))
            return i - 1;
    }
    return 0;
}

/* "carried a sign saying", "received an email saying": what says something by itself, or
 * came from somebody else. */
static bool is_found(const struct cd_clause *c, uint32_t noun) {
    if (!cd_item_is(c, noun, CD_DOCUMENT))
        return false;
    if ((c->items[noun].class & CD_SIGN) == CD_SIGN)
        return true;
    uint32_t start = cd_phrase_start(c, noun);
    return start > c->sentence.first && cd_receives(c, start - 1);
}

/* The subject of a verb behind a word, by what that word is. */
static struct cd_subject behind_word(const struct cd_clause *c, uint32_t i, bool ing) {
    if (cd_item_nominative(c, i)) {
        struct cd_subject front = cd_taken_up(c, i);
        return front.kind != CD_SUBJECT_NONE ? front : cd_pronoun_subject(i);
    }
    if (cd_item_is(c, i, CD_RELATIVE))
        return antecedent(c, i);
    /* "quoted the judge as saying" */
    if (ing && cd_item_is(c, i, CD_WORD_AS) && i > c->sentence.first) {
        uint32_t start = cd_phrase_start(c, i - 1);
        /* "Doyle was quoted by the Times as saying" */
        if (start > c->sentence.first && cd_item_is(c, start - 1, CD_WORD_BY))
            return cd_subject_of_clause(c, start - 1);
        if (cd_item_names(c, i - 1))
            return cd_name_subject(c, i - 1);
        if (cd_item_is(c, i - 1, CD_SPEAKER))
            return cd_phrase_before(c, i - 1);
    }
    if (ing && cd_item_is(c, i, CD_CONJUNCTION))
        return subject_of_participle(c, i);
    struct cd_subject with = ing ? set_apart_with(c, i) : cd_no_subject();
    if (with.kind != CD_SUBJECT_NONE)
        return with;
    if (ing && is_found(c, i)) {
        uint32_t start = cd_phrase_start(c, i);
        return (struct cd_subject){CD_SUBJECT_NOUN, i,
                                   cd_begins_phrase(c, start) ? start : i, i + 1};
    }
    uint32_t who = ing ? 0 : who_before(c, i);
    if (who)
        return antecedent(c, who);
    if (ing || cd_item_is(c, i, CD_CONJUNCTION | CD_WORD_TO))
        return cd_subject_of_clause(c, i);
    /* "one of them described it", "the younger of them" */
    if (cd_item_is(c, i, CD_PRONOUN | CD_THEY) && i >= c->sentence.first + 2 &&
        cd_item_is(c, i - 1, CD_WORD_OF)) {
        if (cd_item_is(c, i - 2, CD_PRONOUN))
            return (struct cd_subject){CD_SUBJECT_NOUN, i - 2, i - 2, i + 1};
        if (cd_item_is(c, i - 3, CD_DEFINITE))
            return (struct cd_subject){CD_SUBJECT_NOUN, i - 2, i - 3, i + 1};
    }
    /* "One wrote", "Both said" */
    if (cd_item_is(c, i, CD_PRONOUN) && cd_item_is(c, i, CD_DETERMINER) &&
        !cd_item_is(c, i, CD_HER))
        return (struct cd_subject){CD_SUBJECT_NOUN, i, i, i + 1};
    if (cd_item_is(c, i, CD_PREPOSITION | CD_BE | CD_SUBORDINATOR | CD_PRONOUN))
        return cd_no_subject();
    struct cd_subject subject = cd_phrase_before(c, i);
    if (subject.kind != CD_SUBJECT_NOUN)
        return subject;
    if (begins_with_verb(c, &subject))
        return cd_subject_of_clause(c, i);
    /* "The sister of a man who fell between a train and a platform has told" */
    if (c->r->language == CD_ENGLISH && subject.first > c->sentence.first &&
        cd_item_is(c, subject.first - 1, CD_WORD_AND) &&
        !cd_item_is(c, subject.head, CD_PERSON | CD_PEOPLE | CD_ORG))
        return cd_subject_of_clause(c, i);
    if (cd_item_is(c, subject.head, CD_SPEAKER))
        return cd_past_open_aside(c, subject);
    /* "The ministry two weeks ago said", "who would not be named said" */
    for (uint32_t k = subject.first; k + 2 < i; k++)
        if (cd_item_names(c, k) && !cd_item_place(c, k) &&
            cd_item_of(c, k + 1, CD_ITEM_WORD) && !c->items[k + 1].capital)
            return cd_name_subject(c, k);
    return cd_begins_phrase(c, subject.first) ? subject : cd_subject_of_clause(c, i);
}

static struct cd_subject behind_name(const struct cd_clause *c, uint32_t i, bool ing) {
    if (c->items[i].possessive)
        return cd_subject_of_clause(c, i);
    /* "his anti-Muslim remarks" */
    if (c->r->mentions[c->items[i].ref].flags & CD_MENTION_PREFIX)
        return cd_no_subject();
    /* "Baker of Columbia, South Carolina says" */
    if (cd_item_place(c, i) && i > c->sentence.first + 3 &&
        cd_item_of(c, i - 1, CD_ITEM_COMMA) && cd_item_names(c, i - 2) &&
        cd_links_nouns(c, i - 3))
        i -= 2;
    if (!ing)
        return cd_name_before(c, i);
    return is_set_apart(c, i) ? subject_of_participle(c, i) : cd_name_subject(c, i);
}

/* Past what stands in brackets before the item. */
static uint32_t past_brackets(const struct cd_clause *c, uint32_t item) {
    bool brackets = item > c->sentence.first && cd_item_of(c, item - 1, CD_ITEM_CLOSE);
    return brackets ? cd_opening_of(c, item - 1) : item;
}

/* "tras asegurar": whose the sentence is. */
static struct cd_subject subject_of_infinitive(const struct cd_clause *c, uint32_t verb) {
    struct cd_subject subject = cd_subject_of_clause(c, verb - 1);
    return subject.kind == CD_SUBJECT_NONE ? behind_fronted(c, verb) : subject;
}

struct cd_subject cd_subject_before(const struct cd_clause *c, uint32_t verb) {
    if (cd_is_infinitive(c, verb))
        return subject_of_infinitive(c, verb);
    bool ing = cd_item_is(c, verb, CD_FORM_ING);
    uint32_t i = past_adverbs(c, verb);
    if (i == c->sentence.first)
        return ing ? behind_fronted(c, verb) : cd_no_subject();
    i = past_brackets(c, i);
    if (i == c->sentence.first)
        return cd_no_subject();
    i--;
    switch ((enum cd_item_kind)c->items[i].kind) {
        case CD_ITEM_NAME:
            return behind_name(c, i, ing);
        case CD_ITEM_WORD:
            return behind_word(c, i, ing);
        case CD_ITEM_COMMA:
            return ing ? subject_of_participle(c, i) : cd_behind_aside(c, i);
        case CD_ITEM_DASH:
        case CD_ITEM_QUOTE:
            return cd_subject_of_clause(c, i);
        case CD_ITEM_COLON:
        case CD_ITEM_OPEN:
        case CD_ITEM_CLOSE:
        case CD_ITEM_STOP:
        case CD_ITEM_MARK:
            break;
    }
    return cd_no_subject();
}

/* "dijo ayer X", "plaisante de son côté X": past what stands between verb and subject. */
static uint32_t past_adverbial(const struct cd_clause *c, uint32_t item) {
    uint32_t i = item;
    while (cd_item_is(c, i, CD_ADVERB | CD_DATE | CD_PRONOUN) &&
           !cd_item_nominative(c, i) && !cd_begins_phrase(c, i))
        i++;
    if (!cd_item_is(c, i, CD_PREPOSITION) || cd_begins_phrase(c, i))
        return i;
    /* "auprès de l’AFN" */
    bool twice = cd_item_is(c, i + 1, CD_WORD_OF) && !cd_begins_phrase(c, i + 1);
    i += twice;
    uint32_t noun = cd_begins_phrase(c, i + 1) ? i + 2 : i + 1;
    /* "dans un communiqué le maire" */
    uint64_t none = (CD_SPEAKER & ~CD_DOCUMENT) | CD_FUNCTION;
    bool bare = cd_item_of(c, noun, CD_ITEM_WORD) && !cd_item_is(c, noun, none);
    /* "a affirmé à l’AFN sa porte-parole" */
    bare = bare ||
           ((cd_item_is(c, i, CD_WORD_TO) || twice) && cd_item_of(c, noun, CD_ITEM_NAME));
    return bare && (cd_item_names(c, noun + 1) || cd_begins_phrase(c, noun + 1))
               ? noun + 1
               : i;
}

/* "dijo a la cadena Fox": whom it is told to; a person would have two names. */
static bool is_addressee(const struct cd_clause *c, uint32_t item) {
    if (!cd_item_is(c, item, CD_WORD_TO) || !cd_begins_phrase(c, item + 1) ||
        !cd_item_is(c, item + 2, CD_ORG) || !cd_item_names(c, item + 3))
        return false;
    const struct cd_mention *m = &c->r->mentions[c->items[item + 3].ref];
    return m->words == 1 || m->kind == CD_NAME_BODY;
}

/* "out", "back": what belongs to an English verb. */
static bool is_particle(const struct cd_clause *c, uint32_t item) {
    return cd_item_is(c, item, CD_ADVERB | CD_PREPOSITION) &&
           cd_item_is(c, item - 1, CD_SAY) && cd_item_length(c, item) <= 4 &&
           cd_item_length(c, item) > 2 &&
           !cd_item_is(c, item, CD_WORD_FOR | CD_WORD_FROM | CD_SUBORDINATOR);
}

struct cd_subject cd_subject_behind(const struct cd_clause *c, uint32_t verb) {
    uint32_t i = verb + 1;
    if (c->r->language != CD_ENGLISH && is_addressee(c, i))
        return cd_no_subject();
    /* "dit-elle", "explique-t-il" */
    while (cd_item_of(c, i, CD_ITEM_MARK) ||
           (cd_item_is(c, i, CD_ADVERB) && cd_item_length(c, i) == 1))
        i++;
    if (cd_item_nominative(c, i))
        return cd_pronoun_subject(i);
    struct cd_subject one = cd_one_of(c, i);
    if (one.kind != CD_SUBJECT_NONE)
        return one;
    /* « … », dit l’un */
    if (cd_is_romance(c) && i == verb + 1 && cd_item_is(c, i, CD_PRONOUN) &&
        !cd_item_is(c, i, CD_INDIRECT | CD_ADVERB | CD_SUBORDINATOR | CD_DETERMINER) &&
        (i + 1 == c->sentence.end || cd_item_of(c, i + 1, CD_ITEM_STOP) ||
         cd_item_of(c, i + 1, CD_ITEM_COMMA)))
        return (struct cd_subject){CD_SUBJECT_NOUN, i, i, i + 1};
    /* “…,” said one. */
    if (c->r->language == CD_ENGLISH && cd_item_is(c, i, CD_DETERMINER) &&
        cd_item_is(c, i, CD_PRONOUN | CD_PEOPLE) && !cd_item_is(c, i, CD_HER) &&
        (i + 1 == c->sentence.end || cd_item_of(c, i + 1, CD_ITEM_STOP) ||
         cd_item_of(c, i + 1, CD_ITEM_COMMA)))
        return (struct cd_subject){CD_SUBJECT_NOUN, i, i, i + 1};
    if (c->r->language != CD_ENGLISH)
        i = past_adverbial(c, i);
    else if (is_particle(c, i) && (cd_item_names(c, i + 1) || cd_begins_phrase(c, i + 1)))
        i++; /* "shouted out a man", "shot back Doyle" */
    if (cd_item_names(c, i) && !cd_leads_to_name(c, i, true) && !cd_qualifies_noun(c, i))
        return cd_name_subject(c, i);
    bool begins =
        cd_begins_phrase(c, i) || cd_item_is(c, i, CD_SPEAKER | CD_OFFICE | CD_DEMONYM) ||
        cd_item_of(c, i, CD_ITEM_NAME) ||
        (cd_item_nominal(c, i) && !cd_item_adverb(c, i) && !cd_item_is(c, i, CD_DATE));
    return begins ? cd_phrase_behind(c, i) : cd_no_subject();
}
