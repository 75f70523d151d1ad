#!/usr/bin/env python3
"""tools/bench.py [ARTICLES.jsonl] [--program target/release/dyad] [--articles 1000]

Measures the whole program and prints its figures beside references measured in the same run:
sentences a second of `dyad read` on JSONL with one thread, start to first byte, peak memory of one article and of streams
(it must not grow with their length), and tokens a second of the syntax layer through `dyad parse`.

The articles are the samples, repeated; another JSONL file may be given. The references: `wc -w` over the same bytes (what
reading costs at all) and, if this Python can import it, TextBlob's pattern tagger (tags only: no trees, no names, no
record), whose lexicon comes inside its package: `pip install textblob`.
Python 3, standard library only, on Linux or macOS. Stages alone: `cargo bench -p dyad`.
"""
import argparse, itertools, json, os, pathlib, platform, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent


# A child starts with the peak memory of the process that forks it, so a small one stands in between.
LAUNCHER = (
    'import os,subprocess,sys,time;start=time.perf_counter();'
    'child=subprocess.Popen(sys.argv[1:],stdout=subprocess.DEVNULL);'
    '_,status,usage=os.wait4(child.pid,0);child.returncode=os.waitstatus_to_exitcode(status);'
    'print(child.returncode,time.perf_counter()-start,usage.ru_utime+usage.ru_stime,usage.ru_maxrss)'
)


def run(command, stdin=None):
    """(seconds, seconds of processor, peak MiB) of a program whose output goes nowhere."""
    done = subprocess.run([sys.executable, '-c', LAUNCHER, *map(str, command)], stdin=stdin or subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, check=True)
    code, wall, processor, peak = done.stdout.split()
    if code != '0':
        sys.exit(f'{command} ended with {code}')
    unit = 1 if sys.platform == 'darwin' else 1024
    return float(wall), float(processor), int(peak) * unit / 2**20


def first_byte(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    child.stdout.read(1)
    took = time.perf_counter() - start
    child.stdout.read()
    child.wait()
    return took


def samples():
    for path in sorted((ROOT / 'samples').iterdir()):
        if path.name != 'README.md':
            yield {'id': path.name, 'html' if path.suffix == '.html' else 'text': path.read_text(encoding='utf8')}


def stream(path, articles, count):
    with open(path, 'w', encoding='utf8') as f:
        for i, a in enumerate(itertools.islice(itertools.cycle(articles), count)):
            f.write(json.dumps({**a, 'id': f'{i}-{a.get("id", "")}'}, ensure_ascii=False) + '\n')


def rate(name, figure, unit, note=''):
    print(f'{name:44} {figure:12,.0f} {unit:14} {note}'.rstrip())


def main():
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument('articles_file', nargs='?')
    say.add_argument('--program', default=str(ROOT / 'target/release/dyad'))
    say.add_argument('--articles', type=int, default=1000)
    args = say.parse_args()
    if not os.access(args.program, os.X_OK):
        sys.exit(f'{args.program} is not there; build it with: cargo build --locked --release')
    if args.articles_file:
        articles = [json.loads(l) for l in open(args.articles_file, encoding='utf8') if l.strip()]
    else:
        articles = list(samples())
    load = ' '.join(f'{x:.1f}' for x in os.getloadavg())
    print(f'{platform.machine()}, {os.cpu_count()} cores, load {load}; {args.program}; {len(articles)} different articles')

    with tempfile.TemporaryDirectory() as folder:
        short, long, one, plain = (os.path.join(folder, n) for n in ('short.jsonl', 'long.jsonl', 'one.txt', 'plain.txt'))
        stream(short, articles, args.articles)
        stream(long, articles, 4 * args.articles)
        texts = [a['text'] for a in articles if a.get('text')]
        with open(one, 'w', encoding='utf8') as f:
            f.write(texts[0])
        read = [args.program, 'read', '--threads', '1', '--lang', 'en', '--format', 'jsonl']
        out = subprocess.run(read + [short], stdout=subprocess.PIPE, check=True).stdout
        records = [json.loads(l) for l in out.splitlines()]
        sentences = sum(len(r['sentences']) for r in records)
        print(f'{len(records)} articles, {sentences} sentences, {os.path.getsize(short) / 2**20:.1f} MiB\n')

        wall, cpu, peak_short = run(read + [short])
        rate('dyad read, JSONL, one thread', sentences / wall, 'sentences/s', f'{wall:.1f} s; {sentences / cpu:,.0f} by processor time')
        wall_all, _, peak_all = run([args.program, 'read', '--lang', 'en', '--format', 'jsonl', short])
        rate('dyad read, JSONL, all threads', sentences / wall_all, 'sentences/s', f'{wall_all:.1f} s')
        _, _, peak_long = run(read + [long])
        with open(long, 'rb') as f:
            _, _, peak_stdin = run(read + ['-'], stdin=f)
        starts = [first_byte(read + [one]) for _ in range(15)]
        rate('start to first byte, one article', 1000 * statistics.median(starts), 'ms', f'least {1000 * min(starts):.0f}')
        _, _, peak_one = run(read + [one])
        rate('peak memory, one article', peak_one, 'MiB')
        rate(f'peak memory, {args.articles:,} articles', peak_short, 'MiB', f'{peak_all:.0f} with all threads')
        rate(f'peak memory, {4 * args.articles:,} articles', peak_long, 'MiB', f'{peak_stdin:.0f} from standard input')
        if peak_long > 1.15 * peak_short + 4:
            sys.exit('memory grows with the length of the stream')

        # The syntax layer alone: what is read twice over costs twice; the start is taken off.
        repeats = max(1, 400_000 // max(1, sum(len(t.split()) for t in texts)))
        with open(plain, 'w', encoding='utf8') as f:
            f.write('\n\n'.join(texts * repeats))
        parsed = subprocess.run([args.program, 'parse', '--lang', 'en', plain], stdout=subprocess.PIPE, check=True).stdout
        tokens = sum(1 for l in parsed.splitlines() if l[:1].isdigit() and b'-' not in l.split(b'\t', 1)[0])
        del parsed
        small = run([args.program, 'parse', '--lang', 'en', one])[0]
        wall, cpu, _ = run([args.program, 'parse', '--lang', 'en', plain])
        rate('dyad parse, raw text, one thread', tokens / (wall - small), 'tokens/s', 'tokens, tags, trees, names, CoNLL-U written')

        print('\nreferences, measured in this run')
        wall, _, _ = run(['wc', '-w', plain])
        rate('wc -w', tokens / wall, 'tokens/s', 'words at white space; counted as our tokens')
        try:
            from textblob.en import tag
        except ImportError:
            print('TextBlob is not installed: no second reference')
        else:
            start = time.perf_counter()
            tagged = sum(len(tag(t)) for t in texts)
            rate('TextBlob, pattern tagger', tagged / (time.perf_counter() - start), 'tokens/s', 'tags only; Python')


if __name__ == '__main__':
    main()
