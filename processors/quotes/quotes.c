/* The processor: quotes are found, attributed, ranked, and written into the stamp. */
#include "processors/quotes/quotes.h"

#include <stdlib.h>

#include "processors/quotes/attributes.h"
#include "processors/quotes/evidence.h"
#include "processors/quotes/names.h"
#include "processors/quotes/plain.h"
#include "processors/quotes/score.h"
#include "processors/quotes/speakers.h"
#include "processors/text/said.h"

#define SURE_OF_LANGUAGE 6   /* function words that tell a language */
#define LONG_ENOUGH      60  /* tokens; a briefer text is English until … */
#define SURE_OF_BRIEF    2   /* … more function words and verbs of saying than these */
#define SURE_OF_ENGLISH  30  /* from which on no other is tried */
#define LONGEST_NAME     600 /* bytes */
#define DROPPABLE        2 /* behind "text": what a too large stamp can do without second */

struct state {
    struct cd_vocabulary *vocabularies[CD_LANGUAGES];
    int64_t most; /* quotes of an article; -1: all */
    bool unattributed;
    struct cd_score_weights weights;
};

static const char *const all[] = {"all", NULL};

#define WEIGHT(factor, preset, what)                                                     \
    {                                                                                    \
        .key = "quotes.weight." factor, .type = CD_OPTION_NUMBER, .value = preset,       \
        .max = 100, .help = "key quotes: " what                                          \
    }

static const struct cd_option options[] = {
    {"quotes.max", CD_OPTION_COUNT, "5", 1, 10000, all,
     "how many key quotes an article gets at most, in order of score", false},
    {"quotes.unattributed", CD_OPTION_BOOL, "false", 0, 0, NULL,
     "whether terms and titles in quote marks are given too, as kind scare", false},
    WEIGHT("kind", "3", "what a whole utterance counts"),
    WEIGHT("length", "6", "what length counts"),
    WEIGHT("speaker", "3", "what a named speaker counts"),
    WEIGHT("lead", "5", "what standing early counts"),
    WEIGHT("headline", "2", "what the headline's words count"),
    WEIGHT("repeat", "5", "what is taken off for repeating another"),
    WEIGHT("same", "0.5", "what is taken off for a further one of a speaker"),
    {0},
};

static void destroy(void *p) {
    struct state *state = p;
    for (int i = 0; state && i < CD_LANGUAGES; i++)
        cd_vocabulary_free(state->vocabularies[i]);
    free(state);
}

static int configure(void **out, const struct cd_config *config, struct cd_error *err) {
    struct state *state = calloc(1, sizeof *state);
    if (!state)
        return cd_fail_memory(err);
    int rc = cd_vocabularies_new(state->vocabularies, config, err);
    if (rc) {
        destroy(state);
        return rc;
    }
    state->most = cd_config_integer(config, "quotes.max");
    state->unattributed = cd_config_bool(config, "quotes.unattributed");
    cd_score_configure(&state->weights, config);
    state->weights.wanted = state->most < 0 ? UINT32_MAX : (uint32_t)state->most;
    *out = state;
    return CD_OK;
}

/* ------------------------------------------------------------------ the stamp */

/* How long it is without its last sign, which may be a character reference. */
static size_t before_last(struct cd_str s) {
    size_t len = s.len;
    bool reference = len && s.p[len - 1] == ';';
    while (len && (reference ? s.p[len - 1] != '&'
                             : ((unsigned char)s.p[len - 1] & 0xc0) == 0x80))
        len--;
    return len ? len - 1 : 0;
}

/* The text of the tokens that name somebody, without a possessive 's at its end and what
 * is elided before it ("d’Anne"); absent
 * where there are none. What is longer than any name would make a stamp of hostile text
 * grow with its square, each quote repeating it, and is taken for none. */
static struct cd_str text_of(const struct cd_reading *r, struct cd_span span) {
    const struct cd_text *text = r->text;
    if (span.first == span.end)
        return (struct cd_str){0};
    struct cd_str s = cd_span_str(text, span);
    if (cd_elided(r, span.first) == CD_ELISION_NAME) {
        size_t elided = (size_t)(cd_bare_word(text, span.first).p - s.p);
        s = cd_str_cut(s, elided, s.len);
    }
    if (s.len > LONGEST_NAME)
        return (struct cd_str){0};
    const struct cd_token *last = &text->tokens[span.end - 1];
    if (last->flags & CD_TOKEN_POSSESSIVE) {
        s.len--;
        s.len = before_last(s);
    } else if (last->kind == CD_TOKEN_MARK &&
               (last->sign == '\'' || last->sign == 0x2019)) {
        s.len -= last->end - last->start;
    }
    return s;
}

