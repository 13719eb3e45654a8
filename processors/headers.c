#include "processors/headers.h"

#include <inttypes.h>
#include <strings.h>

#define PREFIX "copydesk-"

const char *cd_verdict_name(enum cd_verdict_kind kind) {
    switch (kind) {
        case CD_UNIQUE:
            return "unique";
        case CD_REVISION:
            return "revision";
        case CD_EXACT:
            return "exact";
        case CD_NEAR:
            return "near";
    }
    CD_BUG("a verdict that is none");
}

static bool is_ours(struct cd_str name) {
    return name.len >= sizeof PREFIX - 1 &&
           strncasecmp(name.p, PREFIX, sizeof PREFIX - 1) == 0;
}

static void add(struct cd_headers *headers, struct cd_str name, struct cd_str value) {
    headers->list[headers->count++] = (struct cd_header){name, value};
}

/* The headers that came, with room for `more`, and "copydesk-source". */
static int begin(const struct cd_record *record, struct cd_arena *arena, size_t more,
                 struct cd_headers *out) {
    struct cd_buf source = cd_buf_in(arena);
    cd_article_place(&source, record);
    out->count = 0;
    out->list = cd_arena_zero(arena, record->header_count + 1 + more, sizeof *out->list);
    if (source.failed || !out->list)
        return CD_ENOMEM;
    for (size_t i = 0; i < record->header_count; i++)
        if (!is_ours(record->headers[i].name))
            out->list[out->count++] = record->headers[i];
    add(out, CD_STR(PREFIX "source"), cd_buf_str(&source));
    return CD_OK;
}

int cd_headers_stamped(const struct cd_article *article, struct cd_headers *out,
                       struct cd_error *err) {
    if (begin(article->record, article->arena, 1, out))
        return cd_fail_memory(err);
    if (article->verdict.known)
        add(out, CD_STR(PREFIX "verdict"),
            cd_str_of(cd_verdict_name(article->verdict.kind)));
    return CD_OK;
}

int cd_headers_dead(const struct cd_record *record, struct cd_arena *arena,
                    const struct cd_error *why, struct cd_headers *out,
                    struct cd_error *err) {
    struct cd_str detail = cd_arena_copy(arena, cd_str_of(why->text));
    struct cd_buf time = cd_buf_in(arena);
    cd_buf_print(&time, "%" PRId64, record->timestamp_ms);
    if (!detail.p || time.failed || begin(record, arena, 3, out))
        return cd_fail_memory(err);
    add(out, CD_STR(PREFIX "reason"), cd_str_of(why->reason ? why->reason : "rejected"));
    add(out, CD_STR(PREFIX "detail"), detail);
    if (record->timestamp_ms != CD_NO_TIME)
        add(out, CD_STR(PREFIX "timestamp"), cd_buf_str(&time));
    return CD_OK;
}
