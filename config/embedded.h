/* The table of compiled-in files, which CMake generates (cmake/embed.cmake). */
#ifndef CD_CONFIG_EMBEDDED_H
#define CD_CONFIG_EMBEDDED_H

struct cd_embedded_file {
    const char *path;
    const char *start, *end;
};

/* Ends with a NULL path. */
extern const struct cd_embedded_file cd_embedded_files[];

#endif
