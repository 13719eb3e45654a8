#include "consumer/account.h"

#include <inttypes.h>

#include "consumer/alone.h"
#include "consumer/marks.h"
#include "processors/headers.h"
#include "processors/status.h"

#define BODY_INDENT   2
#define SHARED_COLOUR CD_GREEN
#define NUMBER_COLOUR CD_BOLD ";" CD_RED
#define MOST_NUMBERS  12 /* that are listed */

static struct cd_flow label(const struct cd_account *account, const char *name) {
    return cd_flow_label(account->paint, CD_DIM, cd_str_of(name));
}

static unsigned per_cent(unsigned part, unsigned whole) {
    return whole ? (unsigned)((uint64_t)part * 100 / whole) : 0;
}

/* ---- the verdict ---- */

static void print_article(const struct cd_account *account, const char *name, int which) {
    const struct cd_article *article = &account->articles[which];
    struct cd_flow flow = cd_flow_label(account->paint, CD_BOLD, cd_str_of(name));
    cd_flow_style(&flow, CD_BOLD);
    cd_flow_text(&flow, article->title.bytes.len ? article->title.bytes
                                                 : CD_STR("(no headline)"));
    cd_flow_style(&flow, NULL);
    cd_flow_print(&flow, "\n");
    cd_flow_text(&flow, cd_str_of(account->files[which]));
    if (article->fields[CD_FIELD_SOURCE].kind == CD_VALUE_STRING) {
        cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, article->fields[CD_FIELD_SOURCE].text);
    }
    if (article->fields[CD_FIELD_ID].text.len || article->fields[CD_FIELD_URL].text.len) {
        cd_flow_print(&flow, ", ");
        cd_flow_text(&flow, article->identity);
    }
    cd_flow_end(&flow);
}

static void print_verdict(const struct cd_account *account) {
    const struct cd_article *later = &account->articles[CD_LATER];
    const struct cd_verdict *verdict = &later->verdict;
    struct cd_flow flow = cd_flow_label(account->paint, CD_BOLD, CD_STR("verdict"));
    cd_flow_style(&flow, CD_BOLD ";" CD_CYAN);
    cd_flow_print(&flow, "%s", cd_verdict_name(verdict->kind));
    cd_flow_style(&flow, NULL);
    cd_flow_print(&flow, " if B comes after A");
    if (verdict->kind != CD_UNIQUE)
        cd_flow_print(&flow, ": %.0f%% the text of A", 100 * verdict->similarity);
    if (verdict->stale)
        cd_flow_print(&flow, ", and older than it");
    cd_flow_print(&flow, "; %s", cd_alone_route(later));
    cd_flow_end(&flow);
}

/* What withdraws its document is nothing that another can be a copy of. */
static void print_kill(const struct cd_account *account) {
    if (!cd_status_kills(&account->articles[CD_EARLIER]))
        return;
    struct cd_flow flow = label(account, "note");
    cd_flow_print(&flow, "by its status A withdraws its document, so nothing is taken "
                         "for a copy of it");
    cd_flow_end(&flow);
}

/* The rules in their order; the last one that was asked decided. */
static void print_rules(const struct cd_account *account) {
    static const char *const names[CD_STEP_COUNT] = {"by id", "by address", "by words",
                                                     "by samples"};
    int last = 0;
    for (int i = 0; i < CD_STEP_COUNT; i++)
        if (account->why.steps[i] != CD_DEDUP_NOT_ASKED)
            last = i;
    for (int i = 0; i <= last; i++) {
        const char *style = i == last ? CD_BOLD : NULL;
        struct cd_flow flow =
            cd_flow_label(account->paint, style ? style : CD_DIM, cd_str_of(names[i]));
        cd_flow_style(&flow, style);
        cd_flow_print(&flow, "%s", cd_dedup_rule_text(account->why.steps[i]));
        cd_flow_style(&flow, NULL);
        if (i == last)
            cd_flow_print(&flow, " (decides)");
        cd_flow_end(&flow);
    }
}

/* ---- figures ---- */

static void print_grams(const struct cd_account *account, const char *name,
                        struct cd_overlap grams, const char *what) {
    struct cd_flow flow = label(account, name);
    cd_flow_print(
        &flow,
        "%u%% of A in B, %u%% of B in A, %u%% in common (Jaccard): %u of A's %u and B's "
        "%u %s",
        per_cent(grams.shared, grams.mine), per_cent(grams.shared, grams.theirs),
        cd_overlap_resemblance(grams) / 10, grams.shared, grams.mine, grams.theirs, what);
    cd_flow_end(&flow);
}

/* As the rules see it, where `mine` is the later article's. */
static struct cd_overlap turned(struct cd_overlap overlap) {
    unsigned mine = overlap.mine;
    overlap.mine = overlap.theirs;
    overlap.theirs = mine;
    return overlap;
}

