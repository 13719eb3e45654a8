/* See wake.h. The futex is called by number, since the C library has no wrapper. */
#include "consumer/wake.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

int cd_bell_open(struct cd_bell *bell, struct cd_error *err) {
    atomic_init(&bell->armed, false);
    bell->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell->fd < 0)
        return cd_fail(err, CD_EWORLD, "eventfd", "eventfd: %s", strerror(errno));
    return 0;
}

void cd_bell_close(struct cd_bell *bell) {
    if (bell->fd > 0)
        close(bell->fd);
    bell->fd = -1;
}

void cd_bell_arm(struct cd_bell *bell) { atomic_store(&bell->armed, true); }

void cd_bell_disarm(struct cd_bell *bell) { atomic_store(&bell->armed, false); }

void cd_bell_sleep(struct cd_bell *bell, int timeout_ms) {
    struct pollfd rung = {.fd = bell->fd, .events = POLLIN};
    uint64_t count;
    if (poll(&rung, 1, timeout_ms) <= 0) /* or a signal: the caller looks around */
        return;
    ssize_t got = read(bell->fd, &count, sizeof count);
    (void)got;
}

void cd_bell_ring(struct cd_bell *bell) {
    if (!atomic_load(&bell->armed) || !atomic_exchange(&bell->armed, false))
        return;
    uint64_t one = 1;
    ssize_t written = write(bell->fd, &one, sizeof one);
    (void)written; /* EAGAIN: the counter is full, so the descriptor is readable */
}

static void futex(_Atomic uint32_t *word, int operation, uint32_t value) {
    long rc =
        syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value, NULL, NULL, 0);
    (void)rc; /* EAGAIN, EINTR: the caller looks for work again in any case */
}

uint32_t cd_gate_key(struct cd_gate *gate) {
    uint32_t key = atomic_load(&gate->opened);
    atomic_fetch_add(&gate->sleepers, 1);
    return key;
}

void cd_gate_sleep(struct cd_gate *gate, uint32_t key) {
    futex(&gate->opened, FUTEX_WAIT, key);
    atomic_fetch_sub(&gate->sleepers, 1);
}

void cd_gate_leave(struct cd_gate *gate) { atomic_fetch_sub(&gate->sleepers, 1); }

static void open_gate(struct cd_gate *gate, uint32_t how_many) {
    if (!atomic_load(&gate->sleepers))
        return;
    atomic_fetch_add(&gate->opened, 1);
    futex(&gate->opened, FUTEX_WAKE, how_many);
}

void cd_gate_open_one(struct cd_gate *gate) { open_gate(gate, 1); }

void cd_gate_open_all(struct cd_gate *gate) { open_gate(gate, INT_MAX); }
