/* C11 threads by POSIX threads, for the thread sanitizer: it watches pthread_… but not
 * thrd_…, mtx_… and cnd_…, with which librdkafka works, and falls over at a thread that
 * it did not see begin. These definitions come before those of the C library, whose types
 * they share (glibc makes the one kind out of the other). */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

static int code_of(int status) {
    switch (status) {
        case 0:
            return thrd_success;
        case EBUSY:
            return thrd_busy;
        case ENOMEM:
            return thrd_nomem;
        case ETIMEDOUT:
            return thrd_timedout;
        default:
            return thrd_error;
    }
}

struct start {
    thrd_start_t run;
    void *argument;
};

static void *begin(void *opaque) {
    struct start start = *(struct start *)opaque;
    free(opaque);
    return (void *)(intptr_t)start.run(start.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t run, void *argument) {
    struct start *start = malloc(sizeof *start);
    if (!start)
        return thrd_nomem;
    *start = (struct start){run, argument};
    int status = pthread_create(thread, NULL, begin, start);
    if (status != 0)
        free(start);
    return code_of(status);
}

int thrd_join(thrd_t thread, int *result) {
    void *value;
    int status = pthread_join(thread, &value);
    if (status == 0 && result)
        *result = (int)(intptr_t)value;
    return code_of(status);
}

int thrd_detach(thrd_t thread) { return code_of(pthread_detach(thread)); }

static pthread_mutex_t *mutex_of(mtx_t *mutex) { return (pthread_mutex_t *)mutex; }
static pthread_cond_t *condition_of(cnd_t *condition) {
    return (pthread_cond_t *)condition;
}

int mtx_init(mtx_t *mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (type & mtx_recursive)
        pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    int status = pthread_mutex_init(mutex_of(mutex), &attributes);
    pthread_mutexattr_destroy(&attributes);
    return code_of(status);
}

void mtx_destroy(mtx_t *mutex) { pthread_mutex_destroy(mutex_of(mutex)); }
int mtx_lock(mtx_t *mutex) { return code_of(pthread_mutex_lock(mutex_of(mutex))); }
int mtx_trylock(mtx_t *mutex) { return code_of(pthread_mutex_trylock(mutex_of(mutex))); }
int mtx_unlock(mtx_t *mutex) { return code_of(pthread_mutex_unlock(mutex_of(mutex))); }

int cnd_init(cnd_t *condition) {
    return code_of(pthread_cond_init(condition_of(condition), NULL));
}
void cnd_destroy(cnd_t *condition) { pthread_cond_destroy(condition_of(condition)); }
int cnd_signal(cnd_t *condition) {
    return code_of(pthread_cond_signal(condition_of(condition)));
}
int cnd_broadcast(cnd_t *condition) {
    return code_of(pthread_cond_broadcast(condition_of(condition)));
}
int cnd_wait(cnd_t *condition, mtx_t *mutex) {
    return code_of(pthread_cond_wait(condition_of(condition), mutex_of(mutex)));
}
int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    return code_of(
        pthread_cond_timedwait(condition_of(condition), mutex_of(mutex), until));
}
