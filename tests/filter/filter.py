#!/usr/bin/python3
"""`copydesk filter` as a process: pipes, files, sizes, exits; and, over messages made at
random, against Python's own JSON reader.

usage: COPYDESK=path/to/copydesk filter.py [Test.name]
COPYDESK_TEST_SEED repeats a run; CD_TEST_SHARE, per cent, makes sizes and rounds less, for
builds that are slow."""
import contextlib
import json
import os
import random
import select
import signal
import subprocess
import tempfile
import threading
import time
import unittest

COPYDESK = os.path.abspath(os.environ["COPYDESK"])
BARE = ["--set", "processors="]
MIB = 1 << 20
SHARE = int(os.environ.get("CD_TEST_SHARE", "100"))


def share(whole):
    return max(1, whole * SHARE // 100)


def environment():
    kept = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")
    return {name: os.environ[name] for name in kept if name in os.environ}


def start(*arguments, **options):
    return subprocess.Popen([COPYDESK, "filter", *arguments], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(), **options)


def run(data, *arguments, **options):
    process = start(*arguments, **options)
    out, err = process.communicate(data, timeout=280)
    return process.returncode, out, err


def told(err):
    """Standard error as rejects and counts."""
    lines = [json.loads(line) for line in err.splitlines()]
    return ([line for line in lines if "reason" in line],
            next((line for line in lines if "read" in line), None))


def stamp(offset, topic="-"):
    return f'"copydesk":{{"source":{{"topic":"{topic}","partition":0,"offset":{offset}}}}}'


class Pipes(unittest.TestCase):
    def test_everything_comes_out_in_silence(self):
        code, out, err = run(b'{"body":"x"}\n{"body":"y"}\n', *BARE)
        self.assertEqual((code, err), (0, b""))
        self.assertEqual(out.decode(), '{"body":"x",%s}\n{"body":"y",%s}\n' % (stamp(0), stamp(1)))

    def test_nothing_in_nothing_out(self):
        self.assertEqual(run(b"", *BARE), (0, b"", b""))
        self.assertEqual(run(b"\n \n", *BARE), (0, b"", b""))

    def test_rejects_and_counts_are_told_and_the_exit_is_1(self):
        code, out, err = run(b'[]\n{"body":"x"}\n', *BARE)
        rejects, counts = told(err)
        self.assertEqual(code, 1)
        self.assertEqual(out.count(b"\n"), 1)
        self.assertEqual(rejects, [{"reason": "not_object", "source": "-:1",
                                    "detail": "an array, not an object"}])
        self.assertEqual(counts, {"read": 2, "output": 1, "duplicates": 0, "dropped": 0,
                                  "rejected": 1, "stamped_before": 0, "duplicate_keys": 0})

    def test_line_is_answered_while_the_pipe_is_open(self):
        process = start(*BARE)
        for i in range(3):
            process.stdin.write(b'{"body":"x"}\n')
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 60)
            self.assertTrue(ready, "no answer")
            line = os.read(process.stdout.fileno(), 1000)
            self.assertEqual(line.decode(), '{"body":"x",%s}\n' % stamp(i))
        self.assertEqual(process.communicate(timeout=60), (b"", b""))

    def stop_reading(self, restore):
        """The reader goes away after the first bytes: exit and standard error."""
        process = start(*BARE, restore_signals=restore)

        def feed():
            try:
                while True:
                    process.stdin.write(b'{"body":"%s"}\n' % (b"x" * 60000))
            except BrokenPipeError:
                pass

        feeder = threading.Thread(target=feed)
        feeder.start()
        os.read(process.stdout.fileno(), 1000)
        process.stdout.close()
        code = process.wait(timeout=60)
        feeder.join()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        with process.stderr:
            return code, process.stderr.read()

    def test_reader_that_goes_away_ends_it_as_any_filter(self):
        self.assertEqual(self.stop_reading(True), (-signal.SIGPIPE, b""))

    def test_reader_that_goes_away_is_told_where_the_signal_is_ignored(self):
        code, err = self.stop_reading(False)  # Python ignores SIGPIPE, and so does the child
        self.assertEqual(code, 69)
        self.assertIn(b"standard output: Broken pipe", err)

    def test_full_disk_is_told(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([COPYDESK, "filter", *BARE], input=b'{"body":"x"}\n' * 9999,
                                  stdout=full, stderr=subprocess.PIPE, env=environment(),
                                  timeout=60, check=False)
        self.assertEqual(done.returncode, 69)
        self.assertIn(b"No space left on device", done.stderr)

    def test_full_disk_is_told_beside_rejects(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([COPYDESK, "filter", *BARE], input=b'[]\n{"body":"x"}\n',
                                  stdout=full, stderr=subprocess.PIPE, env=environment(),
                                  timeout=60, check=False)
        self.assertEqual(done.returncode, 69)
        self.assertIn(b"the output cannot be written", done.stderr)

    def test_full_disk_ends_it_while_the_pipe_is_open(self):
        with open("/dev/full", "wb") as full:
            process = subprocess.Popen([COPYDESK, "filter", *BARE], stdin=subprocess.PIPE,
                                       stdout=full, stderr=subprocess.PIPE, env=environment())
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(b'{"body":"x"}\n')
                process.stdin.flush()
            time.sleep(0.01)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        with process.stderr:
            self.assertEqual(process.stderr.read().count(b"\n"), 1)
        self.assertEqual(process.returncode, 69)

    def test_same_input_gives_the_same_output(self):
        data = b"".join(b'{"body":"Report %d: rain fell on the town."}\n' % i for i in range(50))
        self.assertEqual(run(data), run(data))


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, data):
        path = os.path.join(self.folder.name.encode(), os.fsencode(name))
        with open(path, "wb") as file:
            file.write(data)

    def filter(self, *arguments, data=b""):
        return run(data, *BARE, *arguments, cwd=self.folder.name)

    def test_each_file_is_a_source_and_a_dash_is_standard_input(self):
        self.write("a", b'{"body":"1"}\n{"body":"2"}')
        self.write("b", b'{"body":"4"}\n')
        code, out, _ = self.filter("a", "-", "b", data=b'{"body":"3"}\n')
        self.assertEqual(code, 0)
        sources = [json.loads(line)["copydesk"]["source"] for line in out.splitlines()]
        self.assertEqual([(s["topic"], s["offset"]) for s in sources],
                         [("a", 0), ("a", 1), ("-", 0), ("b", 0)])

    def test_name_that_is_not_utf8_is_made_so(self):
        self.write(b"caf\xe9\"\n", b'{"body":"x"}\n[]\n')
        code, out, err = self.filter(b"caf\xe9\"\n")
        self.assertEqual(code, 1)
        self.assertEqual(json.loads(out)["copydesk"]["source"]["topic"], "caf\ufffd\"\n")
        self.assertEqual(told(err)[0][0]["source"], "caf\ufffd\"\n:2")

    def test_file_that_cannot_be_read_is_named(self):
        for name in ("none", "."):
            code, out, err = self.filter(name)
            self.assertEqual((code, out), (69, b""))
            self.assertIn(f"filter: {name}: ".encode(), err)

    def test_files_behind_one_that_cannot_be_read_are_read(self):
        self.write("a", b'{"body":"x"}\n')
        self.write("b", b'{"body":"y"}\n')
        for name in ("none", "."):
            code, out, err = self.filter("a", name, "b")
            self.assertEqual((code, out.count(b"\n")), (69, 2))
            self.assertIn(f"filter: {name}: ".encode(), err)

    def test_plain_text_file_is_one_article(self):
        self.write("a.txt", b"Title\n\nBody\nof two lines.\n")
        self.write("b.txt", b"Title alone\n")
        code, out, err = self.filter("--set", "format=text", "a.txt", "b.txt")
        self.assertEqual(code, 1)
        self.assertEqual(out.decode(), '{"title":"Title","body":"Body\\nof two lines.",%s}\n'
                         % stamp(0, "a.txt"))
        self.assertEqual(told(err)[0][0]["source"], "b.txt")

    def test_wrong_arguments_are_told_from_a_wrong_configuration(self):
        self.assertEqual(self.filter("--timestamp", "no/slash")[0], 64)
        self.assertEqual(self.filter("--nonsense")[0], 64)
        self.assertEqual(self.filter("--set", "format=xml")[0], 78)
        self.assertEqual(self.filter("--set", "processors=nonsense")[0], 78)


class Html(unittest.TestCase):
    PLAIN = ("This is an archived article and the information in it may be out of date.\n\n"
             "𝔄 & Ω: “It is 5 < 6,” said Conan O'Brien.\n\n"
             "Sign up for our newsletter\n\n"
             "Mayor Ann Doyle said: \"No.\"\n\n"
             "Correction: An earlier version of this article misstated the mayor's name.")
    HTML = ("<!DOCTYPE html><html><head><title>No</title></head><body>"
            "<p>This is an archived <b>article</b> and the\n information in it may be out of "
            "date.</p><script>if (a<b) c('</p>')</script>"
            "<p title=\">\">𝔄 &amp; &#937;: &ldquo;It is <i>5</i> < 6,&#148; said Conan "
            "O&#x27;Brien.</p><div>Sign up for our newsletter</div>"
            "<p>Mayor Ann Doyle said: &quot;No.&quot;<!-- <p> --></p> "
            "<p>Correction: An earlier version of this article misstated the mayor&#39;s name.")

    def stamps(self, *bodies):
        lines = [json.dumps({"id": str(i), "body": body}) for i, body in enumerate(bodies)]
        code, out, err = run("\n".join(lines).encode(), "--set", "dedup.policy.exact=output")
        self.assertEqual((code, err), (0, b""))
        return [json.loads(line)["copydesk"] for line in out.splitlines()]

    def test_spans_count_in_the_plain_text(self):
        found = self.stamps(self.HTML)[0]
        plain = found["plain"]
        self.assertEqual(plain, self.PLAIN)
        archival, quotes = found["archival"], found["quotes"]
        notices = [archival["notice"], *archival["notices"]]
        for part in [*notices, *archival["corrections"], *(q["mention"] for q in quotes)]:
            self.assertEqual(plain[part["start"]:part["end"]], part["text"])
        for quote in quotes:
            self.assertEqual(plain[quote["start"] + 1:quote["end"] - 1], quote["text"])
        self.assertEqual({quote["speaker"] for quote in quotes}, {"Conan O'Brien", "Ann Doyle"})
        removed = [plain[part["start"]:part["end"]] for part in found["removed"]]
        self.assertEqual(removed, ["Sign up for our newsletter"])
        for part in [*removed, *(notice["text"] for notice in notices)]:
            plain = plain.replace(part, "")
        self.assertEqual(found["text"].split(), plain.split())

    def test_plain_text_is_stamped_as_its_html(self):
        html, text = self.stamps(self.HTML, self.PLAIN)
        self.assertEqual(text["dedup"], {"verdict": "exact", "similarity": 1,
                                         "of": "0", "of_source": html["source"],
                                         "cluster": "0", "cluster_source": html["source"]})
        self.assertNotIn("plain", text)
        for member in ("archival", "removed", "text"):
            self.assertEqual(html[member], text[member])
        for quote, again in zip(html["quotes"], text["quotes"], strict=True):
            again.pop("first_seen", None)
            self.assertEqual(quote, again)


class Sizes(unittest.TestCase):
    def test_article_of_50_mb_passes(self):
        line = b"The council met on Monday and agreed to mend the harbour bridge. " * 60
        body = (line + b"\\n") * share(50 * MIB // 3902)
        code, out, err = run(b'{"body":"%s"}\n{"body":"small"}\n' % body, *BARE)
        self.assertEqual((code, err), (0, b""))
        large, small, rest = out.split(b"\n")
        self.assertEqual(large, b'{"body":"%s",%s}' % (body, stamp(0).encode()))
        self.assertEqual(small.decode(), '{"body":"small",%s}' % stamp(1))
        self.assertEqual(rest, b"")

    def test_what_is_too_large_is_refused_and_the_next_line_read(self):
        large = b"x " * share(40 * MIB)
        code, out, err = run(b'{"body":"%s"}\n{"body":"small"}\n' % large, *BARE,
                             "--set", f"input.max_bytes={share(64 * MIB)}")
        self.assertEqual((code, out.count(b"\n")), (1, 1))
        self.assertEqual([r["reason"] for r in told(err)[0]], ["too_large"])

    def test_article_with_too_many_words_is_refused_and_the_next_one_read(self):
        large = b"x " * share(4 * MIB)
        code, out, err = run(b'{"body":"%s"}\n{"body":"small"}\n' % large, *BARE,
                             "--set", f"input.max_memory={max(MIB, share(64 * MIB))}")
        self.assertEqual((code, out.count(b"\n")), (1, 1))
        self.assertEqual([r["reason"] for r in told(err)[0]], ["too_large"])


class Hostile(unittest.TestCase):
    """Text of one sign or word over and over: what takes time or memory by the square of its
    length would not end before the deadline of run()."""

    PIECES = ["a ", "A", "a-", "a'", "1 ", "1", "...", "?!", "-", "—", "(", "((a))", "\n",
              "a\n\n", "“", "“a” ", "‘a ", "’", '"', '"a" ', "«a» ", "“‘", "he said “x y z” ",
              "“We go,” said Ann Doyle. ", "said ", "Ann Doyle said. ", "A. B. ", "Mr. ",
              "May 1, 2020 ", "This is an archived article. ", "&amp;", "&", "<", "<p>", "東京",
              "<p a=\"c\" d=\"", "<p><script>", "<!-- <p>", "<pre>\n a", "</p", "<br>", "<td>a",
              "e\u0301", "\u0301", "\u200b", "\ufdfa", "http://a/?b=", "\ud800", "\0",
              "The council met on Monday and agreed to mend the bridge it had closed in May. "]

    def test_text_of_one_piece_over_and_over_passes(self):
        for piece in self.PIECES:
            with self.subTest(piece):
                body = "Begin " + piece * (share(200000) // len(piece)) + " end."
                code, out, err = run(json.dumps({"body": body}).encode())
                self.assertEqual((code, err), (0, b""))
                self.assertEqual(json.loads(out)["body"], body)

    def test_large_text_that_repeats_itself_passes(self):
        body = ("The council met on Monday and agreed to mend the bridge. " * 50 + "\n\n") \
            * share(8 * MIB // 2852)
        code, _, err = run(json.dumps({"body": body}).encode())
        self.assertEqual((code, err), (0, b""))


# ---- messages made at random ----

NAMES = ["id", "body", "title", "url", "lang", "meta", "copydesk", "é", "", "a/b", "published"]
PIECES = ["a", "rain ", "é", "—", "😀", "\n", '"', "\\", "/", "\0", "\x1f", "\x7f", "\ud800",
          "\udfff", "\ud83d", "}", "]", ",", ":", "\u2028", "\ufffe"]


def make_string(rng):
    return "".join(rng.choice(PIECES) for _ in range(rng.choice([0, 1, 2, 5, 40])))


def make_value(rng, depth=0):
    kind = rng.randrange(10 if depth < 5 else 6)
    if kind < 2:
        return make_string(rng)
    if kind == 2:
        return rng.choice([0, -1, 17, 2**53 + 1, 2**63, -2**64, 10**40])
    if kind == 3:
        return rng.choice([0.5, -1e300, 1e-300, 1.25])
    if kind < 6:
        return rng.choice([True, False, None])
    if kind < 8:
        return [make_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(NAMES): make_value(rng, depth + 1) for _ in range(rng.randrange(4))}


def write_string(rng, text):
    """Each character as it is or escaped; a lone surrogate can only be escaped."""
    out = []
    for c in text:
        if c < " " or c in '"\\' or "\ud800" <= c <= "\udfff" or rng.random() < 0.1:
            out.append(json.dumps(c)[1:-1] if rng.random() < 0.5 else
                       "".join(f"\\u{u:04x}" for u in units(c)))
        else:
            out.append(c)
    return '"' + "".join(out) + '"'


def units(c):
    """UTF-16 code units; a lone surrogate is its own."""
    raw = c.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[i:i + 2], "big") for i in range(0, len(raw), 2)]


def blank(rng):
    return rng.choice(["", "", "", " ", "\t", " \r "])


def write_value(rng, value):
    if isinstance(value, str):
        return write_string(rng, value)
    if isinstance(value, list):
        items = [blank(rng) + write_value(rng, v) + blank(rng) for v in value]
        return "[" + (",".join(items) or blank(rng)) + "]"
    if isinstance(value, dict):
        return write_members(rng, value.items())
    return json.dumps(value)


def write_members(rng, members):
    items = [blank(rng) + write_string(rng, k) + blank(rng) + ":" + blank(rng) +
             write_value(rng, v) + blank(rng) for k, v in members]
    return "{" + (",".join(items) or blank(rng)) + "}"


def make_line(rng):
    """An object with a body and names that occur twice."""
    members = [(rng.choice(NAMES), make_value(rng)) for _ in range(rng.randrange(6))]
    members.append(("body", "Rain " + make_string(rng)))
    rng.shuffle(members)
    return blank(rng) + write_members(rng, members) + blank(rng)


def spoil(rng, line):
    line = bytearray(line)
    for _ in range(rng.choice([1, 1, 2])):
        at = rng.randrange(len(line))
        if rng.random() < 0.3:
            del line[at]
        else:
            line[at] = rng.choice(b'{}[]",:\\019eE.+-tfnu \x01\xc3\xff')
        if not line:
            return b"{"
    return bytes(line)


def refuse_constant(name):
    raise ValueError(name)


def python_reads(line):
    """(reason or None, value) by Python's reader, which takes lone surrogates and numbers of
    any size, too."""
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
    except UnicodeDecodeError:
        return "invalid_utf8", None
    except ValueError:
        return "not_json", None
    if not isinstance(value, dict):
        return "not_object", None
    body = value.get("body")
    if body is None:
        return "no_body", None
    return (None, value) if isinstance(body, str) else ("wrong_type", None)


class Random(unittest.TestCase):
    def setUp(self):
        self.seed = int(os.environ.get("COPYDESK_TEST_SEED", time.time_ns() % 10**9))
        print(f"COPYDESK_TEST_SEED={self.seed}", flush=True)
        self.rng = random.Random(self.seed)

    def filter(self, lines):
        """Of each line: the reason why it was refused, else what came out."""
        _, out, err = run(b"\n".join(lines) + b"\n", *BARE)
        results = {int(r["source"].split(":")[1]) - 1: r["reason"] for r in told(err)[0]}
        for line in out.split(b"\n"):
            if line:
                value = json.loads(line)
                results[value["copydesk"]["source"]["offset"]] = (line, value)
        return results

    def check_output(self, line, result, want):
        out, value = result
        del value["copydesk"]
        want.pop("copydesk", None)
        self.assertEqual(repr(value), repr(want), line)
        if b"copydesk" not in line and b"\\u00" not in line:
            end = line.rindex(b"}")
            self.assertTrue(out.startswith(line[:end] + b","), line)
            self.assertTrue(out.endswith(line[end:]), line)

    def compare(self, lines):
        results = self.filter(lines)
        taken = 0
        for i, line in enumerate(lines):
            if not line.strip(b" \t\r"):
                continue
            reason, want = python_reads(line)
            self.assertIn(i, results, line)
            if reason is None and isinstance(results[i], str):
                # Python's str.isspace is not the tokeniser's idea of text.
                self.assertEqual(results[i], "no_body", line)
            elif reason is None:
                self.check_output(line, results[i], want)
                taken += 1
            elif reason in ("no_body", "wrong_type", "not_object"):
                self.assertEqual(results[i], reason, line)
            else:
                self.assertIn(results[i], ("invalid_utf8", "not_json", "empty"), line)
        return taken

    def test_python_finds_the_same_in_what_comes_out(self):
        lines = [make_line(self.rng).encode() for _ in range(share(4000))]
        self.assertGreater(self.compare(lines), len(lines) * 3 // 4)

    def test_python_refuses_the_same_spoilt_lines(self):
        lines = [spoil(self.rng, make_line(self.rng).encode()) for _ in range(share(4000))]
        lines = [line for line in lines if b"\n" not in line]
        taken = self.compare(lines)
        self.assertGreater(taken, len(lines) // 20)
        self.assertLess(taken, len(lines) * 9 // 10)


if __name__ == "__main__":
    unittest.main(verbosity=1)
