/* What the quotes processor finds: one trait of real articles a test. */
#include "suite.h"
#include "tests/unit/quotes_desk.h"

static struct desk desk;

static void set_up(void) { desk_init(&desk, desk_everything); }
static void take_down(void) { desk_done(&desk); }

/* The quotes of a body, in its order, as "kind|text|speaker" each; NULL ends them. */
static void expect(const char *body, const char *const *wanted) {
    desk_rank(&desk, "", body);
    int64_t from = 0;
    for (; *wanted; wanted++) {
        const json_t *quote = desk_next(&desk, from);
        ck_assert_msg(quote != NULL, "%s\n  lacks %s", body, *wanted);
        char got[1024];
        int n = snprintf(got, sizeof got, "%s|%s|%s", desk_string(quote, "kind"),
                         desk_string(quote, "text"), desk_string(quote, "speaker"));
        ck_assert_int_lt(n, (int)sizeof got);
        ck_assert_msg(strcmp(got, *wanted) == 0, "%s\n  got    %s\n  wanted %s", body,
                      got, *wanted);
        from = desk_integer(quote, "end");
    }
    ck_assert_msg(desk_next(&desk, from) == NULL, "%s\n  has more: %s", body,
                  desk_string(desk_next(&desk, from), "text"));
}

#define EXPECT(body, ...) expect(body, (const char *const[]){__VA_ARGS__, NULL})

START_TEST(a_quote_belongs_to_the_subject_of_the_verb_next_to_it) {
    EXPECT("“We held on,” Nora Pike said.", "direct|We held on,|Nora Pike");
    EXPECT("“We held on,” said Nora Pike, the coach.", "direct|We held on,|Nora Pike");
    EXPECT("Nora Pike said: “We held on.”", "direct|We held on.|Nora Pike");
    EXPECT("“We held on,” Nora Pike, a coach from Leeds, told reporters.",
           "direct|We held on,|Nora Pike");
    EXPECT("Nora Pike, who coached Leeds for a year, said, “We held on.”",
           "direct|We held on.|Nora Pike");
}
END_TEST

START_TEST(a_quote_split_by_its_attribution_is_one_group) {
    EXPECT("“We held on,” Nora Pike said, “and we won.” “Twice.”",
           "direct|We held on,|Nora Pike", "direct|and we won.|Nora Pike",
           "direct|Twice.|Nora Pike");
    int64_t group = desk_integer(desk_next(&desk, 0), "group");
    for (size_t i = 0; i < json_array_size(desk.quotes); i++)
        ck_assert_int_eq(desk_integer(json_array_get(desk.quotes, i), "group"), group);
}
END_TEST

START_TEST(a_fragment_in_the_reporters_sentence_is_mixed) {
    EXPECT("Nora Pike called the pitch “a swamp” and left.", "mixed|a swamp|Nora Pike");
    EXPECT("The pitch was “a swamp,” according to Nora Pike.",
           "mixed|a swamp,|Nora Pike");
    EXPECT("Nora Pike said the pitch was “a swamp” with “no drains.”",
           "mixed|a swamp|Nora Pike", "mixed|no drains.|Nora Pike");
}
END_TEST

START_TEST(terms_and_titles_of_works_are_nobodys) {
    EXPECT("The so-called “swamp rule” was dropped.", "scare|swamp rule|");
    EXPECT("In her memoir, “Plain Water,” Ann Bell wrote that it rained.",
           "scare|Plain Water,|");
    EXPECT("After reading “War and Peace,” Ann Bell said she slept.",
           "scare|War and Peace,|");
    EXPECT("“Night Train” star Ann Bell said she was tired.", "scare|Night Train|");
    EXPECT("“Get Out,” star Ann Bell said.", "direct|Get Out,|Ann Bell");
    EXPECT("He read “The Old Man of the Fens” at school.",
           "scare|The Old Man of the Fens|");
    EXPECT("Nora Pike said on “Breakfast Live” that she was tired.",
           "scare|Breakfast Live|");
}
END_TEST

