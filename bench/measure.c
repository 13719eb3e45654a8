/* measure BROKERS GROUP TOPIC COUNT COMMAND…: runs a command until a group has committed
 * COUNT records of a topic, ends it (SIGTERM), and prints how many it committed a second,
 * between its first commit that was seen and the last, and the CPU time of the command in
 * microseconds a record, start-up included. What a group has committed is what is done:
 * outputs and offsets go together. */
#include <librdkafka/rdkafka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 10000
#define PAUSE_NS    20000000

static void die(const char *what, const char *why) {
    fprintf(stderr, "measure: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static rd_kafka_t *make(const char *brokers, const char *group) {
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "bootstrap.servers", brokers, text, sizeof text) ||
        rd_kafka_conf_set(conf, "group.id", group, text, sizeof text))
        die("configuration", text);
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    if (!handle)
        die("rd_kafka_new", text);
    return handle;
}

static rd_kafka_topic_partition_list_t *list_partitions(rd_kafka_t *handle,
                                                        const char *name) {
    rd_kafka_topic_t *topic = rd_kafka_topic_new(handle, name, NULL);
    const struct rd_kafka_metadata *metadata;
    rd_kafka_resp_err_t code =
        rd_kafka_metadata(handle, 0, topic, &metadata, PATIENCE_MS);
    if (code)
        die(name, rd_kafka_err2str(code));
    int count = metadata->topics[0].partition_cnt;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(count);
    for (int i = 0; i < count; i++)
        rd_kafka_topic_partition_list_add(list, name, i);
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(topic);
    return list;
}

/* The sum of the committed offsets: records of the input have no gaps. */
static long long committed(rd_kafka_t *handle, rd_kafka_topic_partition_list_t *list) {
    if (rd_kafka_committed(handle, list, PATIENCE_MS))
        return 0;
    long long sum = 0;
    for (int i = 0; i < list->cnt; i++)
        if (list->elems[i].offset > 0)
            sum += list->elems[i].offset;
    return sum;
}

/* Waits until `count` are committed; returns their number a second. */
static double watch(rd_kafka_t *handle, rd_kafka_topic_partition_list_t *list,
                    long long count, pid_t command) {
    long long first = 0, done = 0;
    double began = 0;
    while (done < count) {
        nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
        if (waitpid(command, NULL, WNOHANG) != 0)
            die("command", "ended before its work was done");
        done = committed(handle, list);
        if (first == 0 && done > 0) {
            first = done;
            began = now_s();
        }
    }
    return (double)(done - first) / (now_s() - began);
}

static pid_t spawn(char **command) {
    pid_t pid = fork();
    if (pid == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    return pid;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fprintf(stderr, "usage: %s BROKERS GROUP TOPIC COUNT COMMAND…\n", argv[0]);
        return EXIT_FAILURE;
    }
    long long count = atoll(argv[4]);
    rd_kafka_t *handle = make(argv[1], argv[2]);
    rd_kafka_topic_partition_list_t *list = list_partitions(handle, argv[3]);
    pid_t command = spawn(argv + 5);
    double rate = watch(handle, list, count, command);
    int status;
    struct rusage used;
    kill(command, SIGTERM);
    if (wait4(command, &status, 0, &used) != command || status != 0)
        die(argv[5], "did not end well");
    printf("%.0f %.0f\n", rate,
           1e6 * (seconds(used.ru_utime) + seconds(used.ru_stime)) / (double)count);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(handle);
    return EXIT_SUCCESS;
}
