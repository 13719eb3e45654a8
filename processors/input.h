/* From a record's bytes to an article: the message is parsed, its fields are found, its
 * text is read. What a format is, is decided here and nowhere else: a further one (ninjs,
 * schema.org) is a row in input.c. HTML bodies become plain text here. */
#ifndef CD_PROCESSORS_INPUT_H
#define CD_PROCESSORS_INPUT_H

#include "config/config.h"
#include "processors/article.h"

struct cd_input;

/* "format", "fields.…", "input.…" and "stamp.on_stamped". */
extern const struct cd_option cd_input_options[];

CD_MUST_USE int cd_input_new(struct cd_input **out, const struct cd_config *config,
                             struct cd_error *err);
void cd_input_free(struct cd_input *input);

/* Is a file one article, as plain text is, rather than each of its lines? For `filter`.
 */
bool cd_input_takes_whole_files(const struct cd_input *input);

/* Fills *article (whose arena and record are set, the rest zero) from its record.
 * CD_EMESSAGE: cannot be used; err->reason is the dead letter's reason: "empty",
 * "not_json", "not_object", "invalid_utf8", "too_deep", "too_large", "no_body",
 * "wrong_type" or "already_stamped". CD_ENOMEM. Tombstones do not come here.
 * Many threads may call it at once, each with its own article and its own parser. */
CD_MUST_USE int cd_input_read(const struct cd_input *input,
                              struct cd_message_parser *parser,
                              struct cd_article *article, struct cd_error *err);

#endif