/* Numbers that the other text lacks, as they are written. */
static void print_only(const struct cd_account *account, const char *name,
                       const struct cd_text *text, const struct cd_shared *shared) {
    unsigned count = 0;
    struct cd_flow flow;
    for (uint32_t i = 0; i < text->token_count && count <= MOST_NUMBERS; i++) {
        if (text->tokens[i].kind != CD_TOKEN_NUMBER ||
            (shared->flags[i] & CD_SHARED_NUMBER))
            continue;
        if (count == 0)
            flow = label(account, name);
        if (count)
            cd_flow_print(&flow, ", ");
        if (count++ < MOST_NUMBERS)
            cd_flow_text(&flow, cd_token_str(text, i));
        else
            cd_flow_print(&flow, "…");
    }
    if (count)
        cd_flow_end(&flow);
}

static void print_numbers(const struct cd_account *account) {
    struct cd_overlap numbers = turned(account->why.numbers);
    struct cd_flow flow = label(account, "numbers");
    cd_flow_print(&flow, "%u shared of A's %u and B's %u%s", numbers.shared, numbers.mine,
                  numbers.theirs,
                  account->why.like.form ? "; both texts are full of them: a form" : "");
    cd_flow_end(&flow);
    print_only(account, "  only in A", &account->own[CD_EARLIER], &account->passages.a);
    print_only(account, "  only in B", &account->own[CD_LATER], &account->passages.b);
}

static void print_places(const struct cd_account *account) {
    struct cd_overlap places = account->why.like.places;
    struct cd_flow flow = label(account, "places");
    cd_flow_print(&flow,
                  "of names and numbers: A %u, B %u, both %u; in %u of these the same",
                  places.theirs, places.mine, places.shared, places.same);
    cd_flow_end(&flow);
}

static void print_leads(const struct cd_account *account) {
    struct cd_leads leads = account->why.like.grams.leads;
    struct cd_flow flow = label(account, "leads");
    cd_flow_print(&flow, "of A's lead %u of %u samples are in B, of B's %u of %u in A",
                  leads.their_shared, leads.theirs, leads.my_shared, leads.mine);
    cd_flow_end(&flow);
}

static void print_words(const struct cd_account *account) {
    const struct cd_passages *passages = &account->passages;
    struct cd_flow flow = label(account, "words");
    cd_flow_print(&flow, "A has %u, %u of them in shared passages; B %u, %u",
                  passages->a.words, passages->a.shared_words, passages->b.words,
                  passages->b.shared_words);
    cd_flow_end(&flow);
}

static void print_keys(const struct cd_account *account) {
    static const char *const said[] = {"not in both", "the same", "not the same"};
    const struct cd_explanation *why = &account->why;
    struct cd_flow flow = label(account, "keys");
    cd_flow_print(&flow, "id (with its outlet) %s, address %s, outlet %s, headline %s",
                  said[why->id], said[why->url], said[why->source], said[why->title]);
    cd_flow_end(&flow);
}

static void print_date(const struct cd_account *account, enum cd_field_name field,
                       const char *name) {
    struct cd_str a = account->articles[CD_EARLIER].fields[field].text;
    struct cd_str b = account->articles[CD_LATER].fields[field].text;
    if (!a.len && !b.len)
        return;
    struct cd_flow flow = label(account, name);
    cd_flow_print(&flow, "A ");
    cd_flow_text(&flow, a.len ? a : CD_STR("none"));
    cd_flow_print(&flow, ", B ");
    cd_flow_text(&flow, b.len ? b : CD_STR("none"));
    cd_flow_end(&flow);
}

static double hours(int64_t ms) { return (double)ms / 3600000; }

static void print_times(const struct cd_account *account) {
    int64_t a = account->articles[CD_EARLIER].record->timestamp_ms;
    int64_t b = account->articles[CD_LATER].record->timestamp_ms;
    const struct cd_config *config = account->config;
    struct cd_flow flow = label(account, "times");
    if (a == CD_NO_TIME || b == CD_NO_TIME)
        cd_flow_print(
            &flow, "when the records came is not known (--timestamp), so no time window "
                   "keeps them apart");
    else
        cd_flow_print(&flow,
                      "B came %.1f h after A; dedup.near_window is %.1f h, dedup.window "
                      "%.1f h",
                      hours(b) - hours(a),
                      hours(cd_config_integer(config, "dedup.near_window")),
                      hours(cd_config_integer(config, "dedup.window")));
    cd_flow_end(&flow);
    print_date(account, CD_FIELD_PUBLISHED, "published");
    print_date(account, CD_FIELD_MODIFIED, "modified");
}

static uint32_t furniture_words(const struct cd_article *article) {
    uint32_t words = 0;
    for (uint32_t i = 0; i < article->furniture_count; i++)
        for (uint32_t k = article->furniture[i].first; k < article->furniture[i].end; k++)
            words += article->body.tokens[k].kind != CD_TOKEN_MARK;
    return words;
}

