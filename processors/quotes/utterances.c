#include "processors/quotes/utterances.h"

#define MOST_SIGNS    8 /* bullets and the like before a quote that begins a sentence */
#define LONGEST_TITLE 9 /* words */

static const struct cd_quote_span *span_of(const struct cd_clause *c, uint32_t item) {
    return &c->r->quotes.list[c->items[item].ref];
}

bool cd_begins_as_utterance(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    const struct cd_token *first = &c->r->text->tokens[span->inner];
    /* “‘It is mine,’ he said. …” */
    if (first->kind == CD_TOKEN_MARK && span->inner + 1 < span->inner_end &&
        (first->sign == 0x2018 || first->sign == '\'' || first->sign == 0x201c))
        first++;
    if (first->kind == CD_TOKEN_MARK || first->kind == CD_TOKEN_NUMBER)
        return first->sign == '[' || first->sign == '.' || first->sign == 0x2026 ||
               first->sign == '(' || first->sign == 0xbf || first->sign == 0xa1 ||
               first->kind == CD_TOKEN_NUMBER;
    return first->flags & CD_TOKEN_CAPITAL || first->sign > 0x530;
}

/* Its last sign before the closing mark, or the one behind it. */
bool cd_ends_as_utterance(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    const struct cd_token *last = &c->r->text->tokens[span->inner_end - 1];
    if (last->kind == CD_TOKEN_MARK)
        return last->sign == ',' || last->sign == '.' || last->sign == '?' ||
               last->sign == '!' || last->sign == 0x2026 || last->sign == '-' ||
               last->sign == 0x2014 || last->sign == 0x2013 || last->sign == 0x3002 ||
               last->sign == 0xff0c || last->sign == 0xff01 || last->sign == 0xff1f;
    return cd_item_pause(c, item + 1) || cd_item_of(c, item + 1, CD_ITEM_STOP);
}

/* Does the quote stand where an utterance stands: at the sentence's start, or behind
 * "said," or "said:"? */
bool cd_is_initial(const struct cd_clause *c, uint32_t item) {
    for (int n = 0; n < MOST_SIGNS && item > c->sentence.first; n++, item--)
        if (c->items[item - 1].kind != CD_ITEM_MARK)
            break;
    return item == c->sentence.first;
}

bool cd_stands_alone(const struct cd_clause *c, uint32_t item) {
    if (cd_is_initial(c, item))
        return true;
    return cd_item_pause(c, item - 1) || cd_item_of(c, item - 1, CD_ITEM_COLON) ||
           cd_item_of(c, item - 1, CD_ITEM_QUOTE) ||
           cd_item_of(c, item - 1, CD_ITEM_OPEN);
}

/* Are all its longer words capitalised, as in titles of works? */
bool cd_looks_like_title(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    uint32_t capitals = 0, words = 0;
    /* "un-Australian" */
    if (cd_is_word(c->r, span->inner) && !cd_is_capital(c->r, span->inner))
        return false;
    for (uint32_t i = span->inner; i < span->inner_end; i++) {
        const struct cd_token *t = &c->r->text->tokens[i];
        if (t->kind != CD_TOKEN_WORD)
            continue;
        words++;
        bool capital = t->flags & CD_TOKEN_CAPITAL;
        if (!capital && t->end - t->start > 3 &&
            !(c->r->classes[i] & (CD_PREPOSITION | CD_CONJUNCTION)))
            return false;
        capitals += capital;
        if (words > 12)
            return false;
    }
    /* A noun is capitalised in German anyway. */
    if (cd_capital_nouns(c->r->language) &&
        (words < 2 || !(c->r->text->tokens[span->inner].flags & CD_TOKEN_CAPITAL)))
        return false;
    return capitals > 0 && capitals * 2 >= words;
}

/* "su novela «La casa vacía»": where titles have one capital only, a capital in
 * mid-sentence tells them from what somebody said. */
bool cd_begins_as_title(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    enum cd_language language = c->r->language;
    const struct cd_token *first = &c->r->text->tokens[span->inner];
    const struct cd_token *last = &c->r->text->tokens[span->inner_end - 1];
    if (language == CD_ENGLISH || language == CD_OTHER || cd_capital_nouns(language) ||
        cd_is_initial(c, item) || cd_item_pause(c, item - 1))
        return false;
    bool stops =
        last->kind == CD_TOKEN_MARK && (last->sign == '.' || last->sign == '!' ||
                                        last->sign == ',' || last->sign == 0x2026);
    return c->items[item - 1].kind != CD_ITEM_COLON &&
           c->items[item - 1].kind != CD_ITEM_QUOTE &&
           (first->flags & CD_TOKEN_CAPITAL) && first->kind == CD_TOKEN_WORD && !stops &&
           cd_quote_words(c, item) <= LONGEST_TITLE;
}

/* "„Nachtfrost“ ist": the subject of the sentence. */
bool cd_is_spoken_of(const struct cd_clause *c, uint32_t item) {
    return c->r->language != CD_ENGLISH && c->r->language != CD_OTHER &&
           cd_is_initial(c, item) && cd_item_is(c, item + 1, CD_BE | CD_AUXILIARY) &&
           !cd_item_is(c, item + 2, CD_SAY | CD_ANY_PRONOUN) &&
           !cd_item_of(c, item + 2, CD_ITEM_MARK) &&
           cd_quote_words(c, item) <= LONGEST_TITLE;
}

uint32_t cd_quote_words(const struct cd_clause *c, uint32_t item) {
    const struct cd_quote_span *span = span_of(c, item);
    uint32_t n = 0;
    for (uint32_t i = span->inner; i < span->inner_end && n < 100; i++)
        n += c->r->text->tokens[i].kind != CD_TOKEN_MARK;
    return n;
}
