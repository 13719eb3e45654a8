#!/usr/bin/env python3
"""Holds `copydesk filter` to the labelled articles of this folder (see README.md).

    check.py path/to/copydesk [PATTERN…]

Counted is, over the articles of each group (hard, fr, …): spans (F1; without marks and
what is no letter or digit at either end), quote and speaker (F1 of right spans with the
right speaker), and kind. Fails where a figure falls below its group's floor: what was
reached, less a little."""
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
LABEL = re.compile(r"⟦(.*?)⟧\{(\w+)\|([^}]*)\}", re.S)
FIGURES = ("spans", "speakers", "kind")
FLOORS = {  # by group, the figures in the order above
    "hard": (99.0, 91.0, 98.0),
    "fr": (92.0, 56.0, 98.0),
    "de": (93.0, 82.0, 98.0),
    "es": (93.0, 52.0, 98.0),
}
SETTINGS = ["processors=quotes", "quotes.max=all", "quotes.unattributed=true"]


def read(path):
    """The article without its labels, and the labels with their places in it."""
    marked, body, labels, at = path.read_text(encoding="utf-8"), "", [], 0
    for match in LABEL.finditer(marked):
        body += marked[at:match.start()]
        start = len(body)
        body += match[1]
        labels.append({"span": trim(body, start, len(body)), "kind": match[2],
                       "speakers": [name for name in match[3].split("|") if name]})
        at = match.end()
    return body + marked[at:], labels


def trim(body, start, end):
    """Without marks and signs at either end."""
    while start < end and not body[start].isalnum():
        start += 1
    while start < end and not body[end - 1].isalnum():
        end -= 1
    return start, end


def plain(name):
    words = re.findall(r"\w+", (name or "").lower().replace("’", "").replace("'", ""))
    while words and words[0] in ("the", "a", "an", "mr", "mrs", "ms", "dr"):
        words.pop(0)
    return words


def same(name, other):
    shorter, longer = sorted((plain(name), plain(other)), key=len)
    return bool(shorter) and (shorter == longer or
                              len(shorter) > 1 and longer[-len(shorter):] == shorter)


def run(copydesk, bodies):
    lines = "".join(json.dumps({"id": str(i), "body": body}) + "\n"
                    for i, body in enumerate(bodies))
    command = [copydesk, "filter"]
    for setting in SETTINGS:
        command += ["--set", setting]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["copydesk"].get("quotes", [])
            for line in done.stdout.splitlines()]


def f1(right, given, wanted):
    return 200.0 * right / (given + wanted) if given + wanted else 0.0


def count_article(name, body, labels, quotes, count):
    """Adds an article's figures to `count`, and prints what is wrong in it."""
    by_span = {trim(body, q["start"], q["end"]): q for q in quotes if q["kind"] != "scare"}
    wanted = [label for label in labels if label["kind"] != "scare"]
    count["wanted"] += len(wanted)
    count["given"] += len(by_span)
    for label in wanted:
        quote = by_span.get(label["span"])
        if not quote:
            print(f"{name}: missing: {body[slice(*label['span'])]}")
            continue
        count["span"] += 1
        count["kind"] += quote["kind"] == label["kind"]
        right = any(same(quote["speaker"], name) for name in label["speakers"])
        count["speaker"] += right
        if not right:
            print(f"{name}: {quote['speaker']} for {label['speakers'][0]}: "
                  f"{quote['text'][:60]}")


def check_group(group, count):
    """Prints the figures of a group; is one below its floor?"""
    figures = (f1(count["span"], count["given"], count["wanted"]),
               f1(count["speaker"], count["given"], count["wanted"]),
               100.0 * count["kind"] / max(1, count["span"]))
    for name, figure, floor in zip(FIGURES, figures, FLOORS[group]):
        print(f"{group} {name} {figure:.1f} (at least {floor})")
    return any(figure < floor for figure, floor in zip(figures, FLOORS[group]))


def main():
    patterns = sys.argv[2:] or ["*_*.txt"]
    paths = sorted({path for pattern in patterns for path in FOLDER.glob(pattern)})
    articles = [read(path) for path in paths]
    found = run(sys.argv[1], [body for body, _ in articles])
    counts = {}
    for path, (body, labels), quotes in zip(paths, articles, found):
        count = counts.setdefault(path.name.split("_")[0], dict.fromkeys(
            ("wanted", "given", "span", "speaker", "kind"), 0))
        count_article(path.name, body, labels, quotes, count)
    sys.exit(any([check_group(group, count) for group, count in counts.items()]))


main()
