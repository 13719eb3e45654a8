/* The records of files named on the command line, one by one: each line, or each file as
 * a whole where the format wants it; standard input where none is named, or for "-". */
#ifndef CD_CONSUMER_FILES_H
#define CD_CONSUMER_FILES_H

#include <stdio.h>

#include "consumer/command.h"
#include "processors/article.h"

struct cd_files {
    const struct cd_call *call; /* complains */
    size_t most;                /* bytes of a record; of a longer one the rest is lost */
    bool whole;                 /* a file is one record */
    FILE *tied;                 /* flushed before each read; NULL: none */

    /* Takes one record: topic (the file's name) and offset (of the line, from 0) say
     * where it stood. All is borrowed until it returns; anything but CD_EXIT_OK ends. */
    int (*take)(void *self, struct cd_record *record);
    void *self;
};

/* All files, also behind one that cannot be read, which is said. CD_EXIT_OK, what `take`
 * ended with, or why the last such file could not be read. */
CD_MUST_USE int cd_files_walk(const struct cd_files *files, const char *const *names);

#endif