static void write_place(struct cd_json *json, const struct cd_text *text, uint32_t start,
                        uint32_t end) {
    cd_json_name(json, "start");
    cd_json_integer(json, cd_text_code_point(text, start));
    cd_json_name(json, "end");
    cd_json_integer(json, cd_text_code_point(text, end));
}

static void write_name(struct cd_json *json, struct cd_str name) {
    char plain[LONGEST_NAME];
    cd_json_string(json, cd_plain_name(name, plain));
}

static void write_optional(struct cd_json *json, const char *name,
                           const struct cd_reading *r, struct cd_span span) {
    struct cd_str s = text_of(r, span);
    if (!s.p)
        return;
    cd_json_name(json, name);
    write_name(json, s);
}

static void write_mention(struct cd_json *json, const struct cd_reading *r,
                          struct cd_span span) {
    struct cd_str s = text_of(r, span);
    if (!s.p)
        return;
    uint32_t start = (uint32_t)(s.p - r->text->bytes.p);
    cd_json_name(json, "mention");
    cd_json_open(json, '{');
    cd_json_name(json, "text");
    cd_json_string(json, s);
    write_place(json, r->text, start, start + (uint32_t)s.len);
    cd_json_close(json, '}');
}

/* A number between 0 and 1 to three decimals; printf would cost as much as all names. */
static void write_share(struct cd_json *json, double share) {
    int thousandths = (int)(share * 1000 + 0.5);
    if (thousandths <= 0 || thousandths >= 1000) {
        cd_json_integer(json, thousandths > 0);
        return;
    }
    char text[5] = {'0', '.', (char)('0' + thousandths / 100),
                    (char)('0' + thousandths / 10 % 10), (char)('0' + thousandths % 10)};
    size_t len = sizeof text;
    while (text[len - 1] == '0')
        len--;
    cd_json_raw(json, (struct cd_str){text, len});
}

/* The length of white space at the end of `s`, or its begin: French sets it inside the
 * marks, often such as does not break (U+00A0, U+202F, U+2009). */
static size_t blank_at(struct cd_str s, bool end) {
    static const char *const wide[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
    if (s.len == 0)
        return 0;
    char edge = end ? s.p[s.len - 1] : s.p[0];
    if ((unsigned char)edge < 0x80)
        return cd_is_space(edge);
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t n = strlen(wide[i]);
        if (s.len >= n && memcmp(end ? s.p + s.len - n : s.p, wide[i], n) == 0)
            return n;
    }
    return 0;
}

static struct cd_str without_blanks(struct cd_str s) {
    size_t n;
    while ((n = blank_at(s, false)) > 0)
        s = cd_str_cut(s, n, s.len);
    while ((n = blank_at(s, true)) > 0)
        s.len -= n;
    return s;
}

static void write_quote(struct cd_json *json, const struct cd_article *article,
                        const struct cd_reading *r, const struct cd_quote *quote) {
    static const char *const kinds[] = {"direct", "mixed", "scare"};
    const struct cd_text *text = r->text;
    const struct cd_quote_span *span = &quote->span;
    uint32_t start = text->tokens[span->first].start;
    uint32_t inner =
        span->inner > span->first ? text->tokens[span->inner - 1].end : start;
    uint32_t end = text->tokens[span->end - 1].end;
    bool closed = span->inner_end < span->end;
    uint32_t inner_end = closed ? text->tokens[span->inner_end].start : end;
    cd_json_open(json, '{');
    cd_json_name(json, "text");
    cd_json_string(json, without_blanks(cd_str_cut(text->bytes, inner, inner_end)));
    cd_json_name(json, "kind");
    cd_json_string(json, cd_str_of(kinds[quote->kind]));
    struct cd_span title = {0, 0}, speaker = quote->described;
    if (quote->name != CD_NONE) {
        const struct cd_name *name = &r->names[quote->name];
        speaker = (struct cd_span){name->first, name->end};
        title = name->title;
    }
    cd_json_name(json, "speaker");
    write_name(json, text_of(r, speaker));
    write_optional(json, "title", r, title);
    write_mention(json, r, quote->mention);
    write_optional(json, "cue", r, quote->cue);
    write_place(json, text, start, end);
    cd_json_name(json, "rule");
    cd_json_string(json, cd_str_of(cd_rule_name(quote->rule)));
    cd_json_name(json, "confidence");
    write_share(json, quote->confidence);
    cd_json_name(json, "score");
    write_share(json, quote->score);
    cd_json_name(json, "group");
    cd_json_integer(json, quote->group);
    cd_article_first_seen(
        article,
        cd_said_hash(text, span->inner, span->unclosed ? span->end : span->inner_end),
        json);
    cd_json_close(json, '}');
}

