/* What a date's text is made of; private to date_reading.c and dates.c. */
#ifndef CD_ARCHIVAL_DATE_PARTS_H
#define CD_ARCHIVAL_DATE_PARTS_H

#include "processors/archival/date_words.h"

enum cd_date_part_kind { CD_PART_END, CD_PART_NUMBER, CD_PART_WORD, CD_PART_SIGN };

struct cd_date_part {
    enum cd_date_part_kind kind;
    uint32_t start;   /* its first byte */
    bool space;       /* white space before it */
    bool behind_only; /* a word of Arabic: its "pm" stands behind the clock */
    int digits;       /* of a number */
    int64_t value;    /* of a number of up to 18 digits */
    uint32_t sign;    /* of a word of one letter: the letter, lower case */
    struct cd_date_meaning meaning; /* of a word; zero: none */
};

#define CD_DATE_PARTS     64
#define CD_DATE_LOOKAHEAD 8 /* ends behind the last part, so that one may look ahead */

struct cd_date_parts {
    int count;
    bool cut_short;  /* the text is longer than what is looked at */
    bool sure_month; /* there is a word that can only be a month */
    struct cd_date_part items[CD_DATE_PARTS + CD_DATE_LOOKAHEAD];
};

/* Cuts the first 200 bytes of `text`; `words` may be NULL. */
void cd_date_cut(struct cd_date_parts *parts, struct cd_str text,
                 const struct cd_date_words *words);

#endif
