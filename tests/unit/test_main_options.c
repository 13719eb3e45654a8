/* The option tables of the whole program: what the loader trusts them to be. */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config/internal.h"
#include "consumer/command.h"
#include "suite.h"

#define MOST_OPTIONS 256

static const struct cd_option *options[MOST_OPTIONS];
static size_t count;

static void collect(void) {
    struct cd_tables tables = cd_option_tables();
    count = 0;
    for (const struct cd_option *const *table = tables.list; *table; table++) {
        for (const struct cd_option *option = *table; option->key; option++) {
            ck_assert_uint_lt(count, MOST_OPTIONS);
            options[count++] = option;
        }
    }
    ck_assert_uint_gt(count, 20);
}

START_TEST(no_two_keys_give_one_variable) {
    for (size_t i = 0; i < count; i++) {
        char a[CD_PLACE];
        cd_variable_name(a, sizeof a, options[i]->key);
        for (size_t j = 0; j < i; j++) {
            char b[CD_PLACE];
            cd_variable_name(b, sizeof b, options[j]->key);
            ck_assert_msg(strcmp(a, b) != 0, "%s and %s are both %s", options[i]->key,
                          options[j]->key, a);
        }
    }
}
END_TEST

START_TEST(no_key_looks_like_the_member_of_a_map) {
    for (size_t i = 0; i < count; i++) {
        if (options[i]->type != CD_OPTION_MAP)
            continue;
        char map[CD_PLACE];
        cd_variable_name(map, sizeof map, options[i]->key);
        strcat(map, "_");
        for (size_t j = 0; j < count; j++) {
            char other[CD_PLACE];
            cd_variable_name(other, sizeof other, options[j]->key);
            ck_assert_msg(strncmp(map, other, strlen(map)) != 0, "%s is under %s", other,
                          map);
        }
    }
}
END_TEST

START_TEST(no_key_is_a_section_too) {
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(options[i]->key);
        for (size_t j = 0; j < count; j++)
            ck_assert_msg(strncmp(options[i]->key, options[j]->key, len) != 0 ||
                              options[j]->key[len] != '.',
                          "%s is above %s", options[i]->key, options[j]->key);
    }
}
END_TEST

START_TEST(no_variable_looks_like_a_service_link) {
    for (size_t i = 0; i < count; i++) {
        char name[CD_PLACE];
        cd_variable_name(name, sizeof name, options[i]->key);
        ck_assert_ptr_null(strstr(name, "_SERVICE_"));
        ck_assert_ptr_null(strstr(name, "_PORT_"));
    }
}
END_TEST

START_TEST(every_default_is_allowed) {
    for (size_t i = 0; i < count; i++) {
        json_error_t error;
        bool no_memory;
        ck_assert_ptr_nonnull(options[i]->value);
        json_t *value = cd_json_read(cd_str_of(options[i]->value), &error, &no_memory);
        ck_assert_msg(value != NULL, "%s: %s", options[i]->key, error.text);
        json_decref(value);
    }
    struct cd_tables tables = cd_option_tables();
    struct cd_config_source from = {.tables = tables.list};
    struct cd_config *config;
    size_t faults;
    ck_assert_int_eq(cd_config_load(&config, &from, NULL, 0, &faults, NULL), CD_OK);
    cd_config_free(config);
}
END_TEST

START_TEST(every_option_is_explained_in_a_line) {
    for (size_t i = 0; i < count; i++) {
        const char *help = options[i]->help;
        ck_assert_msg(help && *help, "%s has no help", options[i]->key);
        ck_assert_msg(!strchr(help, '\n') && strlen(help) <= 100, "%s: too long",
                      options[i]->key);
        ck_assert_msg(help[strlen(help) - 1] != '.', "%s: a full stop", options[i]->key);
        for (const char *p = options[i]->key; *p; p++)
            ck_assert_msg(isalnum((unsigned char)*p) || strchr("._", *p), "%s",
                          options[i]->key);
        ck_assert(options[i]->min <= options[i]->max);
    }
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("main_options");
    tcase_add_checked_fixture(cases, collect, NULL);
    tcase_add_test(cases, no_two_keys_give_one_variable);
    tcase_add_test(cases, no_key_looks_like_the_member_of_a_map);
    tcase_add_test(cases, no_key_is_a_section_too);
    tcase_add_test(cases, no_variable_looks_like_a_service_link);
    tcase_add_test(cases, every_default_is_allowed);
    tcase_add_test(cases, every_option_is_explained_in_a_line);
    Suite *suite = suite_create("main_options");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
