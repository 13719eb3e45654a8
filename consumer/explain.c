/* copydesk explain: why are two articles the same, or not? Both go through the chain and
 * the ledger in process as they would in service, so the verdict is the judge's own; then
 * what it went by is laid out, and what the texts share. */
#include "consumer/account.h"
#include "consumer/alone.h"
#include "processors/dedup/own.h"

static const struct cd_flag flags[] = {CD_ALONE_FLAG_ROWS, {.name = NULL}};

struct explaining {
    struct cd_alone alone;
    struct cd_record records[CD_BOTH];
    unsigned count; /* articles that were given */
    struct cd_account account;
};

/* ---- the two articles ---- */

/* The files' reader takes its bytes back; both articles are wanted together. They stand
 * in the input one behind the other, wherever the files came from: an id counts within
 * its topic. */
static int keep(struct explaining *explaining, const struct cd_record *record) {
    struct cd_alone *alone = &explaining->alone;
    struct cd_record *kept = &explaining->records[explaining->count];
    char *bytes = cd_arena_zero(&alone->arena, record->bytes.len + CD_RECORD_PADDING, 1);
    if (!bytes)
        return CD_ENOMEM;
    memcpy(bytes, record->bytes.p, record->bytes.len);
    *kept = (struct cd_record){
        .topic = cd_str_of(cd_config_item(alone->config, "topics.input", 0)),
        .offset = explaining->count,
        .bytes = {bytes, record->bytes.len},
    };
    return CD_OK;
}

static int take_record(void *self, struct cd_record *record) {
    struct explaining *explaining = self;
    struct cd_error why = {0};
    unsigned i = explaining->count;
    if (keep(explaining, record))
        return cd_complain(explaining->alone.call, CD_EXIT_MEMORY, "out of memory");
    struct cd_article *article = &explaining->account.articles[i];
    article->arena = &explaining->alone.arena;
    if (cd_alone_read(&explaining->alone, &explaining->records[i], article, &why)) {
        int rc = cd_alone_refuse(&explaining->alone, record, &why);
        return rc ? rc
                  : cd_complain(explaining->alone.call, CD_EXIT_FOUND,
                                "each file is one article: a JSON object, or plain text "
                                "with --set format=text");
    }
    explaining->count++;
    return CD_EXIT_OK;
}

static int find_passages(struct explaining *explaining, struct cd_error *err) {
    struct cd_account *account = &explaining->account;
    struct cd_text *own = account->own;
    if (cd_own_text(&own[CD_EARLIER], &account->articles[CD_EARLIER]) ||
        cd_own_text(&own[CD_LATER], &account->articles[CD_LATER]) ||
        cd_passages_find(&account->passages, &own[CD_EARLIER], &own[CD_LATER],
                         &explaining->alone.arena))
        return cd_fail_memory(err);
    return CD_OK;
}

/* As in service: the earlier article through the ledger, then the later one; in between
 * the judge is asked. */
static int judge(struct explaining *explaining, struct cd_error *err) {
    struct cd_article *earlier = &explaining->account.articles[CD_EARLIER];
    struct cd_article *later = &explaining->account.articles[CD_LATER];
    struct cd_alone *alone = &explaining->alone;
    if (cd_chain_run(alone->chain, earlier, err) != CD_PARK ||
        cd_ledger_settle_alone(alone->judge, earlier, err) ||
        cd_chain_run(alone->chain, later, err) != CD_PARK)
        return err->code ? err->code : CD_EMESSAGE;
    int rc = cd_explain(alone->judge, earlier->fingerprint, later->fingerprint,
                        &explaining->account.why);
    if (rc == CD_OK)
        rc = cd_ledger_settle_alone(alone->judge, later, err);
    if (rc == CD_OK && cd_chain_run(alone->chain, later, err) == CD_REJECT)
        rc = err->code;
    return rc ? rc : find_passages(explaining, err);
}

/* ---- the whole ---- */

static int explain(struct explaining *explaining) {
    struct cd_alone *alone = &explaining->alone;
    struct cd_error err = {0};
    if (!alone->judge)
        return cd_complain(
            alone->call, CD_EXIT_CONFIG,
            "/processors: \"dedup\" is not among them, so nothing is a copy");
    alone->whole = true;
    int rc = cd_alone_walk(alone, alone->call->operands, take_record, explaining);
    if (rc)
        return rc;
    explaining->account.config = alone->config;
    explaining->account.files = alone->call->operands;
    rc = judge(explaining, &err);
    if (rc == CD_OK && cd_account_print(&explaining->account))
        rc = cd_fail_memory(&err);
    return rc ? cd_complain(alone->call, cd_exit_for(rc), "%s", err.text) : CD_EXIT_OK;
}

static int run(const struct cd_call *call) {
    struct explaining explaining = {.count = 0};
    struct cd_paint paint = cd_paint_stdout();
    const char *const *files = call->operands;
    if (!files[0] || !files[1] || files[2])
        return cd_complain(call, CD_EXIT_USAGE, "it takes two files, an article each");
    explaining.account.paint = &paint;
    int rc = cd_alone_open(&explaining.alone, call);
    if (rc == CD_EXIT_OK)
        rc = explain(&explaining);
    cd_alone_close(&explaining.alone);
    return rc;
}

const struct cd_command cd_command_explain = {
    .name = "explain",
    .summary = "why are two articles the same, or not: rule, figures, shared passages",
    .about =
        "Reads two files, an article each: a JSON object, on one line or many, or plain\n"
        "text with --set format=text. Prints what the service would make of B if it "
        "came\n"
        "after A and nothing else were known, which rule decided, how much of each text\n"
        "is in the other, and both texts with what they share in colour, or in [ ] "
        "where\n"
        "standard output is no terminal or NO_COLOR is set. Exit 1: one cannot be used,\n"
        "which is told on standard error.",
    .operands = "A B",
    .configured = true,
    .flags = flags,
    .run = run,
};
