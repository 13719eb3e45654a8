#include "processors/stamp.h"

#define NAME "\"copydesk\":"

/* What the members that are never left out may take beside the names and places that
 * `of` and `cluster` hold: a verdict, an archival status with its notice, a list of
 * removed spans. Kafka's usual limit of a record is 1 MB. */
#define STAYING_MEMBERS ((size_t)4096)

/* What a stamp may leave out is left out step by step: everything whose `droppable` is
 * from 1 to the level. Level 0 leaves out nothing. */
static bool is_dropped(const struct cd_member *member, int level) {
    return member->droppable > 0 && member->droppable <= level;
}

/* The next higher level at which another member goes; the same one: there is none. */
static int next_level(const struct cd_article *article, int level) {
    int next = level;
    for (uint32_t i = 0; i < article->member_count; i++) {
        int droppable = article->members[i].droppable;
        if (droppable > level && (next == level || droppable < next))
            next = droppable;
    }
    return next;
}

static void write_source(struct cd_json *json, const struct cd_record *record) {
    cd_json_name(json, "source");
    cd_json_open(json, '{');
    cd_json_name(json, "topic");
    cd_json_string(json, record->topic);
    cd_json_name(json, "partition");
    cd_json_integer(json, record->partition);
    cd_json_name(json, "offset");
    cd_json_integer(json, record->offset);
    cd_json_close(json, '}');
}

static void write_truncated(struct cd_json *json, const struct cd_article *article,
                            int level) {
    if (level == 0)
        return;
    cd_json_name(json, "truncated");
    cd_json_open(json, '[');
    for (uint32_t i = 0; i < article->member_count; i++)
        if (is_dropped(&article->members[i], level))
            cd_json_string(json, cd_str_of(article->members[i].name));
    cd_json_close(json, ']');
}

static void write_errors(struct cd_json *json, const struct cd_article *article) {
    if (article->error_count == 0)
        return;
    cd_json_name(json, "errors");
    cd_json_open(json, '[');
    for (uint32_t i = 0; i < article->error_count; i++) {
        cd_json_open(json, '{');
        cd_json_name(json, "processor");
        cd_json_string(json, cd_str_of(article->errors[i].processor));
        cd_json_name(json, "text");
        cd_json_string(json, cd_str_of(article->errors[i].text));
        cd_json_close(json, '}');
    }
    cd_json_close(json, ']');
}

/* The member as it is spliced in: comma, name and stamp. */
static void write_stamp(struct cd_buf *out, const struct cd_article *article, int level) {
    struct cd_json json = cd_json_to(out);
    if (!article->splice.empty)
        cd_buf_add_char(out, ',');
    cd_buf_add(out, NAME, sizeof NAME - 1);
    cd_json_open(&json, '{');
    write_source(&json, article->record);
    for (uint32_t i = 0; i < article->member_count; i++) {
        const struct cd_member *member = &article->members[i];
        if (is_dropped(member, level))
            continue;
        cd_json_name(&json, member->name);
        cd_json_raw(&json, member->json);
    }
    write_truncated(&json, article, level);
    write_errors(&json, article);
    cd_json_close(&json, '}');
}

/* The message's bytes up to where the stamp goes, without what is cut. */
static void write_before(struct cd_buf *out, const struct cd_article *article) {
    const struct cd_splice *splice = &article->splice;
    size_t from = 0;
    for (uint32_t i = 0; i < splice->cut_count; i++) {
        cd_buf_add(out, article->message.p + from, splice->cuts[i].start - from);
        from = splice->cuts[i].end;
    }
    cd_buf_add(out, article->message.p + from, splice->insert - from);
}

static size_t kept_size(const struct cd_article *article) {
    size_t size = article->message.len;
    for (uint32_t i = 0; i < article->splice.cut_count; i++)
        size -= article->splice.cuts[i].end - article->splice.cuts[i].start;
    return size;
}

/* The fullest stamp that fits into `room` bytes. */
static int fit_stamp(const struct cd_article *article, size_t room, struct cd_buf *stamp,
                     struct cd_error *err) {
    for (int level = 0;;) {
        stamp->len = 0;
        write_stamp(stamp, article, level);
        if (stamp->failed)
            return cd_fail_memory(err);
        if (stamp->len <= room)
            return CD_OK;
        int next = next_level(article, level);
        if (next == level)
            return cd_fail(err, CD_EMESSAGE, "too_large",
                           "the smallest stamp has %zu bytes, there is room for %zu",
                           stamp->len, room);
        level = next;
    }
}

int cd_stamp(const struct cd_article *article, size_t most, struct cd_str *out,
             struct cd_error *err) {
    size_t kept = kept_size(article);
    if (kept > most)
        return cd_fail(err, CD_EMESSAGE, "too_large",
                       "the message has %zu bytes, %zu are allowed", kept, most);
    struct cd_buf stamp = cd_buf_in(article->arena);
    int rc = fit_stamp(article, most - kept, &stamp, err);
    if (rc)
        return rc;
    struct cd_buf whole = cd_buf_in(article->arena);
    if (!cd_buf_room(&whole, kept + stamp.len))
        return cd_fail_memory(err);
    write_before(&whole, article);
    cd_buf_add_str(&whole, cd_buf_str(&stamp));
    cd_buf_add_str(&whole, cd_str_cut(article->message, article->splice.insert,
                                      article->message.len));
    *out = cd_buf_str(&whole);
    return CD_OK;
}

size_t cd_stamp_smallest(const struct cd_article *article) {
    size_t identities = (size_t)2 * (CD_MOST_IDENTITY + CD_MOST_PLACE);
    size_t plain = article->plain.p ? cd_json_size(article->plain) : 0;
    return STAYING_MEMBERS + identities + article->record->topic.len + plain;
}
