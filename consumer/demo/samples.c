/* Reads the compiled-in files: JSON Lines, but for the broken ones, which are lines of
 * whatever bytes. */
#include "consumer/demo/samples.h"

#include "config/embedded.h"

extern const struct cd_embedded_file cd_demo_files[]; /* generated, see CMakeLists.txt */

/* Takes the next line off the front of `rest`, without its break; false at the end. */
static bool take_line(struct cd_str *rest, struct cd_str *line) {
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->p, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->p) : rest->len;
    *line = cd_str_cut(*rest, 0, len);
    *rest = cd_str_cut(*rest, end ? len + 1 : len, rest->len);
    return true;
}

/* Puts the lines of all files into `list`; NULL: only counts them. */
static size_t list_lines(struct cd_sample *list) {
    size_t count = 0;
    for (const struct cd_embedded_file *file = cd_demo_files; file->path; file++) {
        struct cd_str rest = {file->start, (size_t)(file->end - file->start)}, line;
        for (; take_line(&rest, &line); count++)
            if (list)
                list[count] = (struct cd_sample){.bytes = line, .offset = -1};
    }
    return count;
}

int cd_samples_load(struct cd_samples *out, struct cd_arena *arena,
                    struct cd_error *err) {
    out->count = list_lines(NULL);
    out->list = cd_arena_zero(arena, out->count, sizeof *out->list);
    if (!out->list)
        return cd_fail_memory(err);
    list_lines(out->list);
    return CD_OK;
}

struct cd_sample *cd_samples_at(const struct cd_samples *samples, int32_t partition,
                                int64_t offset) {
    for (size_t i = 0; i < samples->count; i++) {
        struct cd_sample *sample = &samples->list[i];
        if (sample->offset == offset && sample->partition == partition)
            return sample;
    }
    return NULL;
}

size_t cd_samples_done(const struct cd_samples *samples) {
    size_t done = 0;
    for (size_t i = 0; i < samples->count; i++)
        done += samples->list[i].outcome != CD_OUTCOME_NONE;
    return done;
}
