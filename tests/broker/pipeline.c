/* See pipeline.h: topics, feeding, instances. The audit is audit.c's. */
#include "tests/broker/pipeline.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "tests/broker/articles.h"

#define MOST_ARGUMENTS 128

CD_PRINTF(1, 2)
static _Noreturn void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("pipeline: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* ---- waiting ---- */

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void nap(void) { nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL); }

/* ---- topics ---- */

void cd_pipeline_open(struct cd_pipeline *pipeline, const char *address, int partitions,
                      int outputs) {
    char stem[40];
    cd_broker_name(stem, sizeof stem, "t");
    snprintf(pipeline->address, sizeof pipeline->address, "%s", address);
    snprintf(pipeline->input, sizeof pipeline->input, "%s.raw", stem);
    snprintf(pipeline->output, sizeof pipeline->output, "%s.desk", stem);
    snprintf(pipeline->duplicates, sizeof pipeline->duplicates, "%s.copies", stem);
    snprintf(pipeline->dead, sizeof pipeline->dead, "%s.dead", stem);
    snprintf(pipeline->ledger, sizeof pipeline->ledger, "%s.ledger", stem);
    snprintf(pipeline->group, sizeof pipeline->group, "%s", stem);
    pipeline->partitions = partitions;
    strcpy(pipeline->dir, "/tmp/copydesk-test-XXXXXX");
    if (!mkdtemp(pipeline->dir))
        die("cannot make a folder in /tmp");
    cd_broker_topic(address, pipeline->input, partitions, NULL);
    cd_broker_topic(address, pipeline->output, outputs, NULL);
    cd_broker_topic(address, pipeline->duplicates, outputs, NULL);
    cd_broker_topic(address, pipeline->dead, outputs, NULL);
}

void cd_pipeline_close(struct cd_pipeline *pipeline, bool failed) {
    char command[128];
    const char *const topics[] = {pipeline->input, pipeline->output, pipeline->duplicates,
                                  pipeline->dead};
    if (failed) {
        printf("the logs are in %s\n", pipeline->dir);
        return;
    }
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        cd_broker_delete_topic(pipeline->address, topics[i]);
    snprintf(command, sizeof command, "rm -rf '%s'", pipeline->dir);
    if (system(command) != 0)
        die("%s failed", command);
}

/* ---- feeding ---- */

static void produce(rd_kafka_t *producer, const struct cd_pipeline *pipeline,
                    unsigned number, const char *key, const char *value, size_t len) {
    rd_kafka_headers_t *headers = NULL;
    if (number % 2) {
        headers = rd_kafka_headers_new(2);
        rd_kafka_header_add(headers, "feed", -1, "wire", -1);
        rd_kafka_header_add(headers, "feed", -1, &number, sizeof number);
    }
    rd_kafka_resp_err_t code;
    do {
        code = rd_kafka_producev(
            producer, RD_KAFKA_V_TOPIC(pipeline->input),
            RD_KAFKA_V_PARTITION((int32_t)(number % (unsigned)pipeline->partitions)),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_KEY(key, key ? strlen(key) : 0),
            RD_KAFKA_V_VALUE((void *)(uintptr_t)value, len), RD_KAFKA_V_HEADERS(headers),
            RD_KAFKA_V_END);
        if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL)
            rd_kafka_poll(producer, 10);
    } while (code == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    if (code)
        die("produce: %s", rd_kafka_err2str(code));
}

void cd_pipeline_feed(const struct cd_pipeline *pipeline, unsigned seed, unsigned from,
                      unsigned to) {
    rd_kafka_t *producer = cd_broker_producer(pipeline->address);
    for (unsigned number = from; number < to; number++) {
        char key[32];
        size_t len;
        char *bytes = cd_article_bytes(seed, number, &len);
        snprintf(key, sizeof key, "key-%u", number % 97);
        produce(producer, pipeline, number, number % 3 ? key : NULL, bytes, len);
        free(bytes);
    }
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
}

/* The value of "id", if it is a plain string near the line's beginning. */
static const char *key_of(const char *line, char *out, size_t room) {
    const char *at = strstr(line, "\"id\": \"");
    size_t skip = 7;
    if (!at) {
        at = strstr(line, "\"id\":\"");
        skip = 6;
    }
    if (!at)
        return NULL;
    size_t len = strcspn(at + skip, "\"");
    snprintf(out, room, "%.*s", (int)(len < room ? len : room - 1), at + skip);
    return out;
}

unsigned cd_pipeline_feed_file(const struct cd_pipeline *pipeline, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file)
        die("cannot read %s", path);
    rd_kafka_t *producer = cd_broker_producer(pipeline->address);
    char *line = NULL, key[256];
    size_t room = 0;
    ssize_t len;
    unsigned number = 0;
    while ((len = getline(&line, &room, file)) > 0) {
        if (line[len - 1] == '\n')
            line[--len] = '\0';
        produce(producer, pipeline, number++, key_of(line, key, sizeof key), line,
                (size_t)len);
    }
    free(line);
    fclose(file);
    cd_broker_flush(producer);
    rd_kafka_destroy(producer);
    return number;
}

/* ---- instances ---- */

struct arguments {
    char *list[MOST_ARGUMENTS];
    size_t count;
    char text[8192];
    size_t used;
};

CD_PRINTF(2, 3)
static void add(struct arguments *arguments, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *at = arguments->text + arguments->used;
    int n = vsnprintf(at, sizeof arguments->text - arguments->used, format, args);
    va_end(args);
    arguments->used += (size_t)n + 1;
    if (arguments->used > sizeof arguments->text ||
        arguments->count + 1 == MOST_ARGUMENTS)
        die("too many settings");
    arguments->list[arguments->count++] = at;
}

