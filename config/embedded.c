/* Files that are compiled in, so that the binary runs alone, and lexicons, which a folder
 * of the user's may replace one by one. */
#include "config/embedded.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/internal.h"
#include "config/nearest.h"

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

const char *cd_lexicon_name(size_t i) {
    for (const struct cd_embedded_file *file = cd_embedded_files; file->path; file++)
        if (strncmp(file->path, "lexicons/", 9) == 0 && i-- == 0)
            return file->path + 9;
    return NULL;
}

bool cd_lexicon_is_own(const struct cd_config *config, const char *name) {
    const char *folder = lexicon_folder(config);
    struct stat status;
    char path[PATH_MAX];
    if (!folder)
        return false;
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    return len > 0 && (size_t)len < sizeof path &&
           (stat(path, &status) == 0 || errno != ENOENT);
}

static bool is_lexicon(const char *name) {
    char path[280];
    snprintf(path, sizeof path, "lexicons/%s", name);
    return cd_embedded(path).p != NULL;
}

/* The lexicon whose name is nearest to one that is none; NULL: none is near. */
static const char *nearest(const char *name) {
    const char *best = NULL;
    size_t least = SIZE_MAX;
    for (const struct cd_embedded_file *file = cd_embedded_files; file->path; file++) {
        if (strncmp(file->path, "lexicons/", 9) != 0)
            continue;
        size_t distance = cd_edit_distance(name, file->path + 9);
        if (distance < least && cd_edit_close(distance, name)) {
            least = distance;
            best = file->path + 9;
        }
    }
    return best;
}

static int blame_name(const char *folder, const char *name, struct cd_error *err) {
    const char *meant = nearest(name);
    return cd_fail(err, CD_EUSAGE, NULL,
                   "/lexicons/path: %s/%s replaces nothing: no lexicon has this name%s%s",
                   folder, name, meant ? "; did you mean " : "", meant ? meant : "");
}

/* A file that replaces nothing was meant to. */
static int check_names(const char *folder, struct cd_error *err) {
    DIR *dir = opendir(folder);
    if (!dir)
        return cd_fail(err, CD_EUSAGE, NULL, "/lexicons/path: %s cannot be read: %s",
                       folder, strerror(errno));
    int rc = CD_OK;
    bool any = false;
    for (const struct dirent *entry; rc == CD_OK && (entry = readdir(dir));) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".json") != 0)
            continue;
        any = true;
        if (!is_lexicon(entry->d_name))
            rc = blame_name(folder, entry->d_name, err);
    }
    closedir(dir);
    return rc != CD_OK || any
               ? rc
               : cd_fail(err, CD_EUSAGE, NULL, "/lexicons/path: %s has no lexicon in it",
                         folder);
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
    int rc = check_names(folder, err);
    if (rc != CD_OK)
        return rc;
    struct cd_buf path = cd_buf_in(arena);
    cd_buf_print(&path, "%s/%s", folder, name);
    if (path.failed)
        return cd_fail_memory(err);
    if (stat(path.p, &status) != 0) {
        if (errno == ENOENT)
            return CD_OK;
    } else if (!S_ISREG(status.st_mode)) { /* a pipe would be waited for */
        return cd_fail(err, CD_EUSAGE, NULL, "/lexicons/path: %s is no regular file",
                       path.p);
    }
    *origin = path.p;
    rc = cd_file_read(path.p, MOST_LEXICON_BYTES, arena, bytes, err);
    *bytes = cd_str_without_mark(*bytes);
    return rc;
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
