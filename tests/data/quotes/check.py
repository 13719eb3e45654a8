#!/usr/bin/env python3
"""Holds `copydesk filter` to articles with labelled quotes (see README.md).

    check.py path/to/copydesk [PATTERN|FILE.jsonl…]

Counted is, over the articles of each group (hard, fr, …; a JSON Lines file is one):
  spans     F1, without marks and what is no letter or digit at either end
  speakers  F1 of right spans with the right speaker, where the speaker is known
  kind      of right spans, how many per cent are direct or mixed as labelled
  terms     F1 of what is nobody's words (kind scare)
  mention   of right spans, how many per cent name the words that stand with the cue
  key       of the first three given, how many per cent are among the three that
            keys.json names as key, by their first words
  pull      in how many per cent of the articles the one that it names first is given
            among the first three
  longest   the same of the three longest quotes
and over all groups, of the quotes with a confidence from each step of BANDS on: what it
says in the mean, and how many in a hundred had the right speaker.
Mention, longest and these have no floor. Fails where a figure falls below its group's floor:
what was reached, less a little. What is wrong in this folder's articles is printed."""
import collections
import json
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
LABEL = re.compile(r"⟦(.*?)⟧\{(\w+)\|([^}]*)\}", re.S)
FIGURES = ("spans", "speakers", "kind", "terms")
FLOORS = {  # by group, the figures in the order above
    "hard": (99.0, 94.5, 98.5, 63.0),
    "wire": (99.0, 98.0, 99.0, 99.0),
    "fr": (98.0, 96.5, 98.5, 79.0),
    "de": (98.0, 93.5, 97.0, 82.0),
    "es": (98.5, 95.0, 99.0, 80.0),
    "it": (99.0, 99.0, 99.0, 99.0),
    "nl": (99.0, 99.0, 99.0, 0),
    "pl": (97.0, 97.0, 99.0, 0),
    "pt": (99.0, 99.0, 99.0, 99.0),
    "sv": (99.0, 99.0, 99.0, 99.0),
}
KEY_FLOORS = {"hard": (64.0, 89.0)}  # by group: key, pull
BANDS = (0.95, 0.9, 0.8, 0.7, 0.5, 0)  # of confidence, each from here on
SETTINGS = ["processors=quotes", "quotes.max=all", "quotes.unattributed=true"]


def read_text(path):
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


def read_lines(path):
    """The same of each line of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        yield article["body"], [
            {"span": trim(article["body"], q["start"], q["end"]), "kind": q["kind"],
             "speakers": [name for name in (q.get("speaker"), *q.get("speaker_alt", []))
                          if name],
             "mention": q.get("mention")} for q in article["quotes"]]


def read(names):
    """(group, name to print or None, body, labels) of every article."""
    for name in names:
        if name.endswith(".jsonl"):
            path = pathlib.Path(name)
            for body, labels in read_lines(path):
                yield path.stem, None, body, labels
            continue
        for path in sorted(FOLDER.glob(name)):
            yield path.name.split("_")[0], path.name, *read_text(path)


def trim(body, start, end):
    """Without marks and signs at either end."""
    while start < end and not body[start].isalnum():
        start += 1
    while start < end and not body[end - 1].isalnum():
        end -= 1
    return start, end


def plain(name):
    words = re.findall(r"\w+", (name or "").lower().replace("’", "").replace("'", ""))
    while len(words) > 1 and words[0] in ARTICLES:
        words.pop(0)
    return words


ARTICLES = {"the", "a", "an", "le", "la", "les", "un", "une", "der", "die", "das", "ein",
            "eine", "el", "los", "una", "il", "mr", "mrs", "ms", "dr"}


def same(name, other):
    shorter, longer = sorted((plain(name), plain(other)), key=len)
    return bool(shorter) and (shorter == longer or
                              len(shorter) > 1 and longer[-len(shorter):] == shorter)


def run(copydesk, bodies, languages=None):
    articles = [{"id": str(i), "body": body} for i, body in enumerate(bodies)]
    for article, language in zip(articles, languages or []):
        article["language"] = language
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    command = [copydesk, "filter"]
    for setting in SETTINGS:
        command += ["--set", setting]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["copydesk"].get("quotes", [])
            for line in done.stdout.splitlines()]


def f1(right, given, wanted):
    return 200.0 * right / (given + wanted) if given + wanted else 0.0


def names_alike(given, labelled):
    """Does one hold the other's last word?"""
    given, labelled = plain(given), plain(labelled)
    return bool(given and labelled) and (given[-1] in labelled or labelled[-1] in given)


def count_quote(count, label, quote, name, text):
    """Adds what was said of a labelled quote that was found."""
    count["found"] += 1
    count["kind"] += quote["kind"] == label["kind"]
    if label.get("mention"):
        count["mentions"] += 1
        count["mention"] += names_alike((quote.get("mention") or {}).get("text"),
                                        label["mention"])
    if not label["speakers"]:
        count["speakers given"] -= 1  # it may well be right
        return
    right = any(same(quote["speaker"], speaker) for speaker in label["speakers"])
    count["speaker"] += right
    band = next(band for band in BANDS if quote["confidence"] >= band)
    count[band, "quotes"] += 1
    count[band, "said"] += quote["confidence"]
    count[band, "right"] += right
    if not right and name:
        print(f"{name}: {quote['speaker']} for {label['speakers'][0]}: {text[:60]}")