static void add_settings(struct arguments *arguments, const char *const *settings) {
    for (; settings && *settings; settings++) {
        add(arguments, "--set");
        add(arguments, "%s", *settings);
    }
}

static void set_up(struct arguments *arguments, const struct cd_pipeline *pipeline,
                   const char *name, const char *const *more) {
    const struct {
        const char *key, *value;
    } own[] = {{"kafka.brokers", pipeline->address},
               {"kafka.group", pipeline->group},
               {"instance.name", name},
               {"topics.input", pipeline->input},
               {"topics.output", pipeline->output},
               {"topics.duplicates", pipeline->duplicates},
               {"topics.dead_letter", pipeline->dead},
               {"topics.ledger", pipeline->ledger}};
    const char *binary = getenv("CD_COPYDESK");
    if (!binary)
        die("CD_COPYDESK is not set; ctest does that");
    add(arguments, "%s", binary);
    add(arguments, "serve");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        add(arguments, "--set");
        add(arguments, "%s=%s", own[i].key, own[i].value);
    }
    add_settings(arguments, pipeline->settings);
    add_settings(arguments, more);
}

static _Noreturn void become(struct arguments *arguments, const char *log) {
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (fd >= 0 && dup2(fd, STDERR_FILENO) >= 0 && dup2(fd, STDOUT_FILENO) >= 0)
        execv(arguments->list[0], arguments->list);
    _exit(127);
}

void cd_instance_start(struct cd_instance *instance, const struct cd_pipeline *pipeline,
                       const char *name, const char *const *more) {
    struct arguments arguments = {0};
    if (name != instance->name)
        snprintf(instance->name, sizeof instance->name, "%s", name);
    snprintf(instance->log, sizeof instance->log, "%s/%s.log", pipeline->dir, name);
    set_up(&arguments, pipeline, name, more);
    fflush(NULL);
    instance->pid = fork();
    if (instance->pid < 0)
        die("fork failed");
    if (instance->pid == 0)
        become(&arguments, instance->log);
}

static int status_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int cd_instance_wait(struct cd_instance *instance, int seconds) {
    int64_t deadline = now_ms() + seconds * INT64_C(1000);
    int status;
    while (waitpid(instance->pid, &status, WNOHANG) == 0) {
        if (now_ms() > deadline)
            return -1;
        nap();
    }
    instance->pid = 0;
    return status_of(status);
}

int cd_instance_end(struct cd_instance *instance, int seconds) {
    kill(instance->pid, SIGTERM);
    int status = cd_instance_wait(instance, seconds);
    if (status < 0)
        cd_instance_kill(instance);
    return status;
}

void cd_instance_kill(struct cd_instance *instance) {
    int status;
    kill(instance->pid, SIGKILL);
    waitpid(instance->pid, &status, 0);
    instance->pid = 0;
}

bool cd_instance_runs(struct cd_instance *instance) {
    int status;
    if (instance->pid && waitpid(instance->pid, &status, WNOHANG) != 0)
        instance->pid = 0;
    return instance->pid != 0;
}

int cd_instance_said(const struct cd_instance *instance, const char *text) {
    FILE *file = fopen(instance->log, "r");
    char line[4096];
    int times = 0;
    while (file && fgets(line, sizeof line, file))
        times += strstr(line, text) != NULL;
    if (file)
        fclose(file);
    return times;
}

bool cd_instance_says(const struct cd_instance *instance, const char *text, int times,
                      int seconds) {
    int64_t deadline = now_ms() + seconds * INT64_C(1000);
    while (cd_instance_said(instance, text) < times) {
        if (now_ms() > deadline)
            return false;
        nap();
    }
    return true;
}

/* ---- committed offsets ---- */

static rd_kafka_t *watcher(const struct cd_pipeline *pipeline) {
    char text[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    const char *const settings[][2] = {{"bootstrap.servers", pipeline->address},
                                       {"group.id", pipeline->group},
                                       {"isolation.level", "read_uncommitted"}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (rd_kafka_conf_set(conf, settings[i][0], settings[i][1], text, sizeof text))
            die("%s", text);
    rd_kafka_t *handle = rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text);
    if (!handle)
        die("%s", text);
    return handle;
}

static int64_t sum_committed(rd_kafka_t *handle, const struct cd_pipeline *pipeline) {
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(pipeline->partitions);
    int64_t sum = 0;
    for (int i = 0; i < pipeline->partitions; i++)
        rd_kafka_topic_partition_list_add(list, pipeline->input, i);
    rd_kafka_resp_err_t code = rd_kafka_committed(handle, list, 5000);
    for (int i = 0; !code && i < list->cnt; i++)
        sum += list->elems[i].offset > 0 ? list->elems[i].offset : 0;
    rd_kafka_topic_partition_list_destroy(list);
    return sum;
}

int64_t cd_pipeline_committed(const struct cd_pipeline *pipeline) {
    rd_kafka_t *handle = watcher(pipeline);
    int64_t sum = sum_committed(handle, pipeline);
    rd_kafka_destroy(handle);
    return sum;
}

bool cd_pipeline_reaches(const struct cd_pipeline *pipeline, int64_t total, int seconds) {
    int64_t deadline = now_ms() + seconds * INT64_C(1000), sum;
    rd_kafka_t *handle = watcher(pipeline);
    while ((sum = sum_committed(handle, pipeline)) < total && now_ms() < deadline)
        nap();
    rd_kafka_destroy(handle);
    if (sum < total)
        printf("committed %ld of %ld after %d s\n", (long)sum, (long)total, seconds);
    return sum >= total;
}
