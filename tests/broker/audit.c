/* See pipeline.h: every record of the input, and what became of it. A record's place in
 * the input is what its outcome's header copydesk-source says. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/broker/pipeline.h"

struct original {
    int32_t partition;
    int64_t offset, timestamp;
    char *key, *value; /* NULL: none */
    size_t key_len, len;
    char *headers; /* as text */
    unsigned seen;
};

struct names {
    char **list;
    size_t count, room;
};

struct auditor {
    const struct cd_pipeline *pipeline;
    struct cd_audit *found;
    struct original *list; /* sorted as read: by partition, then offset */
    size_t count, room;
    int64_t *last; /* offset of each input partition in this topic and partition */
    int32_t at;    /* … the partition that is being read */
    enum { OUTPUT, COPIES, DEAD } topic;
    struct names out, of; /* ids that came out; ids that copies name */
};

static void *must(void *memory) {
    if (!memory)
        abort();
    return memory;
}

static char *copy_of(const void *bytes, size_t len) {
    if (!bytes)
        return NULL;
    char *copy = must(malloc(len + 1));
    memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

static void add_name(struct names *names, const char *name) {
    if (names->count == names->room) {
        names->room = names->room ? names->room * 2 : 1024;
        names->list = must(realloc(names->list, names->room * sizeof *names->list));
    }
    names->list[names->count++] = must(strdup(name));
}

/* The headers that are not copydesk's, as one text. */
static char *headers_of(const rd_kafka_message_t *message) {
    rd_kafka_headers_t *headers;
    char *text = NULL;
    size_t size = 0, len;
    const char *name;
    const void *value;
    FILE *out = must(open_memstream(&text, &size));
    if (!rd_kafka_message_headers(message, &headers))
        for (size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &len); i++)
            if (strncmp(name, "copydesk-", 9) != 0) {
                fprintf(out, "%s=", name);
                fwrite(value, 1, len, out);
                fputc('\n', out);
            }
    fclose(out);
    return text;
}

static void take_original(const rd_kafka_message_t *message, void *opaque) {
    struct auditor *audit = opaque;
    if (audit->count == audit->room) {
        audit->room = audit->room ? audit->room * 2 : 4096;
        audit->list = must(realloc(audit->list, audit->room * sizeof *audit->list));
    }
    audit->list[audit->count++] = (struct original){
        .partition = message->partition,
        .offset = message->offset,
        .timestamp = rd_kafka_message_timestamp(message, NULL),
        .key = copy_of(message->key, message->key_len),
        .value = copy_of(message->payload, message->len),
        .key_len = message->key_len,
        .len = message->len,
        .headers = headers_of(message),
    };
}

static int by_place(const void *a, const void *b) {
    const struct original *x = a, *y = b;
    if (x->partition != y->partition)
        return x->partition < y->partition ? -1 : 1;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static struct original *source_of(struct auditor *audit,
                                  const rd_kafka_message_t *message) {
    rd_kafka_headers_t *headers;
    const void *value;
    size_t len;
    char text[256];
    struct original place;
    long offset;
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, "copydesk-source", &value, &len))
        return NULL;
    snprintf(text, sizeof text, "%.*s", (int)len, (const char *)value);
    size_t topic = strlen(audit->pipeline->input);
    if (strncmp(text, audit->pipeline->input, topic) != 0 ||
        sscanf(text + topic, "/%d/%ld", &place.partition, &offset) != 2)
        return NULL;
    place.offset = offset;
    return bsearch(&place, audit->list, audit->count, sizeof place, by_place);
}

/* The input's bytes with one member more: before its last brace. */
static bool is_stamped(const struct original *was, const rd_kafka_message_t *message) {
    static const char member[] = "\"copydesk\":{";
    const char *end = was->value ? memrchr(was->value, '}', was->len) : NULL;
    if (!end || !message->payload)
        return false;
    size_t head = (size_t)(end - was->value), tail = was->len - head;
    const char *is = message->payload;
    if (strstr(was->value, "\"copydesk\"")) /* replaced: not looked into here */
        return true;
    return message->len > was->len && memcmp(is, was->value, head) == 0 &&
           memcmp(is + message->len - tail, end, tail) == 0 &&
           memmem(is + head, message->len - head, member, sizeof member - 1);
}

static bool same_bytes(const char *a, size_t a_len, const void *b, size_t b_len) {
    return !a == !b && a_len == b_len && (!a || memcmp(a, b, a_len) == 0);
}

