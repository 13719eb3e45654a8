/* The words of dates, from lexicons/months.json into one set of hashes. A word's meaning
 * is packed into the set's number, so that a look-up is all there is at run time. */
#include "processors/archival/date_words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "processors/text/words.h"

struct cd_date_words {
    struct cd_words *words;
};

enum {
    OTHER = 1 << 0,
    AM = 1 << 1,
    PM = 1 << 2,
    AT = 1 << 3,
    ZONE = 1 << 4,
    STANDARD = 1 << 5,
    MARK = 1 << 6,
    SUMMER = 1 << 7,
    MARK_SHIFT = 8,   /* 3 bits */
    MONTH_SHIFT = 11, /* 4 bits */
    ZONE_SHIFT = 15,  /* 7 bits: quarters of an hour + ZONE_BIAS */
    ZONE_BIAS = 64,
    ZONE_US = CD_SUMMER_US << 22, /* 2 bits */
    ZONE_EU = CD_SUMMER_EU << 22,
    ZONE_PLACE = 1 << 24,
    ZONE_AMBIGUOUS = 1 << 25,
    POSTED = 1 << 26,
    UPDATED = 1 << 27,
    TWELVE = 1 << 28,
    HOURS = 1 << 29,
    UNTIL = 1 << 30,
};
#define MARK_FIELD (MARK | 7 << MARK_SHIFT)
/* An era has no zone: its first year stands where a zone's bits would. */
#define ERA_SHIFT ZONE_SHIFT

#define QUARTER     15 /* minutes: no zone of today is between them */
#define MONTH_FIELD (15 << MONTH_SHIFT)
#define ZONE_FIELD  (ZONE | 2047 << ZONE_SHIFT)

bool cd_date_meaning(const struct cd_date_words *words, struct cd_str word,
                     struct cd_date_meaning *out) {
    int value = words ? cd_words_find(words->words, cd_word_hash(word)) : -1;
    if (value < 0)
        return false;
    *out = (struct cd_date_meaning){
        .month = (value & MONTH_FIELD) >> MONTH_SHIFT,
        .other = value & OTHER,
        .posted = value & POSTED,
        .updated = value & UPDATED,
        .am = value & AM,
        .pm = value & PM,
        .at = value & AT,
        .twelve = value & TWELVE,
        .hours = value & HOURS,
        .until = value & UNTIL,
        .standard = value & STANDARD,
        .summer = value & SUMMER,
        .zone = value & ZONE,
        .zone_ambiguous = value & ZONE_AMBIGUOUS,
        .zone_place = value & ZONE_PLACE,
        .zone_minutes = ((value >> ZONE_SHIFT & 127) - ZONE_BIAS) * QUARTER,
        .zone_summer = (enum cd_summer_time)(value >> 22 & 3),
        .has_mark = value & MARK,
        .mark = (enum cd_date_mark)(value >> MARK_SHIFT & 7),
    };
    if (out->has_mark && out->mark == CD_MARK_ERA)
        out->era = value >> ERA_SHIFT & 2047;
    return true;
}

bool cd_date_word(const struct cd_date_words *words, uint64_t hash) {
    int value = cd_words_find(words->words, hash);
    int alone = OTHER | AM | PM | AT | MARK | MONTH_FIELD;
    return value >= 0 && ((value & alone) || ((value & ZONE) && !(value & ZONE_PLACE)));
}

bool cd_date_zone(const struct cd_date_words *words, uint64_t hash) {
    int value = cd_words_find(words->words, hash);
    return value >= 0 && (value & ZONE);
}

/* What is being read, for messages. */
struct loader {
    struct cd_words *words;
    const char *origin;
    struct cd_error *err;
};

/* Adds a word; `field` are the bits of which a word may hold one value only. */
static int add(const struct loader *load, const char *word, int value, int field) {
    uint64_t hash = cd_word_hash(cd_str_of(word));
    int old = cd_words_find(load->words, hash);
    if (old >= 0 && (old & field) && (old & field) != (value & field))
        return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                       "%s: \"%s\" stands for two things", load->origin, word);
    if (cd_words_add(load->words, hash, value))
        return cd_fail_memory(load->err);
    return CD_OK;
}

/* Adds the strings of an array (or the one string). */
static int add_all(const struct loader *load, const json_t *strings, int value,
                   int field) {
    if (json_is_string(strings))
        return add(load, json_string_value(strings), value, field);
    if (!json_is_array(strings))
        return cd_fail(load->err, CD_EUSAGE, "bad_lexicon", "%s: strings are missing",
                       load->origin);
    size_t i;
    json_t *item;
    json_array_foreach(strings, i, item) {
        if (!json_is_string(item))
            return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                           "%s: a word is not a string", load->origin);
        int code = add(load, json_string_value(item), value, field);
        if (code)
            return code;
    }
    return CD_OK;
}

static int add_months(const struct loader *load, json_t *languages) {
    const char *language;
    json_t *months;
    json_object_foreach(languages, language, months) {
        if (json_array_size(months) != 12)
            return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                           "%s: /months/%s has not 12 months", load->origin, language);
        for (int i = 0; i < 12; i++) {
            int code = add_all(load, json_array_get(months, (size_t)i),
                               (i + 1) << MONTH_SHIFT, MONTH_FIELD);
            if (code)
                return code;
        }
    }
    return CD_OK;
}

