#include "consumer/rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consumer/client.h"
#include "consumer/topics_check.h"
#include "processors/chain.h"
#include "processors/input.h"

#define MOST_OF_CLIENTS 64 /* faults of librdkafka's settings that are told */

/* A check under way. */
struct rules {
    const struct cd_config *config;
    struct cd_config_fault *faults;
    size_t room, *count;
};

static void fault(const struct rules *rules, const char *format, ...) CD_PRINTF(2, 3);

static void fault(const struct rules *rules, const char *format, ...) {
    struct cd_config_fault spare;
    struct cd_config_fault *to =
        *rules->count < rules->room ? &rules->faults[*rules->count] : &spare;
    va_list args;
    va_start(args, format);
    vsnprintf(to->text, sizeof to->text, format, args);
    va_end(args);
    ++*rules->count;
}

static bool is_known(const struct rules *rules, const char *text) {
    for (size_t i = 0; i < *rules->count && i < rules->room; i++)
        if (strcmp(rules->faults[i].text, text) == 0)
            return true;
    return false;
}

/* An error of a part becomes a fault, told once however many parts it stops (a folder of
 * lexicons that is not there); only memory ends the check. */
static int note(const struct rules *rules, int rc, const struct cd_error *err) {
    if (rc == CD_ENOMEM)
        return rc;
    if (rc != CD_OK && !is_known(rules, err->text))
        fault(rules, "%s", err->text);
    return CD_OK;
}

/* Kafka's rule for names: letters, digits, dot, underscore and hyphen, but not "." or
 * "..". Without it librdkafka would take "^…" for a pattern. */
static void check_name(const struct rules *rules, const char *place, const char *name) {
    static const char legal[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789._-";
    if (!*name || strspn(name, legal) != strlen(name) || strcmp(name, ".") == 0 ||
        strcmp(name, "..") == 0)
        fault(rules,
              "%s: \"%s\" is no name of a topic: letters, digits, '.', '_' and '-'",
              place, name);
}

/* Where records are written, each to a topic of its own: a reader of the output takes
 * what is there for articles. (Copies go to the output by the policy.) */
static const char *const written[] = {"topics.output", "topics.duplicates",
                                      "topics.dead_letter", "topics.ledger", NULL};

static void place_of(char *out, size_t size, const char *key) {
    snprintf(out, size, "/%s", key);
    for (char *p = out; *p; p++)
        if (*p == '.')
            *p = '/';
}

/* An article that is written to a topic that is read comes in again, for ever. */
static void check_loop(const struct rules *rules, const char *place, const char *name) {
    const char *input;
    for (size_t i = 0; (input = cd_config_item(rules->config, "topics.input", i)); i++)
        if (strcmp(input, name) == 0)
            fault(rules,
                  "%s: \"%s\" is /topics/input/%zu too: what is written would be "
                  "read again",
                  place, name, i);
}

static void check_inputs(const struct rules *rules) {
    const char *name, *other;
    if (!cd_config_item(rules->config, "topics.input", 0))
        fault(rules, "/topics/input: an empty array: there is nothing to read");
    if (cd_config_item(rules->config, "topics.input", CD_MOST_INPUTS))
        fault(rules, "/topics/input: more than %d topics", CD_MOST_INPUTS);
    for (size_t i = 0; (name = cd_config_item(rules->config, "topics.input", i)); i++) {
        char place[64];
        snprintf(place, sizeof place, "/topics/input/%zu", i);
        check_name(rules, place, name);
        for (size_t j = 0; j < i; j++) {
            other = cd_config_item(rules->config, "topics.input", j);
            if (strcmp(name, other) == 0)
                fault(rules, "%s: \"%s\" twice", place, name);
        }
    }
}

static void check_topics(const struct rules *rules) {
    check_inputs(rules);
    for (size_t i = 0; written[i]; i++) {
        const char *name = cd_config_string(rules->config, written[i]);
        char place[64], other[64];
        place_of(place, sizeof place, written[i]);
        check_name(rules, place, name);
        check_loop(rules, place, name);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(name, cd_config_string(rules->config, written[j])) != 0)
                continue;
            place_of(other, sizeof other, written[j]);
            fault(rules, "%s: \"%s\" is %s too: each needs a topic of its own", place,
                  name, other);
        }
    }
}

