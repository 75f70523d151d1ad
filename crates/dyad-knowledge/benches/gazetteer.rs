//! How fast an index is built and asked: `cargo bench -p dyad-knowledge`. The dump is invented, 200,000 lines.
//!
//! Beside them, in the same run, what the machine needs to cut the same lines at their tabs (`a_reference`).

// A benchmark may stop at the first surprise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use dyad_knowledge::geonames::{Build, Index, build};

const LINES: u32 = 200_000;

/// An invented name for each number; some are shared.
fn name(i: u32) -> String {
    const PARTS: [&str; 16] = [
        "ka", "lo", "mir", "ven", "tos", "ra", "del", "bu", "shi", "nor", "pe", "gal", "ost", "ui", "zem",
        "fa",
    ];
    let part = |shift: u32| PARTS[(i.wrapping_mul(2_654_435_761) >> shift) as usize & 15];
    format!("{}{}{}{}", part(28).to_uppercase(), part(24), part(20), part(16))
}

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = std::env::temp_dir().join(format!("dyad-bench-{}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
});
static DUMP: LazyLock<String> = LazyLock::new(|| {
    let mut out = String::new();
    for i in 1..=LINES {
        let (lat, lon) = (f64::from(i % 170) - 85.0, f64::from(i % 350) - 175.0);
        let n = name(i);
        writeln!(out, "{i}\t{n}\t{n}\t{n} City,Old {n}\t{lat}\t{lon}\tP\tPPL\tXQ\t\t{}\t\t\t\t{}\t\t\tEtc/UTC\t2024-01-31", i % 40, i % 9_000).unwrap();
    }
    std::fs::write(FOLDER.join("dump.txt"), &out).unwrap();
    out
});

fn make() -> PathBuf {
    let to = FOLDER.join("x.gaz");
    let options = Build { dumps: vec![FOLDER.join("dump.txt")], ..Build::default() };
    build(&options, &to, &mut |_| {}).unwrap();
    to
}

fn main() {
    LazyLock::force(&DUMP);
    divan::main();
    let _ = std::fs::remove_dir_all(&*FOLDER);
}

#[divan::bench]
fn a_reference(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(LINES))
        .bench(|| DUMP.lines().map(|l| l.split('\t').count()).sum::<usize>());
}

#[divan::bench(sample_count = 5)]
fn building(bencher: Bencher) {
    bencher.counter(ItemsCount::new(LINES)).bench(make);
}

#[divan::bench]
fn looking_up(bencher: Bencher) {
    let index = Index::open(&make()).unwrap();
    let names: Vec<String> = (0..10_000).map(|i| name(i * 37)).collect();
    bencher
        .counter(ItemsCount::new(names.len()))
        .bench(|| names.iter().filter_map(|n| index.find(n).next()).count());
}