static int add_zones(const struct loader *load, json_t *zones, int flags) {
    const char *name;
    json_t *minutes;
    json_object_foreach(zones, name, minutes) {
        json_int_t offset = json_integer_value(minutes);
        if (!json_is_integer(minutes) || offset < -12 * 60 || offset > 14 * 60 ||
            offset % QUARTER != 0)
            return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                           "%s: zone \"%s\" is not minutes from -720 to 840, of a "
                           "quarter of an hour each",
                           load->origin, name);
        int value = ZONE | flags | ((int)offset / QUARTER + ZONE_BIAS) << ZONE_SHIFT;
        int code = add(load, name, value, ZONE_FIELD);
        if (code)
            return code;
    }
    return CD_OK;
}

/* By the year that is its first one. */
static int add_eras(const struct loader *load, json_t *eras) {
    const char *name;
    json_t *year;
    json_object_foreach(eras, name, year) {
        json_int_t first = json_integer_value(year);
        if (first < 1600 || first > 2047)
            return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                           "%s: era \"%s\" is not its first year, from 1600 to 2047",
                           load->origin, name);
        int value = MARK | CD_MARK_ERA << MARK_SHIFT | (int)first << ERA_SHIFT;
        int code = add(load, name, value, MARK_FIELD | ZONE_FIELD);
        if (code)
            return code;
    }
    return CD_OK;
}

static int add_marks(const struct loader *load, json_t *marks) {
    static const char *const names[] = {"year",   "month",  "day",       "hour",
                                        "minute", "second", "first_year"};
    int code = CD_OK;
    for (int i = 0; i <= CD_MARK_FIRST_YEAR && !code; i++)
        code = add_all(load, json_object_get(marks, names[i]), MARK | i << MARK_SHIFT,
                       MARK_FIELD);
    return code;
}

static int add_all_zones(const struct loader *load, json_t *root) {
    static const struct {
        const char *name;
        int flags;
    } sections[] = {
        {"zones", 0},
        {"ambiguous_zones", ZONE_AMBIGUOUS},
        {"zones_with_us_summer_time", ZONE_US},
        {"places", ZONE_PLACE},
        {"places_with_us_summer_time", ZONE_PLACE | ZONE_US},
        {"places_with_eu_summer_time", ZONE_PLACE | ZONE_EU},
    };
    int code = CD_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && !code; i++)
        code =
            add_zones(load, json_object_get(root, sections[i].name), sections[i].flags);
    return code;
}

static int add_flags(const struct loader *load, json_t *root) {
    static const struct {
        const char *name;
        int value;
    } sections[] = {
        {"am", AM},
        {"pm", PM},
        {"at", AT},
        {"hours", HOURS},
        {"noon", TWELVE | PM},
        {"standard", STANDARD},
        {"summer", SUMMER},
        {"posted", POSTED},
        {"updated", UPDATED},
        {"other", OTHER},
        {"until", UNTIL},
    };
    int code = CD_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections && !code; i++)
        code =
            add_all(load, json_object_get(root, sections[i].name), sections[i].value, 0);
    return code;
}

/* A member that is misspelt would look like words that dates never have. */
static int check_members(const struct loader *load, json_t *root) {
    static const char *const known[] = {"version",
                                        "about",
                                        "source",
                                        "months",
                                        "zones",
                                        "ambiguous_zones",
                                        "zones_with_us_summer_time",
                                        "places",
                                        "places_with_us_summer_time",
                                        "places_with_eu_summer_time",
                                        "marks",
                                        "eras",
                                        "am",
                                        "pm",
                                        "at",
                                        "hours",
                                        "noon",
                                        "standard",
                                        "summer",
                                        "posted",
                                        "updated",
                                        "other",
                                        "until",
                                        NULL};
    const char *name;
    json_t *value;
    if (json_string_length(json_object_get(root, "source")) == 0)
        return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                       "%s: /source: a lexicon says where it is from", load->origin);
    json_object_foreach(root, name, value) {
        int i = 0;
        while (known[i] && strcmp(known[i], name) != 0)
            i++;
        if (!known[i])
            return cd_fail(load->err, CD_EUSAGE, "bad_lexicon",
                           "%s: \"%.40s\" is no member that there is", load->origin,
                           name);
    }
    return CD_OK;
}

static int add_sections(const struct loader *load, json_t *root) {
    int code = check_members(load, root);
    if (!code)
        code = add_months(load, json_object_get(root, "months"));
    if (!code)
        code = add_all_zones(load, root);
    if (!code)
        code = add_marks(load, json_object_get(root, "marks"));
    if (!code)
        code = add_eras(load, json_object_get(root, "eras"));
    return code ? code : add_flags(load, root);
}

int cd_date_words_new(struct cd_date_words **out, struct cd_str json, const char *origin,
                      struct cd_error *err) {
    json_error_t where;
    struct cd_date_words *made = calloc(1, sizeof *made);
    json_t *root = json_loadb(json.p, json.len, JSON_REJECT_DUPLICATES, &where);
    int code = CD_OK;
    *out = NULL;
    if (!root)
        code = cd_fail(err, CD_EUSAGE, "bad_lexicon", "%s:%d:%d: %s", origin, where.line,
                       where.column, where.text);
    if (!code && made)
        made->words = cd_words_new();
    if (!code && (!made || !made->words))
        code = cd_fail_memory(err);
    if (!code) {
        struct loader load = {made->words, origin, err};
        code = add_sections(&load, root);
    }
    json_decref(root);
    if (code)
        cd_date_words_free(made);
    else
        *out = made;
    return code;
}

void cd_date_words_free(struct cd_date_words *words) {
    if (words)
        cd_words_free(words->words);
    free(words);
}