/* What stands behind the last colon of HOST:PORT or PROTOCOL://HOST:PORT; an IPv6 address
 * is in brackets. Without a port it is Kafka's 9092. */
static bool is_port(const char *text) {
    char *end;
    long port = strtol(text, &end, 10);
    return end > text && !*end && port >= 1 && port <= 65535;
}

static void check_broker(const struct rules *rules, const char *broker) {
    const char *scheme = strstr(broker, "://"), *bracket = strrchr(broker, ']');
    const char *host = scheme ? scheme + 3 : broker;
    const char *port = strrchr(bracket ? bracket : host, ':');
    if (!*host || port == host || (port && !is_port(port + 1)))
        fault(rules, "/kafka/brokers: \"%s\" is no HOST:PORT with a port from 1 to 65535",
              broker);
}

static void check_brokers(const struct rules *rules, const char *brokers) {
    char one[256];
    size_t len;
    if (!brokers[strspn(brokers, " ,")])
        fault(rules, "/kafka/brokers: \"%s\" names no broker", brokers);
    for (const char *p = brokers + strspn(brokers, " ,"); *p;
         p += len, p += strspn(p, " ,")) {
        len = strcspn(p, " ,");
        snprintf(one, sizeof one, "%.*s", (int)len, p);
        check_broker(rules, one);
    }
}

static void check_names(const struct rules *rules, bool serving) {
    const char *brokers = cd_config_string(rules->config, "kafka.brokers");
    if (serving && !brokers)
        fault(rules, "/kafka/brokers: must be given: HOST:PORT, as in --set "
                     "kafka.brokers=localhost:9092");
    if (brokers)
        check_brokers(rules, brokers);
    if (!*cd_config_string(rules->config, "kafka.group"))
        fault(rules, "/kafka/group: an empty name");
    struct cd_client_names names;
    struct cd_error err = {0};
    if (cd_client_names(rules->config, &names, &err) != CD_OK)
        fault(rules, "%s", err.text);
}

/* Each client has its own say: what they all say is told once. */
static void check_client(const struct rules *rules) {
    struct cd_config_fault found[MOST_OF_CLIENTS];
    size_t count = 0;
    cd_client_check(rules->config, found, MOST_OF_CLIENTS, &count);
    for (size_t i = 0; i < count && i < MOST_OF_CLIENTS; i++)
        if (!is_known(rules, found[i].text))
            fault(rules, "%s", found[i].text);
}

static int check_input(const struct rules *rules) {
    struct cd_input *input = NULL;
    struct cd_error err = {0};
    int rc = note(rules, cd_input_new(&input, rules->config, &err), &err);
    cd_input_free(input);
    return rc;
}

static int check_processor(const struct rules *rules, const struct cd_processor *one) {
    void *state = NULL;
    struct cd_error err = {0};
    int rc = note(rules, one->configure(&state, rules->config, &err), &err);
    one->destroy(state);
    return rc;
}

/* Each processor that is named, for itself, so that a fault in one lexicon does not hide
 * one in another; then their order, which the chain judges. */
static int check_chain(const struct rules *rules) {
    size_t before = *rules->count;
    for (const struct cd_processor *const *p = cd_processors; *p; p++) {
        const char *name;
        for (size_t i = 0; (name = cd_config_item(rules->config, "processors", i)); i++) {
            if (strcmp(name, (*p)->name) != 0)
                continue;
            int rc = check_processor(rules, *p);
            if (rc != CD_OK)
                return rc;
            break;
        }
    }
    if (*rules->count > before)
        return CD_OK;
    struct cd_chain *chain = NULL;
    struct cd_error err = {0};
    int rc = note(rules, cd_chain_new(&chain, rules->config, &err), &err);
    if (rc == CD_OK)
        cd_chain_free(chain);
    return rc;
}

int cd_rules_check(const struct cd_config *config, bool serving,
                   struct cd_config_fault *faults, size_t room, size_t *count) {
    *count = 0;
    struct rules rules = {config, faults, room, count};
    check_names(&rules, serving);
    check_topics(&rules);
    check_client(&rules);
    int rc = check_input(&rules);
    if (rc == CD_OK)
        rc = check_chain(&rules);
    return rc != CD_OK ? rc : *count ? CD_EUSAGE : CD_OK;
}
