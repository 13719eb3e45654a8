/* See groupmeta.h. librdkafka has getters since 2.8.0; before that, the only way to the
 * generation is the serialized form, "CGMDv2:", int32 generation in the machine's order,
 * group id NUL, member id NUL, … */
#include "consumer/groupmeta.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char magic[] = {'C', 'G', 'M', 'D', 'v', '2', ':'};

int cd_groupmeta_parse(const void *bytes, size_t size, struct cd_error *err) {
    const char *p = bytes, *end = p + size;
    int32_t generation;
    if (size < sizeof magic + sizeof generation || memcmp(p, magic, sizeof magic) != 0)
        return cd_fail(err, CD_EWORLD, "librdkafka",
                       "librdkafka %s writes group metadata in an unknown form",
                       rd_kafka_version_str());
    memcpy(&generation, p + sizeof magic, sizeof generation);
    p += sizeof magic + sizeof generation;
    const char *group_end = memchr(p, '\0', (size_t)(end - p));
    if (!group_end || group_end + 1 == end)
        return cd_fail(err, CD_EWORLD, "librdkafka", "group metadata is cut short");
    return generation >= 0 && group_end[1] != '\0';
}

#if RD_KAFKA_VERSION >= 0x020800ff
int cd_groupmeta_member(const rd_kafka_consumer_group_metadata_t *metadata,
                        struct cd_error *err) {
    (void)err;
    const char *member = rd_kafka_consumer_group_metadata_member_id(metadata);
    return rd_kafka_consumer_group_metadata_generation_id(metadata) >= 0 && member &&
           *member;
}
#else
int cd_groupmeta_member(const rd_kafka_consumer_group_metadata_t *metadata,
                        struct cd_error *err) {
    void *bytes = NULL;
    size_t size = 0;
    rd_kafka_error_t *error =
        rd_kafka_consumer_group_metadata_write(metadata, &bytes, &size);
    if (error) {
        cd_fail(err, CD_EWORLD, "librdkafka", "group metadata: %s",
                rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        return CD_EWORLD;
    }
    int rc = cd_groupmeta_parse(bytes, size, err);
    rd_kafka_mem_free(NULL, bytes);
    return rc;
}
#endif
