#include "config/nearest.h"

#include <ctype.h>
#include <string.h>

#define LONGEST_WORD 64

size_t cd_edit_distance(const char *a, const char *b) {
    size_t rows[3][LONGEST_WORD];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    size_t la = strnlen(a, LONGEST_WORD - 1), lb = strnlen(b, LONGEST_WORD - 1);
    for (size_t j = 0; j <= lb; j++)
        last[j] = j;
    for (size_t i = 1; i <= la; i++) {
        now[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            int x = tolower((unsigned char)a[i - 1]);
            int y = tolower((unsigned char)b[j - 1]);
            size_t best = last[j - 1] + (x != y);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
                y == tolower((unsigned char)a[i - 2]) && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[lb];
}

bool cd_edit_close(size_t distance, const char *word) {
    return distance <= 1 + strlen(word) / 4;
}
