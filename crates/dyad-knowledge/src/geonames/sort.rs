//! Puts any number of names in order with bounded memory: sorted runs are spilled beside the output and merged.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::GazetteerError;
use super::parts::Part;

/// Runs that are merged at a time; with the default memory that is a hundred times the real dump.
const RUNS: usize = 512;

/// A name that leads to a place. Order: name, then rank (small is weighty), then place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub key: Vec<u8>,
    pub rank: u64,
    pub place: u32,
}

/// Where the key of a held entry stands in the arena, and the rest of it.
struct Held {
    start: u32,
    length: u16,
    rank: u64,
    place: u32,
}

/// Collects entries.
pub struct Sorter {
    output: PathBuf,
    arena: Vec<u8>,
    held: Vec<Held>,
    runs: Vec<Part>,
    memory: usize,
}

impl Sorter {
    /// Holds about `memory` bytes before it spills into the output's folder.
    pub fn new(output: &Path, memory: usize) -> Self {
        let memory = memory.clamp(1 << 10, u32::MAX as usize / 2);
        Self { output: output.to_path_buf(), arena: Vec::new(), held: Vec::new(), runs: Vec::new(), memory }
    }
    /// Adds a name; one longer than 65,535 bytes is not findable and is left out (the caller counts it).
    pub fn add(&mut self, key: &[u8], rank: u64, place: u32) -> Result<bool, GazetteerError> {
        let (Ok(length), Ok(start)) = (u16::try_from(key.len()), u32::try_from(self.arena.len())) else {
            return Ok(false);
        };
        self.arena.extend_from_slice(key);
        self.held.push(Held { start, length, rank, place });
        if self.arena.len() + self.held.len() * size_of::<Held>() > self.memory {
            self.spill()?;
        }
        Ok(true)
    }
    fn spill(&mut self) -> Result<(), GazetteerError> {
        if self.runs.len() + 1 >= RUNS {
            return Err(GazetteerError::TooMany { what: "names", most: (RUNS * self.memory) as u64 });
        }
        let arena = &self.arena;
        let key = |h: &Held| {
            arena.get(h.start as usize..h.start as usize + usize::from(h.length)).unwrap_or_default()
        };
        self.held.sort_unstable_by(|a, b| {
            key(a).cmp(key(b)).then_with(|| (a.rank, a.place).cmp(&(b.rank, b.place)))
        });
        let mut run = Part::create(&self.output, &format!("run{}", self.runs.len()))?;
        for h in &self.held {
            run.put(&h.length.to_le_bytes())?;
            run.put(key(h))?;
            run.put(&h.rank.to_le_bytes())?;
            run.put(&h.place.to_le_bytes())?;
        }
        self.runs.push(run);
        self.arena.clear();
        self.held.clear();
        Ok(())
    }
    /// Gives every distinct entry once, in order.
    pub fn each(
        mut self,
        mut take: impl FnMut(&Entry) -> Result<(), GazetteerError>,
    ) -> Result<(), GazetteerError> {
        self.spill()?;
        self.arena = Vec::new();
        self.held = Vec::new();
        let mut readers = Vec::with_capacity(self.runs.len());
        let mut heap = BinaryHeap::new();
        for run in &mut self.runs {
            let mut input = run.read()?;
            if let Some(entry) = next(&mut input, &self.output)? {
                heap.push(Reverse(Head { entry, run: readers.len() }));
            }
            readers.push(input);
        }
        let mut last: Option<Entry> = None;
        while let Some(Reverse(Head { entry, run })) = heap.pop() {
            if let Some(following) = next(&mut readers[run], &self.output)? {
                heap.push(Reverse(Head { entry: following, run }));
            }
            if last.as_ref() != Some(&entry) {
                take(&entry)?;
                last = Some(entry);
            }
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
struct Head {
    entry: Entry,
    run: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        self.entry.cmp(&other.entry).then_with(|| self.run.cmp(&other.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The next entry of a run; none at its end.
fn next(input: &mut BufReader<File>, output: &Path) -> Result<Option<Entry>, GazetteerError> {
    let mut head = [0; 2];
    if input.read(&mut head[..1]).map_err(GazetteerError::file(output, "read back while sorting"))? == 0 {
        return Ok(None);
    }
    let mut rest = || -> std::io::Result<Entry> {
        input.read_exact(&mut head[1..])?;
        let mut key = vec![0; usize::from(u16::from_le_bytes(head))];
        let (mut rank, mut place) = ([0; 8], [0; 4]);
        input.read_exact(&mut key)?;
        input.read_exact(&mut rank)?;
        input.read_exact(&mut place)?;
        Ok(Entry { key, rank: u64::from_le_bytes(rank), place: u32::from_le_bytes(place) })
    };
    rest().map(Some).map_err(GazetteerError::file(output, "read back while sorting"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_same_however_little_memory_there_is() {
        let folder = std::env::temp_dir().join(format!("dyad-sort-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let sorted = |memory: usize| {
            let mut s = Sorter::new(&folder.join("x.gaz"), memory);
            for i in 0..2_000u32 {
                let name = format!("name {}", i.wrapping_mul(7919) % 613);
                assert!(s.add(name.as_bytes(), u64::from(i % 5), i % 50).unwrap());
            }
            let mut out = Vec::new();
            s.each(|e| {
                out.push(e.clone());
                Ok(())
            })
            .unwrap();
            out
        };
        let (many, one) = (sorted(1), sorted(1 << 30));
        assert_eq!(many, one);
        assert!(many.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "no spilled file stays");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
