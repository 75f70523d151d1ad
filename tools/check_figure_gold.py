#!/usr/bin/env python3
"""Checks our own gold for figures: spans, units, allowed values, arithmetic, splits, counts.

    python3 tools/check_figure_gold.py            complain or print the counts
    python3 tools/check_figure_gold.py --jsonl    print one JSON object a sentence or passage, spans in scalar values

Reads `crates/dyad-eval/gold/figures/{sentences,checks}/*.txt`, whose form the README there describes, and the tables of
`dyad-knowledge`. It knows nothing of how figures are found. Standard library only.
"""

import ast
import calendar
import collections
import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOLD = ROOT / "crates/dyad-eval/gold/figures"
TABLES = ROOT / "crates/dyad-knowledge/tables"

BOUNDS = "exact about nearly more_than at_least less_than at_most range order_of_magnitude".split()
KINDS = "count measure money share rate change rank duration".split()
CHECKS = "sum part_whole restated pace share change rate".split()
VERDICTS = "holds fails not_checkable".split()
CLAIMS = "record majority most superlative".split()
DOMAINS = "border economy health elections war disasters climate sport science business".split()
SHARED_MONEY = "dollar pound peso rupee shilling franc crown dinar rial riyal lira won mark".split()
KEYS = set("value high bound kind unit code of place period speaker change base part_of toward note alt_value alt_unit "
           "alt_bound alt_kind alt_of alt_period alt_speaker".split())
CHECK_KEYS = set("verdict arithmetic why assume tolerance alt_kind alt_verdict".split())
# Words that a number's name may hold.
SMALL = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}
SMALL.update({w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)})
SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "k": 1e3,
         "tn": 1e12, "lakh": 1e5, "crore": 1e7, "dozen": 12}


class Bad(Exception):
    """What is wrong with a line."""


def table(name):
    rows = [line.rstrip("\n") for line in open(TABLES / name, encoding="utf-8") if line.strip() and not line.startswith("#")]
    head = rows[0].split("\t")
    return [dict(zip(head, row.split("\t"))) for row in rows[1:]]


UNITS = {row["unit"]: row for row in table("units.tsv")}
# Units that a reader needs and the table lacks so far.
LACKING = {u: dict(ucum=c, kind=k) for u, c, k in [("cm²", "cm2", "area"), ("hL", "hL", "volume"), ("km/s", "km/s", "speed"), ("m/h", "m/h", "speed")]
           if u not in UNITS}
UNITS.update(LACKING)
UNIT_WORDS = {w for row in UNITS.values() for w in f"{row.get('words', '-')};{row.get('signs', '-')}".split(";")} - {"-"}
MONEY = {row["iso"] for row in table("currencies.tsv")} | set(SHARED_MONEY) | {"cent", "penny"}


# ---- reading ------------------------------------------------------------------------------------------------------


def find(text, quote, nth, what):
    """Span of the nth occurrence of a quote at word edges; it must be named if there are several."""
    hits = [m.start() for m in re.finditer(re.escape(quote), text)]
    edge = [h for h in hits if not (quote[0].isalnum() and h and text[h - 1].isalnum())
            and not (quote[-1].isalnum() and h + len(quote) < len(text) and text[h + len(quote)].isalnum())]
    if not edge:
        raise Bad(f'{what} "{quote}" does not stand in the text')
    if len(edge) > 1 and nth is None:
        raise Bad(f'{what} "{quote}" stands {len(edge)} times in the text; say which with @1, @2 …')
    if nth is not None and not 1 <= nth <= len(edge):
        raise Bad(f'{what} "{quote}"@{nth}: it stands only {len(edge)} times')
    start = edge[(nth or 1) - 1]
    return [start, start + len(quote)]


TOKEN = re.compile(r'\s*(?:(?P<key>[a-z_]+)=)?(?:"(?P<quote>[^"]+)"(?:@(?P<nth>\d+))?|(?P<bare>[^\s"=]+))')


