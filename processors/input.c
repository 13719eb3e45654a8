#include "processors/input.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "processors/language.h"
#include "processors/text/markup.h"
#include "processors/text/word_file.h"

struct cd_input {
    const struct format *format;
    struct cd_pointers *pointers; /* a slot is a field's name */
    struct cd_words *abbreviations;
    size_t most_bytes, most_memory;
    bool refuses_stamped;
    int body_format; /* place in body_formats */
};

/* Fills message, splice and fields from the record's bytes. */
struct format {
    int (*read)(const struct cd_input *input, struct cd_message_parser *parser,
                struct cd_article *article, struct cd_error *err);
    bool whole_files;
};

static int read_json(const struct cd_input *input, struct cd_message_parser *parser,
                     struct cd_article *article, struct cd_error *err);
static int read_plain(const struct cd_input *input, struct cd_message_parser *parser,
                      struct cd_article *article, struct cd_error *err);

/* In the order of format_names. */
static const struct format formats[] = {{read_json, false}, {read_plain, true}};
static const char *const format_names[] = {"generic", "text", NULL};

static const char *const stamped_choices[] = {"replace", "reject", NULL};
enum { REPLACE_STAMP, REJECT_STAMPED };

static const char *const body_formats[] = {"auto", "text", "html", NULL};
enum { BODY_AUTO, BODY_TEXT, BODY_HTML };

static const char *const field_keys[CD_FIELD_COUNT] = {
    [CD_FIELD_ID] = "fields.id",
    [CD_FIELD_TITLE] = "fields.title",
    [CD_FIELD_BODY] = "fields.body",
    [CD_FIELD_URL] = "fields.url",
    [CD_FIELD_PUBLISHED] = "fields.published",
    [CD_FIELD_MODIFIED] = "fields.modified",
    [CD_FIELD_LANGUAGE] = "fields.language",
    [CD_FIELD_SOURCE] = "fields.source",
    [CD_FIELD_EMBARGOED] = "fields.embargoed",
    [CD_FIELD_EXPIRES] = "fields.expires",
    [CD_FIELD_PUBSTATUS] = "fields.pubstatus",
    [CD_FIELD_CREATIVE_WORK_STATUS] = "fields.creativeWorkStatus",
    [CD_FIELD_CORRECTION] = "fields.correction",
};

#define FIELD(name, pointers, what)                                                      \
    { .key = "fields." name, .type = CD_OPTION_POINTERS, .value = pointers, .help = what }

const struct cd_option cd_input_options[] = {
    {.key = "format",
     .type = CD_OPTION_CHOICE,
     .value = "\"generic\"",
     .choices = format_names,
     .help = "generic: a JSON object; text: plain text, the first line is the title"},
    FIELD("id", "[\"/id\", \"/guid\"]", "where the article's id is: string or integer"),
    FIELD("title", "[\"/title\", \"/headline\"]", "where the headline is"),
    FIELD("body", "[\"/body\", \"/articleBody\"]", "where the text is; must be there"),
    {.key = "fields.body_format",
     .type = CD_OPTION_CHOICE,
     .value = "\"auto\"",
     .choices = body_formats,
     .help = "what a body is; auto: html where a tag parts text (<p>, <br>, <li> …)"},
    FIELD("url",
          "[\"/url\", \"/link\", \"/canonical_url\", \"/mainEntityOfPage/@id\", "
          "\"/mainEntityOfPage\"]",
          "where the article's address is"),
    FIELD("published", "[\"/published\", \"/datePublished\"]",
          "where the date of publication is"),
    FIELD("modified", "[\"/modified\", \"/dateModified\"]",
          "where the date of the last change is"),
    FIELD("language", "[\"/language\", \"/lang\", \"/inLanguage\"]",
          "where the language tag is"),
    FIELD("source",
          "[\"/source/name\", \"/source\", \"/publisher/name\", \"/publisher\", "
          "\"/provider/name\", \"/provider\"]",
          "where the outlet is named: the publisher, not the feed"),
    FIELD("embargoed", "[\"/embargoed\", \"/meta/embargoed\"]",
          "where the end of the embargo is"),
    FIELD("expires", "[\"/expires\", \"/meta/expires\"]", "where the date of expiry is"),
    FIELD("pubstatus", "[\"/pubstatus\", \"/meta/pubstatus\"]",
          "where the publication status is (IPTC)"),
    FIELD("creativeWorkStatus", "[\"/creativeWorkStatus\", \"/meta/creativeWorkStatus\"]",
          "where the status of the work is (schema.org)"),
    FIELD("correction", "[\"/correction\", \"/meta/correction\"]",
          "where a correction is (schema.org)"),
    {.key = "input.max_bytes",
     .type = CD_OPTION_BYTES,
     .value = "\"64MiB\"",
     .min = 1024,
     .max = 1073741824,
     .help = "a longer record is a dead letter"},
    {.key = "input.max_memory",
     .type = CD_OPTION_BYTES,
     .value = "\"1GiB\"",
     .min = 1048576,
     .max = 68719476736,
     .help = "an article whose words take more memory is a dead letter"},
    {.key = "stamp.on_stamped",
     .type = CD_OPTION_CHOICE,
     .value = "\"replace\"",
     .choices = stamped_choices,
     .help = "what to do with an article that has a member \"copydesk\" already"},
    {.key = NULL}};