START_TEST(marks_of_every_style_quote) {
    EXPECT("\"We held on,\" Nora Pike said.", "direct|We held on,|Nora Pike");
    EXPECT("''It's ours,'' Nora Pike said.", "direct|It's ours,|Nora Pike");
    EXPECT("``It's ours,'' Nora Pike said.", "direct|It's ours,|Nora Pike");
    EXPECT("«We held on,» Nora Pike said.", "direct|We held on,|Nora Pike");
    EXPECT("„We held on,“ Nora Pike said.", "direct|We held on,|Nora Pike");
    EXPECT("‘It’s ours,’ Nora Pike said.", "direct|It’s ours,|Nora Pike");
    EXPECT("&ldquo;We held on,&rdquo; Nora Pike said.", "direct|We held on,|Nora Pike");
}
END_TEST

START_TEST(single_marks_quote_where_there_are_no_double_ones) {
    EXPECT("Nora Pike said: ‘It’s the players’ win, and it isn’t mine.’ She left in the "
           "’90s "
           "bus.",
           "direct|It’s the players’ win, and it isn’t mine.|Nora Pike");
    EXPECT("“He said ‘never’ and left,” Nora Pike said of the players’ boss.",
           "direct|He said ‘never’ and left,|Nora Pike");
    EXPECT("‘He said “never” and left,’ Nora Pike said.",
           "direct|He said “never” and left,|Nora Pike");
    EXPECT("‘I said “no” and I meant “no”,’ said Nora Pike.",
           "direct|I said “no” and I meant “no”,|Nora Pike");
    EXPECT("‘Rock ’n’ roll is dead,’ said Nora Pike.",
           "direct|Rock ’n’ roll is dead,|Nora Pike");
}
END_TEST

START_TEST(an_unclosed_quote_ends_at_its_paragraph_and_goes_on_in_the_next) {
    EXPECT("“We held on,” Nora Pike said. “We were lucky.\n\n“But luck is "
           "earned.”\n\nThe bus "
           "left.",
           "direct|We held on,|Nora Pike", "direct|We were lucky.|Nora Pike",
           "direct|But luck is earned.|Nora Pike");
    EXPECT("‘We held on,’ Nora Pike said. ‘We were lucky.\n\n‘But luck is earned.’",
           "direct|We held on,|Nora Pike", "direct|We were lucky.|Nora Pike",
           "direct|But luck is earned.|Nora Pike");
}
END_TEST

START_TEST(marks_that_measure_do_not_quote) {
    EXPECT("The 6'2\" keeper, Nora Pike, smiled. \"We held on,\" she said.",
           "direct|We held on,|Nora Pike");
}
END_TEST

START_TEST(a_surname_stands_for_the_full_name) {
    EXPECT("Nora Pike came late. “We held on,” Pike said.",
           "direct|We held on,|Nora Pike");
    EXPECT("“We held on,” Pike said. Nora Pike has coached Leeds since May.",
           "direct|We held on,|Nora Pike");
    EXPECT("Nora Pike and Omar Pike came. “Hello,” Mr. Pike said. “Bye,” Mrs. Pike said.",
           "direct|Hello,|Omar Pike", "direct|Bye,|Nora Pike");
}
END_TEST

START_TEST(a_spokesman_is_not_the_one_he_speaks_for) {
    EXPECT("Nora Pike was away. “No comment,” said a spokesman for Nora Pike.",
           "direct|No comment,|a spokesman for Nora Pike");
    EXPECT("Nora Pike’s agent, Omar Aziz, was curt. “No comment,” he said.",
           "direct|No comment,|Omar Aziz");
    EXPECT("“No comment,” Pike spokesman Omar Aziz said.",
           "direct|No comment,|Omar Aziz");
}
END_TEST

START_TEST(a_name_is_given_without_what_it_is_set_with) {
    EXPECT("“We held on,” said Nora\u00a0Pi\u00adke.", "direct|We held on,|Nora Pike");
    EXPECT("“We held on,” said Nora\nPike.", "direct|We held on,|Nora Pike");
    EXPECT("“We held on,” said Nora Pike QC.", "direct|We held on,|Nora Pike");
}
END_TEST

START_TEST(names_that_say_it_together_are_given_together) {
    EXPECT("“We held on,” Nora Pike and Len Ash said. “We won,” they added.",
           "direct|We held on,|Nora Pike and Len Ash",
           "direct|We won,|Nora Pike and Len Ash");
    EXPECT("“We held on,” said Nora Pike, Len Ash and Bo Wester.",
           "direct|We held on,|Nora Pike, Len Ash and Bo Wester");
}
END_TEST