def pieces(line):
    """A line's pieces: (key or None, quote or None, nth, bare or None)."""
    at, out = 0, []
    while line[at:].strip():
        m = TOKEN.match(line, at)
        if not m:
            raise Bad(f"cannot read from here: {line[at:]}")
        out.append((m["key"], m["quote"], int(m["nth"]) if m["nth"] else None, m["bare"]))
        at = m.end()
    return out


def blocks(path):
    """The entries of a file: id, publication date, text and lines, each with its line number."""
    default, entry, seen = None, None, False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith("## "):
            if entry:
                yield entry
            entry, seen = dict(id=line[3:].strip(), published=default, text="", lines=[], number=number), True
        elif line.startswith("published: "):
            date = line[11:].strip()
            date = None if date == "unknown" else datetime.date.fromisoformat(date).isoformat()
            if seen:
                entry["published"] = date
            else:
                default = date
        elif line.startswith("> ") and entry:
            entry["text"] += ("\n" if entry["text"] else "") + line[2:]
        elif entry:
            entry["lines"].append((number, line.strip()))
        else:
            raise Bad(f"{path.name}:{number}: {line}")
    if entry:
        yield entry


def split(name):
    """Every third number is held out."""
    return "held-out" if int(name.rsplit("-", 1)[1]) % 3 == 0 else "dev"


# ---- values -------------------------------------------------------------------------------------------------------


def interval(value):
    """First and last day of a TIMEX value or an ISO interval; None for a reference without days."""
    if value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
        return None
    if "/" in value:
        a, b = value.split("/")
        return [interval(a)[0], interval(b)[1]]
    day = lambda y, m, d: datetime.date(y, m, d).isoformat()
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T[\w:]+)?", value):
        d = day(int(m[1]), int(m[2]), int(m[3]))
        return [d, d]
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        y, mo = int(m[1]), int(m[2])
        return [day(y, mo, 1), day(y, mo, calendar.monthrange(y, mo)[1])]
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        first = datetime.date.fromisocalendar(int(m[1]), int(m[2]), 6 if m[3] else 1)
        return [first.isoformat(), datetime.date.fromisocalendar(int(m[1]), int(m[2]), 7).isoformat()]
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        y, q = int(m[1]), int(m[2])
        return [day(y, 3 * q - 2, 1), day(y, 3 * q, calendar.monthrange(y, 3 * q)[1])]
    if m := re.fullmatch(r"(\d{4})-H([12])", value):
        y, h = int(m[1]), int(m[2])
        return [day(y, 6 * h - 5, 1), day(y, 6 * h, calendar.monthrange(y, 6 * h)[1])]
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        y = int(m[1])
        a, b = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}[m[2]]
        end = y + (b < a)
        return [day(y, a, 1), day(end, b, calendar.monthrange(end, b)[1])]
    if m := re.fullmatch(r"\d{2,4}", value):
        n = 4 - len(value)
        return [day(int(value) * 10**n, 1, 1), day((int(value) + 1) * 10**n - 1, 12, 31)]
    raise Bad(f"no period: {value}")


def told(quote):
    """Values that a careful child could read off the words; empty where it takes more."""
    out = set()
    low = quote.lower().replace(",", "")
    scale = lambda rest: next((SCALE[w] for w in re.findall(r"^[\s-]*([a-z]+)", rest) if w in SCALE), 1.0)
    for m in re.finditer(r"\d+(?:\.\d+)?", low):
        x = float(m[0]) * scale(low[m.end():])
        out |= {x, x / 100, float(m[0])}
        rest = low[m.end():]
        if re.match(r"\s*(million|billion)\b", re.sub(r"^[^a-z]*(?:to|and|or)?[^a-z]*\d+(?:\.\d+)?", "", rest)):
            out.add(float(m[0]) * (1e6 if "million" in rest else 1e9))
    total = part = 0.0
    words = re.findall(r"[a-z]+", low)
    for w in words:
        if w in SMALL:
            part += SMALL[w]
        elif w == "hundred" and part:
            part *= 100
        elif w in ("hundred", "thousand", "million", "billion", "trillion", "dozen"):
            total, part = total + (part or 1) * SCALE[w], 0.0
        elif part or total:
            out |= {total + part, (total + part) / 100}
            total = part = 0.0
    out |= {total + part, (total + part) / 100} if total + part else set()
    for top, part in re.findall(r"\b([a-z]+)[- ](third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?\b", low):
        out |= {SMALL.get(top, 1) / (3 + "third quarter fifth sixth seventh eighth ninth tenth".split().index(part))}
    if re.search(r"\b(in|of|every)\b", low):
        out |= {a / b for a in out for b in out if 0 < a < b}
    return out


