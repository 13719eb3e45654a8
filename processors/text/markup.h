/* HTML as plain text: what a reader sees of a body, for spans to count in. The structure
 * of tags is not held to anything; each is taken for what it does at its place. */
#ifndef CD_PROCESSORS_TEXT_MARKUP_H
#define CD_PROCESSORS_TEXT_MARKUP_H

#include "base/arena.h"

/* Is this text HTML? It is where a tag stands in it that parts paragraphs, lines or
 * cells, or ends a script or the like. Inline tags (<b>, <a href="…">) are left in plain
 * text by some feeds, whose spans are to count in what came. */
bool cd_markup_holds(struct cd_str text);

/* The plain text of HTML, which is UTF-8, in the arena and never longer:
 * - blocks are parted by a blank line, list items, table rows and <br> by a line break,
 *   cells by a space; other white space is one space outside <pre>, none at the ends;
 *   a blank line parts paragraphs where no <p>, <div> or <br> does, as in WordPress's
 *   raw posts;
 * - character references are decoded;
 * - comments and what is not shown (scripts, styles, the head) are left out;
 * - what is no tag and no reference stays: a stray '<' or '&', a tag that nothing ends.
 * Linear in time. CD_ENOMEM. */
CD_MUST_USE int cd_markup_plain(struct cd_str html, struct cd_arena *arena,
                                struct cd_str *plain);

#endif
