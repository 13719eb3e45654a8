/* See findings.h. */
#include "consumer/findings.h"

#include <stdarg.h>
#include <stdio.h>

void cd_found(struct cd_findings *findings, bool fault, const char *format, ...) {
    findings->faults += fault;
    if (findings->count++ >= CD_MOST_FINDINGS)
        return;
    struct cd_finding *item = &findings->items[findings->count - 1];
    va_list args;
    va_start(args, format);
    item->fault = fault;
    vsnprintf(item->text, sizeof item->text, format, args);
    va_end(args);
}

void cd_findings_log(const struct cd_findings *findings, const struct cd_logger *log,
                     const char *part) {
    for (size_t i = 0; i < findings->count && i < CD_MOST_FINDINGS; i++)
        cd_log(log, findings->items[i].fault ? CD_LOG_ERROR : CD_LOG_WARN, part, "%s",
               findings->items[i].text);
}
