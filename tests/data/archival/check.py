#!/usr/bin/env python3
"""How many notices `copydesk filter` finds, and how many sentences it takes for one.

    check.py path/to/copydesk

notices.tsv has, a line: round, language, place, status, notice. lookalikes.tsv has round,
language and a sentence of news that a careless pattern would take. Each stands in an
article of articles.json, a notice as its first or last paragraph, a look-alike in turn as
the first, one in the middle, and the last; right is the status, and that nothing is
removed of news. Fails where fewer are right than were reached."""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LEAST_FOUND = 505  # of 511
PLACES = {"first": 0, "middle": 3, "last": 5}


def rows_of(name):
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def stamps_of(copydesk, articles, rows):
    """The stamp of each (language, place, text)."""
    lines = ""
    for language, place, text in rows:
        body = list(articles[language])
        title = body[0].rstrip(".")
        body.insert(PLACES[place], text)
        lines += json.dumps({"title": title, "language": language,
                             "body": "\n\n".join(body)}, ensure_ascii=False) + "\n"
    out = subprocess.run([copydesk, "filter", "--set", "processors=archival"],
                         input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line)["copydesk"] for line in out.decode().splitlines()]


def check_notices(copydesk, articles):
    rows = rows_of("notices.tsv")
    stamps = stamps_of(copydesk, articles, [(r[1], r[2], r[4]) for r in rows])
    missed = [(row, stamp["archival"]["status"]) for row, stamp in zip(rows, stamps)
              if stamp["archival"]["status"] != row[3]]
    for row, status in missed:
        print(f"{status}, not {row[3]}: {row[4]}")
    print(f"notices found: {len(rows) - len(missed)} of {len(rows)}")
    return len(rows) - len(missed) >= LEAST_FOUND


def check_lookalikes(copydesk, articles):
    rows = [(language, place, text) for _, language, text in rows_of("lookalikes.tsv")
            for place in PLACES]
    wrong = 0
    for row, stamp in zip(rows, stamps_of(copydesk, articles, rows)):
        if stamp["archival"]["status"] != "current" or stamp.get("removed"):
            print(f"taken for a notice, {row[1]}: {row[2]}")
            wrong += 1
    print(f"news taken for notices: {wrong} of {len(rows)}")
    return wrong == 0


def main(copydesk):
    articles = json.loads((HERE / "articles.json").read_text(encoding="utf-8"))
    good = [check_notices(copydesk, articles), check_lookalikes(copydesk, articles)]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main(sys.argv[1])
