#include "processors/dedup/likeness.h"

#include <string.h>

#include "processors/dedup/brevity.h"

#define FEW_LEADS    3   /* grams, or pairs; below, a share of a lead says nothing */
#define SURE_LEADS   6   /* grams; of so many it says enough that hardly one is shared */
#define FEW_NUMBERS  2   /* below, numbers say nothing */
#define FEW_TELLING  2   /* that are no small ones; below, forms share theirs by chance */
#define FORM_WORDS   20  /* one number in so many words: a form */
#define LONG_TEXT    250 /* words; forms are shorter */
#define FEW_PLACES   5   /* up to, each of them counts */
#define LEAST_NAMED  3   /* places; below, who is named says nothing */
#define VAGUE        3   /* places; below, a text has nothing to tell by */
#define VAGUE_WORDS  250 /* words; below, a little more may differ */
#define VAGUE_MOST   1500 /* words; from here on nothing is asked of such a text */
#define NEWS_TIMES   3    /* so much longer than what it holds: more than a copy … */
#define DIGEST_TIMES 2    /* the same of what has another lead */
#define NEWS_WORDS   300  /* … if by so many words */

static unsigned fewer(struct cd_overlap overlap) {
    return overlap.mine < overlap.theirs ? overlap.mine : overlap.theirs;
}

static unsigned greater(unsigned a, unsigned b) { return a > b ? a : b; }

static bool is_form(const struct cd_sketch *sketch) {
    uint32_t numbers = (uint32_t)sketch->number_count << sketch->number_shift;
    return numbers * FORM_WORDS >= sketch->words;
}

/* How much of what differs, the grams that the one with fewer has alone, comes from
 * places with other fillers: each of these is in four grams. */
static unsigned share_filled(const struct cd_likeness *like, const struct cd_sketch *mine,
                             const struct cd_sketch *theirs) {
    uint64_t others = like->places.shared - like->places.same;
    uint64_t alone = fewer(like->grams) - like->grams.shared;
    others = CD_GRAM * others << greater(mine->slot_shift, theirs->slot_shift);
    alone = alone << greater(mine->gram_shift, theirs->gram_shift);
    return others < alone ? (unsigned)(others * 1000 / alone) : others ? 1000 : 0;
}

/* What fills a text's places, of those that belong to a sample of a shift. */
struct named {
    const struct cd_sketch *sketch;
    uint32_t limit, count;
};

static struct named named_at(const struct cd_sketch *sketch, unsigned shift) {
    struct named named = {sketch, UINT32_C(0x10000) >> (shift - sketch->slot_shift), 0};
    while (named.count < sketch->slot_count && sketch->slots[named.count] < named.limit)
        named.count++;
    return named;
}

static bool has_filler(const struct named *named, uint8_t filler) {
    return memchr(named->sketch->fillers, filler, named->count) != NULL;
}

/* Which share of its particulars the one with fewer finds in the other, wherever they
 * stand there. */
static void read_named(struct cd_likeness *like, const struct cd_sketch *a,
                       const struct cd_sketch *b) {
    unsigned shift = greater(a->slot_shift, b->slot_shift), found = 0;
    struct named few = named_at(a, shift), many = named_at(b, shift);
    if (few.count > many.count) {
        struct named swap = few;
        few = many;
        many = swap;
    }
    for (unsigned i = 0; i < few.count; i++)
        found += has_filler(&many, few.sketch->fillers[i]);
    bool enough = few.count >= LEAST_NAMED;
    like->named = enough ? found * 1000 / few.count : 1000;
    like->nobody_shared = !enough && !found;
    like->all_named = !a->slot_shift && !b->slot_shift;
}

static bool few_tell(const struct cd_leads *numbers) {
    return numbers->mine < FEW_TELLING || numbers->theirs < FEW_TELLING;
}

static unsigned share(unsigned shared, unsigned all) {
    return all < FEW_LEADS ? 0 : shared * 1000 / all;
}

static bool both_tell(const struct cd_leads *leads) {
    return leads->mine >= SURE_LEADS && leads->theirs >= SURE_LEADS;
}

/* How much of the lead of which more is in both texts is there, against how much of them
 * is, in 1/1000. */
static unsigned greater_lead(const struct cd_overlap *overlap) {
    const struct cd_leads *leads = &overlap->leads;
    unsigned all = cd_overlap_containment(*overlap);
    if (!all || (leads->mine < FEW_LEADS && leads->theirs < FEW_LEADS))
        return 1000;
    return greater(share(leads->my_shared, leads->mine),
                   share(leads->their_shared, leads->theirs)) *
           1000 / all;
}

/* The same of the other lead. */
static unsigned lesser_lead(const struct cd_overlap *overlap) {
    const struct cd_leads *leads = &overlap->leads;
    unsigned all = cd_overlap_containment(*overlap);
    if (!all || !both_tell(leads))
        return 1000;
    unsigned mine = share(leads->my_shared, leads->mine);
    unsigned theirs = share(leads->their_shared, leads->theirs);
    return (mine < theirs ? mine : theirs) * 1000 / all;
}

