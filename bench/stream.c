/* stream COUNT [SEED [PARAGRAPHS]]: a stream of made-up articles on stdout, as JSON
 * Lines, for measuring speed. Words are drawn from 20,000 made-up ones by Zipf's law, as
 * in language; an article has a headline, some 700 words in 18 paragraphs (or so many as
 * are asked for), quotes with speakers, and about 4.5 kB. Every tenth is a copy of one of
 * the last 1,000: half of them exact, under another id, half with another headline and a
 * sentence less. The same seed gives the same bytes. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS      20000
#define LONGEST    16
#define KEPT       1000
#define PARAGRAPHS 18 /* unless the command line says; at most */
#define SENTENCES  3  /* a paragraph */
#define COPY_EVERY 10
#define LARGEST    16384

struct stream {
    uint64_t state;
    int paragraphs;
    char words[WORDS][LONGEST];
    char bodies[KEPT][LARGEST]; /* of the last articles, as JSON text */
};

/* splitmix64 (Steele, Lea, Flood 2014): any seed will do. */
static uint64_t draw(struct stream *s) {
    uint64_t z = s->state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static uint32_t below(struct stream *s, uint32_t n) { return (uint32_t)(draw(s) % n); }

static void make_words(struct stream *s) {
    static const char *const heads[] = {"b",  "c",  "d",  "f",  "g",  "h",  "l",  "m",
                                        "n",  "p",  "r",  "s",  "t",  "v",  "st", "tr",
                                        "br", "cl", "gr", "sh", "pl", "fr", "ch", "w"};
    static const char *const tails[] = {"a",  "e",  "i",  "o",  "u",   "an",
                                        "en", "er", "in", "on", "ing", "al"};
    for (size_t i = 0; i < WORDS; i++) {
        /* Frequent words are short. */
        uint32_t syllables = i < 200 ? 1 : 2 + below(s, 2);
        s->words[i][0] = '\0';
        for (uint32_t k = 0; k < syllables; k++) {
            strcat(s->words[i], heads[below(s, sizeof heads / sizeof heads[0])]);
            strcat(s->words[i], tails[below(s, sizeof tails / sizeof tails[0])]);
        }
    }
}

/* By Zipf's law with exponent 1: the rank is log-uniform. 2^(0..14.28) covers 20,000. */
static const char *word(struct stream *s) {
    uint32_t octave = below(s, 15), base = 1u << octave;
    uint32_t rank = base - 1 + below(s, base);
    return s->words[rank < WORDS ? rank : below(s, WORDS)];
}

static char *put(char *out, const char *text) {
    size_t len = strlen(text);
    memcpy(out, text, len);
    return out + len;
}

static char *put_capital(char *out, const char *text) {
    char *end = put(out, text);
    *out = (char)(*out - 'a' + 'A');
    return end;
}

static char *put_words(struct stream *s, char *out, uint32_t count, bool capital) {
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            *out++ = ' ';
        out = i == 0 && capital ? put_capital(out, word(s)) : put(out, word(s));
    }
    return out;
}

static char *put_name(struct stream *s, char *out) {
    out = put_capital(out, s->words[200 + below(s, 300)]);
    *out++ = ' ';
    return put_capital(out, s->words[500 + below(s, 2000)]);
}

static char *put_sentence(struct stream *s, char *out) {
    if (below(s, 6) > 0) {
        out = put_words(s, out, 8 + below(s, 12), true);
        return put(out, ". ");
    }
    out = put(out, "“");
    out = put_words(s, out, 6 + below(s, 10), true);
    out = put(out, ",” said ");
    out = put_name(s, out);
    return put(out, ". ");
}

static void make_body(struct stream *s, char *out) {
    for (int i = 0; i < s->paragraphs; i++) {
        for (int k = 0; k < SENTENCES; k++)
            out = put_sentence(s, out);
        out = put(out, "\\n\\n");
    }
    *out = '\0';
}

/* A copy loses its second sentence. */
static void shorten(char *body) {
    char *first = strstr(body, ". ");
    char *second = first ? strstr(first + 2, ". ") : NULL;
    if (second)
        memmove(first, second, strlen(second) + 1);
}

static void make_article(struct stream *s, uint64_t number) {
    char title[1024];
    bool copy = number >= KEPT && below(s, COPY_EVERY) == 0;
    char *body = s->bodies[number % KEPT];
    *put_words(s, title, 8, true) = '\0';
    if (copy) {
        uint32_t back = 1 + below(s, KEPT - 1);
        memcpy(body, s->bodies[(number - back) % KEPT], LARGEST);
        if (below(s, 2) == 0)
            shorten(body);
    } else {
        make_body(s, body);
    }
    printf("{\"id\":\"bench-%llu\",\"title\":\"%s\",\"body\":\"%s\",\"url\":"
           "\"https://bench.example/%llu\",\"published\":\"2026-05-01T12:%02u:%02uZ\","
           "\"language\":\"en\",\"source\":\"Bench\"}\n",
           (unsigned long long)number, title, body, (unsigned long long)number,
           below(s, 60), below(s, 60));
}

int main(int argc, char **argv) {
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    struct stream *s = calloc(1, sizeof *s);
    if (count == 0 || !s) {
        fprintf(stderr, "usage: %s COUNT [SEED [PARAGRAPHS]]\n", argv[0]);
        return EXIT_FAILURE;
    }
    s->state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    s->paragraphs = argc > 3 ? atoi(argv[3]) : PARAGRAPHS;
    if (s->paragraphs < 1 || s->paragraphs > PARAGRAPHS)
        s->paragraphs = PARAGRAPHS;
    make_words(s);
    for (uint64_t i = 0; i < count; i++)
        make_article(s, i);
    free(s);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
