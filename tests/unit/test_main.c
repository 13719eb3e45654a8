/* The program as a user meets it: run, its exit and its words looked at. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "consumer/command.h"
#include "suite.h"

/* What a run gave: both streams, one behind the other as they came. */
static char said[65536];

/* `line` goes through the shell, so that it reads like what a user types. */
static int run(const char *line) {
    char command[4096];
    snprintf(command, sizeof command, "{ env -i PATH=/usr/bin:/bin %s ; } 2>&1", line);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    size_t len = fread(said, 1, sizeof said - 1, pipe);
    said[len] = '\0';
    int status = pclose(pipe);
    ck_assert_msg(WIFEXITED(status), "%s: %s", line, said);
    return WEXITSTATUS(status);
}

static void says(const char *text) {
    ck_assert_msg(strstr(said, text) != NULL, "\"%s\" is not in: %s", text, said);
}

START_TEST(without_a_command_the_commands_are_listed) {
    ck_assert_int_eq(run(COPYDESK), CD_EXIT_USAGE);
    for (const struct cd_command *const *command = cd_commands; *command; command++)
        says((*command)->summary);
    ck_assert_int_eq(run(COPYDESK " --help"), CD_EXIT_OK);
    says("copydesk check");
    ck_assert_int_eq(run(COPYDESK " -h"), CD_EXIT_OK);
    ck_assert_int_eq(run(COPYDESK " help"), CD_EXIT_OK);
}
END_TEST

START_TEST(version_is_told) {
    ck_assert_int_eq(run(COPYDESK " --version"), CD_EXIT_OK);
    says("copydesk 0.");
    says("librdkafka ");
}
END_TEST

START_TEST(check_warns_where_copies_are_set_aside_for_what_does_not_come_out) {
    ck_assert_int_eq(run(COPYDESK " check"), CD_EXIT_OK);
    ck_assert_ptr_null(strstr(said, "warning"));
    ck_assert_int_eq(run(COPYDESK " check --set dedup.policy.revision=drop"), CD_EXIT_OK);
    says("warning: dedup.policy.revision: \"drop\": copies of such an article are set");
    ck_assert_int_eq(run(COPYDESK " check --set dedup.policy.revision=drop "
                                  "--set dedup.policy.exact=output "
                                  "--set dedup.policy.near=output"),
                     CD_EXIT_OK);
    ck_assert_ptr_null(strstr(said, "warning"));
}
END_TEST

START_TEST(every_command_explains_itself) {
    for (const struct cd_command *const *command = cd_commands; *command; command++) {
        char line[1024];
        snprintf(line, sizeof line, "%s help %s", COPYDESK, (*command)->name);
        ck_assert_int_eq(run(line), CD_EXIT_OK);
        says((*command)->about);
        snprintf(line, sizeof line, "%s %s --help", COPYDESK, (*command)->name);
        ck_assert_int_eq(run(line), CD_EXIT_OK);
        says((*command)->about);
        for (const struct cd_flag *flag = (*command)->flags; flag && flag->name; flag++)
            says(flag->help);
    }
}
END_TEST

START_TEST(mistyped_words_are_met_with_the_nearest) {
    ck_assert_int_eq(run(COPYDESK " chekc"), CD_EXIT_USAGE);
    says("there is no command \"chekc\"; did you mean check?");
    ck_assert_int_eq(run(COPYDESK " frobnicate"), CD_EXIT_USAGE);
    says("`copydesk help` lists them");
    ck_assert_int_eq(run(COPYDESK " check --conect"), CD_EXIT_USAGE);
    says("--conect is no option here; did you mean --connect?");
    ck_assert_int_eq(run(COPYDESK " check --confg=x"), CD_EXIT_USAGE);
    says("--confg is no option here; did you mean --config?");
    ck_assert_int_eq(run(COPYDESK " help nothing"), CD_EXIT_USAGE);
    says("there is no help on \"nothing\"");
}
END_TEST

START_TEST(arguments_that_do_not_fit_are_told) {
    ck_assert_int_eq(run(COPYDESK " check -c"), CD_EXIT_USAGE);
    says("-c needs a value behind it");
    ck_assert_int_eq(run(COPYDESK " check --set"), CD_EXIT_USAGE);
    says("--set needs a value behind it");
    ck_assert_int_eq(run(COPYDESK " check -c a -c b"), CD_EXIT_USAGE);
    says("-c was given twice");
    ck_assert_int_eq(run(COPYDESK " check --connect=yes"), CD_EXIT_USAGE);
    says("--connect takes no value");
    ck_assert_int_eq(run(COPYDESK " check my.json"), CD_EXIT_USAGE);
    says("my.json is too much");
    ck_assert_int_eq(run(COPYDESK " check -- -c"), CD_EXIT_USAGE);
    says("-c is too much");
    ck_assert_int_eq(run(COPYDESK " help -c x"), CD_EXIT_USAGE);
    says("-c is no option here");
    ck_assert_int_eq(run(COPYDESK " help check config"), CD_EXIT_USAGE);
}
END_TEST

