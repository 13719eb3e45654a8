/* The only C++ in the tree: simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per
 * Second", 2019) behind a C interface. Its DOM checks the whole message, which its
 * on-demand reader does not, and gives strings, unescaped. It says nothing of where a
 * thing stands in the bytes; what needs that (numbers as written, members to cut out) is
 * rare and is found by counting members in the text, which is known to be valid by then.
 *
 * The DOM refuses two things that JSON's grammar allows: lone surrogates and numbers
 * beyond double and uint64. So a refused message is mended in a copy and parsed again.
 *
 * Compiled without exceptions: simdjson gives error codes and allocates without throwing.
 */
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <simdjson.h>
#include <string_view>

extern "C" {
#include "base/utf8.h"
#include "processors/json_text.h"
#include "processors/message.h"
}

static_assert(simdjson::SIMDJSON_PADDING <= CD_RECORD_PADDING,
              "records must be padded as simdjson wants it");
static_assert(simdjson::DEFAULT_MAX_DEPTH == CD_MESSAGE_DEPTH,
              "a parser made anew must have the same limit");

namespace dom = simdjson::dom;

struct cd_message_parser {
    dom::parser dom;
};

namespace {

constexpr char bom[] = "\xef\xbb\xbf";
constexpr size_t bom_len = 3;

/* A parser holds 8 bytes of tape, 4 of index and 5/3 of strings for each byte of its
 * longest message. One that a rare large message made larger than 4 MB is given back. */
constexpr size_t most_kept = (size_t(4) << 20) / 14;
constexpr size_t first_capacity = size_t(16) << 10; /* most articles are shorter */

/* What a step of the pointers has led to. */
struct found {
    dom::element value;
    size_t ordinal = 0; /* which member or element of its parent */
    bool there = false;
};

/* One message being read. */
struct reading {
    const cd_pointers *pointers;
    cd_arena *arena;
    cd_str bytes;
    size_t start; /* the first byte of the object */
    found *nodes; /* by node of `pointers` */
    uint32_t duplicates;
    uint32_t stamped; /* members called "copydesk" … */
    uint32_t kept;    /* … and the others, of the object itself */
};

bool is_bom(const char *p, size_t len) {
    return len >= bom_len && std::memcmp(p, bom, bom_len) == 0;
}

bool is_stamp(std::string_view name) { return name == "copydesk"; }

/* ---- parsing ---- */

/* Could the message be JSON that is only beyond simdjson? */
bool may_be_mended(simdjson::error_code error) {
    return error != simdjson::SUCCESS && error != simdjson::EMPTY &&
           error != simdjson::MEMALLOC && error != simdjson::UTF8_ERROR &&
           error != simdjson::DEPTH_ERROR && error != simdjson::CAPACITY;
}

/* Parses a mended copy; `error` stays where there is nothing to mend. */
simdjson::error_code parse_mended(cd_message_parser *parser, cd_arena *arena, cd_str text,
                                  simdjson::error_code error, dom::element *root) {
    char *copy =
        static_cast<char *>(cd_arena_zero(arena, text.len + CD_RECORD_PADDING, 1));
    if (!copy)
        return simdjson::MEMALLOC;
    std::memcpy(copy, text.p, text.len);
    if (!cd_json_mend(copy, text.len))
        return error;
    return parser->dom.parse(copy, text.len, false).get(*root);
}

int refuse_utf8(cd_str text, cd_error *err) {
    return cd_fail(err, CD_EMESSAGE, "invalid_utf8", "not UTF-8 at byte %zu",
                   cd_utf8_valid(text));
}

int refuse(simdjson::error_code error, cd_str bytes, cd_error *err) {
    if (error == simdjson::MEMALLOC)
        return cd_fail_memory(err);
    if (error == simdjson::UTF8_ERROR)
        return refuse_utf8(bytes, err);
    if (error == simdjson::EMPTY)
        return cd_fail(err, CD_EMESSAGE, "empty", "there is nothing in the message");
    if (error == simdjson::DEPTH_ERROR)
        return cd_fail(err, CD_EMESSAGE, "too_deep", "nested more than %d deep",
                       CD_MESSAGE_DEPTH);
    return cd_fail(err, CD_EMESSAGE, "not_json", "%s", simdjson::error_message(error));
}

int parse(cd_message_parser *parser, reading &r, dom::element *root, cd_error *err) {
    cd_str text = cd_str_cut(r.bytes, r.start, r.bytes.len);
    /* Later versions of simdjson skip a byte order mark by themselves: a second one. */
    if (is_bom(text.p, text.len))
        return cd_fail(err, CD_EMESSAGE, "not_json", "two byte order marks");
    simdjson::error_code error = parser->dom.parse(text.p, text.len, false).get(*root);
    if (may_be_mended(error))
        error = parse_mended(parser, r.arena, text, error, root);
    return error ? refuse(error, r.bytes, err) : CD_OK;
}

/* ---- following the pointers ---- */

void note(reading &r, uint32_t node, dom::element value, size_t ordinal) {
    found &f = r.nodes[node];
    r.duplicates += f.there;
    f.value = value;
    f.ordinal = ordinal;
    f.there = true;
}

/* A name is compared with few of the steps or none: most are told apart by one bit. */
void match_name(reading &r, uint32_t node, std::string_view name, dom::element value,
                size_t ordinal) {
    const cd_pointer_node *nodes = r.pointers->nodes;
    if (node == 0)
        (is_stamp(name) ? r.stamped : r.kept)++;
    if (!(nodes[node].names & cd_pointer_bit(name.data(), name.size())))
        return;
    for (uint32_t child = nodes[node].child; child; child = nodes[child].next)
        if (cd_str_eq(nodes[child].name, {name.data(), name.size()}))
            note(r, child, value, ordinal);
}

void match_index(reading &r, uint32_t node, dom::element value, size_t ordinal) {
    const cd_pointer_node *nodes = r.pointers->nodes;
    for (uint32_t child = nodes[node].child; child; child = nodes[child].next)
        if (nodes[child].index >= 0 && size_t(nodes[child].index) == ordinal)
            note(r, child, value, ordinal);
}

/* Goes through what a node holds, then through what its last members hold; so that of a
 * name that occurs twice nothing of the first one is seen. */
void follow(reading &r, uint32_t node) {
    dom::object object;
    dom::array array;
    size_t ordinal = 0;
    if (!r.nodes[node].value.get(object)) {
        for (dom::key_value_pair member : object)
            match_name(r, node, member.key, member.value, ordinal++);
    } else if (!r.nodes[node].value.get(array)) {
        for (dom::element element : array)
            match_index(r, node, element, ordinal++);
    }
    const cd_pointer_node *nodes = r.pointers->nodes;
    for (uint32_t child = nodes[node].child; child; child = nodes[child].next)
        if (r.nodes[child].there && nodes[child].child)
            follow(r, child);
}

/* Where the value of a node that was found begins in the bytes. */
size_t locate(const reading &r, uint32_t node) {
    if (node == 0)
        return r.start;
    cd_json_cursor cursor =
        cd_json_enter(r.bytes, locate(r, r.pointers->nodes[node].parent));
    cd_json_item item = {};
    for (size_t i = 0; i <= r.nodes[node].ordinal; i++)
        if (!cd_json_next(&cursor, &item))
            CD_BUG("a member that the parser found is not in the text");
    return item.value;
}

/* ---- values ---- */

/* The text of a number decides what it is: the parser may have seen a mended one. */
int read_number(const reading &r, cd_str text, cd_value *value) {
    cd_str copy = cd_arena_copy(r.arena, text);
    if (!copy.p)
        return CD_ENOMEM;
    value->text = copy;
    bool whole = !std::strpbrk(copy.p, ".eE");
    value->kind = whole ? cd_value::CD_VALUE_INTEGER : cd_value::CD_VALUE_NUMBER;
    if (whole)
        value->integer = std::strtoll(copy.p, nullptr, 10);
    else
        value->number = std::strtod(copy.p, nullptr);
    return CD_OK;
}

int read_value(const reading &r, uint32_t node, cd_value *value) {
    dom::element element = r.nodes[node].value;
    std::string_view string;
    bool truth;
    *value = {};
    if (!element.get(string)) {
        value->kind = cd_value::CD_VALUE_STRING;
        value->text = cd_arena_copy(r.arena, {string.data(), string.size()});
        return value->text.p ? CD_OK : CD_ENOMEM;
    }
    if (element.is_null()) {
        value->kind = cd_value::CD_VALUE_NULL;
        return CD_OK;
    }
    if (!element.get(truth)) {
        value->kind = cd_value::CD_VALUE_BOOL;
        value->integer = truth;
        return CD_OK;
    }
    size_t at = locate(r, node);
    cd_str text = cd_str_cut(r.bytes, at, cd_json_value_end(r.bytes, at));
    if (element.is_number())
        return read_number(r, text, value);
    value->kind = cd_value::CD_VALUE_OTHER;
    value->text = text;
    return CD_OK;
}

/* An empty string is a field that nobody filled: the next place may have more. */
bool says_something(const cd_value &value) {
    return value.kind > cd_value::CD_VALUE_NULL &&
           (value.kind != cd_value::CD_VALUE_STRING ||
            cd_str_trim_start(value.text).len > 0);
}

int read_values(const reading &r, cd_value *values) {
    for (size_t i = 0; i < r.pointers->target_count; i++) {
        cd_pointer_target target = r.pointers->targets[i];
        cd_value *value = &values[target.slot];
        if (!r.nodes[target.node].there || says_something(*value))
            continue;
        cd_value next;
        int rc = read_value(r, target.node, &next);
        if (rc)
            return rc;
        if (next.kind > value->kind || says_something(next))
            *value = next;
    }
    return CD_OK;
}

/* ---- the splice ---- */

/* Each member "copydesk" goes with the comma before it; where nothing that stays is
 * before it, with the comma behind it. */
int find_cuts(const reading &r, cd_splice *splice) {
    auto *cuts = static_cast<cd_cut *>(cd_arena_zero(r.arena, r.stamped, sizeof(cd_cut)));
    if (!cuts)
        return CD_ENOMEM;
    cd_json_cursor cursor = cd_json_enter(r.bytes, r.start);
    cd_json_item item = {};
    dom::object object;
    if (r.nodes[0].value.get(object))
        CD_BUG("the message is no object any more");
    bool kept = false;
    uint32_t count = 0;
    for (dom::key_value_pair member : object) {
        if (!cd_json_next(&cursor, &item))
            CD_BUG("a member that the parser found is not in the text");
        if (count && !kept)
            cuts[count - 1].end = item.comma + 1;
        if (is_stamp(member.key))
            cuts[count++] = {kept ? item.comma : item.start, item.end};
        else
            kept = true;
    }
    splice->cuts = cuts;
    splice->cut_count = count;
    return CD_OK;
}

int find_splice(const reading &r, cd_splice *splice) {
    size_t last = r.bytes.len;
    while (r.bytes.p[last - 1] != '}')
        last--;
    splice->insert = last - 1;
    splice->duplicate_keys = r.duplicates;
    splice->empty = r.kept == 0;
    return r.stamped ? find_cuts(r, splice) : CD_OK;
}

/* ---- the whole ---- */

int read(cd_message_parser *parser, reading &r, cd_value *values, cd_splice *splice,
         cd_error *err) {
    size_t count = r.pointers->node_count;
    void *nodes = cd_arena_alloc(r.arena, count * sizeof(found));
    if (!nodes)
        return cd_fail_memory(err);
    r.nodes = static_cast<found *>(nodes);
    for (size_t i = 0; i < count; i++)
        new (&r.nodes[i]) found();
    dom::element root;
    int rc = parse(parser, r, &root, err);
    if (rc)
        return rc;
    if (!root.is_object())
        return cd_fail(err, CD_EMESSAGE, "not_object", "%s, not an object",
                       root.is_array() ? "an array" : "a single value");
    while (r.bytes.p[r.start] != '{')
        r.start++;
    note(r, 0, root, 0);
    follow(r, 0);
    if (read_values(r, values) || find_splice(r, splice))
        return cd_fail_memory(err);
    return CD_OK;
}

/* After a failed allocation the parser's parts may not fit each other. */
void tidy(cd_message_parser *parser, int rc) {
    if (rc == CD_ENOMEM || parser->dom.capacity() > most_kept)
        parser->dom = dom::parser();
}

} // namespace

/* simdjson finds out at its first allocation what the processor can do, and allocates a
 * few bytes for that in a way that cannot fail but by aborting: at start, then. */
extern "C" cd_message_parser *cd_message_parser_new(void) {
    auto *parser = new (std::nothrow) cd_message_parser;
    if (parser && parser->dom.allocate(first_capacity, CD_MESSAGE_DEPTH)) {
        delete parser;
        return nullptr;
    }
    return parser;
}

extern "C" void cd_message_parser_free(cd_message_parser *parser) { delete parser; }

extern "C" int cd_message_read(cd_message_parser *parser, const cd_pointers *pointers,
                               cd_arena *arena, cd_str bytes, cd_value *values,
                               cd_splice *splice, cd_error *err) {
    for (size_t i = 0; i < pointers->slot_count; i++)
        values[i] = {};
    *splice = {};
    reading r = {};
    r.pointers = pointers;
    r.arena = arena;
    r.bytes = bytes;
    r.start = is_bom(bytes.p, bytes.len) ? bom_len : 0;
    int rc = read(parser, r, values, splice, err);
    tidy(parser, rc);
    return rc;
}
