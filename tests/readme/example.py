#!/usr/bin/env python3
"""Holds the README's example to what the program does.

    example.py [--write] path/to/copydesk

The block behind "In:" goes through `copydesk filter`; the block behind "Out," must be the
stamp that comes out, and the bytes before it the input's own. --write puts it there."""
import json
import pathlib
import re
import subprocess
import sys

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"
IN = re.compile(r"^In:\n\n```json\n(.*?)\n```$", re.S | re.M)
OUT = re.compile(r"(^Out, .*?\n\n```json\n,\"copydesk\": )(.*?)(\n```$)", re.S | re.M)


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


def main(arguments):
    write = "--write" in arguments
    copydesk = [a for a in arguments if a != "--write"][0]
    readme = README.read_text(encoding="utf-8")
    article = IN.search(readme).group(1)
    line = subprocess.run([copydesk, "filter"], input=article + "\n", text=True,
                          encoding="utf-8", capture_output=True, check=True).stdout
    if not line.startswith(article[:-1] + ',"copydesk":'):
        sys.exit("the article did not come out as it went in: " + line)
    stamp = laid_out(json.loads(line)["copydesk"])
    now = OUT.sub(lambda m: m.group(1) + stamp + m.group(3), readme)
    if now == readme:
        return
    if not write:
        sys.exit("README.md shows another stamp than this one; tests/readme/example.py "
                 "--write puts it there:\n" + stamp)
    README.write_text(now, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