START_TEST(check_tells_what_the_service_would_do) {
    ck_assert_int_eq(run(COPYDESK " check --set topics.input=wire,web "
                                  "--set=instance.name=one "
                                  "--set kafka.common.security.protocol=sasl_ssl "
                                  "--set kafka.common.sasl.mechanism=PLAIN "
                                  "--set kafka.common.sasl.username=u "
                                  "--set kafka.common.sasl.password=hunter2"),
                     CD_EXIT_OK);
    says("wire, web");
    says("as instance one");
    says("unique, revision to output; exact, near to duplicates");
    says("sasl.password");
    ck_assert_ptr_null(strstr(said, "hunter2"));
}
END_TEST

START_TEST(check_tells_which_broker_is_none) {
    static const char *const wrong[] = {
        "b:99999", "b:0", "b:", ":9092", "b:9092x", "SSL://:9092"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char line[256], words[256];
        snprintf(line, sizeof line, COPYDESK " check --set kafka.brokers=a:9092,%s",
                 wrong[i]);
        ck_assert_int_eq(run(line), CD_EXIT_CONFIG);
        snprintf(words, sizeof words, "/kafka/brokers: \"%s\" is no HOST:PORT", wrong[i]);
        says(words);
    }
    ck_assert_int_eq(
        run(COPYDESK " check --set 'kafka.brokers=a, b:1 ,[::1]:9092,SSL://c:65535'"),
        CD_EXIT_OK);
}
END_TEST

START_TEST(check_tells_what_would_have_no_effect) {
    ck_assert_int_eq(run(COPYDESK " check --set kafka.common.sasl.username=u"),
                     CD_EXIT_CONFIG);
    says("/kafka/common/security.protocol: not set, so that sasl.username has no effect");
    ck_assert_int_eq(run(COPYDESK " check --set kafka.common.security.protocol=ssl "
                                  "--set kafka.common.ssl.ca.location=/nowhere.pem"),
                     CD_EXIT_CONFIG);
    says("/kafka/common/ssl.ca.location: /nowhere.pem cannot be read: No such file");
    ck_assert_int_eq(run(COPYDESK " check --set 'instance.name=a b'"), CD_EXIT_CONFIG);
    says("/instance/name: letters, digits");
}
END_TEST

START_TEST(check_tells_of_a_lexicon_that_replaces_nothing) {
    char folder[] = "/tmp/copydesk-test-XXXXXX", line[256], file[128];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(line, sizeof line, COPYDESK " check --set lexicons.path=%s", folder);
    ck_assert_int_eq(run(line), CD_EXIT_CONFIG);
    says("has no lexicon in it");
    snprintf(file, sizeof file, "%s/notice.json", folder);
    FILE *made = fopen(file, "w");
    ck_assert_ptr_nonnull(made);
    fclose(made);
    ck_assert_int_eq(run(line), CD_EXIT_CONFIG);
    says("/notice.json replaces nothing: no lexicon has this name; did you mean "
         "notices.json");
    unlink(file);
    rmdir(folder);
}
END_TEST

/* The consumer's and the producers' settings are looked at one by one. */
START_TEST(check_tells_an_error_of_several_clients_once) {
    ck_assert_int_eq(run(COPYDESK " check --set kafka.common.security.protocol=sasl_ssl "
                                  "--set kafka.common.sasl.mechanism=PLAIN"),
                     CD_EXIT_CONFIG);
    says("the configuration has 1 error");
    says("/kafka: sasl.username and sasl.password must be set");
}
END_TEST

START_TEST(check_tells_every_error_at_once) {
    ck_assert_int_eq(run("COPYDESK_RING_SLOT=4 " COPYDESK " check --set ring.slots=4 "
                         "--set topics=x -c /nowhere/my.json"),
                     CD_EXIT_CONFIG);
    says("the configuration has 4 errors, file /nowhere/my.json");
    says("/nowhere/my.json cannot be read: No such file or directory");
    says("COPYDESK_RING_SLOT: unknown; did you mean COPYDESK_RING_SLOTS?");
    says("--set ring.slots: 4 is not an integer between 16 and 65536");
    says("--set topics: a section, not an option");
}
END_TEST

START_TEST(check_looks_at_what_no_table_can_say) {
    ck_assert_int_eq(run(COPYDESK " check --set topics.input=a,b,a,x/y "
                                  "--set topics.output=b --set topics.dead_letter=l "
                                  "--set topics.ledger=l --set kafka.group= "
                                  "--set kafka.consumer.fetch.mn.bytes=1"),
                     CD_EXIT_CONFIG);
    says("/topics/input/2: \"a\" twice");
    says("/topics/input/3: \"x/y\" is no name of a topic");
    says("/topics/output: \"b\" is /topics/input/1 too");
    says("/topics/ledger: \"l\" is /topics/dead_letter too");
    says("/kafka/group: an empty name");
    says("/kafka/consumer/fetch.mn.bytes: ");
}
END_TEST

