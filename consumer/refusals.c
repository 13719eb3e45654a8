/* See refusals.h. A list: it is empty but for seconds in a service's life. */
#include "consumer/refusals.h"

#include <stdlib.h>

void cd_refusals_done(struct cd_refusals *refusals) {
    free(refusals->list);
    *refusals = (struct cd_refusals){0};
}

bool cd_refusal_is(rd_kafka_resp_err_t code) {
    return code == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP ||
           code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
           code == RD_KAFKA_RESP_ERR_INVALID_RECORD;
}

const char *cd_refusal_reason(rd_kafka_resp_err_t code) {
    if (code == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP)
        return "refused_timestamp";
    return code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ? "refused_size"
                                                        : "refused_record";
}

static struct cd_refusal *find(const struct cd_refusals *refusals,
                               const struct cd_lane *lane, int64_t offset) {
    for (size_t i = 0; i < refusals->count; i++)
        if (refusals->list[i].offset == offset && refusals->list[i].lane == lane)
            return &refusals->list[i];
    return NULL;
}

const struct cd_refusal *cd_refusals_find(const struct cd_refusals *refusals,
                                          const struct cd_lane *lane, int64_t offset) {
    return find(refusals, lane, offset);
}

static int grow(struct cd_refusals *refusals) {
    size_t room = refusals->room ? refusals->room * 2 : 64;
    struct cd_refusal *list = realloc(refusals->list, room * sizeof *list);
    if (!list)
        return CD_ENOMEM;
    refusals->list = list;
    refusals->room = room;
    return 0;
}

/* One that was refused among others stays a suspect: only alone is it to blame. */
static enum cd_blame graver(enum cd_blame blame, bool alone) {
    if (!alone && blame < CD_BLAME_GUILTY)
        return CD_BLAME_SUSPECT;
    if (blame < CD_BLAME_GUILTY)
        return CD_BLAME_GUILTY;
    return blame < CD_BLAME_HOPELESS ? blame + 1 : CD_BLAME_HOPELESS;
}

int cd_refusals_add(struct cd_refusals *refusals, const struct cd_lane *lane,
                    int64_t offset, rd_kafka_resp_err_t code, bool alone) {
    struct cd_refusal *known = find(refusals, lane, offset);
    if (!known) {
        if (refusals->count == refusals->room && grow(refusals) < 0)
            return CD_ENOMEM;
        known = &refusals->list[refusals->count++];
        *known = (struct cd_refusal){.lane = lane, .offset = offset};
    }
    known->blame = graver(known->blame, alone);
    known->code = code;
    return 0;
}

void cd_refusals_forget(struct cd_refusals *refusals, const struct cd_lane *lane,
                        int64_t offset) {
    size_t kept = 0;
    for (size_t i = 0; i < refusals->count; i++)
        if (refusals->list[i].lane != lane || refusals->list[i].offset >= offset)
            refusals->list[kept++] = refusals->list[i];
    refusals->count = kept;
}
