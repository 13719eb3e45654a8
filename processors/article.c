#include "processors/article.h"

#include <strings.h>

void cd_article_stamp(struct cd_article *article, const char *name, struct cd_str json,
                      int droppable) {
    if (article->member_count == CD_MOST_MEMBERS)
        CD_BUG("a stamp has more members than CD_MOST_MEMBERS");
    article->members[article->member_count++] = (struct cd_member){name, json, droppable};
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