def kind_of(unit):
    """The kind that a unit has by itself."""
    if unit in MONEY:
        return "money"
    if unit in ("share", "pp", "bp", "times"):
        return "share" if unit == "share" else "change"
    if unit == "rank":
        return "rank"
    row = UNITS.get(unit)
    if row:
        return row["kind"] if row["kind"] in ("duration", "rate", "change") else "measure"
    return "rate" if "/" in unit else "count"


def number(text, what):
    try:
        return float(text)
    except ValueError:
        raise Bad(f"{what}={text} is no number") from None


# ---- lines --------------------------------------------------------------------------------------------------------


def figure(entry, parts):
    text = entry["text"]
    (_, quote, nth, _), rest = parts[0], parts[1:]
    row = dict(span=find(text, quote, nth, "figure"), optional=False, alt={})
    raw = {}
    for key, q, n, bare in rest:
        if key is None:
            if bare != "optional":
                raise Bad(f"what is {bare or q}?")
            row["optional"] = True
        elif key not in KEYS:
            raise Bad(f"there is no field {key}")
        elif key in raw and not key.startswith("alt_"):
            raise Bad(f"{key} twice")
        else:
            raw.setdefault(key, []).append((q, n, bare))
    one = lambda key: next(((q if q is not None else bare) for q, _, bare in raw.get(key, [])), None)
    if one("value") is None or one("unit") is None:
        raise Bad("a figure needs value and unit")
    row["value"] = number(one("value"), "value")
    row["high"] = number(one("high"), "high") if one("high") else None
    row["bound"] = one("bound") or ("range" if row["high"] is not None else "exact")
    if row["bound"] not in BOUNDS:
        raise Bad(f"bound={row['bound']}")
    if (row["bound"] == "range") != (row["high"] is not None):
        raise Bad("a range has high, and only a range")
    if row["high"] is not None and row["high"] <= row["value"]:
        raise Bad("high is not above value")
    row["unit"] = one("unit")
    own = kind_of(row["unit"])
    row["kind"] = one("kind") or own
    if row["kind"] not in KINDS:
        raise Bad(f"kind={row['kind']}")
    check_unit(row["unit"], row["kind"])
    table_code = UNITS.get(row["unit"], {}).get("ucum", "-")
    row["code"] = one("code") or (None if table_code == "-" or row["unit"] == "share" else table_code)
    row["code_differs"] = one("code") is not None and one("code") != table_code
    if row["unit"] == "share" and row["kind"] == "share" and not 0 <= row["value"] <= 3:
        raise Bad("a share from 0 to 1, please")
    row["of"] = row["of_span"] = None
    if "of" in raw:
        q, n, bare = raw["of"][0]
        row["of"], row["of_span"] = (q, find(text, q, n, "of")) if q else (bare, None)
        if bare and bare != "age":
            raise Bad("of without quotation marks can only be age")
    for key in ("place", "speaker", "base", "part_of", "toward"):
        if key in raw:
            q, n, bare = raw[key][0]
            if not q:
                raise Bad(f"{key} wants words of the text in quotation marks")
            row[key], row[key + "_span"] = q, find(text, q, n, key)
        else:
            row[key] = row[key + "_span"] = None
    row["change"] = one("change")
    if row["change"] not in (None, "up", "down"):
        raise Bad(f"change={row['change']}")
    if row["change"] and row["kind"] != "change" or row["kind"] == "change" and not row["change"] and row["unit"] not in ("pp", "bp", "times"):
        raise Bad("kind=change goes with change=up or change=down")
    row["period"] = one("period")
    row["interval"] = interval(row["period"]) if row["period"] else None
    for key, values in raw.items():
        if not key.startswith("alt_"):
            continue
        name = key[4:]
        for q, n, bare in values:
            if name in ("of", "speaker"):
                if bare in ("none", "age"):
                    row["alt"].setdefault(name, []).append(None if bare == "none" else bare)
                    continue
                if not q:
                    raise Bad(f"{key} wants words of the text in quotation marks")
                row["alt"].setdefault(name + "_span", []).append(find(text, q, n, key))
            for x in [q] if q else bare.split(";"):
                if name == "value":
                    x = number(x, key)
                elif name == "bound" and x not in BOUNDS or name == "kind" and x not in KINDS:
                    raise Bad(f"{key}={x}")
                elif name == "period" and x != "none":
                    interval(x)
                row["alt"].setdefault(name, []).append(None if x == "none" else x)
    # Other defensible answers that follow from the guidelines.
    if row["kind"] != own and row["kind"] in ("change", "rate"):
        row["alt"].setdefault("kind", []).append(own)
    if row["kind"] == "rate" and "/" in row["unit"] and row["unit"] not in UNITS:
        first = row["unit"].split("/")[0]
        if kind_of(first) == "count":
            row["alt"].setdefault("unit", []).append(first)
            row["alt"].setdefault("kind", []).append("count")
    known = told(quote)
    if known and row["bound"] != "order_of_magnitude" and not any(
            abs(row["value"] - x) <= 1e-4 * abs(x) for x in known) and "note" not in raw:
        raise Bad(f"value={row['value']:g} beside \"{quote}\" (a note says why, if it is right)")
    row["note"] = one("note")
    return row


