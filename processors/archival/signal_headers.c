/* Memento-Datetime and Link (RFC 7089), and X-Robots-Tag. A record may have several
 * headers of one name, as HTTP has. */
#include <strings.h>

#include "processors/archival/links.h"
#include "processors/archival/signal_reader.h"

/* The next header of that name at or behind *i, which is set behind it; absent: none. */
static struct cd_str next_header(const struct cd_signal_reader *r, const char *name,
                                 size_t *i) {
    const struct cd_record *record = r->article->record;
    while (*i < record->header_count) {
        const struct cd_header *header = &record->headers[(*i)++];
        if (header->value.p && header->name.len == strlen(name) &&
            strncasecmp(header->name.p, name, header->name.len) == 0)
            return header->value;
    }
    return (struct cd_str){NULL, 0};
}

static void say_memento(struct cd_signal_reader *r, const char *name,
                        struct cd_str text) {
    cd_signal_say(r, CD_STATUS_ARCHIVED, "memento",
                  (struct cd_signal){"header", name, text});
    r->signals->archive = "memento";
}

static void read_memento(struct cd_signal_reader *r) {
    size_t i = 0;
    struct cd_str moment;
    while ((moment = next_header(r, "Memento-Datetime", &i)).p)
        if (cd_signal_captured(r, moment))
            say_memento(r, "Memento-Datetime", moment);
}

static bool is_own(const struct cd_signal_reader *r, struct cd_str target) {
    const struct cd_value *url = &r->article->fields[CD_FIELD_URL];
    return url->kind == CD_VALUE_STRING && cd_str_eq(cd_signal_trim(url->text), target);
}

/* An original that is not this page, or a memento that is, make this a memento without
 * Memento-Datetime, too. A page that is its own time gate (pattern 1.1) says "original
 * timegate" of itself, and any page may name its time gate or mementos. */
static void read_link(struct cd_signal_reader *r, const struct cd_link *link,
                      struct cd_str header) {
    struct cd_signals *signals = r->signals;
    bool own = is_own(r, link->target);
    if (cd_link_is(link, "original") && !cd_link_is(link, "timegate")) {
        if (!own)
            say_memento(r, "Link", header);
        if (signals->archive && !signals->original_url.p)
            signals->original_url = link->target;
    }
    if (cd_link_is(link, "memento") && own) {
        if (link->datetime.p)
            (void)cd_signal_captured(r, link->datetime);
        say_memento(r, "Link", header);
    }
}

static void read_links(struct cd_signal_reader *r) {
    size_t i = 0;
    struct cd_str header;
    struct cd_link link;
    while ((header = next_header(r, "Link", &i)).p) {
        struct cd_str rest = header;
        while (cd_link_next(&rest, &link))
            if (!link.anchored)
                read_link(r, &link, header);
    }
}

/* The longest date that `text` begins with: dates may have commas in them, and further
 * directives may follow behind one. */
static enum cd_date_result date_before_commas(const struct cd_signal_reader *r,
                                              struct cd_str text, struct cd_date *date) {
    enum cd_date_result first =
        cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, date);
    enum cd_date_result result = first;
    while (result != CD_DATE_OK && text.len) {
        if (text.p[--text.len] == ',')
            result = cd_date_parse(r->lexicon->date_words, text, CD_ORDER_UNKNOWN, date);
    }
    return result == CD_DATE_OK ? result : first;
}

/* unavailable_after: 25 Jun 2010 15:00:00 PST (Google, Robots meta tag specifications).
 * noarchive and the others say nothing of the article's status. What the article's own
 * field says of its expiry goes before it; of several the first that is a date. */
static void read_robots(struct cd_signal_reader *r, struct cd_str tag) {
    static const char name[] = "unavailable_after:";
    int64_t clock = cd_signal_clock(r);
    size_t at = cd_signal_find(tag, name, 0);
    if (at == tag.len || r->ages->expires.known)
        return;
    struct cd_date date = {0};
    struct cd_str text = cd_str_cut(tag, at + sizeof name - 1, tag.len);
    enum cd_date_result result = date_before_commas(r, text, &date);
    cd_ages_set(r->ages, &r->ages->expires, "expires", result, &date, clock, true);
    if (result == CD_DATE_OK && clock != CD_NO_TIME && cd_is_over(date, clock))
        cd_signal_say(r, CD_STATUS_EXPIRED, "unavailable_after",
                      (struct cd_signal){"header", "X-Robots-Tag", tag});
}

void cd_signal_headers(struct cd_signal_reader *r) {
    size_t i = 0;
    struct cd_str tag;
    if (r->article->record->header_count == 0)
        return;
    read_memento(r);
    read_links(r);
    while ((tag = next_header(r, "X-Robots-Tag", &i)).p)
        read_robots(r, tag);
}