/* ---- making and freeing ---- */

static int add_field(struct cd_input *input, const struct cd_config *config,
                     uint32_t field, struct cd_error *err) {
    const char *pointer;
    for (size_t i = 0; (pointer = cd_config_item(config, field_keys[field], i)); i++) {
        int rc = cd_pointers_add(input->pointers, pointer, field, err);
        if (rc) {
            cd_error_where(err, "/fields/%s", field_keys[field] + strlen("fields."));
            return rc;
        }
    }
    return CD_OK;
}

static int add_pointers(struct cd_input *input, const struct cd_config *config,
                        struct cd_error *err) {
    bool by_pointers = input->format->read == read_json;
    if (by_pointers && !cd_config_item(config, field_keys[CD_FIELD_BODY], 0))
        return cd_fail(err, CD_EUSAGE, "no_pointer",
                       "/fields/body: an empty array: no article would have a text");
    int rc = CD_OK;
    for (uint32_t field = 0; rc == CD_OK && field < CD_FIELD_COUNT; field++)
        rc = add_field(input, config, field, err);
    return rc;
}

int cd_input_new(struct cd_input **out, const struct cd_config *config,
                 struct cd_error *err) {
    struct cd_input *input = calloc(1, sizeof *input);
    if (!input)
        return cd_fail_memory(err);
    input->format = &formats[cd_config_choice(config, "format")];
    input->most_bytes = (size_t)cd_config_integer(config, "input.max_bytes");
    input->most_memory = (size_t)cd_config_integer(config, "input.max_memory");
    input->refuses_stamped =
        cd_config_choice(config, "stamp.on_stamped") == REJECT_STAMPED;
    input->body_format = cd_config_choice(config, "fields.body_format");
    input->pointers = cd_pointers_new();
    int rc = input->pointers ? add_pointers(input, config, err) : cd_fail_memory(err);
    if (rc == CD_OK)
        rc = cd_abbreviations_load(&input->abbreviations, config, err);
    if (rc) {
        cd_input_free(input);
        return rc;
    }
    *out = input;
    return CD_OK;
}

void cd_input_free(struct cd_input *input) {
    if (!input)
        return;
    cd_pointers_free(input->pointers);
    cd_words_free(input->abbreviations);
    free(input);
}

bool cd_input_takes_whole_files(const struct cd_input *input) {
    return input->format->whole_files;
}

/* ---- formats ---- */

static int read_json(const struct cd_input *input, struct cd_message_parser *parser,
                     struct cd_article *article, struct cd_error *err) {
    article->message = article->record->bytes;
    return cd_message_read(parser, input->pointers, article->arena, article->message,
                           article->fields, &article->splice, err);
}

/* Lines that hold nothing are no part of the body; spaces before its first line are. */
static struct cd_str skip_blank_lines(struct cd_str s) {
    struct cd_str text = cd_str_trim_start(s);
    while (text.len < s.len && text.p[-1] != '\n' && text.p[-1] != '\r') {
        text.p--;
        text.len++;
    }
    return text;
}

static struct cd_value string_value(struct cd_str text) {
    return (struct cd_value){.kind = CD_VALUE_STRING, .text = text};
}

/* There is no object to splice into, so one is made. */
static int make_message(struct cd_article *article, struct cd_str title,
                        struct cd_str body, struct cd_error *err) {
    struct cd_buf out = cd_buf_in(article->arena);
    struct cd_json json = cd_json_to(&out);
    cd_json_open(&json, '{');
    cd_json_name(&json, "title");
    cd_json_string(&json, title);
    cd_json_name(&json, "body");
    cd_json_string(&json, body);
    cd_json_close(&json, '}');
    if (out.failed)
        return cd_fail_memory(err);
    article->message = cd_buf_str(&out);
    article->splice = (struct cd_splice){.insert = article->message.len - 1};
    return CD_OK;
}

static int read_plain(const struct cd_input *input, struct cd_message_parser *parser,
                      struct cd_article *article, struct cd_error *err) {
    (void)input;
    (void)parser;
    struct cd_str text = article->record->bytes;
    size_t valid = cd_utf8_valid(text);
    if (valid < text.len)
        return cd_fail(err, CD_EMESSAGE, "invalid_utf8", "not UTF-8 at byte %zu", valid);
    text = cd_str_trim_end(cd_str_trim_start(cd_str_without_mark(text)));
    if (text.len == 0)
        return cd_fail(err, CD_EMESSAGE, "empty", "there is nothing in the message");
    const char *newline = memchr(text.p, '\n', text.len);
    size_t line = newline ? (size_t)(newline - text.p) : text.len;
    struct cd_str title = cd_str_trim_end(cd_str_cut(text, 0, line));
    struct cd_str body = skip_blank_lines(cd_str_cut(text, line, text.len));
    article->fields[CD_FIELD_TITLE] = string_value(title);
    article->fields[CD_FIELD_BODY] = string_value(body);
    return make_message(article, title, body, err);
}

