#include "processors/quotes/works.h"

#include "processors/quotes/phrases.h"
#include "processors/quotes/utterances.h"

/* German "sagte dem „Tagesblatt“", "in der „Neuen Post“": the paper that was told. */
static bool is_told_paper(const struct cd_clause *c, const struct cd_cue *cue) {
    uint32_t article = cue->item - 1;
    if (cue->initial || cue->words > 4 || !cd_begins_as_utterance(c, cue->item))
        return false;
    /* "gegenüber „Bild“", "Der „Bild“ sagte sie" */
    if (cd_item_is(c, article, CD_WORD_TO))
        return true;
    if (!cd_item_is(c, article, CD_DEFINITE))
        return false;
    if (article == c->sentence.first)
        return cd_item_is(c, cue->item + 1, CD_SAY) && cd_rule_is_behind(cue->rule);
    if (cue->title && cd_item_is(c, article - 1, CD_PREPOSITION))
        return true;
    return cue->verb == article - 1 && cue->verb != CD_NONE &&
           cd_item_is(c, cue->verb, CD_SAY_STRONG);
}

/* French "d’un": a small word behind an elided "de". */
static bool is_of(const struct cd_clause *c, uint32_t item) {
    if (cd_item_is(c, item, CD_WORD_OF) || cd_is_elided_behind(c, item))
        return true;
    return cd_item_of(c, item, CD_ITEM_WORD) &&
           cd_elided(c->r, c->items[item].first) == CD_ELISION_WORD &&
           c->r->text->tokens[c->items[item].first].sign == 'd';
}

/* « Les Heures lentes » raconte la vie de …: without a comma, and before a noun that is
 * of something, the verb tells what the work is about. */
static bool is_work_that_tells(const struct cd_clause *c, const struct cd_cue *cue) {
    uint32_t verb = cue->item + 1, noun = verb + 1;
    const struct cd_quote_span *span = &c->r->quotes.list[c->items[cue->item].ref];
    if (c->r->language == CD_ENGLISH || c->r->language == CD_OTHER || !cue->initial ||
        cue->words >= CD_SHORT_TITLE || !cd_item_is(c, verb, CD_SAY) ||
        c->r->text->tokens[span->inner_end - 1].kind == CD_TOKEN_MARK)
        return false;
    if (cd_begins_phrase(c, noun))
        noun++;
    else if (!cd_item_is(c, noun, CD_DEFINITE)) /* "l’histoire" */
        return false;
    return cd_item_of(c, noun, CD_ITEM_WORD) &&
           !cd_item_is(c, noun, CD_SPEAKER | CD_OFFICE | CD_HONORIFIC) &&
           (is_of(c, noun + 1) ||
            (cd_capital_nouns(c->r->language) && cd_begins_phrase(c, noun + 1) &&
             cd_is_genitive(c, noun + 1)));
}

/* "Leur septième livre commun,": a work before the comma, with an adjective behind it. */
static bool is_work_before(const struct cd_clause *c, uint32_t comma) {
    return comma > c->sentence.first &&
           (cd_item_is(c, comma - 1, CD_WORK) ||
            (comma > c->sentence.first + 1 && cd_item_is(c, comma - 2, CD_WORK) &&
             cd_item_of(c, comma - 1, CD_ITEM_WORD) && !c->items[comma - 1].capital));
}

/* "a sign that reads “Keep Out”" */
static bool reads(const struct cd_clause *c, const struct cd_cue *cue) {
    return cue->subject.kind == CD_SUBJECT_NOUN &&
           cd_item_is(c, cue->subject.head, CD_DOCUMENT);
}

/* A title by its one capital, unless a verb that tells what is said stands right before
 * it: "a crié « Au secours »". */
static bool is_foreign_title(const struct cd_clause *c, const struct cd_cue *cue) {
    if (cd_is_spoken_of(c, cue->item))
        return cue->rule == CD_RULE_NONE || cue->rule == CD_RULE_FAR;
    if (is_work_that_tells(c, cue))
        return true;
    bool named = !cue->initial && cd_item_is(c, cue->item - 1, CD_WORK | CD_TERM);
    if (cd_capital_nouns(c->r->language) && is_told_paper(c, cue))
        return true;
    /* "Son livre, « Les Heures pleines », est" */
    if (cd_item_pause(c, cue->item - 1) && is_work_before(c, cue->item - 1) &&
        (cd_item_pause(c, cue->item + 1) ||
         cd_item_of(c, cue->item + 1, CD_ITEM_COLON)) &&
        c->r->language != CD_ENGLISH)
        return cue->words < CD_SHORT_TITLE && !cd_rule_is_behind(cue->rule);
    /* "la llamada «ley mordaza»" */
    if (c->r->language != CD_ENGLISH && !cue->initial &&
        cd_item_is(c, cue->item - 1, CD_NAMING) && !cd_item_is(c, cue->item - 1, CD_SAY))
        return true;
    /* "seinen Film „Nachtfrost“" */
    if (cd_capital_nouns(c->r->language))
        return named && cd_begins_as_utterance(c, cue->item) &&
               cue->words < CD_SHORT_TITLE;
    if (!cd_begins_as_title(c, cue->item))
        return false;
    if (named)
        return true;
    return !(cue->verb == cue->item - 1 && cue->verb != CD_NONE &&
             (cd_item_is(c, cue->verb, CD_SAY_STRONG | CD_SAY_NEAR) || reads(c, cue)));
}

