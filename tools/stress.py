#!/usr/bin/env python3
"""tools/stress.py [SHAPE ...] [--program target/release/dyad] [--tokens 20000] [--large]

Feeds `dyad read` what nobody writes, at three sizes (n, 2n, 4n tokens or so), and fails on a crash, a failure inside the
program, or processor time that grows faster than the text. --large adds single-line files of 50 MB, which take minutes and
gigabytes. What a test can check in seconds is in crates/dyad/tests/cli.rs. Python 3, standard library only.
"""
import argparse, os, pathlib, resource, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
NEWS = ' '.join(p.read_text(encoding='utf8') for p in sorted((ROOT / 'samples').glob('*.txt')))
LETTERS = 'abcdefghijklmnopqrstuvwxyz'


def word(i):
    return ''.join(LETTERS[i // 26**k % 26] for k in range(4))


def news(size):
    return (NEWS.replace('\n', ' ') * (size // len(NEWS) + 1))[:size]


# name: (file ending, text of about n tokens)
SHAPES = {
    'news on one line': ('txt', lambda n: news(n * 5)),
    'news, a sentence a paragraph': ('txt', lambda n: news(n * 5).replace('. ', '.\n\n')),
    'one word': ('txt', lambda n: 'a' * n * 4),
    'one digit': ('txt', lambda n: '1' * n * 4),
    'letters': ('txt', lambda n: 'a ' * n),
    'lines of one letter': ('txt', lambda n: 'a\n' * n),
    'list': ('txt', lambda n: '* one\n' * (n // 2)),
    'names in a row': ('txt', lambda n: 'Smith, ' * (n // 2)),
    'names joined': ('txt', lambda n: 'Smith and ' * (n // 2)),
    'one name': ('txt', lambda n: 'John ' * n),
    'names a line': ('txt', lambda n: 'John Smith\n' * (n // 2)),
    'ever new names': ('txt', lambda n: ' '.join(f'Maria Q{word(i)} said no.' for i in range(n // 5))),
    'ever new bodies': ('txt', lambda n: ' '.join(f'The Q{word(i)} Council met.' for i in range(n // 5))),
    'titles': ('txt', lambda n: 'The President ' * (n // 2)),
    'of of of': ('txt', lambda n: 'the minister of ' * (n // 3)),
    'brackets': ('txt', lambda n: '(' * n),
    'full stops': ('txt', lambda n: '.' * n * 4),
    'commas in digits': ('txt', lambda n: '1,' * n),
    'dashes': ('txt', lambda n: '-' * n * 2),
    'numbers': ('txt', lambda n: '1 ' * n),
    'dates': ('txt', lambda n: 'March 5, 2024 ' * (n // 4)),
    'money': ('txt', lambda n: 'The U.S. paid $5 million on Tuesday. ' * (n // 8)),
    'changes': ('txt', lambda n: 'Exports rose 5 percent to 7 million. ' * (n // 8)),
    'initials': ('txt', lambda n: 'A. ' * n),
    'he said that': ('txt', lambda n: 'He said that ' * (n // 3)),
    'he said she said': ('txt', lambda n: 'He said she said. ' * (n // 5)),
    'straight marks': ('txt', lambda n: '"' * n),
    'straight marks apart': ('txt', lambda n: '" ' * n),
    'opening marks': ('txt', lambda n: '“' * n),
    'opening marks with words': ('txt', lambda n: '“We go. ' * (n // 4)),
    'apostrophes': ('txt', lambda n: "'s " * n),
    'quotes of one letter': ('txt', lambda n: '“a” ' * (n // 3)),
    'quotes with speakers': ('txt', lambda n: '“We will go,” he said. ' * (n // 9)),
    'quotes that go on': ('txt', lambda n: '“We will go.\n\n' * (n // 5)),
    'countries': ('txt', lambda n: 'Japan attacked China. ' * (n // 4)),
    'disputes': ('txt', lambda n: 'Japan denied that it had attacked China. Japan said it had attacked China. ' * (n // 16)),
    'relative clauses': ('txt', lambda n: 'the man who knew ' * (n // 4)),
    'links': ('txt', lambda n: 'http://' * n),
    'combining marks': ('txt', lambda n: 'e\u0301' * n * 2),
    'emoji': ('txt', lambda n: '👩‍👩‍👧‍👦 ' * n),
    'spaces': ('txt', lambda n: 'a' + ' ' * n * 4),
    'hard spaces': ('txt', lambda n: 'a' + '\u00a0\n' * n * 2),
    'nested elements': ('html', lambda n: '<div>' * n + 'The minister said he would go.'),
    'open formats': ('html', lambda n: '<b><p>' * n + 'The minister said he would go.'),
    'tables': ('html', lambda n: '<table><tr><td>' * n + 'The minister said he would go.'),
    'open links': ('html', lambda n: '<a href=x>' * n + 'The minister said he would go.'),
    'open brackets': ('html', lambda n: '<' * n),
    'paragraphs of a page': ('html', lambda n: '<p>The minister said he would go.</p>' * (n // 7)),
    'block quotes': ('md', lambda n: '>' * n + ' The minister said he would go.'),
    'stars': ('md', lambda n: '* ' * n + 'The minister said he would go.'),
    'link openings': ('md', lambda n: '![a](' * (n // 4)),
    'emphasis': ('md', lambda n: '**a_' * (n // 3)),
}


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read(program, path, limit):
    """(seconds of processor, exit code or None, standard error)"""
    before = processor()
    command = [program, 'read', '--threads', '1', '--lang', 'en', '--format', 'jsonl', path]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=limit)
    except subprocess.TimeoutExpired:
        return processor() - before, None, f'more than {limit} s'
    return processor() - before, done.returncode, done.stderr.decode()


def bad(code, err):
    return code not in (0, 1) or 'panicked' in err or 'dyad itself' in err


def main():
    say = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say.add_argument('shapes', nargs='*', help=', '.join(SHAPES))
    say.add_argument('--program', default=str(ROOT / 'target/release/dyad'))
    say.add_argument('--tokens', type=int, default=20000)
    say.add_argument('--limit', type=int, default=600, help='seconds for one run')
    say.add_argument('--large', action='store_true')
    args = say.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in args.shapes or SHAPES:
            ending, make = SHAPES[name]
            path = os.path.join(folder, f'shape.{ending}')
            times, problem = [], ''
            for size in (args.tokens, 2 * args.tokens, 4 * args.tokens):
                with open(path, 'w', encoding='utf8') as f:
                    f.write(make(size))
                took, code, err = read(args.program, path, args.limit)
                times.append(took)
                if bad(code, err):
                    problem = f'{code}: {err.strip()[:200]}'
                    break
            # A fixed part of the time is the start; twice the text may take three times as long, on a busy machine.
            if not problem and times[2] > 2 and times[2] > 3 * times[1]:
                problem = 'grows faster than the text'
            failures += bool(problem)
            print(f'{name:30}', '  '.join(f'{t:7.2f}' for t in times), problem and f'  <-- {problem}', flush=True)
        if args.large:
            for name, text in (('50 MB of news on one line', news(50_000_000)), ('50 MB, one word', 'a' * 50_000_000)):
                path = os.path.join(folder, 'large.txt')
                with open(path, 'w', encoding='utf8') as f:
                    f.write(text)
                start = time.time()
                took, code, err = read(args.program, path, 6 * 3600, '--max-bytes', str(64 << 20))
                failures += bad(code, err)
                print(f'{name:30} {took:7.0f} s of processor, {time.time() - start:.0f} s, exit code {code} {err.strip()[:200]}', flush=True)
            print(f'peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20:.1f} GiB')
    sys.exit(f'{failures} shapes failed' if failures else 0)


if __name__ == '__main__':
    main()
