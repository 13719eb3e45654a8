/* How functions fail. A function that can fail returns 0 or one of the negative codes
 * below; its last parameter, `struct cd_error *err`, takes the words. The lowest level
 * says what went wrong, each level above may put in front where; the top logs once.
 * The codes are the three kinds that the top tells apart, and no more:
 * the message is bad (dead letter, carry on), the world is bad (retry, then stop), we
 * lack memory (stop; exactly-once makes a restart safe), the user asked for something
 * that cannot be (configuration, lexicon, arguments: exit 64 or 78). What can only be a
 * mistake of ours is cd_bug(). */
#ifndef CD_BASE_ERROR_H
#define CD_BASE_ERROR_H

#define CD_MUST_USE              __attribute__((warn_unused_result))
#define CD_PRINTF(format, first) __attribute__((__format__(__printf__, format, first)))

enum cd_code {
    CD_OK = 0,
    CD_EMESSAGE = -1, /* this message cannot be used: a dead letter */
    CD_EWORLD = -2,   /* a broker, a file, the network */
    CD_ENOMEM = -3,   /* no memory, or an article's own limit of it */
    CD_EUSAGE = -4,   /* configuration, lexicon or command line */
};

/* `reason` is a static snake_case name for machines (a dead letter's reason, say) or
 * NULL; `text` is for people, one line, NUL-terminated. Zeroed storage is "no error". */
struct cd_error {
    int code;
    const char *reason;
    char text[512];
};

/* Fills *err (NULL allowed) unless it already holds an error: the first one wins.
 * Returns `code`, so that callers write `return cd_fail(…)`. */
int cd_fail(struct cd_error *err, int code, const char *reason, const char *format, ...)
    CD_PRINTF(4, 5);

/* Puts "where: " in front of the text of an error that is set; NULL allowed. */
void cd_error_where(struct cd_error *err, const char *format, ...) CD_PRINTF(2, 3);

/* The defined way of an allocation that failed: CD_ENOMEM, reason "out_of_memory". */
int cd_fail_memory(struct cd_error *err);

/* A mistake of ours: says so on stderr and aborts, so that a supervisor restarts us. */
void cd_bug(const char *file, int line, const char *what) __attribute__((noreturn));
#define CD_BUG(what) cd_bug(__FILE__, __LINE__, what)

#endif
