/* Archival status: what a reader would have to know before relying on an article, with
 * the words that prove it, its dates and age, and the parts of its body that are the
 * page's. Options are under "archival"; the lexicons are notices.json, boilerplate.json
 * and months.json. */
#ifndef CD_ARCHIVAL_ARCHIVAL_H
#define CD_ARCHIVAL_ARCHIVAL_H

#include "processors/processor.h"

extern const struct cd_processor cd_archival;

#endif