START_TEST(a_pronoun_goes_to_the_subject_that_was_named_last) {
    EXPECT("Ruth Stone met Peter Lund on Monday.\n\n“It was short,” he said.\n\n“It was "
           "long,” she said.",
           "direct|It was short,|Peter Lund", "direct|It was long,|Ruth Stone");
    EXPECT("Henry Bell praised Peter Lund. “He saved us,” he said.",
           "direct|He saved us,|Henry Bell");
}
END_TEST

START_TEST(a_description_goes_to_who_was_called_so) {
    EXPECT("Senator Ruth Stone met Governor Ann Lund. “It was short,” the governor said.",
           "direct|It was short,|Ann Lund");
    EXPECT("A boy who saw it waved. “It was short,” said a boy in red.",
           "direct|It was short,|a boy in red");
}
END_TEST

static double confidence_in(const char *body) {
    desk_rank(&desk, "", body);
    const json_t *quote = desk_next(&desk, 0);
    ck_assert_msg(quote != NULL, "%s", body);
    return json_number_value(json_object_get(quote, "confidence"));
}

START_TEST(a_name_is_surer_than_a_pronoun_and_that_than_a_stranger) {
    double name = confidence_in("Nora Pike came late. “We held on,” Pike said.");
    double pronoun = confidence_in("Nora Pike came late. “We held on,” she said.");
    double stranger = confidence_in("Nora Pike came. “We held on,” a neighbor said.");
    ck_assert_double_gt(name, pronoun);
    ck_assert_double_gt(pronoun, stranger);
    ck_assert_double_gt(stranger, 0);
    ck_assert_double_lt(confidence_in("“We held on,” Pike said."), pronoun);
}
END_TEST

START_TEST(two_who_speak_in_turn_are_told_apart) {
    EXPECT(
        "“I saw nothing,” Peter Lund said.\n\n“Then look,” Ruth Stone replied.\n\n“Where "
        "should I look?”\n\n“Behind you.”",
        "direct|I saw nothing,|Peter Lund", "direct|Then look,|Ruth Stone",
        "direct|Where should I look?|Peter Lund", "direct|Behind you.|Ruth Stone");
}
END_TEST

START_TEST(bodies_and_documents_speak) {
    EXPECT("“We regret it,” Halden Corp. said in a statement.",
           "direct|We regret it,|Halden Corp.");
    EXPECT("The Teachers’ Union said pay was “an insult.”",
           "mixed|an insult.|Teachers’ Union");
    EXPECT("The report said that the bridge was “close to collapse.”",
           "mixed|close to collapse.|The report");
}
END_TEST

START_TEST(a_credit_or_label_names_the_speaker) {
    EXPECT("“Physics is mostly plumbing.” — Ruth Stone",
           "direct|Physics is mostly plumbing.|"
           "Ruth Stone");
    EXPECT("RUTH STONE: “I object.”", "direct|I object.|RUTH STONE");
}
END_TEST

START_TEST(spans_are_code_points_that_hold_the_marks) {
    desk_rank(&desk, "", "😀 É: “Ça va,” José Núñez said. 😀");
    const json_t *quote = desk_next(&desk, 0);
    ck_assert_str_eq(desk_string(quote, "text"), "Ça va,");
    ck_assert_int_eq(desk_integer(quote, "start"), 5);
    ck_assert_int_eq(desk_integer(quote, "end"), 13);
    const json_t *mention = json_object_get(quote, "mention");
    ck_assert_str_eq(desk_string(mention, "text"), "José Núñez");
    ck_assert_int_eq(desk_integer(mention, "start"), 14);
    ck_assert_int_eq(desk_integer(mention, "end"), 24);
    ck_assert_str_eq(desk_string(quote, "cue"), "said");
}
END_TEST

START_TEST(a_title_is_kept_apart_from_the_name) {
    desk_rank(&desk, "", "“We talked,” said Norwegian Foreign Minister Ruth Stone.");
    ck_assert_str_eq(desk_string(desk_next(&desk, 0), "speaker"), "Ruth Stone");
    ck_assert_str_eq(desk_string(desk_next(&desk, 0), "title"),
                     "Norwegian Foreign Minister");
}
END_TEST