/* ---- what the fields say ---- */

static const char *kind_name(const struct cd_value *value) {
    switch (value->kind) {
        case CD_VALUE_ABSENT:
            return "absent";
        case CD_VALUE_NULL:
            return "null";
        case CD_VALUE_STRING:
            return "a string";
        case CD_VALUE_INTEGER:
        case CD_VALUE_NUMBER:
            return "a number";
        case CD_VALUE_BOOL:
            return "true or false";
        case CD_VALUE_OTHER:
            return "an object or array";
    }
    CD_BUG("a value of no kind");
}

static int check_body(const struct cd_value *body, struct cd_error *err) {
    if (body->kind == CD_VALUE_STRING)
        return CD_OK;
    const char *reason = body->kind <= CD_VALUE_NULL ? "no_body" : "wrong_type";
    return cd_fail(err, CD_EMESSAGE, reason, "the body is %s, not a string",
                   kind_name(body));
}

static bool names_article(struct cd_str name) {
    return name.len > 0 && name.len <= CD_MOST_IDENTITY &&
           cd_json_size(name) <= CD_MOST_IDENTITY;
}

static int find_identity(struct cd_article *article) {
    const struct cd_value *id = &article->fields[CD_FIELD_ID];
    const struct cd_value *url = &article->fields[CD_FIELD_URL];
    bool has_id = id->kind == CD_VALUE_STRING || id->kind == CD_VALUE_INTEGER;
    if (has_id && names_article(id->text)) {
        article->identity = id->text;
        return CD_OK;
    }
    if (url->kind == CD_VALUE_STRING && names_article(url->text)) {
        article->identity = url->text;
        return CD_OK;
    }
    struct cd_buf place = cd_buf_in(article->arena);
    cd_article_place(&place, article->record);
    article->identity = cd_buf_str(&place);
    return place.failed ? CD_ENOMEM : CD_OK;
}

static int read_language(struct cd_article *article) {
    const struct cd_value *tag = &article->fields[CD_FIELD_LANGUAGE];
    return tag->kind == CD_VALUE_STRING
               ? cd_language_read(tag->text, article->arena, &article->language)
               : CD_OK;
}

static bool is_html(const struct cd_input *input, struct cd_str body) {
    if (input->body_format == BODY_AUTO)
        return input->format->read == read_json && cd_markup_holds(body);
    return input->body_format == BODY_HTML;
}

static int read_texts(const struct cd_input *input, struct cd_article *article,
                      struct cd_error *err) {
    const struct cd_value *title = &article->fields[CD_FIELD_TITLE];
    struct cd_str headline = title->kind == CD_VALUE_STRING ? title->text : CD_STR("");
    struct cd_str body = article->fields[CD_FIELD_BODY].text;
    if (is_html(input, body)) {
        if (cd_markup_plain(body, article->arena, &article->plain))
            return cd_fail_memory(err);
        body = article->plain;
    }
    int rc = cd_text_read(&article->title, article->arena, headline, input->abbreviations,
                          err);
    if (rc == CD_OK)
        rc =
            cd_text_read(&article->body, article->arena, body, input->abbreviations, err);
    if (rc)
        return rc;
    if (article->body.token_count == 0)
        return cd_fail(err, CD_EMESSAGE, "no_body", "the body holds no text");
    return CD_OK;
}

static int read_article(const struct cd_input *input, struct cd_message_parser *parser,
                        struct cd_article *article, struct cd_error *err) {
    int rc = input->format->read(input, parser, article, err);
    if (rc)
        return rc;
    if (article->splice.cut_count && input->refuses_stamped)
        return cd_fail(err, CD_EMESSAGE, "already_stamped",
                       "there is a member \"copydesk\" already");
    rc = check_body(&article->fields[CD_FIELD_BODY], err);
    if (rc)
        return rc;
    if (find_identity(article) || read_language(article))
        return cd_fail_memory(err);
    return read_texts(input, article, err);
}

/* The article's own limit of memory is no reason to stop: the article is at fault. */
static int blame_size(const struct cd_input *input, struct cd_error *err) {
    if (err)
        *err = (struct cd_error){0};
    return cd_fail(err, CD_EMESSAGE, "too_large",
                   "its words take more memory than input.max_memory (%zu bytes)",
                   input->most_memory);
}

int cd_input_read(const struct cd_input *input, struct cd_message_parser *parser,
                  struct cd_article *article, struct cd_error *err) {
    if (article->record->bytes.len > input->most_bytes)
        return cd_fail(err, CD_EMESSAGE, "too_large",
                       "longer than input.max_bytes (%zu bytes)", input->most_bytes);
    struct cd_arena *arena = article->arena;
    size_t limit = arena->limit;
    arena->limit = arena->held + input->most_memory; /* it may hold the message */
    int rc = read_article(input, parser, article, err);
    if (rc == CD_ENOMEM && arena->limited)
        rc = blame_size(input, err);
    arena->limit = limit;
    return rc;
}
