/* The option tables, told: as text for people, as a Markdown table, as a JSON Schema, as
 * the file that holds every default. All from the same rows that the loader goes by. */
#ifndef CD_CONFIG_DESCRIBE_H
#define CD_CONFIG_DESCRIBE_H

#include "base/buf.h"
#include "config/option.h"

/* Each appends to `out`, tables in their order. Out of memory shows in out->failed. */
void cd_describe_text(const struct cd_option *const *tables, struct cd_buf *out);
void cd_describe_table(const struct cd_option *const *tables, struct cd_buf *out);

/* JSON Schema, draft 2020-12. What it cannot say is the bounds of durations and of sizes
 * with a unit, and that lengths are bytes: the loader is stricter there. */
void cd_describe_schema(const struct cd_option *const *tables, struct cd_buf *out);
void cd_describe_defaults(const struct cd_option *const *tables, struct cd_buf *out);

#endif
