/* Finding quotes in any text: every run ends, and every quote lies inside the text. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "processors/quotes/quotes.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void *state;

static void make_once(void) {
    static const char *const settings[] = {"quotes.max=all", "quotes.unattributed=true",
                                           NULL};
    const struct cd_option *const tables[] = {cd_quotes.options, NULL};
    struct cd_config_source from = {.tables = tables, .settings = settings};
    struct cd_config *config;
    struct cd_config_fault fault;
    size_t faults;
    if (state)
        return;
    must(cd_config_load(&config, &from, &fault, 1, &faults, NULL) == CD_OK);
    must(cd_quotes.configure(&state, config, NULL) == CD_OK);
    cd_config_free(config);
}

/* Every language in its turn, by the text's length; "" leaves it to the words. */
static struct cd_str language_for(size_t len) {
    static const char *const codes[] = {"",   "en", "fr", "de", "es", "it",
                                        "pt", "nl", "sv", "pl", "xx"};
    const char *code = codes[len % (sizeof codes / sizeof *codes)];
    return *code ? cd_str_of(code) : (struct cd_str){0};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    make_once();
    struct cd_arena arena;
    cd_arena_init(&arena, 0);
    struct cd_record record = {.topic = CD_STR("t")};
    struct cd_article article = {.arena = &arena, .record = &record};
    article.language = language_for(len);
    struct cd_str body = {(const char *)bytes, len};
    body.len = cd_utf8_valid(body);
    must(cd_text_read(&article.title, &arena, CD_STR("A “title”"), NULL, NULL) == CD_OK);
    must(cd_text_read(&article.body, &arena, body, NULL, NULL) == CD_OK);
    struct cd_error why = {0};
    must(cd_quotes.process(state, &article, &why) == CD_CONTINUE);
    must(article.member_count == 1 && article.members[0].json.len >= 2);
    cd_arena_done(&arena);
    return 0;
}
