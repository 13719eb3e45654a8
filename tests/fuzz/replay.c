/* Runs a fuzz target over the files of its corpus: its main where libFuzzer is not there.
 * So every build holds what fuzzing once found, under its own sanitizer or none. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static int replay(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return -1;
    }
    size_t len = (size_t)ftell(file);
    rewind(file);
    /* Of the exact size, so that a sanitizer sees a read behind the end. */
    uint8_t *bytes = malloc(len ? len : 1);
    int status = -1;
    if (bytes && fread(bytes, 1, len, file) == len)
        status = LLVMFuzzerTestOneInput(bytes, len);
    if (status != 0)
        fprintf(stderr, "%s: cannot be read\n", path);
    free(bytes);
    fclose(file);
    return status;
}

int main(int argc, char **argv) {
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return EXIT_FAILURE;
    }
    int count = 0, failed = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        failed += replay(argv[1], entry->d_name) != 0;
    }
    closedir(folder);
    printf("%d inputs, %d failed\n", count, failed);
    return count > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
