#include "tests/simulator/stories.h"

#include <stdio.h>
#include <string.h>

#define VOCABULARY 200000
#define SITES      7
#define QUOTED     8  /* the first words are a quote */
#define FURNITURE  25 /* words of each site's own */

/* Mostly of the last few hundred, sometimes from the edge of the window or beyond. */
static const struct story *pick(const struct stories *stories) {
    struct chance *chance = stories->chance;
    unsigned far = chance_one_in(chance, 5) ? STORY_RECENT : 300;
    uint64_t back = 1 + chance_below(chance, far);
    if (back > stories->made)
        back = stories->made;
    return &stories->recent[(stories->made - back) % STORY_RECENT];
}

static uint32_t word(struct stories *stories) {
    return chance_below(stories->chance, VOCABULARY);
}

static void write_new(struct stories *stories, struct story *story) {
    story->count = 3 + chance_below(stories->chance, 100);
    for (unsigned i = 0; i < story->count; i++)
        story->words[i] = word(stories);
}

/* Words of one site that stand under each of its articles. */
static void add_furniture(struct stories *stories, struct story *story) {
    story->site = 1 + chance_below(stories->chance, SITES);
    if (story->count > STORY_WORDS - FURNITURE)
        story->count = STORY_WORDS - FURNITURE;
    for (unsigned i = 0; i < FURNITURE; i++)
        story->words[story->count++] = VOCABULARY + story->site * FURNITURE + i;
}

/* Up to 60 % of the words are others: both sides of every threshold. */
static void edit(struct stories *stories, struct story *story) {
    unsigned share = chance_below(stories->chance, 60);
    for (unsigned i = 0; i < story->count; i++)
        if (chance_below(stories->chance, 400) < share)
            story->words[i] = word(stories);
}

static void cut(struct stories *stories, struct story *story) {
    unsigned keep = 1 + chance_below(stories->chance, story->count);
    if (chance_one_in(stories->chance, 2))
        memmove(story->words, story->words + story->count - keep,
                keep * sizeof *story->words);
    story->count = keep;
}

static void add_lead(struct stories *stories, struct story *story) {
    unsigned more = 1 + chance_below(stories->chance, 40);
    if (story->count + more > STORY_WORDS)
        return;
    memmove(story->words + more, story->words, story->count * sizeof *story->words);
    story->count += more;
    for (unsigned i = 0; i < more; i++)
        story->words[i] = word(stories);
}

static void copy_story(struct stories *stories, struct story *story) {
    *story = *pick(stories);
    story->document = 0;
    story->kill = false;
    switch (chance_below(stories->chance, 5)) {
        case 0:
            break; /* word for word */
        case 1:
        case 2:
            edit(stories, story);
            break;
        case 3:
            cut(stories, story);
            break;
        default:
            add_lead(stories, story);
    }
}

/* A further version of a document. That of an older one may be its very text: a
 * correction that was taken back. */
static void revise(struct stories *stories, struct story *story) {
    bool kill = chance_one_in(stories->chance, 12);
    for (int i = 0; i < 20; i++) {
        const struct story *before = pick(stories);
        if (!before->document)
            continue;
        *story = *before;
        if (chance_one_in(stories->chance, 2))
            edit(stories, story);
        story->kill = kill;
        return;
    }
    write_new(stories, story);
    story->document = 1 + (unsigned)(stories->made % 1000000);
}

const struct story *stories_next(struct stories *stories) {
    struct story story = {0};
    unsigned what = stories->made ? chance_below(stories->chance, 100) : 0;
    if (what < 45)
        write_new(stories, &story);
    else if (what < 75)
        copy_story(stories, &story);
    else if (what < 90)
        revise(stories, &story);
    else {
        write_new(stories, &story);
        add_furniture(stories, &story);
    }
    struct story *slot = &stories->recent[stories->made++ % STORY_RECENT];
    *slot = story;
    return slot;
}

size_t story_write(const struct story *story, char *out) {
    char *p = out;
    *p++ = '"';
    for (unsigned i = 0; i < story->count; i++) {
        unsigned value = story->words[i];
        if (i == QUOTED)
            *p++ = '"';
        for (int k = 0; k < 6; k++, value /= 10)
            *p++ = (char)('a' + value % 10);
        *p++ = ' ';
    }
    return (size_t)(p - out);
}
