/* Lexicons of words, as files: {"source": "where it is from", "words": {"class": ["row of
 * words", …], …}}. A row is a line of words that white space parts; what a class and the
 * order in a row mean is the reader's affair. One reader for all of them, so that all are
 * checked alike: a file without a source, a class that nobody knows or an empty row is an
 * error that names file and class. */
#ifndef CD_PROCESSORS_TEXT_WORD_FILE_H
#define CD_PROCESSORS_TEXT_WORD_FILE_H

#include "config/config.h"
#include "processors/text/words.h"

/* Takes one row of a class; `context` is the caller's. Returns 0, or a CD_E… code having
 * filled `err`; CD_EUSAGE for a class it does not know. */
typedef int cd_row_reader(void *context, const char *name, struct cd_str row,
                          struct cd_error *err);

/* Calls `read` for each row of the lexicon `file` ("verbs.json"), in the file's order.
 * CD_EUSAGE: the file is not there, not JSON or not of that form; CD_ENOMEM. */
CD_MUST_USE int cd_word_file_read(const struct cd_config *config, const char *file,
                                  cd_row_reader *read, void *context,
                                  struct cd_error *err);

/* Cuts the next word off the front of a row; absent when there is none left. */
struct cd_str cd_row_word(struct cd_str *row);

/* The abbreviations that cd_text_read wants ("abbreviations.json"); free with
 * cd_words_free. CD_EUSAGE, CD_ENOMEM. */
CD_MUST_USE int cd_abbreviations_load(struct cd_words **out,
                                      const struct cd_config *config,
                                      struct cd_error *err);

#endif