def check_unit(unit, kind):
    if kind == "money" and unit not in MONEY:
        raise Bad(f"{unit} is no currency of the table")
    if kind in ("measure", "duration") and unit not in UNITS:
        raise Bad(f"{unit} is no unit of the table")
    if kind == "share" and unit != "share" or kind == "rank" and unit != "rank":
        raise Bad(f"unit={unit} with kind={kind}")
    if kind == "count" and (unit in UNITS or unit in MONEY or "/" in unit):
        raise Bad(f"unit={unit} is no counted noun")
    if kind == "count" and (unit in UNIT_WORDS or unit.endswith("s") and unit != "species"):
        raise Bad(f"unit={unit}: the table's symbol for a measure, the singular for a count")
    if kind == "rate":
        top, _, bottom = unit.partition("/")
        if unit not in UNITS and not bottom:
            raise Bad(f"unit={unit} is no rate")
    if re.search(r"[A-Z]", unit) and unit not in UNITS and not any(p in UNITS or p in MONEY for p in unit.split("/")):
        raise Bad(f"unit={unit}: singular noun in small letters")


def sentence(entry):
    row = dict(id=entry["id"], split=split(entry["id"]), published=entry["published"], text=entry["text"],
               figures=[], traps=[], claims=[])
    for number_, line in entry["lines"]:
        try:
            parts = pieces(line)
            key, quote, nth, bare = parts[0]
            if quote and key is None:
                row["figures"].append(figure(entry, parts))
            elif bare in ("trap", "claim"):
                _, quote, nth, _ = parts[1]
                words = " ".join(x for _, _, _, x in parts[2:] if x)
                if not quote or not words:
                    raise Bad(f"{bare} wants a quote and a word what it is")
                if bare == "claim" and words not in CLAIMS:
                    raise Bad(f"claim {words}")
                row[bare + "s"].append(dict(span=find(entry["text"], quote, nth, bare), what=words))
            else:
                raise Bad(f"neither a figure nor a trap nor a claim: {line}")
        except Bad as bad:
            raise Bad(f"line {number_}: {bad}") from None
    if not row["figures"] and not row["traps"] and not row["claims"]:
        raise Bad("nothing marked")
    spans = [f["span"] for f in row["figures"]]
    for i, a in enumerate(spans):
        for b in spans[i + 1:]:
            if a[0] < b[1] and b[0] < a[1]:
                raise Bad(f"two figures over each other: {entry['text'][a[0]:a[1]]}")
        for t in row["traps"]:
            if a[0] < t["span"][1] and t["span"][0] < a[1]:
                raise Bad(f"a trap in a figure: {entry['text'][a[0]:a[1]]}")
    covered = spans + [t["span"] for t in row["traps"]]
    for f in row["figures"]:
        for key in ("part_of", "toward"):
            if f[key] and not any(a[0] < f[key + "_span"][1] and f[key + "_span"][0] < a[1] for a in spans):
                raise Bad(f"{key}=\"{f[key]}\" is no figure of the sentence")
    for m in re.finditer(r"\d[\d.,:/–-]*", entry["text"]):
        if not any(a[0] < m.end() and m.start() < a[1] for a in covered):
            row.setdefault("free", []).append(m[0])
    return row


