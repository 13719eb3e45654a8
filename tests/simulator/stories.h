/* The articles that the simulated newsrooms send: new texts, copies of all kinds, chains
 * of copies, versions of documents, corrections that are taken back, site furniture. */
#ifndef CD_TESTS_SIMULATOR_STORIES_H
#define CD_TESTS_SIMULATOR_STORIES_H

#include <stddef.h>

#include "tests/simulator/chance.h"

#define STORY_WORDS  160
#define STORY_RECENT 4096 /* texts that copies are made of */

struct story {
    uint32_t words[STORY_WORDS];
    unsigned count;
    unsigned document; /* articles of one document have one URL; 0: each its own */
    bool kill;         /* of a document: its publisher withdraws it */
    unsigned site;
};

struct stories {
    struct chance *chance;
    struct story recent[STORY_RECENT];
    uint64_t made;
};

/* Makes the next article's text. */
const struct story *stories_next(struct stories *stories);

/* Writes a text as words, the first of them as a quote; returns its length (at most 8
 * bytes a word). */
size_t story_write(const struct story *story, char *out);

#endif