static void print_furniture(const struct cd_account *account) {
    uint32_t a = furniture_words(&account->articles[CD_EARLIER]);
    uint32_t b = furniture_words(&account->articles[CD_LATER]);
    struct cd_flow flow = label(account, "furniture");
    if (a || b)
        cd_flow_print(&flow,
                      "%" PRIu32 " words of A and %" PRIu32 " of B are known by their "
                      "wording and count for nothing; what else",
                      a, b);
    else
        cd_flow_print(&flow, "none is known by its wording; what");
    cd_flow_print(&flow, " an outlet sets around all that it publishes is learnt from "
                         "the other articles in the window");
    cd_flow_end(&flow);
}

static void print_figures(const struct cd_account *account) {
    const struct cd_explanation *why = &account->why;
    print_grams(account, "passages", account->passages.grams, "runs of four words");
    print_grams(account, "samples", turned(why->like.grams),
                "of these: what the judge goes by");
    struct cd_flow flow = label(account, "near words");
    cd_flow_print(&flow, "%u%% in common (Jaccard) of sampled pairs",
                  why->like.pairs / 10);
    cd_flow_end(&flow);
    print_leads(account);
    print_numbers(account);
    print_places(account);
    print_words(account);
    print_keys(account);
    print_times(account);
    print_furniture(account);
}

/* ---- the texts ---- */

/* Passages in [ ], numbers in { } where there are no colours. */
static void mark(struct cd_marks *marks, const struct cd_text *text, struct cd_span span,
                 bool number) {
    cd_marks_add(marks, (struct cd_mark){
                            .start = text->tokens[span.first].start,
                            .end = text->tokens[span.end - 1].end,
                            .colour = number ? NUMBER_COLOUR : SHARED_COLOUR,
                            .open = number ? "{" : "[",
                            .close = number ? "}" : "]",
                        });
}

static void mark_furniture(struct cd_marks *marks, const struct cd_article *article) {
    const struct cd_token *tokens = article->body.tokens;
    for (uint32_t i = 0; i < article->furniture_count; i++)
        cd_marks_add(marks, (struct cd_mark){
                                .start = tokens[article->furniture[i].first].start,
                                .end = tokens[article->furniture[i].end - 1].end,
                                .colour = CD_DIM,
                                .open = "<",
                                .close = ">",
                            });
}

static int print_text(const struct cd_account *account, const char *name, unsigned i) {
    const struct cd_text *text = &account->own[i];
    const struct cd_shared *shared =
        i == CD_EARLIER ? &account->passages.a : &account->passages.b;
    struct cd_marks marks = {.arena = account->articles[CD_EARLIER].arena};
    mark_furniture(&marks, &account->articles[i]);
    for (uint32_t at = 0; at < text->token_count; at++) {
        uint32_t first = at;
        while (at < text->token_count && (shared->flags[at] & CD_SHARED_PASSAGE))
            at++;
        if (at > first)
            mark(&marks, text, (struct cd_span){first, at}, false);
        if (at < text->token_count && text->tokens[at].kind == CD_TOKEN_NUMBER &&
            !(shared->flags[at] & CD_SHARED_NUMBER))
            mark(&marks, text, (struct cd_span){at, at + 1}, true);
    }
    cd_paint_on(account->paint, CD_BOLD);
    fprintf(account->paint->out, "\n%s", name);
    cd_paint_off(account->paint);
    fprintf(account->paint->out, "\n%*s", BODY_INDENT, "");
    struct cd_flow flow = cd_flow_begin(account->paint, BODY_INDENT, 0);
    cd_marks_print(&marks, &flow, text->bytes);
    cd_flow_end(&flow);
    return marks.failed ? CD_ENOMEM : CD_OK;
}

static void print_legend(const struct cd_account *account) {
    bool colour = account->paint->colour;
    fputc('\n', account->paint->out);
    struct cd_flow flow = label(account, "legend");
    cd_flow_style(&flow, SHARED_COLOUR);
    cd_flow_print(&flow, "%s",
                  colour ? "passage that both have" : "[passage that both have]");
    cd_flow_style(&flow, NULL);
    cd_flow_print(&flow, "  ");
    cd_flow_style(&flow, NUMBER_COLOUR);
    cd_flow_print(&flow, "%s",
                  colour ? "number that the other lacks"
                         : "{number that the other lacks}");
    cd_flow_style(&flow, NULL);
    cd_flow_print(&flow, "  ");
    cd_flow_style(&flow, CD_DIM);
    cd_flow_print(&flow, "%s", colour ? "known furniture" : "<known furniture>");
    cd_flow_style(&flow, NULL);
    cd_flow_end(&flow);
}

/* ---- the whole ---- */

int cd_account_print(const struct cd_account *account) {
    print_article(account, "A", CD_EARLIER);
    print_article(account, "B", CD_LATER);
    print_verdict(account);
    print_kill(account);
    print_rules(account);
    print_figures(account);
    int rc = print_text(account, "A", CD_EARLIER);
    if (rc == CD_OK)
        rc = print_text(account, "B", CD_LATER);
    print_legend(account);
    return rc;
}
