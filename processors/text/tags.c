#include "processors/text/tags.h"

/* Of bytes outside quoted values, and in those that hold '<': text with a stray '<' and
 * quotes around it is not to be taken for a tag, nor read many times over. A data: URI,
 * which may be longer than the article, stands in quotes and holds none. */
#define LONGEST_TAG 2000

/* Names of elements by kind, each between spaces. */
static const struct {
    enum cd_tag_kind kind;
    const char *names;
} elements[] = {
    {CD_TAG_BLOCK,
     " p div h1 h2 h3 h4 h5 h6 ul ol table blockquote article section figure figcaption "
     "header footer aside main nav address center details summary dialog dl dt dd "
     "fieldset legend form hr html body caption hgroup menu pre "},
    {CD_TAG_LINE, " li tr "},
    {CD_TAG_BREAK, " br "},
    {CD_TAG_CELL, " td th "},
    {CD_TAG_HIDDEN, " script style noscript template head title iframe audio video "
                    "canvas svg "},
    {CD_TAG_INLINE,
     " a abbr acronym area b base bdi bdo big button cite code col colgroup data del dfn "
     "em embed font i img input ins kbd label link map mark meta nobr object option "
     "param path picture q rp rt ruby s samp select small source span strike strong sub "
     "sup tbody textarea tfoot thead time track tt u var wbr "},
};

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool named_in(const char *list, struct cd_str name) {
    char key[16] = " ";
    if (name.len + 3 > sizeof key)
        return false;
    for (size_t i = 0; i < name.len; i++)
        key[1 + i] = (char)(name.p[i] | 32);
    key[1 + name.len] = ' ';
    key[2 + name.len] = '\0';
    return strstr(list, key) != NULL;
}

static bool find_element(struct cd_tag *tag) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        tag->kind = elements[i].kind;
        if (named_in(elements[i].names, tag->name))
            return true;
    }
    return false;
}

/* Names with a hyphen or colon are a page's own elements ("<o:p>") and are written in
 * lower case. */
static bool is_element(struct cd_tag *tag, const char *behind, const char *end) {
    if (behind == end)
        return false;
    if (*behind == ':' || *behind == '-')
        return *tag->name.p >= 'a';
    bool ends = *behind == '>' || *behind == '/' || (unsigned char)*behind <= ' ';
    return ends && find_element(tag);
}

/* A comment, a declaration, a processing instruction: what is behind its '<'. */
static bool is_remark(const char *p, const char *end) {
    return p < end && (*p == '!' || (*p == '?' && p + 1 < end && is_letter(p[1])));
}

/* The length of a value in quotes that begins behind '=' at `p`, spaces before it
 * included; 0: there is none. `most`: of one that holds '<'. */
static size_t value_length(const char *p, const char *end, size_t most) {
    const char *q = p;
    while (q < end && cd_is_space(*q))
        q++;
    if (q == end || (*q != '"' && *q != '\''))
        return 0;
    const char *close = memchr(q + 1, *q, (size_t)(end - q) - 1);
    if (!close)
        return 0;
    size_t len = (size_t)(close + 1 - p);
    return len < most || !memchr(q, '<', (size_t)(close - q)) ? len : 0;
}

/* Behind the '>' that ends a tag; NULL: '<' or the text's end comes before it. */
static const char *find_end(const char *p, const char *end, bool quotes) {
    size_t left = LONGEST_TAG;
    for (; p < end && left > 0 && *p != '<'; p++, left--) {
        if (*p == '>')
            return p + 1;
        size_t value = quotes && *p == '=' ? value_length(p + 1, end, left) : 0;
        if (value && memchr(p, '<', value))
            left -= value;
        p += value;
    }
    return NULL;
}

struct cd_tag cd_tag_at(const char *p, const char *end) {
    struct cd_tag tag = {.closing = p + 1 < end && p[1] == '/'};
    const char *name = p + 1 + tag.closing, *q = name;
    while (q < end && (is_letter(*q) || (q > name && *q >= '1' && *q <= '6')))
        q++;
    tag.name = (struct cd_str){name, (size_t)(q - name)};
    if (tag.name.len ? !is_element(&tag, q, end) : tag.closing || !is_remark(q, end))
        return tag;
    const char *behind = find_end(q, end, true);
    if (!behind) /* a quote that nothing closes */
        behind = find_end(q, end, false);
    if (behind) {
        tag.len = (size_t)(behind - p);
        tag.empty = behind[-2] == '/';
    }
    return tag;
}
