/* The process's own clock, for deadlines, intervals and rates: never for a verdict. */
#ifndef CD_CONSUMER_CLOCK_H
#define CD_CONSUMER_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds of a clock that only goes forward. */
static inline int64_t cd_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* Milliseconds until a deadline, not below 0. */
static inline int cd_left_ms(int64_t deadline_ms) {
    int64_t left = deadline_ms - cd_now_ms();
    return left > 0 ? (int)left : 0;
}

static inline void cd_sleep_ms(int ms) {
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L},
              NULL);
}

#endif