/* The values of attributes, behind all quotes. */
static int write_attributes(struct cd_json *json, const struct cd_text *text,
                            struct cd_arena *arena, struct cd_error *why) {
    struct cd_attribute *list;
    uint32_t count;
    if (cd_attributes_find(&list, &count, text, arena, why))
        return CD_ENOMEM;
    for (uint32_t i = 0; i < count; i++) {
        cd_json_open(json, '{');
        cd_json_name(json, "text");
        cd_json_string(json, cd_str_cut(text->bytes, list[i].start + 1, list[i].end - 1));
        cd_json_name(json, "kind");
        cd_json_string(json, CD_STR("scare"));
        cd_json_name(json, "speaker");
        cd_json_null(json);
        write_place(json, text, list[i].start, list[i].end);
        cd_json_name(json, "score");
        cd_json_number(json, 0, 0);
        cd_json_close(json, '}');
    }
    return CD_OK;
}

static int stamp(const struct state *state, struct cd_article *article,
                 const struct cd_reading *r, struct cd_quote_list *quotes,
                 struct cd_error *why) {
    struct cd_quote **order;
    uint32_t count;
    if (cd_score_rank(&order, &count, quotes, article, r, &state->weights, why))
        return CD_ENOMEM;
    struct cd_buf out = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&out);
    cd_json_open(&json, '[');
    int64_t written = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (state->most >= 0 && written == state->most)
            break;
        if (order[i]->kind == CD_QUOTE_SCARE && !state->unattributed)
            continue;
        write_quote(&json, article, r, order[i]);
        written++;
    }
    if (state->unattributed && state->most < 0 &&
        write_attributes(&json, r->text, article->arena, why))
        return CD_ENOMEM;
    cd_json_close(&json, ']');
    if (out.failed)
        return cd_fail_memory(why);
    cd_article_stamp(article, "quotes", cd_buf_str(&out), DROPPABLE);
    return CD_OK;
}

/* The vocabulary of the article's language: as it says, else the one that most of its
 * first words are function words of. */
static const struct cd_vocabulary *vocabulary_for(const struct state *state,
                                                  const struct cd_article *article) {
    static const char *const codes[CD_OTHER] = {"en", "fr", "de", "es", "it",
                                                "pt", "nl", "sv", "pl"};
    for (int i = 0; article->language.p && i < CD_OTHER; i++)
        if (cd_str_eq(article->language, cd_str_of(codes[i])))
            return state->vocabularies[i];
    if (article->language.p)
        return state->vocabularies[CD_OTHER];
    bool brief = article->body.token_count < LONG_ENOUGH;
    int best = brief ? CD_ENGLISH : CD_OTHER;
    uint32_t most = brief ? SURE_OF_BRIEF : SURE_OF_LANGUAGE;
    uint64_t classes = brief ? CD_FUNCTION | CD_SAY : CD_FUNCTION;
    for (int i = 0; i < CD_OTHER && most < SURE_OF_ENGLISH; i++) {
        uint32_t words =
            cd_vocabulary_count(state->vocabularies[i], &article->body, classes);
        if (words > most) {
            most = words;
            best = i;
        }
    }
    return state->vocabularies[best];
}

static int find_quotes(const struct state *state, struct cd_article *article,
                       struct cd_error *why) {
    const struct cd_text *text = &article->body;
    struct cd_reading r = {.text = text, .arena = article->arena};
    struct cd_quote_list quotes = {0};
    struct cd_sentences sentences;
    if (cd_quote_marks_find(&r.quotes, text, article->arena))
        return cd_fail_memory(why);
    if (r.quotes.mark_count == 0 && !cd_has_speech_dash(text))
        return stamp(state, article, &r, &quotes, why);
    r.vocabulary = vocabulary_for(state, article);
    r.language = cd_vocabulary_language(r.vocabulary);
    r.classes = cd_vocabulary_classes(r.vocabulary, text, article->arena);
    if (!r.classes)
        return cd_fail_memory(why);
    int rc = cd_quote_spans_find(&r.quotes, article, r.classes,
                                 cd_speaks_by_dashes(r.language), why);
    if (rc == CD_OK && r.quotes.count + r.quotes.nickname_count > 0) {
        rc = cd_names_find(&r, why);
        cd_evidence_read(&r);
        if (rc == CD_OK)
            rc = cd_items_make(&sentences, &r, why);
        if (rc == CD_OK)
            rc = cd_speakers_find(&quotes, &r, &sentences, why);
    }
    return rc ? rc : stamp(state, article, &r, &quotes, why);
}

static enum cd_step process(void *state, struct cd_article *article,
                            struct cd_error *why) {
    return find_quotes(state, article, why) ? CD_REJECT : CD_CONTINUE;
}

const struct cd_processor cd_quotes = {
    .name = "quotes",
    .options = options,
    .configure = configure,
    .process = process,
    .destroy = destroy,
    .reloads = true,
};
