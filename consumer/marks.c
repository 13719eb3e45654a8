#include "consumer/marks.h"

#include <stdlib.h>

#define MOST_DEPTH 8 /* spans in one another; deeper ones are left out */

void cd_marks_add(struct cd_marks *marks, struct cd_mark mark) {
    if (mark.start >= mark.end || marks->failed)
        return;
    if (marks->count == marks->room) {
        size_t room = marks->room ? 2 * marks->room : 32;
        struct cd_mark *list = cd_arena_grow(
            marks->arena, marks->list, marks->room * sizeof *list, room * sizeof *list);
        marks->failed = !list;
        if (!list)
            return;
        marks->list = list;
        marks->room = room;
    }
    marks->list[marks->count++] = mark;
}

static int compare_places(const struct cd_mark *a, const struct cd_mark *b) {
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return 0;
}

/* glibc's qsort is a merge sort while there is memory, but that is not promised. */
static int by_place(const void *a, const void *b, void *list) {
    const size_t *x = a, *y = b;
    const struct cd_mark *marks = list;
    int order = compare_places(&marks[*x], &marks[*y]);
    return order ? order : (*x > *y) - (*x < *y);
}

struct printer {
    struct cd_flow *flow;
    struct cd_str text;
    size_t at; /* bytes printed */
    const struct cd_mark *open[MOST_DEPTH];
    unsigned depth;
};

static void print_to(struct printer *printer, size_t end) {
    if (end > printer->text.len)
        end = printer->text.len;
    if (end <= printer->at)
        return;
    cd_flow_text(printer->flow, cd_str_cut(printer->text, printer->at, end));
    printer->at = end;
}

static void style(struct printer *printer, const char *sign) {
    const struct cd_mark *top = printer->depth ? printer->open[printer->depth - 1] : NULL;
    if (printer->flow->paint->colour)
        cd_flow_style(printer->flow, top ? top->colour : NULL);
    else
        cd_flow_text(printer->flow, cd_str_of(sign));
}

static void close_top(struct printer *printer) {
    const struct cd_mark *top = printer->open[printer->depth - 1];
    print_to(printer, top->end);
    printer->depth--;
    style(printer, top->close);
}

static void open_mark(struct printer *printer, const struct cd_mark *mark) {
    while (printer->depth && printer->open[printer->depth - 1]->end <= mark->start)
        close_top(printer);
    const struct cd_mark *top = printer->depth ? printer->open[printer->depth - 1] : NULL;
    bool crosses = top && (mark->end > top->end || compare_places(mark, top) == 0);
    if (crosses || printer->depth == MOST_DEPTH || mark->start >= printer->text.len)
        return;
    print_to(printer, mark->start);
    printer->open[printer->depth++] = mark;
    style(printer, mark->open);
}

void cd_marks_print(struct cd_marks *marks, struct cd_flow *flow, struct cd_str text) {
    struct printer printer = {.flow = flow, .text = text};
    size_t *order = cd_arena_zero(marks->arena, marks->count + 1, sizeof *order);
    marks->failed |= !order;
    if (marks->failed)
        return;
    for (size_t i = 0; i < marks->count; i++)
        order[i] = i;
    qsort_r(order, marks->count, sizeof *order, by_place, marks->list);
    for (size_t i = 0; i < marks->count; i++)
        open_mark(&printer, &marks->list[order[i]]);
    while (printer.depth)
        close_top(&printer);
    print_to(&printer, text.len);
}
