#include "processors/dedup/explain.h"

#include "processors/dedup/judge.h"
#include "processors/dedup/likeness.h"

static enum cd_sameness same(uint64_t a, uint64_t b) {
    if (!a || !b)
        return CD_NOT_BOTH;
    return a == b ? CD_SAME : CD_DIFFERENT;
}

static void compare(const struct cd_seen *earlier, const struct cd_seen *later,
                    struct cd_explanation *out) {
    struct cd_common none = {0};
    out->like = cd_likeness_read(&later->sketch, none, &earlier->sketch, none);
    out->pairs = cd_compare_pairs(&later->sketch, &earlier->sketch);
    out->numbers = cd_compare_numbers(&later->sketch, &earlier->sketch);
    out->id = same(earlier->id_key, later->id_key);
    out->url = same(earlier->url_key, later->url_key);
    out->source = same(earlier->source, later->source);
    out->title = same(earlier->title, later->title);
    out->text = same(earlier->sketch.text, later->sketch.text);
    out->like.same_source = out->source == CD_SAME;
    out->like.other_source = out->source == CD_DIFFERENT;
    out->like.same_title = out->title == CD_SAME;
}

int cd_explain(const struct cd_judge *judge, struct cd_str earlier, struct cd_str later,
               struct cd_explanation *out) {
    struct cd_seen first, second;
    if (cd_record_read_seen(earlier, &first) || cd_record_read_seen(later, &second))
        return CD_EMESSAGE;
    *out = (struct cd_explanation){.rule = CD_DEDUP_NOT_ASKED};
    compare(&first, &second, out);
    struct cd_finding finding = cd_judge_find(judge, &second, judge->next);
    for (int i = 0; i < CD_STEP_COUNT; i++) {
        out->steps[i] = (enum cd_dedup_rule)finding.rules[i];
        if (finding.rules[i])
            out->rule = out->steps[i];
    }
    return CD_OK;
}

const char *cd_dedup_rule_text(enum cd_dedup_rule rule) {
    switch (rule) {
        case CD_DEDUP_NOT_ASKED:
            return "not asked: decided before";
        case CD_DEDUP_KILL:
            return "withdraws a document that came out before";
        case CD_DEDUP_SAME_VERSION:
            return "the same document with the same text and title";
        case CD_DEDUP_NEW_VERSION:
            return "the same document, and its text is alike";
        case CD_DEDUP_SAME_TEXT:
            return "all words are the same";
        case CD_DEDUP_REFILED:
            return "the same outlet brought so much of the text before";
        case CD_DEDUP_CARRIED:
            return "the longer text holds enough of the shorter one, and no numbers "
                   "speak against it";
        case CD_DEDUP_REWORDED:
            return "pairs of near words agree and no numbers speak against it, though "
                   "passages are "
                   "broken up";
        case CD_DEDUP_ANNOUNCED:
            return "the text is alike, and the headline's slug announces a later version";
        case CD_DEDUP_NO_KEY:
            return "the later article has none";
        case CD_DEDUP_NO_HEAD:
            return "nothing before it has the same";
        case CD_DEDUP_TOO_LONG_AGO:
            return "what came before it lies outside of the time window";
        case CD_DEDUP_OTHER_TEXT:
            return "the same document, but the text is another report's";
        case CD_DEDUP_TOO_SHORT:
            return "words are the same, but so few, under another title";
        case CD_DEDUP_FEW_GRAMS:
            return "so few passages are shared that their share says nothing";
        case CD_DEDUP_NUMBERS:
            return "words are alike, but too many numbers differ: another report in one "
                   "form";
        case CD_DEDUP_FILLED:
            return "at the same places stand other names and numbers: another report in "
                   "one form";
        case CD_DEDUP_STRANGERS:
            return "too few names and numbers of the one are in the other: what they "
                   "share is no story";
        case CD_DEDUP_LEADS:
            return "too little of their leads is in both: what they share is furniture "
                   "or background";
        case CD_DEDUP_VAGUE:
            return "there is hardly a name or number to tell by, and not all words agree";
        case CD_DEDUP_MORE:
            return "it holds the earlier text and much more that is new: a digest, or a "
                   "report of its own";
        case CD_DEDUP_UNLIKE:
            return "too little of the shorter text is in the longer one";
    }
    return "";
}