def count_article(count, name, body, labels, quotes):
    """Adds an article's figures to `count`, and prints what is wrong in it."""
    labels = {label["span"]: label for label in labels}
    spans = {trim(body, q["start"], q["end"]): q for q in quotes}
    for span, quote in spans.items():
        kind = labels[span]["kind"] if span in labels else None
        count["terms given"] += quote["kind"] == "scare"
        given = quote["kind"] != "scare" and kind != "headline"
        count["given"] += given
        count["speakers given"] += given
    for span, label in labels.items():
        quote, text = spans.get(span, {"kind": None}), body[slice(*span)]
        if label["kind"] == "headline":
            continue
        if label["kind"] == "scare":
            count["terms"] += 1
            count["term"] += quote["kind"] == "scare"
            continue
        count["wanted"] += 1
        count["speakers wanted"] += bool(label["speakers"])
        if quote["kind"] in (None, "scare"):
            if name:
                print(f"{name}: missing: {text}")
        else:
            count_quote(count, label, quote, name, text)


def count_keys(count, quotes, keys):
    """Adds how many of the first three quotes are among those named as key."""
    if not keys:
        return
    texts = [q["text"] for q in quotes if q["kind"] != "scare"]
    first, longest = texts[:3], sorted(texts, key=len, reverse=True)[:3]
    count["key articles"] += 1
    count["keys given"] += len(first)
    count["keys"] += sum(text.startswith(tuple(keys)) for text in first)
    count["pull"] += any(text.startswith(keys[0]) for text in first)
    count["longest"] += any(text.startswith(keys[0]) for text in longest)


def check_group(group, count):
    """Prints the figures of a group; is one below its floor?"""
    figures = (f1(count["found"], count["given"], count["wanted"]),
               f1(count["speaker"], count["speakers given"], count["speakers wanted"]),
               100.0 * count["kind"] / max(1, count["found"]),
               f1(count["term"], count["terms given"], count["terms"]))
    floors = FLOORS.get(group, (0, 0, 0, 0))
    for name, figure, floor in zip(FIGURES, figures, floors):
        if name == "terms" and not count["terms"]:
            continue
        print(f"{group} {name} {figure:.1f}" + (f" (at least {floor})" if floor else ""))
    if count["mentions"]:
        print(f"{group} mention {100.0 * count['mention'] / count['mentions']:.1f}")
    return (any(figure < floor for figure, floor in zip(figures, floors))
            | check_keys(group, count))


def check_keys(group, count):
    """Prints how the key quotes of a group were met; is that below its floor?"""
    if not count["keys given"]:
        return False
    figures = (100.0 * count["keys"] / count["keys given"],
               100.0 * count["pull"] / count["key articles"])
    floors = KEY_FLOORS.get(group, (0, 0))
    for name, figure, floor in zip(("key", "pull"), figures, floors):
        print(f"{group} {name} {figure:.1f}" + (f" (at least {floor})" if floor else ""))
    print(f"{group} longest {100.0 * count['longest'] / count['key articles']:.1f}")
    return any(figure < floor for figure, floor in zip(figures, floors))


def print_bands(count):
    """Prints how far what confidence says holds."""
    for band in BANDS:
        quotes = max(1, count[band, "quotes"])
        said, right = (100.0 * count[band, key] / quotes for key in ("said", "right"))
        print(f"confidence from {band}: {quotes} quotes, {said:.0f} said, {right:.0f} right")


def is_speaker(quote, name):
    """Is that the quote's speaker ("-": none is known; "~": it is nobody's words)?"""
    if name == "~" or quote["kind"] == "scare":
        return name == "~" and quote["kind"] == "scare"
    return quote["speaker"] is None if name == "-" else same(quote["speaker"], name)


def is_right(quotes, speakers):
    """Has each quote the speaker that stands in its place, a single one for all?"""
    quotes = sorted(quotes, key=lambda quote: quote["start"])
    wanted = speakers * len(quotes) if len(speakers) == 1 else speakers
    return len(quotes) == len(wanted) > 0 and all(
        any(is_speaker(quote, name) for name in names.split("|"))
        for quote, names in zip(quotes, wanted))


def check_shapes(copydesk):
    """Prints the sentences of shapes.txt that do not get their speakers; is there any?"""
    lines = (FOLDER / "shapes.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    found = run(copydesk, [row[2].replace("¶", "\n\n") for row in rows],
                [row[0] for row in rows])
    wrong = [(row, quotes) for row, quotes in zip(rows, found)
             if not is_right(quotes, row[1].split(";"))]
    for (_, speakers, text), quotes in wrong:
        print(f"shapes: {[q['speaker'] for q in quotes]} for {speakers}: {text}")
    print(f"shapes {len(rows) - len(wrong)} of {len(rows)}")
    return len(wrong) > 0


def main():
    articles = list(read(sys.argv[2:] or ["*_*.txt"]))
    found = run(sys.argv[1], [body for _, _, body, _ in articles])
    keys = json.loads((FOLDER / "keys.json").read_text(encoding="utf-8"))
    counts = collections.defaultdict(collections.Counter)
    for (group, name, body, labels), quotes in zip(articles, found):
        count_article(counts[group], name, body, labels, quotes)
        count_keys(counts[group], quotes, keys.get(name))
    failed = [check_group(group, count) for group, count in counts.items()]
    print_bands(sum(counts.values(), collections.Counter()))
    if not sys.argv[2:]:
        failed.append(check_shapes(sys.argv[1]))
    sys.exit(any(failed))


main()