START_TEST(french_german_and_spanish_are_told_by_their_words) {
    EXPECT("La maire de Saint-Avel, Anne Garnier, a fermé le pont. « Il faut le "
           "reconstruire », a-t-elle déclaré. « C’est cher », explique Rémi Castel.",
           "direct|Il faut le reconstruire|Anne Garnier",
           "direct|C’est cher|Rémi Castel");
    EXPECT("Die Bürgermeisterin von Altenrode, Sabine Kraft, hat das Bad geschlossen. "
           "„Es ist "
           "nicht zu retten“, sagte sie. „Das ist falsch“, erklärte der Meister Jörg "
           "Petersen.",
           "direct|Es ist nicht zu retten|Sabine Kraft",
           "direct|Das ist falsch|Jörg Petersen");
    EXPECT("La alcaldesa de Villar, Carmen Ortega, anunció el cierre del mercado. «No "
           "podemos "
           "esperar», dijo Ortega ante los vecinos.",
           "direct|No podemos esperar|Carmen Ortega");
}
END_TEST

START_TEST(a_short_text_has_the_language_of_most_of_its_words) {
    EXPECT("„Wir gehen nach Hause“, sagte Anna Gruber der Zeitung.",
           "direct|Wir gehen nach Hause|Anna Gruber");
    EXPECT("«Nos vamos a casa», dijo Ana Ruiz.", "direct|Nos vamos a casa|Ana Ruiz");
    EXPECT("« On rentre à la maison », a dit Anne Roux.",
           "direct|On rentre à la maison|Anne Roux");
}
END_TEST

START_TEST(dashes_quote_where_somebody_speaks_between_them) {
    EXPECT("—Vámonos —dijo Ana Ruiz a los demás—. Es tarde.\n\n—¿Adónde? —preguntó "
           "Luis Gómez.\n\n—A casa.",
           "direct|Vámonos|Ana Ruiz", "direct|Es tarde.|Ana Ruiz",
           "direct|¿Adónde?|Luis Gómez", "direct|A casa.|Ana Ruiz");
    EXPECT("– On ne ferme pas la mairie, dit Anne Roux.\n\n– Vous partez ? demande Marc "
           "Petit.",
           "direct|On ne ferme pas la mairie|Anne Roux",
           "direct|Vous partez ?|Marc Petit");
}
END_TEST

START_TEST(dashes_before_the_points_of_a_list_do_not_quote) {
    EXPECT(
        "Les points à retenir :\n\n– le prix du pain, fixé par décret.\n\n– la date du "
        "vote.\n\n« Tout est dit », conclut Anne Roux.",
        "direct|Tout est dit|Anne Roux");
    EXPECT("The points:\n\n– bread, said to be dear.\n\n“We held on,” Nora Pike said.",
           "direct|We held on,|Nora Pike");
}
END_TEST

START_TEST(a_capital_in_mid_sentence_tells_a_title_where_titles_have_one_only) {
    EXPECT("La directora Ana Ruiz presentó “Los días prestados” en la capital. “Es mi "
           "casa”, dijo.",
           "scare|Los días prestados|", "direct|Es mi casa|Ana Ruiz");
    EXPECT(
        "Anne Roux publie « Les Terres froides » chez un éditeur de la région. « C’est "
        "mon père », dit-elle.",
        "scare|Les Terres froides|", "direct|C’est mon père|Anne Roux");
    EXPECT("Anna Gruber zeigt in der Stadt ihren Film „Nachtfrost“. „Nachtfrost“ ist "
           "„ein Wagnis“, sagte sie.",
           "scare|Nachtfrost|", "scare|Nachtfrost|", "mixed|ein Wagnis|Anna Gruber");
}
END_TEST

START_TEST(what_was_removed_holds_no_quotes) {
    const char *body = "“We held on,” Nora Pike said. “Subscribe now,” Nora Pike said.";
    struct cd_removed removed = {.start = 34, .end = 68, .kind = "newsletter"};
    cd_arena_reset(&desk.arena);
    ck_assert_int_eq(desk_prepare(&desk, CD_STR(""), cd_str_of(body)), CD_OK);
    desk.article.removed = &removed;
    desk.article.removed_count = 1;
    ck_assert_int_eq(cd_quotes.process(desk.state, &desk.article, &desk.err),
                     CD_CONTINUE);
    json_t *quotes = desk_parse(&desk);
    ck_assert_uint_eq(json_array_size(quotes), 1);
    json_decref(quotes);
}
END_TEST

