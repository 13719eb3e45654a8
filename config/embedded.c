/* Files that are compiled in, so that the binary runs alone, and lexicons, which a folder
 * of the user's may replace one by one. */
#include "config/embedded.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/internal.h"

/* Larger than any lexicon; keeps /dev/zero out. */
#define MOST_LEXICON_BYTES (64 << 20)

struct cd_str cd_embedded(const char *path) {
    for (const struct cd_embedded_file *file = cd_embedded_files; file->path; file++)
        if (strcmp(file->path, path) == 0)
            return (struct cd_str){file->start, (size_t)(file->end - file->start)};
    return (struct cd_str){0};
}

/* Unit tests of a processor load its table alone, without "lexicons.path". */
static const char *lexicon_folder(const struct cd_config *config) {
    const struct cd_setting *setting =
        config ? cd_setting_find(config, "lexicons.path") : NULL;
    return setting ? setting->is.string : NULL;
}

static int read_own(const char *folder, const char *name, struct cd_arena *arena,
                    struct cd_str *bytes, const char **origin, struct cd_error *err) {
    struct stat status;
    if (stat(folder, &status) != 0)
        return cd_fail(err, CD_EUSAGE, NULL, "/lexicons/path: %s cannot be read: %s",
                       folder, strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return cd_fail(err, CD_EUSAGE, NULL, "/lexicons/path: %s is not a folder",
                       folder);
    struct cd_buf path = cd_buf_in(arena);
    cd_buf_print(&path, "%s/%s", folder, name);
    if (path.failed)
        return cd_fail_memory(err);
    if (stat(path.p, &status) != 0 && errno == ENOENT)
        return CD_OK;
    *origin = path.p;
    return cd_file_read(path.p, MOST_LEXICON_BYTES, arena, bytes, err);
}

int cd_lexicon_read(const struct cd_config *config, const char *name,
                    struct cd_arena *arena, struct cd_str *bytes, const char **origin,
                    struct cd_error *err) {
    *origin = NULL;
    *bytes = (struct cd_str){0};
    const char *folder = lexicon_folder(config);
    int rc = folder ? read_own(folder, name, arena, bytes, origin, err) : CD_OK;
    if (rc != CD_OK || *origin)
        return rc;
    struct cd_buf path = cd_buf_in(arena);
    cd_buf_print(&path, "lexicons/%s", name);
    if (path.failed)
        return cd_fail_memory(err);
    *origin = path.p;
    *bytes = cd_embedded(path.p);
    if (!bytes->p)
        return cd_fail(err, CD_EUSAGE, NULL, "there is no lexicon %s", name);
    return CD_OK;
}