/* "“Hamilton” star Ann Bell", but not “Get out,” star Ann Bell said. */
static bool qualifies_person(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = &c->r->quotes.list[c->items[item].ref];
    uint32_t noun = item + 1;
    bool person = cd_item_is(c, noun, CD_PERSON | CD_OFFICE) ||
                  (c->r->language == CD_ENGLISH && cd_item_of(c, noun, CD_ITEM_WORD) &&
                   c->items[noun].class == 0 && !cd_ends_in_ed(c, noun));
    return c->r->text->tokens[span->inner_end - 1].kind != CD_TOKEN_MARK && person &&
           cd_item_names(c, noun + 1);
}

/* "told “Good Morning America”", "who wrote “The Cold Well,” said": whom one told, what
 * one wrote. */
static bool is_object(const struct cd_clause *c, const struct cd_cue *cue) {
    bool known = c->r->language == CD_ENGLISH || cd_is_romance(c);
    const struct cd_quote_span *span = &c->r->quotes.list[cue->quote];
    /* "wrote “Home” in 1999", but "wrote “No.”" */
    bool word = c->r->language == CD_ENGLISH && cue->words == 1 &&
                cd_is_word(c->r, span->inner_end - 1);
    if (word && cue->verb != CD_NONE && cue->verb + 1 == cue->item &&
        cd_item_is(c, cue->verb, CD_ADDRESSED))
        return true;
    if (!known || (cue->words < 2 && !word) || cue->verb == CD_NONE ||
        cue->verb + 1 != cue->item)
        return false;
    return cd_item_is(c, cue->verb, CD_OF_WORKS) ||
           (cd_item_is(c, cue->verb, CD_ADDRESSED) &&
            !cd_ends_as_utterance(c, cue->item));
}

/* "a “complex and lengthy” process": does the quote stand before its noun? */
static bool names_noun(const struct cd_clause *c, uint32_t item) {
    return cd_item_of(c, item + 1, CD_ITEM_WORD) && cd_item_nominal(c, item + 1) &&
           !cd_item_adverb(c, item + 1);
}

/* "ordered the “catch of the day”", "read the “riot act”": what one ordered or read, by
 * what it is called. */
bool cd_is_called_object(const struct cd_clause *c, const struct cd_cue *cue) {
    const struct cd_quote_span *span = &c->r->quotes.list[cue->quote];
    return c->r->language == CD_ENGLISH && cue->verb != CD_NONE &&
           cue->verb + 2 == cue->item && cd_item_is(c, cue->item - 1, CD_DETERMINER) &&
           !cd_item_is(c, cue->item - 1, CD_SUBORDINATOR) &&
           cd_item_is(c, cue->verb, CD_OF_WORKS) &&
           !cd_item_is(c, cue->verb, CD_COME | CD_ELISION) && !names_noun(c, cue->item) &&
           cue->words < CD_SHORT_TITLE && cd_is_word(c->r, span->inner_end - 1);
}

/* "on Fox’s “Hannity,” Gingrich said", "the “Bernie or Bust” crowd suggested": what is
 * somebody's, or stands between an article and its noun. */
static bool is_inside_phrase(const struct cd_clause *c, const struct cd_cue *cue) {
    if (c->r->language != CD_ENGLISH || !cd_rule_is_behind(cue->rule))
        return false;
    const struct cd_quote_span *span = &c->r->quotes.list[cue->quote];
    bool stops = c->r->text->tokens[span->inner_end - 1].kind == CD_TOKEN_MARK;
    uint32_t before = cue->item - 1, next = cue->item + 1;
    bool noun = cd_item_of(c, next, CD_ITEM_WORD) && !c->items[next].capital &&
                cd_item_nominal(c, next) && !cd_item_adverb(c, next) &&
                !cd_ends_in_ed(c, next);
    return (cue->title && c->items[before].possessive) ||
           (!stops && noun && cd_begins_phrase(c, before));
}