/* How many grams say that all of a lead is in the other text; 0: it is not. */
static unsigned whole_lead(unsigned grams, unsigned shared_grams, unsigned pairs,
                           unsigned shared_pairs) {
    return shared_grams == grams && shared_pairs == pairs ? grams : 0;
}

/* Words were changed all over, so that many more pairs are left than grams. */
static bool is_broken_up(const struct cd_likeness *like) {
    return like->pairs * 3 >= cd_overlap_resemblance(like->grams) * 4;
}

/* Numbers in furniture say nothing; which they are is not known, but about how many. */
static unsigned apart_from_furniture(unsigned numbers, const struct cd_sketch *sketch,
                                     struct cd_common common) {
    unsigned furniture = (unsigned)__builtin_popcountll(common.bits);
    return sketch->gram_count
               ? numbers * (sketch->gram_count - furniture) / sketch->gram_count
               : numbers;
}

static unsigned share_own_numbers(struct cd_overlap numbers, const struct cd_sketch *mine,
                                  struct cd_common my, const struct cd_sketch *theirs,
                                  struct cd_common their) {
    if (fewer(numbers) < FEW_NUMBERS)
        return 1000;
    numbers.mine = greater(numbers.shared, apart_from_furniture(numbers.mine, mine, my));
    numbers.theirs =
        greater(numbers.shared, apart_from_furniture(numbers.theirs, theirs, their));
    return cd_overlap_containment(numbers);
}

struct cd_likeness cd_likeness_read(const struct cd_sketch *mine, struct cd_common my,
                                    const struct cd_sketch *theirs,
                                    struct cd_common their) {
    struct cd_overlap numbers = cd_compare_numbers(mine, theirs);
    struct cd_overlap pairs = cd_compare_pairs(mine, theirs);
    struct cd_likeness like = {
        .grams = cd_compare_grams(mine, my, theirs, their),
        .pairs = cd_overlap_resemblance(pairs),
        .pair_containment = cd_overlap_containment(pairs),
        .numbers = fewer(numbers) < FEW_NUMBERS ? 1000 : cd_overlap_containment(numbers),
        .own_numbers = share_own_numbers(numbers, mine, my, theirs, their),
        .number_differs = fewer(numbers) == 1 && !numbers.shared,
        .form = is_form(mine) && is_form(theirs),
        .places = cd_compare_slots(mine, theirs),
        .my_words = mine->words,
        .their_words = theirs->words,
    };
    read_named(&like, mine, theirs);
    like.poor_form = like.form && few_tell(&numbers.leads);
    like.containment = cd_overlap_containment(like.grams);
    like.lead = greater_lead(&like.grams) + greater_lead(&pairs);
    like.other_lead = lesser_lead(&like.grams) + lesser_lead(&pairs);
    const struct cd_leads *g = &like.grams.leads, *p = &pairs.leads;
    like.my_lead = whole_lead(g->mine, g->my_shared, p->mine, p->my_shared);
    like.their_lead = whole_lead(g->theirs, g->their_shared, p->theirs, p->their_shared);
    like.broken_up = is_broken_up(&like);
    like.filled = share_filled(&like, mine, theirs);
    return like;
}

bool cd_likeness_stubs(const struct cd_sketch *mine, const struct cd_sketch *theirs) {
    return mine->brevity == CD_BREVITY_FEW || theirs->brevity == CD_BREVITY_FEW ||
           (mine->brevity && theirs->brevity);
}

/* Reports in one form (the weather of two days) share their words, not their numbers. */
bool cd_likeness_numbers_contradict(const struct cd_likeness *like) {
    return like->numbers < (like->form ? 750 : 500);
}

bool cd_likeness_filled_alike(const struct cd_likeness *like) {
    return like->places.shared > FEW_PLACES &&
           like->places.same * 4 >= like->places.shared * 3;
}

static uint32_t shorter(const struct cd_likeness *like) {
    return like->my_words < like->their_words ? like->my_words : like->their_words;
}

/* Do the places that both have hold other names and numbers? Some do in copies, too (a
 * correction, a house's style, letters misread), so they speak against one only if they
 * are many, and much of all that differs. Within an outlet that is a matter of revision
 * or unique, which both come out. */
static bool filled_otherwise(const struct cd_likeness *like) {
    unsigned places = like->places.shared, others = places - like->places.same;
    bool is_long = shorter(like) >= LONG_TEXT;
    if (!like->same_source && !is_long && fewer(like->places) <= FEW_PLACES)
        return others > 0 && others * 4 >= places &&
               like->filled >= (like->places.same ? 250 : 100);
    if (others < 2)
        return false;
    if (like->same_source)
        return (others * 10 > places * 4 && like->filled >= 500) ||
               (like->filled >= 700 && like->containment < 900);
    if (is_long)
        return others * 2 > places && like->filled >= 500;
    return (others * 10 > places * 3 && like->filled >= 350) ||
           (like->filled >= 600 && like->containment < 900);
}