START_TEST(check_looks_on_where_an_option_is_wrong) {
    ck_assert_int_eq(run(COPYDESK " check --set ring.slots=4 --set kafka.common.x=1"),
                     CD_EXIT_CONFIG);
    says("the configuration has 2 errors");
    says("--set ring.slots: 4 is not");
    says("/kafka/common/x: ");
}
END_TEST

START_TEST(check_looks_at_processors_and_their_lexicons) {
    ck_assert_int_eq(run(COPYDESK " check --set lexicons.path=/nowhere"), CD_EXIT_CONFIG);
    says("the configuration has 1 error\n");
    says("/lexicons/path: /nowhere cannot be read: No such file or directory");
    ck_assert_int_eq(run(COPYDESK " check --set processors=quotes,quotes"),
                     CD_EXIT_CONFIG);
    says("/processors/1: \"quotes\" twice");
    ck_assert_int_eq(run(COPYDESK " check --set processors=quotes,dedup"),
                     CD_EXIT_CONFIG);
    says("/processors/1: \"dedup\" must be first");
    ck_assert_int_eq(run(COPYDESK " check --set dedup.window=1d"), CD_EXIT_CONFIG);
    says("/dedup/near_window: 172800 s are longer than /dedup/window, 86400 s; shorten ");
}
END_TEST

START_TEST(check_looks_at_pointers) {
    ck_assert_int_eq(run(COPYDESK " check --set fields.body="), CD_EXIT_CONFIG);
    says("/fields/body: an empty array");
    ck_assert_int_eq(run(COPYDESK " filter --set fields.body= </dev/null"),
                     CD_EXIT_CONFIG);
    ck_assert_int_eq(run(COPYDESK " check --set fields.body= --set format=text"),
                     CD_EXIT_OK);
    ck_assert_int_eq(run(COPYDESK " check --set fields.id="), CD_EXIT_OK);
    char line[1024] = COPYDESK " check --set fields.pubstatus=";
    for (int i = 0; i < 33; i++)
        strcat(line, "/x");
    ck_assert_int_eq(run(line), CD_EXIT_CONFIG);
    says("  /fields/pubstatus: \"/x/x");
    says("is not a JSON Pointer of at most 32 steps");
}
END_TEST

START_TEST(check_of_a_connection_needs_brokers) {
    ck_assert_int_eq(run(COPYDESK " check --connect"), CD_EXIT_CONFIG);
    says("/kafka/brokers: must be given");
}
END_TEST

START_TEST(help_explains_sections_and_options) {
    ck_assert_int_eq(run(COPYDESK " help topics"), CD_EXIT_OK);
    says("topics.input = [\"articles.raw\"]");
    says("topics.ledger = ");
    ck_assert_ptr_null(strstr(said, "kafka.group"));
    ck_assert_int_eq(run(COPYDESK " help ring.slots"), CD_EXIT_OK);
    says("an integer between 16 and 65536");
    ck_assert_ptr_null(strstr(said, "ring.bytes"));
}
END_TEST

START_TEST(full_disk_is_told) {
    ck_assert_int_eq(run(COPYDESK " help schema > /dev/full"), CD_EXIT_UNAVAILABLE);
    says("the output cannot be written");
}
END_TEST

START_TEST(every_topic_of_help_is_there) {
    static const char *const topics[] = {"config", "table", "default",
                                         "schema", "stamp", "deadletter"};
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        char line[1024];
        snprintf(line, sizeof line, "%s help %s", COPYDESK, topics[i]);
        ck_assert_int_eq(run(line), CD_EXIT_OK);
        ck_assert_uint_gt(strlen(said), 200);
    }
}
END_TEST

int main(void) {
    TCase *cases = tcase_create("main");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, without_a_command_the_commands_are_listed);
    tcase_add_test(cases, version_is_told);
    tcase_add_test(cases,
                   check_warns_where_copies_are_set_aside_for_what_does_not_come_out);
    tcase_add_test(cases, every_command_explains_itself);
    tcase_add_test(cases, mistyped_words_are_met_with_the_nearest);
    tcase_add_test(cases, arguments_that_do_not_fit_are_told);
    tcase_add_test(cases, check_tells_what_the_service_would_do);
    tcase_add_test(cases, check_tells_which_broker_is_none);
    tcase_add_test(cases, check_tells_what_would_have_no_effect);
    tcase_add_test(cases, check_tells_of_a_lexicon_that_replaces_nothing);
    tcase_add_test(cases, check_tells_an_error_of_several_clients_once);
    tcase_add_test(cases, check_tells_every_error_at_once);
    tcase_add_test(cases, check_looks_at_what_no_table_can_say);
    tcase_add_test(cases, check_looks_on_where_an_option_is_wrong);
    tcase_add_test(cases, check_looks_at_processors_and_their_lexicons);
    tcase_add_test(cases, check_looks_at_pointers);
    tcase_add_test(cases, check_of_a_connection_needs_brokers);
    tcase_add_test(cases, help_explains_sections_and_options);
    tcase_add_test(cases, full_disk_is_told);
    tcase_add_test(cases, every_topic_of_help_is_there);
    Suite *suite = suite_create("main");
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