/* "a horse named “Payday”", but not "what he called “Payday”". */
static bool is_name_of(const struct cd_clause *c, const struct cd_cue *cue) {
    uint32_t named = cue->item - 1;
    if (c->r->language != CD_ENGLISH || cue->words >= CD_SHORT_TITLE ||
        !cd_item_is(c, named, CD_NAMING) || !cd_ends_in_ed(c, named) ||
        named < c->sentence.first + 2 || !cd_item_of(c, named - 1, CD_ITEM_WORD) ||
        !cd_item_nominal(c, named - 1))
        return false;
    uint32_t first = cd_phrase_start(c, named - 1);
    return cd_item_is(c, first, CD_DETERMINER) && !cd_item_is(c, first, CD_DEFINITE);
}

/* Is the cue about the quote as a term or a title, instead of telling it? */
bool cd_is_about_work(const struct cd_clause *c, const struct cd_cue *cue) {
    uint32_t before = cue->item - 1;
    if (is_foreign_title(c, cue))
        return true;
    bool read = cue->rule == CD_RULE_WEAK && cue->verb != CD_NONE &&
                cd_item_is(c, cue->verb, CD_OF_WORKS);
    if (cue->title && (read || is_object(c, cue)) && !reads(c, cue))
        return true;
    if (cd_is_called_object(c, cue))
        return true;
    if (cue->title && qualifies_person(c, cue->item))
        return true;
    if (cue->initial)
        return false;
    if (is_inside_phrase(c, cue) || (cue->title && is_name_of(c, cue)))
        return true;
    /* "on “Morning Joe,” Trump said": a title that a preposition governs. */
    if (cue->title && cd_rule_is_behind(cue->rule) &&
        cd_item_is(c, before, CD_PREPOSITION) && !cd_item_is(c, before, CD_SUBORDINATOR))
        return true;
    /* "mit der „Zeit“ sagte sie", "in „Nachtfrost“ erzählt sie" */
    uint32_t article = before > c->sentence.first && cd_item_is(c, before, CD_DEFINITE);
    if (cd_capital_nouns(c->r->language) && cd_rule_is_behind(cue->rule) &&
        cue->words < 4 && cd_item_is(c, before - article, CD_PREPOSITION) &&
        cd_begins_as_utterance(c, cue->item) && !cd_item_pause(c, cue->item + 1))
        return true;
    /* "In her memoir, “Plain Water,” she said"; "after reading “War and Peace,” …" */
    bool comma = cd_item_of(c, before, CD_ITEM_COMMA);
    if (cue->title &&
        (comma ? cd_item_is(c, before - 1, CD_WORK | CD_DOCUMENT)
               : cd_rule_is_behind(cue->rule) &&
                     cd_item_is(c, before, CD_WORK | CD_NAMING | CD_OF_WORKS)))
        return true;
    /* "The so-called “bedroom tax” was dropped, she said" */
    if (cue->rule == CD_RULE_FAR && cue->words < CD_SHORT_TITLE &&
        cd_item_is(c, before, CD_NAMING) && before > c->sentence.first &&
        cd_item_of(c, before - 1, CD_ITEM_MARK))
        return true;
    /* "coined the term “…”" */
    return cue->rule == CD_RULE_WEAK && before != cue->verb &&
           cd_item_is(c, before, cue->title ? CD_TERM | CD_WORK : CD_TERM);
}

/* What no verb stands next to and is written as titles are, is one. */
bool cd_is_title(const struct cd_clause *c, const struct cd_cue *cue) {
    if (!cue->title || (cue->whole && cue->words > 2))
        return false;
    /* "Doyle told reporters: “Never.”" */
    if (cue->whole && !cue->initial && cue->verb != CD_NONE &&
        cd_item_of(c, cue->item - 1, CD_ITEM_COLON))
        return false;
    if (cue->verb != CD_NONE && cue->verb + 1 == cue->item && reads(c, cue))
        return false;
    /* "refers to him as “Chris”" */
    if (cue->verb != CD_NONE && !cue->initial &&
        cd_item_is(c, cue->item - 1, CD_WORD_AS) && cue->words < 4)
        return false;
    /* Nouns are capitalised in German anyway. */
    if (cd_capital_nouns(c->r->language) && cue->rule != CD_RULE_NONE)
        return false;
    bool close = cue->score > CD_SCORE_STRONG &&
                 (cd_rule_is_before(cue->rule) || cue->rule == CD_RULE_WEAK);
    return !close && !cd_rule_is_behind(cue->rule) && cue->rule != CD_RULE_CREDIT &&
           cue->rule != CD_RULE_LABEL &&
           !(cue->words == 1 && cue->rule == CD_RULE_GOVERNED);
}
