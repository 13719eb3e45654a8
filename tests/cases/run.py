#!/usr/bin/python3
"""run.py COPYDESK SCHEMAS AREA…: the cases of each area (a folder here), by `filter`.

A case is a folder with
  input.*        what is fed: one file, JSON Lines, plain text or any bytes
  why            one line: what the case shows
  output         optional: the bytes that must come out
  expected.json  optional: {"stamps": […], "rejects": […], "warnings": […],
                 "counts": {…}}, of which each is optional. There must be as many stamps
                 (members "copydesk" of what comes out), rejects and warnings (lines on
                 standard error) as listed. Of each object only the members that are given
                 are compared; "without": ["name", …] lists those that must not be there
  config.json    optional: the configuration
  arguments      optional: more arguments for filter, a line
Every stamp is held against the schema, where python3-jsonschema is there."""
import difflib
import json
import os
import shlex
import subprocess
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None


def differences(want, got, at):
    """What `got` lacks of `want`: objects member by member, anything else as a whole."""
    if isinstance(want, dict) and isinstance(got, dict):
        for name in want.get("without", []):
            if name in got:
                yield f"{at}/{name}: there is {got[name]!r}, nothing is wanted"
        for name, value in want.items():
            if name == "without":
                continue
            if name in got:
                yield from differences(value, got[name], f"{at}/{name}")
            else:
                yield f"{at}/{name}: missing, {value!r} is wanted"
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for i, value in enumerate(want):
            yield from differences(value, got[i], f"{at}/{i}")
    elif want != got or isinstance(want, bool) != isinstance(got, bool):
        yield f"{at}: {got!r}, {want!r} is wanted"


class Case:
    def __init__(self, copydesk, folder):
        self.copydesk, self.folder = copydesk, folder
        self.faults = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def has(self, name):
        return os.path.exists(self.path(name))

    def command(self):
        inputs = [n for n in sorted(os.listdir(self.folder)) if n.startswith("input.")]
        command = [self.copydesk, "filter"]
        if self.has("config.json"):
            command += ["-c", "config.json"]
        if self.has("arguments"):
            command += shlex.split(self.read("arguments").decode())
        if not inputs or not self.has("why"):
            self.faults.append("a case needs input.* and why")
        return command + inputs

    def run(self, validator):
        environment = {"PATH": os.environ["PATH"]}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        done = subprocess.run(self.command(), cwd=self.folder, capture_output=True,
                              env=environment, timeout=120, check=False)
        told = self.objects(done.stderr, "standard error")
        rejects = [o for o in told if "reason" in o]
        stamps = [o.get("copydesk") for o in self.objects(done.stdout, "output")]
        warnings = [o for o in told if "warning" in o]
        counts = [o for o in told if "read" in o]
        if done.returncode != (1 if rejects else 0):
            self.faults.append(f"exit {done.returncode}: {done.stderr.decode()}")
        if self.has("output"):
            self.compare_bytes(done.stdout)
        if self.has("expected.json"):
            self.compare({"stamps": stamps, "rejects": rejects, "warnings": warnings,
                          "counts": counts[0] if counts else {}})
        for i, stamp in enumerate(stamps if validator else []):
            for error in validator.iter_errors(stamp):
                self.faults.append(f"stamp {i} against the schema: {error.message}")
        return self.faults

    def objects(self, output, what):
        found = []
        for line in output.split(b"\n"):
            try:
                if line.strip():
                    found.append(json.loads(line.decode("utf-8-sig")))
            except ValueError as error:
                self.faults.append(f"{what} is no JSON: {error}: {line[:200]!r}")
        return found

    def compare_bytes(self, got):
        want = self.read("output")
        if got != want:
            lines = difflib.unified_diff(repr(want).split("\\n"), repr(got).split("\\n"),
                                         "wanted", "came out", lineterm="", n=0)
            self.faults.append("\n".join(lines))

    def compare(self, got):
        want = json.loads(self.read("expected.json"))
        self.faults += differences(want, got, "")


def run_area(copydesk, validator, area):
    count = failed = 0
    for name in sorted(os.listdir(area)):
        folder = os.path.join(area, name)
        if not os.path.isdir(folder):
            continue
        count += 1
        case = Case(copydesk, folder)
        if case.run(validator):
            failed += 1
            why = case.read("why").decode().strip() if case.has("why") else ""
            print(f"FAILED {folder}: {why}", *case.faults, sep="\n  ")
    print(f"{area}: {count} cases, {failed} failed")
    return count > 0 and failed == 0


def main():
    sys.setrecursionlimit(10000)  # a case nests as deep as is allowed
    copydesk, schemas, *areas = sys.argv[1:]
    validator = None
    if Draft202012Validator:
        with open(os.path.join(schemas, "stamp.schema.json"), encoding="utf-8") as file:
            validator = Draft202012Validator(json.load(file))
    results = [run_area(os.path.abspath(copydesk), validator, area) for area in areas]
    sys.exit(0 if all(results) else 1)


main()
