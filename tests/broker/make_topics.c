/* make_topics ADDRESS PARTITIONS NAME…: makes topics, for tests and measurements that are
 * scripts. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/broker/harness.h"

int main(int argc, char **argv) {
    int partitions = argc > 3 ? atoi(argv[2]) : 0;
    if (partitions < 1) {
        fprintf(stderr, "usage: %s ADDRESS PARTITIONS NAME…\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (int i = 3; i < argc; i++)
        cd_broker_topic(argv[1], argv[i], partitions, NULL);
    return EXIT_SUCCESS;
}
