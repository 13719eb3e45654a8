/* Why is an article what the judge says it is? The judge's own rules, asked the same
 * question that they answer in service, with what each of them saw. For people
 * (`copydesk explain`); nothing on an article's way comes through here. */
#ifndef CD_PROCESSORS_DEDUP_EXPLAIN_H
#define CD_PROCESSORS_DEDUP_EXPLAIN_H

#include "processors/dedup/compare.h"
#include "processors/dedup/ledger.h"

/* What a rule found. Those of a verdict first, then the reasons for none. */
enum cd_dedup_rule {
    CD_DEDUP_NOT_ASKED,    /* a rule before it decided */
    CD_DEDUP_KILL,         /* withdraws a document that is in the window: revision */
    CD_DEDUP_SAME_VERSION, /* same document, text and title: exact */
    CD_DEDUP_NEW_VERSION,  /* same document, text alike: revision */
    CD_DEDUP_SAME_TEXT,    /* all words are the same: exact */
    CD_DEDUP_REFILED,      /* the same outlet brought nearly all of it before: revision */
    CD_DEDUP_CARRIED,      /* another outlet's, by containment: near */
    CD_DEDUP_REWORDED,     /* another outlet's, by pairs of near words: near */
    CD_DEDUP_ANNOUNCED,    /* one of these, but a later version by its slug: revision */
    CD_DEDUP_LAST_VERDICT = CD_DEDUP_ANNOUNCED,
    CD_DEDUP_NO_KEY,  /* the article has no such key, or no word */
    CD_DEDUP_NO_HEAD, /* nothing in the window has this key, this text, these grams */
    CD_DEDUP_TOO_LONG_AGO, /* what has lies outside of the time window */
    CD_DEDUP_OTHER_TEXT,   /* same document, but the text is another report's */
    CD_DEDUP_TOO_SHORT,    /* same words, but few, under another title */
    CD_DEDUP_FEW_GRAMS,    /* so few shared 4-grams that a share says nothing */
    CD_DEDUP_NUMBERS,      /* the words are alike, the numbers are not */
    CD_DEDUP_FILLED,       /* at the same places stand other names and numbers: a form */
    CD_DEDUP_STRANGERS,    /* too few names and numbers of one are in the other */
    CD_DEDUP_LEADS,        /* too little of the leads is in both: furniture, background */
    CD_DEDUP_VAGUE,  /* hardly a name or number to tell by, and not all of it agrees */
    CD_DEDUP_MORE,   /* holds the earlier one, and much more that is new: a digest */
    CD_DEDUP_UNLIKE, /* too small a share of the shorter text is in the longer */
};

/* The rules in the order in which they are asked, until one gives a verdict. */
enum cd_dedup_step {
    CD_STEP_ID,
    CD_STEP_URL,
    CD_STEP_TEXT,
    CD_STEP_SAMPLES,
    CD_STEP_COUNT
};

/* How alike two texts are by their samples; shares in 1/1000. */
struct cd_likeness {
    struct cd_overlap grams; /* that are no furniture */
    unsigned containment;    /* of these */
    unsigned pairs;          /* resemblance of pairs of words */
    unsigned pair_containment;
    unsigned lead;       /* what is shared of a lead against all, of grams and pairs */
    unsigned other_lead; /* the same of the lead of which less is shared */
    unsigned my_lead, their_lead; /* grams of it; 0: not all is in the other text */
    bool broken_up;               /* pairs agree much more than grams */
    unsigned numbers;         /* share of the shorter one's numbers; 1000: it has few */
    unsigned own_numbers;     /* the same without the share of them that furniture has */
    bool number_differs;      /* it has one, which is not in the other */
    struct cd_overlap places; /* of names and numbers (slots.h) */
    unsigned filled;          /* share of what differs that their fillers make up */
    unsigned named;     /* share of the fillers of the one with fewer; 1000: it has few */
    bool all_named;     /* of all fillers, not of a sample */
    bool nobody_shared; /* it has few, and none of them is in the other */
    uint32_t my_words, their_words;
    bool form;      /* both are full of numbers: weather, scores, prices */
    bool poor_form; /* … small ones, which agree by chance */
    bool same_source, other_source, same_title;
};

/* Two articles' keys: do both have it, and is it the same? */
enum cd_sameness { CD_NOT_BOTH, CD_SAME, CD_DIFFERENT };

struct cd_explanation {
    enum cd_dedup_rule steps[CD_STEP_COUNT]; /* what each rule said */
    enum cd_dedup_rule rule;                 /* that of the last one asked: it decided */
    struct cd_likeness like; /* `mine` is the later article's, `theirs` the earlier's */
    struct cd_overlap pairs, numbers; /* of samples, as counted */
    enum cd_sameness id, url, source, title, text;
};

/* Compares two fingerprints (article->fingerprint) and asks the judge what `later` would
 * be if it came next. The judge is not changed; it has read `earlier`, which may have
 * become a head or not. Figures of `like` count no furniture: ask a judge that knows no
 * more than a few articles. CD_EMESSAGE where one is no seen record. */
CD_MUST_USE int cd_explain(const struct cd_judge *judge, struct cd_str earlier,
                           struct cd_str later, struct cd_explanation *out);

/* The rule in words, without capital and full stop. */
const char *cd_dedup_rule_text(enum cd_dedup_rule rule);

#endif
