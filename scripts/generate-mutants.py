#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""generate-mutants.py SERIES BASE DIRECTORY OPERATOR...: break SERIES, a version
of mm/kmemleak.c, in each way that an operator can break a line that BASE does not
have. DIRECTORY gets a patch for each and `index`: name, operator, function, change.

An operator is a semantic patch in which wanted(position) is a constraint. spatch
runs once to list the positions, and once on a copy of the file for each of them,
whose name tells the only one wanted: two matches on a line are two mutants, also
if one is part of the other.
"""

import collections
import concurrent.futures
import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys

# What a semantic patch can ask about a position; in the Python inside spatch.
HELPERS = r'''
@initialize:python@
@@
import os, re
TEXT = open(os.environ["MUTANT_SOURCE"]).read()
STARTS = [0]
for line in TEXT.splitlines(True):
    STARTS.append(STARTS[-1] + len(line))

def split(p):
    """the text of the file: before it, itself, behind it"""
    start = STARTS[int(p[0].line) - 1] + int(p[0].column)
    end = STARTS[int(p[0].line_end) - 1] + int(p[0].column_end)
    return TEXT[:start], TEXT[start:end], TEXT[end:]

def between(before, p, behind):
    text = split(p)
    return text[0].endswith(before) and text[2].startswith(behind)

def number(p):
    """Is it one or a name for one? Of -1 it is the 1. NULL, the name of a macro
    with arguments, the size of an array and a flag are not meant."""
    before, itself, behind = split(p)
    return (bool(re.fullmatch(r"(?!NULL$|OBJECT_)\w+", itself)) and
            not behind.startswith("(") and not before.endswith("["))

def nested(p):
    """Is it deeper in a function than its last return?"""
    return int(p[0].column) > 1

def select(p, q, first, last):
    at = ":".join([p.line, p.column, q.line_end, q.column_end])
    name = os.path.basename(p.file)
    if ":" not in name:
        print(at, first, last, p.current_element, p.current_element_line,
              p.current_element_line_end, flush=True)
    return at == name[:-len(".c")]

def wanted(p, q=None):
    """Is it, or what is from p to q, the place to break?"""
    p, q = p[0], (q or p)[0]
    return select(p, q, p.line, q.line_end)

def wanted_function(p):
    """Is the function around it the one to break?"""
    p = p[0]
    return select(p, p, p.current_element_line, p.current_element_line_end)
'''


def fail(*lines):
    print(*lines, sep="\n", file=sys.stderr)
    sys.exit(2)


def spatch(rules, source, *arguments):
    """No isomorphisms: they match what an operator does not mean."""
    command = ["spatch", "--python", "/usr/bin/python3", "--very-quiet",
               "--no-includes", "--iso-file", os.devnull, "--sp-file", rules,
               *arguments]
    done = subprocess.run(command, capture_output=True, text=True,
                          env=dict(os.environ, MUTANT_SOURCE=source))
    if done.returncode or done.stderr.strip():
        fail(done.stderr, "failed: " + " ".join(command))
    return done.stdout.splitlines()


def check_parsed(source):
    """Nothing is silently left out: spatch skips functions it cannot parse."""
    done = subprocess.run(["spatch", "--parse-c", source], capture_output=True,
                          text=True)
    if not re.search(r"nb bad = 0 ", done.stdout + done.stderr):
        fail(done.stdout, "spatch cannot parse all of " + source,
             "rewrite what it calls bad above")


def changed_lines(base, series):
    """The numbers of the lines of the series that the base does not have."""
    diff = subprocess.run(["git", "diff", "--no-index", "-U0", base, series],
                          capture_output=True, text=True).stdout
    numbers = set()
    for start, count in re.findall(r"^@@ .* \+(\d+)(?:,(\d+))? @@", diff, re.M):
        numbers.update(range(int(start), int(start) + int(count or 1)))
    return numbers


class Operator:
    def __init__(self, path, directory):
        self.name = os.path.basename(path)[:-len(".cocci")]
        self.work = os.path.join(directory, self.name)
        self.rules = self.work + ".cocci"
        with open(path) as file:
            text = file.read()
        self.breaks = text.splitlines()[0].lstrip("/ ")
        with open(self.rules, "w") as file:
            file.write(HELPERS + text)

    def places(self, source, changed):
        """(where, function, its lines) of matches on changed lines, in order."""
        found = {}
        for line in spatch(self.rules, source, source):
            at, first, last, function, *lines = line.split()
            if changed.intersection(range(int(first), int(last) + 1)):
                found[at] = function, range(int(lines[0]), int(lines[1]) + 1)
        for at in sorted(found, key=lambda at: [int(n) for n in at.split(":")]):
            yield at, *found[at]

    def mutants(self, source, lines, changed):
        """(function, lines of the broken file) of each. The copies have only the
        function at its place: all of the file would take minutes."""
        places = list(self.places(source, changed))
        os.mkdir(self.work)
        for at, _, kept in places:
            with open("%s/%s.c" % (self.work, at), "w") as file:
                file.writelines(line if number in kept else "\n"
                                for number, line in enumerate(lines, 1))
        if places:
            spatch(self.rules, source, "--in-place", "--dir", self.work)
        for at, function, kept in places:
            with open("%s/%s.c" % (self.work, at)) as file:
                new = file.read().splitlines(True)
            end = len(new) - (len(lines) - kept[-1])
            yield function, (lines[:kept[0] - 1] + new[kept[0] - 1:end] +
                             lines[kept[-1]:])
        shutil.rmtree(self.work)
        os.unlink(self.rules)


def same_length(old, new):
    """The one hunk of a mutant, as many lines as before: __LINE__ stays, and the
    objects of equivalent mutants are the same."""
    start = 0
    while old[start] == new[start]:
        start += 1
    end = 1
    while old[-end] == new[-end] and end <= min(len(old), len(new)) - start:
        end += 1
    removed, added = old[start:len(old) - end + 1], new[start:len(new) - end + 1]
    while len(added) > max(len(removed), 1):
        added[-2:] = [added[-2].rstrip() + " " + added[-1].lstrip()]
    if len(added) > len(removed):
        # only inserted: at the end of the line before
        start -= 1
        removed = [old[start]]
        added = [old[start].rstrip() + " " + added[0].lstrip()]
    added += ["\n"] * (len(removed) - len(added))
    return start, removed, added


def words(lines):
    return " ".join(" ".join(lines).split())


def store(directory, operator, function, old, new, seen):
    """Write the patch; the hash and the line for the index."""
    start, removed, added = same_length(old, new)
    function = "-" if function == "something_else" else function
    change = words(removed) + " -> " + words(added)
    key = "\0".join((operator.name, function, change))
    seen[key] += 1
    digest = hashlib.sha256(("%s\0%d" % (key, seen[key])).encode()).hexdigest()[:8]
    name = operator.name + "-" + digest
    broken = old[:start] + added + old[start + len(removed):]
    with open("%s/%s.patch" % (directory, name), "w") as file:
        file.write("%s: %s.\n\n" % (function, operator.breaks))
        file.writelines(difflib.unified_diff(
            old, broken, "a/mm/kmemleak.c", "b/mm/kmemleak.c"))
    return digest, "\t".join((name, operator.name, function, change))


def main(series, base, directory, *operators):
    check_parsed(series)
    changed = changed_lines(base, series)
    with open(series) as file:
        old = file.read().splitlines(True)
    operators = [Operator(path, directory) for path in sorted(operators)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(
            lambda operator: list(operator.mutants(series, old, changed)), operators))

    seen = collections.Counter()
    index = []
    for operator, mutants in zip(operators, results):
        for function, new in mutants:
            if new == old:
                fail("%s lists a place in %s that it does not change" %
                     (operator.name, function), "mend its semantic patch")
            index.append(store(directory, operator, function, old, new, seen))
    names = [line.split("\t")[0] for _, line in index]
    if len(set(names)) < len(names):
        fail("two mutants have the same hash", "take more digits of it")
    # in the order of their hashes, which nobody chooses
    with open(os.path.join(directory, "index"), "w") as file:
        file.writelines(line + "\n" for _, line in sorted(index))


main(*sys.argv[1:])