def calculate(text):
    def value(node):
        if isinstance(node, ast.Expression):
            return value(node.body)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return node.value
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.BinOp):
            a, b = value(node.left), value(node.right)
            return {ast.Add: a + b, ast.Sub: a - b, ast.Mult: a * b, ast.Div: a / b if b else None}[type(node.op)]
        raise Bad(f"no arithmetic: {text}")
    try:
        return value(ast.parse(text.strip().replace("×", "*").replace("−", "-"), mode="eval"))
    except (SyntaxError, KeyError):
        raise Bad(f"no arithmetic: {text}") from None


def true_arithmetic(text, tolerance):
    """A chain such as "600 / 6 × 12 = 1200 > 1000" in which every link is true."""
    bits = re.split(r"\s(=|≈|≠|<=|>=|<|>)\s", text)
    if len(bits) < 3:
        raise Bad(f"arithmetic wants a relation: {text}")
    for i in range(0, len(bits) - 2, 2):
        a, b, op = calculate(bits[i]), calculate(bits[i + 2]), bits[i + 1]
        near = abs(a - b) <= tolerance + 1e-9 * max(abs(a), abs(b))
        same = abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))
        ok = {"=": same, "≈": near, "≠": not near, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[op]
        if not ok:
            raise Bad(f"{bits[i].strip()} {op} {bits[i + 2].strip()} is not true ({a:g}, {b:g}, tolerance {tolerance:g})")


def passage(entry):
    row = dict(id=entry["id"], split=split(entry["id"]), published=entry["published"], text=entry["text"], checks=[], no_check=None)
    for number_, line in entry["lines"]:
        try:
            if line.startswith("no check"):
                row["no_check"] = line[8:].strip(" :") or None
                if not row["no_check"]:
                    raise Bad("no check wants a reason")
                continue
            parts = pieces(line)
            if parts[0][3] != "check" or parts[1][3] not in CHECKS:
                raise Bad(f"no check: {line}")
            c = dict(kind=parts[1][3], figures=[], verdict=None, arithmetic=None, why=None, assume=[], tolerance=0.0, optional=False, alt_kind=[], alt_verdict=[])
            for key, q, nth, bare in parts[2:]:
                if key is None and q:
                    c["figures"].append(find(entry["text"], q, nth, "figure"))
                elif key is None and bare == "optional":
                    c["optional"] = True
                elif key not in CHECK_KEYS:
                    raise Bad(f"there is no field {key or bare}")
                elif key == "assume":
                    c["assume"].append(q)
                elif key in ("alt_kind", "alt_verdict"):
                    if bare not in (CHECKS if key == "alt_kind" else VERDICTS):
                        raise Bad(f"{key}={bare}")
                    c[key].append(bare)
                else:
                    c[key] = number(q or bare, key) if key == "tolerance" else q or bare
            if c["verdict"] not in VERDICTS:
                raise Bad(f"verdict={c['verdict']}")
            if len(c["figures"]) < 2:
                raise Bad("a check ties two figures or more")
            if c["verdict"] != "not_checkable":
                if not c["arithmetic"]:
                    raise Bad("holds and fails need their arithmetic")
                true_arithmetic(c["arithmetic"], c["tolerance"])
                if ("≠" in c["arithmetic"]) and c["verdict"] == "holds":
                    raise Bad("it holds, but the arithmetic says ≠")
            elif not c["why"]:
                raise Bad("not_checkable needs a why")
            if c["kind"] == "pace" and c["verdict"] != "not_checkable" and not c["assume"]:
                raise Bad("a pace needs its assumption")
            row["checks"].append(c)
        except Bad as bad:
            raise Bad(f"line {number_}: {bad}") from None
    if bool(row["checks"]) == bool(row["no_check"]):
        raise Bad("either checks or no check")
    return row


# ---- all ----------------------------------------------------------------------------------------------------------


def read_all():
    wrong, rows, passages, seen = [], [], [], {}
    for folder, read, out in (("sentences", sentence, rows), ("checks", passage, passages)):
        for path in sorted((GOLD / folder).glob("*.txt")):
            last = 0
            try:
                entries = list(blocks(path))
            except (Bad, ValueError) as bad:
                wrong.append(f"{path.name}: {bad}")
                continue
            for entry in entries:
                where = f"{folder}/{path.name}:{entry['number']} {entry['id']}"
                m = re.fullmatch(r"([a-z]+)-(\d{3})", entry["id"])
                if not m or m[1] != path.stem:
                    wrong.append(f"{where}: ids here are {path.stem}-001 and so on")
                    continue
                if int(m[2]) <= last:
                    wrong.append(f"{where}: numbers rise")
                last = int(m[2])
                if entry["text"] in seen:
                    wrong.append(f"{where}: the text of {seen[entry['text']]}")
                seen[entry["text"]] = entry["id"]
                try:
                    row = read(entry)
                    row["domain"] = path.stem
                    out.append(row)
                except (Bad, ValueError, TypeError) as bad:
                    wrong.append(f"{where}: {bad}")
    return wrong, rows, passages


def count(title, values):
    print(f"{title}: " + ", ".join(f"{k} {n}" for k, n in sorted(collections.Counter(values).items(), key=lambda x: (-x[1], str(x[0])))))


def main():
    wrong, rows, passages = read_all()
    if "--jsonl" in sys.argv:
        for row in rows + passages:
            print(json.dumps(row, ensure_ascii=False))
    for line in wrong:
        print(line, file=sys.stderr)
    if "--jsonl" in sys.argv:
        return 1 if wrong else 0
    if "--free" in sys.argv:
        for row in rows:
            if row.get("free"):
                print(row["id"], row["free"])
    figures = [f for row in rows for f in row["figures"]]
    print(f"{len(rows)} sentences, {len(figures)} figures ({sum(f['optional'] for f in figures)} optional), "
          f"{sum(len(r['traps']) for r in rows)} traps in {sum(bool(r['traps']) for r in rows)} sentences "
          f"({sum(not r['figures'] for r in rows)} without a figure), {sum(len(r['claims']) for r in rows)} claims")
    count("sentences by split", [r["split"] for r in rows])
    count("sentences by domain", [r["domain"] for r in rows])
    count("figures by split", [r["split"] for r in rows for _ in r["figures"]])
    count("kinds", [f["kind"] for f in figures])
    count("bounds", [f["bound"] for f in figures])
    count("units", [f["unit"] for f in figures])
    print("with " + ", ".join(f"{k} {sum(bool(f[k]) for f in figures)}" for k in "of of_span place period speaker change base part_of toward code".split()))
    print(f"codes other than the table's: {', '.join(sorted({f['unit'] + ' ' + f['code'] for f in figures if f['code_differs']})) or 'none'}")
    print(f"units the table lacks: {', '.join(sorted({f['unit'] for f in figures} & set(LACKING))) or 'none'}")
    checks = [c for p in passages for c in p["checks"]]
    print(f"{len(passages)} passages, {len(checks)} checks, {sum(bool(p['no_check']) for p in passages)} passages without a check")
    count("passages by split", [p["split"] for p in passages])
    count("checks by kind and verdict", [f"{c['kind']} {c['verdict']}" for c in checks])
    if wrong:
        print(f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