static bool as_it_came_in(const struct auditor *audit, const struct original *was,
                          const rd_kafka_message_t *message) {
    char *headers = headers_of(message);
    bool same = strcmp(headers, was->headers) == 0 &&
                same_bytes(was->key, was->key_len, message->key, message->key_len);
    free(headers);
    if (audit->topic != DEAD)
        same &= was->timestamp == rd_kafka_message_timestamp(message, NULL);
    if (audit->topic == DEAD || !was->value)
        return same && same_bytes(was->value, was->len, message->payload, message->len);
    return same && is_stamped(was, message);
}

static void note_names(struct auditor *audit, const rd_kafka_message_t *message) {
    json_t *article = json_loadb(message->payload, message->len, 0, NULL);
    const char *id = json_string_value(json_object_get(article, "id"));
    const json_t *dedup = json_object_get(json_object_get(article, "copydesk"), "dedup");
    const char *of = json_string_value(json_object_get(dedup, "of"));
    if (audit->topic == OUTPUT && id)
        add_name(&audit->out, id);
    if (audit->topic == COPIES)
        add_name(&audit->of, of ? of : "(nothing)");
    json_decref(article);
}

static void check_order(struct auditor *audit, const struct original *was,
                        const rd_kafka_message_t *message) {
    if (message->partition != audit->at)
        for (int i = 0; i < audit->pipeline->partitions; i++)
            audit->last[i] = -1;
    audit->at = message->partition;
    if (was->offset <= audit->last[was->partition])
        audit->found->disordered++;
    audit->last[was->partition] = was->offset;
}

static void count_topic(struct auditor *audit, const rd_kafka_message_t *message) {
    if (audit->topic == DEAD)
        audit->found->dead++;
    else if (audit->topic == COPIES)
        audit->found->duplicates++;
    else if (!message->payload)
        audit->found->tombstones++;
    else
        audit->found->output++;
}

static void take_outcome(const rd_kafka_message_t *message, void *opaque) {
    struct auditor *audit = opaque;
    struct original *was = source_of(audit, message);
    count_topic(audit, message);
    if (!was) {
        audit->found->strange++;
        return;
    }
    if (was->seen++)
        audit->found->doubled++;
    check_order(audit, was, message);
    if (!as_it_came_in(audit, was, message))
        audit->found->changed++;
    if (audit->topic != DEAD && message->payload)
        note_names(audit, message);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void count_dangling(struct auditor *audit) {
    if (audit->out.count)
        qsort(audit->out.list, audit->out.count, sizeof *audit->out.list, by_name);
    for (size_t i = 0; i < audit->of.count; i++)
        if (!audit->out.count ||
            !bsearch(&audit->of.list[i], audit->out.list, audit->out.count,
                     sizeof *audit->out.list, by_name))
            audit->found->dangling++;
}

static void free_names(struct names *names) {
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
}

static void done(struct auditor *audit) {
    for (size_t i = 0; i < audit->count; i++) {
        free(audit->list[i].key);
        free(audit->list[i].value);
        free(audit->list[i].headers);
    }
    free(audit->list);
    free(audit->last);
    free_names(&audit->out);
    free_names(&audit->of);
}

void cd_pipeline_audit(const struct cd_pipeline *pipeline, struct cd_audit *out) {
    struct auditor audit = {.pipeline = pipeline, .found = out};
    const char *const topics[] = {pipeline->output, pipeline->duplicates, pipeline->dead};
    *out = (struct cd_audit){0};
    audit.last = must(calloc((size_t)pipeline->partitions, sizeof *audit.last));
    out->input =
        cd_broker_read(pipeline->address, pipeline->input, 1, take_original, &audit);
    for (unsigned i = OUTPUT; i <= DEAD; i++) {
        audit.topic = i;
        audit.at = -1;
        cd_broker_read(pipeline->address, topics[i], 1, take_outcome, &audit);
    }
    for (size_t i = 0; i < audit.count; i++)
        out->lost += audit.list[i].seen == 0;
    count_dangling(&audit);
    done(&audit);
}

size_t cd_audit_faults(const struct cd_audit *audit) {
    printf("input %zu = output %zu + duplicates %zu + dead letters %zu + tombstones %zu; "
           "lost %zu, doubled %zu, strange %zu, disordered %zu, changed %zu, dangling "
           "%zu\n",
           audit->input, audit->output, audit->duplicates, audit->dead, audit->tombstones,
           audit->lost, audit->doubled, audit->strange, audit->disordered, audit->changed,
           audit->dangling);
    return audit->lost + audit->doubled + audit->strange + audit->disordered +
           audit->changed + audit->dangling;
}
