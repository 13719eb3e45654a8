/* copydesk show: articles as a person reads them, with what copydesk found in them. */
#include <stdio.h>

#include "consumer/alone.h"
#include "consumer/picture.h"
#include "processors/stamp.h"

static const struct cd_flag flags[] = {CD_ALONE_FLAG_ROWS, {.name = NULL}};

struct showing {
    struct cd_alone alone;
    struct cd_view view;
    struct cd_date_words *dates;
    struct cd_arena lexicon;
    uint64_t shown, unusable;
};

/* Runs the chain and stamps; what came stamped stays as it is. */
static int stamp(struct showing *showing, struct cd_article *article, struct cd_str *out,
                 const char **route, struct cd_error *why) {
    *out = article->message;
    *route = NULL;
    if (article->splice.cut_count > 0)
        return CD_OK;
    if (cd_alone_run(&showing->alone, article, why) == CD_REJECT)
        return why->code;
    *route = showing->alone.judge ? cd_alone_route(article) : NULL;
    return cd_stamp(article, SIZE_MAX, out, why);
}

static int take_record(void *self, struct cd_record *record) {
    struct showing *showing = self;
    struct cd_error why = {0};
    struct cd_article article = {.arena = &showing->alone.arena};
    struct cd_str stamped;
    const char *route;
    cd_arena_reset(&showing->alone.arena);
    int rc = cd_alone_read(&showing->alone, record, &article, &why);
    if (rc == CD_OK)
        rc = stamp(showing, &article, &stamped, &route, &why);
    if (rc == CD_OK) {
        if (showing->shown++)
            fputs("\n\n", stdout);
        rc = cd_picture_print(&showing->view, &article, stamped, route, &why);
    }
    if (rc == CD_OK)
        return CD_EXIT_OK;
    showing->unusable++;
    return cd_alone_refuse(&showing->alone, record, &why);
}

/* The words of dates, by which they are marked in the text. */
static int read_dates(struct showing *showing) {
    struct cd_error err = {0};
    struct cd_str bytes;
    const char *origin;
    cd_arena_init(&showing->lexicon, 0);
    if (cd_lexicon_read(showing->alone.config, "months.json", &showing->lexicon, &bytes,
                        &origin, &err) ||
        cd_date_words_new(&showing->dates, bytes, origin, &err))
        return cd_complain(showing->alone.call, CD_EXIT_CONFIG, "%s", err.text);
    showing->view.dates = showing->dates;
    return CD_EXIT_OK;
}

static int run(const struct cd_call *call) {
    struct showing showing = {.view = {.paint = cd_paint_stdout()}};
    int rc = cd_alone_open(&showing.alone, call);
    if (rc == CD_EXIT_OK)
        rc = read_dates(&showing);
    if (rc == CD_EXIT_OK)
        rc = cd_alone_walk(&showing.alone, call->operands, take_record, &showing);
    if (rc == CD_EXIT_OK && showing.unusable)
        rc = CD_EXIT_FOUND;
    cd_date_words_free(showing.dates);
    cd_arena_done(&showing.lexicon);
    cd_alone_close(&showing.alone);
    return rc;
}

const struct cd_command cd_command_show = {
    .name = "show",
    .summary = "shows articles in the terminal, with what is found in them",
    .about =
        "Reads articles as filter does and shows each: the verdict, the archival status\n"
        "with its notice, the text with notices, removed parts, dates and quotes,\n"
        "each speaker in a colour, with the words that name him and the cue, and at the\n"
        "end who speaks. Where standard output is no terminal, or NO_COLOR is set, "
        "marks\n"
        "such as [1: …] stand for colours. A line that is stamped already is shown as "
        "it\n"
        "is stamped. What cannot be used is told on standard error; exit 1: there was\n"
        "such.",
    .operands = "[FILE…]",
    .configured = true,
    .flags = flags,
    .run = run,
};
