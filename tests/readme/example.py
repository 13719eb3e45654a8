#!/usr/bin/env python3
"""Holds the README's example to what the program does.

    example.py [--write] path/to/copydesk

The block behind "In:" goes through `copydesk filter`; the block behind "Out," must be the
stamp that comes out, and the bytes before it the input's own. The block behind
"`copydesk show`" is the same article's picture, the one behind "share in colour:" the head
of what explain says of the demo's second and third articles. --write puts them there."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"
IN = re.compile(r"^In:\n\n```json\n(.*?)\n```$", re.S | re.M)
OUT = re.compile(r"(^Out, .*?\n\n```json\n,\"copydesk\": )(.*?)(\n```$)", re.S | re.M)
SHOW = re.compile(r"(^The same article, through `copydesk show`.*?\n\n```\n)(.*?)(\n```$)",
                  re.S | re.M)
EXPLAIN = re.compile(r"(share in colour:\n\n```\n)(.*?)(\n```$)", re.S | re.M)


def compact(value):
    return json.dumps(value, ensure_ascii=False)


def laid_out(stamp):
    """A member a line, a quote a line: for people."""
    lines = []
    for name, value in stamp.items():
        if name == "quotes":
            quotes = ",\n".join("    " + compact(quote) for quote in value)
            lines.append(f'  "quotes": [\n{quotes}]')
        else:
            lines.append(f"  {compact(name)}: {compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def run(copydesk, command, *files, data=""):
    return subprocess.run(
        [copydesk, command, *files], input=data, text=True, encoding="utf-8",
        env=dict(os.environ, COLUMNS="100"), capture_output=True, check=True).stdout


def explained(copydesk):
    """Without the texts, which the reader has seen."""
    demo = README.parent / "demo" / "articles.jsonl"
    lines = demo.read_text(encoding="utf-8").splitlines()[1:3]
    with tempfile.TemporaryDirectory() as folder:
        for name, line in zip(("A.json", "B.json"), lines):
            pathlib.Path(folder, name).write_text(line, encoding="utf-8")
        out = run(copydesk, "explain", *(f"{folder}/{name}" for name in ("A.json", "B.json")))
    return out.replace(folder + "/", "").split("\n\n")[0]


def main(arguments):
    write = "--write" in arguments
    copydesk = str(pathlib.Path([a for a in arguments if a != "--write"][0]).resolve())
    readme = README.read_text(encoding="utf-8")
    article = IN.search(readme).group(1)
    line = run(copydesk, "filter", data=article + "\n")
    if not line.startswith(article[:-1] + ',"copydesk":'):
        sys.exit("the article did not come out as it went in: " + line)
    now = readme
    for block, text in ((OUT, laid_out(json.loads(line)["copydesk"])),
                        (SHOW, run(copydesk, "show", data=article + "\n").rstrip()),
                        (EXPLAIN, explained(copydesk))):
        now = block.sub(lambda m, text=text: m.group(1) + text + m.group(3), now)
        if now != readme and not write:
            sys.exit("README.md shows another output than this one; "
                     "tests/readme/example.py --write puts it there:\n" + text)
    if now != readme:
        README.write_text(now, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