START_TEST(an_article_without_quotes_gets_an_empty_list) {
    ck_assert_uint_eq(json_array_size(desk_rank(&desk, "", "")), 0);
    ck_assert_uint_eq(json_array_size(desk_rank(&desk, "“Title”", "It rained.")), 0);
}
END_TEST

START_TEST(at_most_so_many_key_quotes_are_given_and_no_terms) {
    desk_done(&desk);
    desk_init(&desk, (const char *const[]){"quotes.max=2", NULL});
    desk_rank(
        &desk, "",
        "The “swamp rule” is gone. “One thing we know is that it rained,” Nora Pike "
        "said. “Two,” Nora Pike said. “Three things we know of the rain,” Nora Pike "
        "said.");
    ck_assert_uint_eq(json_array_size(desk.quotes), 2);
    for (size_t i = 0; i < 2; i++)
        ck_assert_str_ne(desk_string(json_array_get(desk.quotes, i), "text"), "Two,");
}
END_TEST

START_TEST(every_failed_allocation_is_said_to_be_one) {
    const char *body = "Nora Pike, the “boss,” spoke. “We held on,” she said.\n\n“Ha,” "
                       "said a man who waited. The bus <a href=\"x\">left</a>.";
    for (size_t limit = 1; limit < (1u << 20); limit += 997) {
        cd_arena_done(&desk.arena);
        cd_arena_init(&desk.arena, limit);
        if (desk_prepare(&desk, CD_STR(""), cd_str_of(body)))
            continue;
        if (cd_quotes.process(desk.state, &desk.article, &desk.err) == CD_CONTINUE)
            return;
        ck_assert_int_eq(desk.err.code, CD_ENOMEM);
    }
    ck_abort_msg("not even 1 MiB is enough");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("quotes");
    TCase *finds = tcase_create("finds");
    tcase_add_checked_fixture(finds, set_up, take_down);
    tcase_add_test(finds, a_quote_belongs_to_the_subject_of_the_verb_next_to_it);
    tcase_add_test(finds, a_quote_split_by_its_attribution_is_one_group);
    tcase_add_test(finds, a_fragment_in_the_reporters_sentence_is_mixed);
    tcase_add_test(finds, terms_and_titles_of_works_are_nobodys);
    tcase_add_test(finds, marks_of_every_style_quote);
    tcase_add_test(finds, single_marks_quote_where_there_are_no_double_ones);
    tcase_add_test(finds,
                   an_unclosed_quote_ends_at_its_paragraph_and_goes_on_in_the_next);
    tcase_add_test(finds, marks_that_measure_do_not_quote);
    tcase_add_test(finds, a_surname_stands_for_the_full_name);
    tcase_add_test(finds, a_spokesman_is_not_the_one_he_speaks_for);
    tcase_add_test(finds, a_name_is_given_without_what_it_is_set_with);
    tcase_add_test(finds, names_that_say_it_together_are_given_together);
    tcase_add_test(finds, a_pronoun_goes_to_the_subject_that_was_named_last);
    tcase_add_test(finds, a_description_goes_to_who_was_called_so);
    tcase_add_test(finds, a_name_is_surer_than_a_pronoun_and_that_than_a_stranger);
    tcase_add_test(finds, two_who_speak_in_turn_are_told_apart);
    tcase_add_test(finds, bodies_and_documents_speak);
    tcase_add_test(finds, a_credit_or_label_names_the_speaker);
    tcase_add_test(finds, spans_are_code_points_that_hold_the_marks);
    tcase_add_test(finds, a_title_is_kept_apart_from_the_name);
    tcase_add_test(finds, french_german_and_spanish_are_told_by_their_words);
    tcase_add_test(finds, a_short_text_has_the_language_of_most_of_its_words);
    tcase_add_test(finds, dashes_quote_where_somebody_speaks_between_them);
    tcase_add_test(finds, dashes_before_the_points_of_a_list_do_not_quote);
    tcase_add_test(finds,
                   a_capital_in_mid_sentence_tells_a_title_where_titles_have_one_only);
    tcase_add_test(finds, what_was_removed_holds_no_quotes);
    tcase_add_test(finds, an_article_without_quotes_gets_an_empty_list);
    tcase_add_test(finds, at_most_so_many_key_quotes_are_given_and_no_terms);
    tcase_add_test(finds, every_failed_allocation_is_said_to_be_one);
    suite_add_tcase(suite, finds);
    return suite_run(suite);
}
