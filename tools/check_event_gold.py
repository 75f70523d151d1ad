#!/usr/bin/env python3
"""Reads, checks and counts the event gold that we wrote ourselves (crates/dyad-eval/gold/events).

    tools/check_event_gold.py            check everything, print the counts; exit 1 if a line is wrong
    tools/check_event_gold.py --write    also number sentences that have no id yet, and write sentences.jsonl and articles.jsonl anew

Without --write it also checks that the two JSONL files say what the marked texts say. Standard library only.
The form of the marked texts is described in crates/dyad-eval/gold/events/README.md, the codes in docs/CODING.md.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "crates/dyad-eval/gold/events"
TABLES = ROOT / "crates/dyad-knowledge/tables"

STATUSES = {"asserted", "planned", "conditional", "hypothetical", "denied", "refused", "stopped", "reported", "background"}
ROLES = {"GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "CRM", "BUS", "MED", "CVL", "EDU", "HLH", "LAB", "REL", "REF",
         "SPY", "UAF", "NGO"}
NO_COUNTRY = {"IGO", "NGO", "MNC", "NSA"}
REASONS = {"sense", "metaphor", "sport", "business", "culture", "weather", "accident", "economy", "generic", "biography",
           "fiction", "opinion", "statement", "hypothetical", "routine", "crime", "science", "furniture", "state", "name"}
BLOCKS = {"headline", "byline", "caption", "teaser", "contact", "other"}
# Finer kinds of civilians: the plain CVL is right as well.
CIVIL = {"EDU", "LAB", "REF", "HLH", "REL"}
PROTESTERS = re.compile(r"protest|demonstrat|dissident|activist|rioter|marcher|crowd", re.I)
# CAMEO codes whose PLOVER type the public sources dispute (docs/CODING.md, "Decided disagreements"): the type that is right as well.
STANDING = {"163": "SANCTION:discontinue", "116": "SANCTION:convict", "0813": "CONCEDE", "0814": "CONCEDE", "085": "CONCEDE"}
# Codes that the conversion table leaves without a type, or whose type the gold overrides.
OVERRIDES = {("REJECT", "016"), ("COERCE", "176"), ("ASSAULT", "1952"), ("ASSAULT", "1951"), ("ASSAULT", "1834"),
             ("MOBILIZE", "155"), ("SUPPORT", "018"), ("SUPPORT", "019"), ("AGREE", "0357"), ("SANCTION", "163"),
             ("SANCTION", "116"), ("RETREAT", "080")}
# Articles of this number and above were written for training.
TRAIN_ARTICLES = 101


def table(name):
    rows, head = [], None
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if head is None:
            head = cells
        else:
            rows.append(dict(zip(head, cells)))
    return rows


PLOVER = {r["plover"]: r for r in table("plover.tsv")}
CAMEO = {r["code"]: r for r in table("cameo.tsv")}
COUNTRIES = {r["iso3"] for r in table("countries.tsv")}
CONTEXTS = {r["context"] for r in table("event-contexts.tsv")}


class Bad(Exception):
    pass


def unmark(marked):
    """Marked text -> plain text, sides {id: [span]}, triggers {number: [span]}."""
    out, stack, sides, triggers, n, i = [], [], {}, {}, 0, 0
    while i < len(marked):
        c = marked[i]
        if c in "{[":
            m = re.match(r"\{([a-z]+)=|\[(\d+)\|", marked[i:])
            if not m:
                raise Bad(f"a mark that does not begin with {{id= or [number|: {marked[i:i + 20]!r}")
            stack.append((c, m.group(1) or m.group(2), n))
            i += m.end()
            continue
        if c in "}]":
            if not stack or "{[".index(stack[-1][0]) != "}]".index(c):
                raise Bad(f"{c} closes nothing: {marked[max(0, i - 20):i + 1]!r}")
            kind, key, start = stack.pop()
            if start == n or out[start].isspace() or out[n - 1].isspace():
                raise Bad(f"the mark {key} is empty or begins or ends with a space")
            (sides if kind == "{" else triggers).setdefault(key, []).append([start, n])
            i += 1
            continue
        out.append(c)
        n += 1
        i += 1
    if stack:
        raise Bad(f"the mark {stack[-1][1]} is not closed")
    return "".join(out), sides, triggers


def codes(cell, words):
    """`TUR:GOV/OPP|TUR|?` -> the codes that are right, the first one first; None (no code) for `?`, and for `-` (not asked for)."""
    right = []
    for alt in cell.split("|"):
        if alt in ("?", "-"):
            right.append(None)
            continue
        head, *roles = alt.split(":")
        if head not in COUNTRIES | NO_COUNTRY:
            raise Bad(f"unknown country {head!r}")
        forms = [head]
        for role in roles:
            options = role.split("/")
            for r in options:
                if r not in ROLES:
                    raise Bad(f"unknown role {r!r}")
            forms = [f"{f}:{r}" for f in forms for r in options]
        right += forms
    for code in [c for c in right if c]:
        head, _, role = code.partition(":")
        if role in CIVIL:
            right.append(f"{head}:CVL")
        if role == "CVL" and PROTESTERS.search(words):
            right.append(f"{head}:OPP")
    return list(dict.fromkeys(right))


def types(cell):
    found = []
    for alt in cell.split("|"):
        plover, _, mode = alt.partition(":")
        if plover not in PLOVER:
            raise Bad(f"unknown type {plover!r}")
        if mode and mode not in PLOVER[plover]["modes"].split(";"):
            raise Bad(f"{plover} has no mode {mode!r}")
        found.append((plover, mode or None))
    return found


EVENT = re.compile(r"(\d+) (\S+) (\S+) (\S+) > (\S+) (\S+)((?: \S+)*)$")


def event_rows(line, text, sides, triggers):
    m = EVENT.match(line)
    if not m:
        raise Bad(f"not `N TYPE[:mode] CAMEO SIDE > SIDE STATUS [more]`: {line!r}")
    number, type_cell, cameo_cell, actors, recipients, status_cell, more = m.groups()
    if number not in triggers:
        raise Bad(f"no trigger [{number}| in the text")
    typed, cameo, status = types(type_cell), cameo_cell.split("|"), status_cell.split("|")
    for code in cameo:
        if code not in CAMEO:
            raise Bad(f"unknown CAMEO code {code!r}")
        says = CAMEO[code]["plover"]
        if says not in {p for p, _ in typed} and not any((p, code) in OVERRIDES for p, _ in typed):
            raise Bad(f"CAMEO {code} is {says}, not {type_cell}")
    if CAMEO[cameo[0]]["plover"] != typed[0][0] and (typed[0][0], cameo[0]) not in OVERRIDES:
        raise Bad(f"CAMEO {cameo[0]} is {CAMEO[cameo[0]]['plover']}, not {typed[0][0]}")
    for s in status:
        if s not in STATUSES:
            raise Bad(f"unknown status {s!r}")
    flags = {"recip": False, "optional": False, "habitual": False}
    by, contexts = None, []
    for word in more.split():
        key, eq, value = word.partition("=")
        if key == "by" and eq:
            if value not in sides:
                raise Bad(f"by={value}: no such side in the text")
            by = {"span": sides[value][0], "words": text[slice(*sides[value][0])]}
        elif key == "in" and eq:
            contexts = value.split(",")
            for c in contexts:
                if c not in CONTEXTS:
                    raise Bad(f"unknown context {c!r}")
        elif word in flags:
            flags[word] = True
        else:
            raise Bad(f"unknown word {word!r}")
    standing = STANDING.get(cameo[0])
    if standing:
        typed += [t for t in types(standing) if t not in typed]
    if typed[0][0] == "REQUEST":
        cameo += [c for c in ("02" + x[2:] for x in list(cameo) if x.startswith("10")) if c in CAMEO and c not in cameo]

    def side(cell):
        if cell == "-":
            return [None]
        found = []
        for part in cell.split(","):
            key, eq, code = part.partition("=")
            if not eq or key not in sides:
                raise Bad(f"side {part!r}: write `-`, or `id=CODE`, with {{id=…}} in the text")
            span = sides[key][0]
            right = codes(code, text[slice(*span)])
            row = {"span": span, "words": text[slice(*span)], "code": right[0]}
            if len(sides[key]) > 1:
                row["also"] = sides[key][1:]
            if len(right) > 1:
                row["alt"] = right[1:]
            found.append(row)
        return found

    rows = []
    for a in side(actors):
        for r in side(recipients):
            heads = [(x["code"] or "")[:3] if x else "" for x in (a, r)]
            rows.append({
                "trigger": triggers[number][0], "words": text[slice(*triggers[number][0])], "mentions": triggers[number][1:],
                "actor": a, "recipient": r, "plover": typed[0][0], "mode": typed[0][1], "cameo": cameo[0], "root": cameo[0][:2],
                "quad": int(PLOVER[typed[0][0]]["quad"]), "status": status[0], "by": by, "contexts": contexts,
                "domestic": heads[0] == heads[1] != "" and heads[0] not in NO_COUNTRY, "reciprocal": flags["recip"],
                "habitual": flags["habitual"], "optional": flags["optional"],
                "alt_plover": [list(t) for t in typed[1:]], "alt_cameo": cameo[1:], "alt_status": status[1:],
            })
    return rows


def finish(doc, rows_of, sides, triggers):
    used = {r for r in rows_of}
    if set(triggers) != used:
        raise Bad(f"triggers {sorted(triggers)} but event lines {sorted(used)}")
    return doc


def split_of(stem, number):
    """What was written for training is named so; of the rest every third is held out."""
    if stem.startswith("train-") or number >= TRAIN_ARTICLES:
        return "train"
    return "held-out" if number % 3 == 0 else "dev"


def number(path):
    """Gives an id and a split to each block that has none: the next free number of the file."""
    blocks = re.split(r"\n{2,}", path.read_text(encoding="utf-8").strip("\n"))
    head = re.compile(re.escape(path.stem) + r"-(\d+) ")
    last = max((int(m.group(1)) for b in blocks if (m := head.match(b))), default=0)
    for i, block in enumerate(blocks):
        if not block.startswith("#") and not head.match(block):
            last += 1
            blocks[i] = f"{path.stem}-{last:02} {split_of(path.stem, last)}\n{block}"
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def read_sentences(path, errors):
    docs, block, start = [], [], 0
    lines = path.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            if not block:
                start = at
            block.append(line)
            continue
        if not block:
            continue
        try:
            docs.append(sentence(path.stem, block))
        except Bad as e:
            errors.append(f"{path.relative_to(ROOT)}:{start}: {e}")
        block = []
    return docs


def sentence(stem, block):
    m = re.match(r"([a-z-]+)-(\d+) (train|dev|held-out)$", block[0])
    if not m or m.group(1) != stem:
        raise Bad(f"a block begins with `{stem}-NN` and its split (train, dev or held-out), not {block[0]!r}")
    if m.group(3) != split_of(stem, int(m.group(2))):
        raise Bad(f"{m.group(2)} belongs to {split_of(stem, int(m.group(2)))}")
    if len(block) < 3:
        raise Bad("a block is an id, a text and at least one line of gold")
    if block[1].startswith(" ") or not all(x.startswith("  ") for x in block[2:]):
        raise Bad("the text stands on the second line, the gold below it, two spaces in")
    text, sides, triggers = unmark(block[1])
    doc = {"id": f"{stem}-{m.group(2)}", "split": m.group(3), "text": text, "events": [], "none": None}
    if block[2].strip().startswith("none"):
        reason = block[2].split()[1:]
        if len(block) != 3 or len(reason) != 1 or reason[0] not in REASONS:
            raise Bad(f"`none REASON` with one of {sorted(REASONS)}, alone")
        if triggers:
            raise Bad("a trigger in a sentence without event")
        doc["none"] = reason[0]
        return doc
    seen = set()
    for line in block[2:]:
        seen.add(line.split()[0])
        doc["events"] += event_rows(line.strip(), text, sides, triggers)
    return finish(doc, seen, sides, triggers)


def read_article(path, errors):
    try:
        head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
        body, sep, gold = rest.partition("\n\n=== events\n")
        if not sep:
            raise Bad("no line `=== events` after an empty line")
        fields = dict(x.split(": ", 1) for x in head.split("\n") if not x.startswith("#"))
        number = int(path.stem.split("-")[0])
        if fields.get("split") != split_of(path.stem, number):
            raise Bad(f"article {number} belongs to {split_of(path.stem, number)}")
        kinds, paragraphs = [], []
        for p in body.split("\n\n"):
            m = re.match(r"@([a-z]+) ", p)
            if m and m.group(1) not in BLOCKS:
                raise Bad(f"unknown block @{m.group(1)}")
            kinds.append(m.group(1) if m else "body")
            paragraphs.append(p[m.end():] if m else p)
        text, sides, triggers = unmark("\n\n".join(paragraphs))
        doc = {"id": path.stem, "split": fields["split"], "published": fields.get("published"), "text": text, "blocks": [],
               "events": []}
        at = 0
        for kind, p in zip(kinds, text.split("\n\n")):
            doc["blocks"].append({"kind": kind, "span": [at, at + len(p)]})
            at += len(p) + 2
        body = [b["span"] for b in doc["blocks"] if b["kind"] == "body"]
        for spans in triggers.values():
            spans.sort(key=lambda x: (not any(b[0] <= x[0] < b[1] for b in body), x))
        seen = set()
        for line in gold.strip().split("\n"):
            if line.startswith("#"):
                continue
            seen.add(line.split()[0])
            doc["events"] += event_rows(line, text, sides, triggers)
        return finish(doc, seen, sides, triggers)
    except Bad as e:
        errors.append(f"{path.relative_to(ROOT)}: {e}")
        return None


def counts(title, counter):
    print(f"{title}: " + ", ".join(f"{k} {v}" for k, v in sorted(counter.items(), key=lambda x: (-x[1], str(x[0])))))


def main():
    errors, sentences = [], []
    for path in sorted((GOLD / "sentences").glob("*.txt")):
        if "--write" in sys.argv:
            number(path)
        sentences += read_sentences(path, errors)
    articles = [a for p in sorted((GOLD / "articles").glob("*.txt")) if (a := read_article(p, errors))]
    for field in ("id", "text"):
        for value, n in Counter(d[field] for d in sentences + articles).items():
            if n > 1:
                errors.append(f"{field} stands {n} times: {value[:60]}")
    for name, docs in (("sentences.jsonl", sentences), ("articles.jsonl", articles)):
        made = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in docs)
        if "--write" in sys.argv and not errors:
            (GOLD / name).write_text(made, encoding="utf-8")
        elif not errors and (not (GOLD / name).exists() or (GOLD / name).read_text(encoding="utf-8") != made):
            errors.append(f"{name} is not what the marked texts say: run tools/check_event_gold.py --write")
    for e in errors:
        print(e, file=sys.stderr)

    rows = [e for d in sentences for e in d["events"]]
    none = [d for d in sentences if d["none"]]
    print(f"sentences {len(sentences)}: with events {len(sentences) - len(none)}, without {len(none)} "
          f"({100 * len(none) / max(1, len(sentences)):.1f} %); event rows {len(rows)}")
    counts("split", Counter(d["split"] for d in sentences))
    counts("split, without events", Counter(d["split"] for d in none))
    counts("type", Counter(e["plover"] for e in rows))
    counts("type, held-out", Counter(e["plover"] for d in sentences if d["split"] == "held-out" for e in d["events"]))
    counts("quad", Counter(e["quad"] for e in rows))
    counts("mode", Counter(f"{e['plover']}:{e['mode']}" for e in rows if e["mode"]))
    counts("status", Counter(e["status"] for e in rows))
    counts("without event because", Counter(d["none"] for d in none))
    sides = [s for e in rows for s in (e["actor"], e["recipient"])]
    print(f"sides {len(sides)}: coded {sum(bool(s and s['code']) for s in sides)}, words without a code "
          f"{sum(bool(s and not s['code']) for s in sides)}, not in the text {sum(s is None for s in sides)}; "
          f"countries {len({s['code'][:3] for s in sides if s and s['code']})}; "
          f"domestic rows {sum(e['domestic'] for e in rows)}, reciprocal {sum(e['reciprocal'] for e in rows)}, "
          f"habitual {sum(e['habitual'] for e in rows)}, optional {sum(e['optional'] for e in rows)}")
    counts("role", Counter(s["code"].partition(":")[2] or "-" for s in sides if s and s["code"]))
    missing = [f"{t}:{m}" for t, r in PLOVER.items() for m in r["modes"].split(";")
               if m != "-" and not any(e["plover"] == t and e["mode"] == m for e in rows)]
    print("modes without a sentence:", " ".join(missing) or "none")
    words = [len(a["text"].split()) for a in articles]
    arows = [e for a in articles for e in a["events"]]
    print(f"articles {len(articles)}: words {min(words, default=0)}–{max(words, default=0)}, event rows {len(arows)}, "
          f"later mentions {sum(len(e['mentions']) for e in arows)}")
    counts("articles, type", Counter(e["plover"] for e in arows))
    counts("articles, status", Counter(e["status"] for e in arows))
    sys.exit(1 if errors else 0)


main()
