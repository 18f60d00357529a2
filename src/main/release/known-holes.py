#!/usr/bin/env python3
"""Compares the jars of a folder with a copy of GitLab's open database of advisories, without a network.

Usage: known-holes.py ADVISORIES FOLDER

ADVISORIES is a clone of https://gitlab.com/gitlab-org/advisories-community or of one of its mirrors, also a bare
one; FOLDER is that of the jars (lib of a release, target/app/lib of a build). An advisory names a library by its
artifact; a jar of a web library (webjar) is compared with the advisories of npm, too. Prints each advisory whose
range contains the version, and ends with 1 if there is one.
"""
import os
import re
import subprocess
import sys


def key(version):
    """A version in its order: numbers by their value, words before numbers, zeros at the end do not count."""
    parts = [(1, int(one), "") if one.isdigit() else (0, 0, one.lower()) for one in re.split(r"[.\-_+]", version)]
    while parts and parts[-1] == (1, 0, ""):
        parts.pop()
    return parts


def in_maven_range(version, text):
    """Whether a version is in one of the intervals of Maven's notation, such as (,2.9.1),[2.10,2.12)."""
    for low, first, comma, last, high in re.findall(r"([\[(])([^,()\[\]]*)(,?)([^,()\[\]]*)([\])])", text):
        at = key(version)
        above = not first or at > key(first) or (low == "[" and at == key(first))
        below = not last or at < key(last) or (high == "]" and at == key(last))
        if (above and below) if comma else at == key(first):
            return True
    return False


def in_npm_range(version, text):
    """Whether a version is in one of the intervals of npm's notation, such as >=1.2 <1.6.31||=2.0."""
    compare = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
               ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "": lambda a, b: a == b}
    return any(all(compare[sign](key(version), key(bound)) for sign, bound in re.findall(r"([<>]?=?)\s*(\d[\w.\-+]*)", one))
               for one in text.split("||"))


def main(advisories, folder):
    def git(*words):
        return subprocess.run(["git", "-C", advisories, *words], check=True, capture_output=True, text=True).stdout

    listed = git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
    print("advisories of", git("log", "-1", "--format=%cs").strip())
    jars = sorted(one for one in os.listdir(folder) if one.endswith(".jar") and not one.startswith("spinbench"))
    compared = found = 0
    for jar in jars:
        name, version = re.fullmatch(r"(.*?)-(\d.*)\.jar", jar).groups()
        for path in listed:
            words = path.split("/")
            if not (words[0] == "maven" and words[2:3] == [name] or words[:2] == ["npm", name]):
                continue
            compared += 1
            text = git("show", "HEAD:" + path)
            affected = re.search(r"^affected_range:\s*[\"']?(.*?)[\"']?$", text, re.M).group(1)
            if (in_maven_range if words[0] == "maven" else in_npm_range)(version, affected):
                found += 1
                title = re.search(r"^title:\s*[\"']?(.*?)[\"']?$", text, re.M)
                print(f"{jar}: {os.path.splitext(words[-1])[0]}, {affected}: {title.group(1) if title else ''}")
    print(f"{len(jars)} jars, {compared} advisories that name one of them, {found} whose range contains its version")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
