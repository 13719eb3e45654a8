/* HTML tags: whether one begins at a place of a text, how long it is, and what its
 * element does to the text around it. Only names of HTML's own elements count, since news
 * copy has codes in angle brackets ("<ORB.L>"), which are text. */
#ifndef CD_PROCESSORS_TEXT_TAGS_H
#define CD_PROCESSORS_TEXT_TAGS_H

#include "base/str.h"

enum cd_tag_kind {
    CD_TAG_INLINE, /* parts nothing; comments and processing instructions, too */
    CD_TAG_CELL,   /* parts words: <td> */
    CD_TAG_BREAK,  /* a line break: <br> */
    CD_TAG_LINE,   /* stands on a line of its own: <li>, <tr> */
    CD_TAG_BLOCK,  /* is a paragraph, or holds some */
    CD_TAG_HIDDEN, /* what it holds is not shown as text: <script>, <video> */
};

struct cd_tag {
    struct cd_str name; /* as written; empty: a comment or the like */
    size_t len;         /* in bytes, from '<' to '>'; 0: there is no tag */
    enum cd_tag_kind kind;
    bool closing; /* </p> */
    bool empty;   /* <p/> */
};

/* The tag at `p`, where `*p` is '<' and p < end. Attributes' values in quotes may hold
 * '>'; a tag that nothing ends is none. */
struct cd_tag cd_tag_at(const char *p, const char *end);

#endif
