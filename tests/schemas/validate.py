#!/usr/bin/python3
"""Holds the program against its schemas with a validator that is not ours.

- Every case of config_cases.json is judged alike by the schema and by the loader.
- The default configuration satisfies the schema.
- Every stamp and every reject of `copydesk filter` satisfies its schema.
usage: validate.py path/to/copydesk path/to/source"""
import json
import os
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("python3-jsonschema is not installed: skipped")
    sys.exit(77)

COPYDESK, SOURCE = sys.argv[1:3]
FAILURES = []


def fail(what):
    FAILURES.append(what)
    print("FAILED", what)


def schema(name):
    with open(os.path.join(SOURCE, "config", name), encoding="utf-8") as file:
        text = json.load(file)
    Draft202012Validator.check_schema(text)
    return Draft202012Validator(text)


def run(*arguments, **options):
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run([COPYDESK, *arguments], capture_output=True, text=True,
                          env=environment, timeout=60, check=False, **options)


def check_config(validator, folder, case):
    path = os.path.join(folder, "config.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(case["config"], file)
    said = run("check", "-c", path)
    by_loader = said.returncode == 0
    by_schema = validator.is_valid(case["config"])
    if said.returncode not in (0, 78):
        fail(f"{case['why']}: exit {said.returncode}: {said.stderr}")
    if by_loader != case["valid"]:
        fail(f"{case['why']}: the loader says {by_loader}: {said.stderr}")
    if by_schema != case["valid"] and not case.get("beyond_schema"):
        fail(f"{case['why']}: the schema says {by_schema}")
    if not case["valid"] and case["at"] not in said.stderr:
        fail(f"{case['why']}: {case['at']} is not named: {said.stderr}")


def check_configs():
    validator = schema("config.schema.json")
    with open(os.path.join(SOURCE, "tests/schemas/config_cases.json"),
              encoding="utf-8") as file:
        cases = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            check_config(validator, folder, case)
    default = json.loads(run("help", "default").stdout)
    for error in validator.iter_errors(default):
        fail(f"default configuration: {error.json_path}: {error.message}")
    return len(cases)


def sample(name):
    return os.path.join(SOURCE, "tests/schemas", name)


def lines(name):
    with open(sample(name), encoding="utf-8") as file:
        return file.read().splitlines()


def violations(validator, what, value):
    for error in validator.iter_errors(value):
        fail(f"{what}: {error.json_path}: {error.message}")


def settings(*wanted):
    """--set for those keys that there are."""
    default = json.loads(run("help", "default").stdout)
    for key, value in wanted:
        tree = default
        for name in key.split("."):
            tree = tree.get(name) if isinstance(tree, dict) else None
        if tree is not None:
            yield f"--set={key}={value}"


def check_stamps():
    """All articles come out, copies too, with a stamp as the schema wants it."""
    validator = schema("stamp.schema.json")
    articles = lines("articles.jsonl")
    keep = list(settings(("dedup.policy.exact", "output"), ("dedup.policy.near", "output")))
    whole = list(settings(("quotes.max", "all"), ("quotes.unattributed", "true")))
    for extra in ([], whole, ["--timestamp", "/published"]):
        said = run("filter", *keep, *extra, sample("articles.jsonl"))
        stamped = [json.loads(line) for line in said.stdout.splitlines()]
        if said.returncode != 0 or len(stamped) != len(articles):
            fail(f"filter {extra}: exit {said.returncode}, {len(stamped)} of "
                 f"{len(articles)} articles: {said.stderr}")
        for number, article in enumerate(stamped):
            violations(validator, f"stamp {number} of filter {extra}", article["copydesk"])
    return len(articles)


def check_rejects():
    """Nothing comes out, and each line is told with a reason that the schema knows."""
    validator = schema("deadletter.schema.json")
    said = run("filter", sample("rejects.jsonl"))
    rejects = [json.loads(line) for line in said.stderr.splitlines()]
    rejects = [reject for reject in rejects if "reason" in reject]
    if said.returncode != 1 or said.stdout or len(rejects) != len(lines("rejects.jsonl")):
        fail(f"filter of rejects: exit {said.returncode}: {said.stdout}{said.stderr}")
    for number, reject in enumerate(rejects):
        violations(validator, f"reject {number}", reject)
    return len(rejects)


def main():
    print(f"{check_configs()} configurations, {check_stamps()} stamps, "
          f"{check_rejects()} rejects: {len(FAILURES)} failures")
    sys.exit(1 if FAILURES else 0)


main()
