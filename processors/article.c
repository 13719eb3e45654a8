#include "processors/article.h"

#include <inttypes.h>
#include <strings.h>
#include <time.h>

void cd_article_place(struct cd_buf *out, const struct cd_record *record) {
    cd_buf_add_str(out, record->topic);
    cd_buf_print(out, "/%" PRId32 "/%" PRId64, record->partition, record->offset);
}

void cd_article_stamp(struct cd_article *article, const char *name, struct cd_str json,
                      int droppable) {
    if (article->member_count == CD_MOST_MEMBERS)
        CD_BUG("a stamp has more members than CD_MOST_MEMBERS");
    article->members[article->member_count++] = (struct cd_member){name, json, droppable};
}

/* RFC 3339 in UTC, to the second, as all dates of a stamp. */
static void write_instant(struct cd_json *json, int64_t ms) {
    char text[64];
    struct tm utc;
    time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0));
    /* The years that the form can write. */
    bool has_form = ms != CD_NO_TIME && gmtime_r(&seconds, &utc) &&
                    utc.tm_year >= 1000 - 1900 && utc.tm_year <= 9999 - 1900;
    if (!has_form || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        cd_json_null(json);
    else
        cd_json_string(json, cd_str_of(text));
}

void cd_article_first_seen(const struct cd_article *article, uint64_t hash,
                           struct cd_json *json) {
    for (uint32_t i = 0; hash && i < article->said_count; i++) {
        /* An earlier version of the article itself is no other one. */
        if (article->said[i].hash != hash ||
            cd_str_eq(article->said[i].id, article->identity))
            continue;
        cd_json_name(json, "first_seen");
        cd_json_open(json, '{');
        cd_json_name(json, "id");
        cd_json_string(json, article->said[i].id);
        cd_json_name(json, "published");
        write_instant(json, article->said[i].published_ms);
        cd_json_close(json, '}');
        return;
    }
}

void cd_article_error(struct cd_article *article, const char *processor,
                      const char *text) {
    if (article->error_count == CD_MOST_ERRORS)
        return;
    article->errors[article->error_count].processor = processor;
    article->errors[article->error_count++].text = text;
}

const struct cd_header *cd_article_header(const struct cd_article *article,
                                          const char *name) {
    const struct cd_record *record = article->record;
    size_t len = strlen(name);
    for (size_t i = 0; i < record->header_count; i++) {
        const struct cd_header *header = &record->headers[i];
        if (header->name.len == len && strncasecmp(header->name.p, name, len) == 0)
            return header;
    }
    return NULL;
}