/* Is one text a part of the other, cut at its end, with a line of its outlet's before or
 * behind it? Then the lead of the one or the other is wholly in both. */
static bool is_cut(const struct cd_likeness *like) {
    uint64_t my = like->my_words, their = like->their_words;
    bool mine = my < their; /* is the shorter one */
    unsigned its_lead = mine ? like->my_lead : like->their_lead;
    unsigned other_lead = mine ? like->their_lead : like->my_lead;
    return (10 * my <= 7 * their || 10 * their <= 7 * my) &&
           (its_lead >= FEW_LEADS || other_lead >= SURE_LEADS);
}

/* How much must agree of texts that have nothing to tell by. The longer they are, the
 * less of them is in the names that make one another. Reports in one form are of one
 * length, and say in their lead whom they are about; an outlet's line and a cut leave
 * that as it was. */
static unsigned vague_least(const struct cd_likeness *like) {
    if (is_cut(like))
        return 850;
    if (like->my_lead >= SURE_LEADS && like->their_lead >= SURE_LEADS)
        return 930;
    return shorter(like) < VAGUE_WORDS ? 970 : 985;
}

/* Neither names nor numbers to tell by: nearly all must agree. Where scripts have no
 * spaces, words are signs, and a brief has some hundred of them. */
static bool too_vague(const struct cd_likeness *like) {
    unsigned least = vague_least(like);
    return fewer(like->places) < VAGUE && shorter(like) < VAGUE_MOST &&
           (like->containment < least || like->pair_containment < least);
}

/* So many times as long and so many words longer than the text that it may hold? */
static bool is_longer(const struct cd_likeness *like, unsigned times, unsigned words) {
    uint64_t old = like->their_words;
    return like->my_words >= times * old && like->my_words >= old + words &&
           like->grams.mine >= times * like->grams.theirs;
}

/* A digest holds a brief that came before and nine that did not; to call it a copy would
 * lose these. Neither is a story that is told anew at three times the length, unless its
 * headline is the same: then the one that came first was cut. What begins with something
 * else is a digest already at twice the length. */
static bool holds_more(const struct cd_likeness *like) {
    const struct cd_leads *leads = &like->grams.leads;
    bool other_lead = leads->mine >= FEW_LEADS && leads->my_shared * 10 < leads->mine;
    return is_longer(like, NEWS_TIMES, NEWS_WORDS) ||
           (other_lead && is_longer(like, DIGEST_TIMES, 0));
}

/* Most furniture names nobody: it is all that two texts share if few of those whom the
 * one names are named in the other, fewer than its words are. What is a sample of them is
 * less sure. */
static bool are_strangers(const struct cd_likeness *like) {
    if (like->nobody_shared)
        return like->containment < 850 && !like->same_title;
    if (!like->all_named)
        return like->named < 150;
    bool whole = like->containment >= 950; /* then the words tell it better */
    return like->named < (whole ? 400 : greater(400, like->containment * 7 / 10));
}

/* Is hardly anything of the one's lead in the other, or of both together? */
static bool lacks_lead(const struct cd_leads *leads) {
    unsigned all = leads->mine + leads->theirs;
    unsigned shared = leads->my_shared + leads->their_shared;
    if (all >= 2 * SURE_LEADS && shared * 10 < all)
        return true;
    return both_tell(leads) && (leads->my_shared * 10 < leads->mine ||
                                leads->their_shared * 10 < leads->theirs);
}

/* Where a story is copied, the lead of the one or the other is in both: what is cut is
 * the end, and furniture, background and other briefs stand around. Texts that share only
 * these share neither's; where furniture is taken for the lead of one of them, and both
 * have much of their own, the other's tells, and in short texts, beside which furniture
 * is long, both must. Where words were changed all over, leads differ as the rest does,
 * but what is left of them differs by chance. */
static bool leads_differ(const struct cd_likeness *like) {
    if (like->broken_up)
        return like->lead < 250 && like->containment < 950;
    if (like->containment < 700 && lacks_lead(&like->grams.leads))
        return true;
    if (!like->same_source && !like->same_title && shorter(like) < LONG_TEXT &&
        like->other_lead < 700 && like->containment < 950)
        return true;
    return like->lead < 600 && like->containment < 950;
}

enum cd_dedup_rule cd_likeness_doubt(const struct cd_likeness *like) {
    if (filled_otherwise(like))
        return CD_DEDUP_FILLED;
    if (are_strangers(like))
        return CD_DEDUP_STRANGERS;
    if (leads_differ(like))
        return CD_DEDUP_LEADS;
    if (too_vague(like))
        return CD_DEDUP_VAGUE;
    if (!like->same_source && !like->same_title && holds_more(like))
        return CD_DEDUP_MORE;
    return CD_DEDUP_NOT_ASKED;
}
