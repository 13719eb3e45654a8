/* See files.h. */
#include "consumer/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "consumer/lines.h"

static bool is_blank(struct cd_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    return true;
}

/* What `take` ended with; *unread: why there is more in the file that cannot be had. */
static int take_lines(const struct cd_files *files, struct cd_lines *lines,
                      struct cd_str topic, int *unread) {
    struct cd_error err = {0};
    struct cd_record record = {.topic = topic};
    int more;
    while ((more = cd_lines_next(lines, &record.bytes, &err)) > 0) {
        if (is_blank(record.bytes) && !files->whole)
            continue;
        record.offset = lines->line;
        int rc = files->take(files->self, &record);
        if (rc)
            return rc;
    }
    cd_error_where(&err, "%.*s", (int)topic.len, topic.p);
    if (more < 0)
        *unread = cd_complain(files->call, cd_exit_for(err.code), "%s", err.text);
    return CD_EXIT_OK;
}

/* A file's name as a stamp can hold it: what is not UTF-8 becomes U+FFFD. */
static struct cd_str name_topic(const char *file, char *out) {
    size_t len = 0;
    const char *end = file + strlen(file);
    for (const char *p = file; p < end;) {
        uint32_t cp;
        p += cd_utf8_decode(p, end, &cp);
        len += (size_t)cd_utf8_encode(cp, out + len);
    }
    return (struct cd_str){out, len};
}

static int take_file(const struct cd_files *files, const char *file, int *unread) {
    bool standard = strcmp(file, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    char *name = malloc(3 * strlen(file)); /* U+FFFD has three bytes */
    int rc = CD_EXIT_OK;
    if (fd < 0) {
        *unread = cd_complain(files->call, CD_EXIT_UNAVAILABLE, "%s: %s", file,
                              strerror(errno));
    } else if (!name) {
        rc = cd_complain(files->call, CD_EXIT_MEMORY, "out of memory");
    } else {
        struct cd_lines lines;
        cd_lines_init(&lines, fd, files->most);
        lines.tied = files->tied;
        lines.whole = files->whole;
        rc = take_lines(files, &lines, name_topic(file, name), unread);
        cd_lines_done(&lines);
    }
    free(name);
    if (fd > STDIN_FILENO)
        close(fd);
    return rc;
}

int cd_files_walk(const struct cd_files *files, const char *const *names) {
    static const char *const standard[] = {"-", NULL};
    int rc = CD_EXIT_OK, unread = CD_EXIT_OK;
    for (names = *names ? names : standard; *names && rc == CD_EXIT_OK; names++)
        rc = take_file(files, *names, &unread);
    return rc ? rc : unread;
}
