#!/usr/bin/env python3
"""Makes crates/dyad-syntax/tables/name_words.tsv: the words of names in our tables, with the classes they occur in.

Run from the root of the repository: python3 tools/name_words.py
The word list is a feature of the name recogniser (never a rule), so it is made once and committed with the model.
"""
import re

TABLES = "crates/dyad-knowledge/tables/"
OUT = "crates/dyad-syntax/tables/name_words.tsv"
SKIP = set("the of and for de la no new north south east west san el al saint st great i an in".split())
HEAD = """# Words of names, with the classes of names in which our tables have them; made by tools/name_words.py.
#
# word     in lower case, without a closing full stop
# classes  sum of: 1 given name, 2 city, 4 region or state, 8 country, 16 adjective or people, 32 organisation
#
# Cities and regions are from GeoNames (CC BY 4.0), as crates/dyad-knowledge/tables/cities.tsv says.
word\tclasses
"""
words = {}


def add(name, bit):
    for token in re.findall(r"[^\W\d_][\w'’.-]*", name):
        if len(token) < 2 or not token[0].isupper():
            continue
        key = token.lower().rstrip(".")
        if key not in SKIP:
            words[key] = words.get(key, 0) | bit


def rows(file):
    with open(TABLES + file, encoding="utf-8") as f:
        lines = [l.rstrip("\n").split("\t") for l in f if not l.startswith("#") and l.strip()]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


for r in rows("given_names.tsv"):
    add(r["name"], 1)
for r in rows("cities.tsv"):
    add(r["name"], 2)
for r in rows("regions.tsv"):
    add(r["name"], 4)
for r in rows("states.tsv"):
    add(r["name"], 4)
    add(r["press"], 4)
for r in rows("countries.tsv"):
    add(r["name"], 8)
    for alias in r["aliases"].split(";"):
        add(alias.strip(), 8)
    for word in (r["adjectives"] + ";" + r["people"]).split(";"):
        add(word.strip(), 16)
for r in rows("organizations.tsv"):
    add(r["name"], 32)
    for alias in r["aliases"].split(";"):
        add(alias.strip(), 32)

with open(OUT, "w", encoding="utf-8") as f:
    f.write(HEAD)
    for word, classes in sorted(words.items()):
        f.write(f"{word}\t{classes}\n")
print(len(words), "words")
