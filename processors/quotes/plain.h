/* A name as it is written, without what text is set with. */
#ifndef CD_PROCESSORS_QUOTES_PLAIN_H
#define CD_PROCESSORS_QUOTES_PLAIN_H

#include "base/str.h"

/* Copies `name` to `out`, which has room for as many bytes, with one space for every run
 * of white space, without control and format characters (soft hyphens, marks of
 * direction), and with character references decoded; returns the copy. Where there are
 * none, `name` itself is returned. */
struct cd_str cd_plain_name(struct cd_str name, char *out);

#endif
