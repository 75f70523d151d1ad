//! What stands where in an index file. Numbers are little-endian; nothing is aligned, so that every reading is a copy of bytes.
//!
//! ```text
//! header   magic 8 · version u32 · sections u32 · per section offset u64, length u64 · hash of the body 32 · hash of the header 32
//! about    text, "key<TAB>value" lines: source, licence, options, counts
//! features distinct "class.code" strings, each ended by a line break
//! regions  per region: name's offset u40, its length u16, code's offset u40, its length u16
//! places   per place 44 bytes, see `Place`
//! text     names and codes, one after the other
//! starts   per distinct folded name, and once more at the end: offset in `keys` u40, number of its first posting u40
//! keys     the folded names in order of their bytes, one after the other
//! postings per name the numbers of its places, u32, the weightiest first
//! ```

use super::error::GazetteerError;
use std::path::Path;

/// First bytes of every index.
pub const MAGIC: &[u8; 8] = b"DYADGAZ\n";
/// Version of the format.
pub const VERSION: u32 = 1;
/// Sections in file order.
pub const SECTIONS: usize = 8;
/// Bytes of the header.
pub const HEADER: usize = 8 + 4 + 4 + SECTIONS * 16 + 32 + 32;
/// Bytes of a place, of a region, of a start.
pub const PLACE: usize = 44;
pub const REGION: usize = 14;
pub const START: usize = 10;

pub const ABOUT: usize = 0;
pub const FEATURES: usize = 1;
pub const REGIONS: usize = 2;
pub const PLACES: usize = 3;
pub const TEXT: usize = 4;
pub const STARTS: usize = 5;
pub const KEYS: usize = 6;
pub const POSTINGS: usize = 7;

/// Where the sections lie, with the hash of all after the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub sections: [(u64, u64); SECTIONS],
    pub body: [u8; 32],
}

/// A fixed-width place. Regions are numbers in `regions` from 1, 0 for none; degrees in hundred-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub id: u32,
    pub lat: i32,
    pub lon: i32,
    pub admin1: u32,
    pub admin2: u32,
    pub population: u64,
    pub name: u64,
    pub length: u16,
    pub country: [u8; 2],
    pub feature: u16,
}

/// A cursor over bytes; none where they end.
struct Cursor<'b>(&'b [u8]);

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }
}

impl Place {
    pub fn to_bytes(self) -> [u8; PLACE] {
        let mut out = [0; PLACE];
        let parts: [&[u8]; 10] = [
            &self.id.to_le_bytes(),
            &self.lat.to_le_bytes(),
            &self.lon.to_le_bytes(),
            &self.admin1.to_le_bytes(),
            &self.admin2.to_le_bytes(),
            &self.population.to_le_bytes(),
            &self.name.to_le_bytes(),
            &self.length.to_le_bytes(),
            &self.country,
            &self.feature.to_le_bytes(),
        ];
        let mut at = 0;
        for p in parts {
            out[at..at + p.len()].copy_from_slice(p);
            at += p.len();
        }
        out
    }
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut c = Cursor(bytes);
        Some(Self {
            id: u32::from_le_bytes(c.take()?),
            lat: i32::from_le_bytes(c.take()?),
            lon: i32::from_le_bytes(c.take()?),
            admin1: u32::from_le_bytes(c.take()?),
            admin2: u32::from_le_bytes(c.take()?),
            population: u64::from_le_bytes(c.take()?),
            name: u64::from_le_bytes(c.take()?),
            length: u16::from_le_bytes(c.take()?),
            country: c.take()?,
            feature: u16::from_le_bytes(c.take()?),
        })
    }
}

/// The lower five bytes.
pub fn u40(x: u64) -> [u8; 5] {
    let b = x.to_le_bytes();
    [b[0], b[1], b[2], b[3], b[4]]
}

/// The number at an offset.
pub fn read_u40(bytes: &[u8], at: usize) -> Option<u64> {
    let b = bytes.get(at..at.checked_add(5)?)?;
    Some(u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], 0, 0, 0]))
}

/// The number at an offset.
pub fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let b = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([b[0], b[1]]))
}

impl Header {
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER);
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend((SECTIONS as u32).to_le_bytes());
        for (offset, length) in self.sections {
            out.extend(offset.to_le_bytes());
            out.extend(length.to_le_bytes());
        }
        out.extend(self.body);
        let hash = blake3::hash(&out);
        out.extend(hash.as_bytes());
        out
    }
    /// Reads and checks the header against the length of the whole file: cheap, and enough to tell a file that was cut off.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Self, GazetteerError> {
        let foreign = || GazetteerError::Foreign(path.to_path_buf());
        let damaged =
            |what: &str| GazetteerError::Damaged { path: path.to_path_buf(), what: what.to_owned() };
        let short = || GazetteerError::Length {
            path: path.to_path_buf(),
            wanted: HEADER as u64,
            found: bytes.len() as u64,
        };
        if !bytes.starts_with(MAGIC) {
            // A beginning of ours that was cut within the magic is told as cut off.
            return Err(if !bytes.is_empty() && MAGIC.starts_with(bytes) { short() } else { foreign() });
        }
        let mut c = Cursor(&bytes[MAGIC.len()..]);
        let version = u32::from_le_bytes(c.take().ok_or_else(short)?);
        if version != VERSION {
            return Err(GazetteerError::Version { path: path.to_path_buf(), found: version, known: VERSION });
        }
        let head = bytes.get(..HEADER).ok_or_else(short)?;
        let (signed, hash) = head.split_at(HEADER - 32);
        if blake3::hash(signed).as_bytes() != hash {
            return Err(damaged("its header was changed"));
        }
        if u32::from_le_bytes(c.take().ok_or_else(short)?) as usize != SECTIONS {
            return Err(damaged("another number of sections"));
        }
        let mut sections = [(0, 0); SECTIONS];
        let mut end = HEADER as u64;
        for s in &mut sections {
            *s = (
                u64::from_le_bytes(c.take().ok_or_else(short)?),
                u64::from_le_bytes(c.take().ok_or_else(short)?),
            );
            if s.0 != end {
                return Err(damaged("its sections do not follow one another"));
            }
            end = end.checked_add(s.1).ok_or_else(|| damaged("a section without an end"))?;
        }
        if end != bytes.len() as u64 {
            return Err(GazetteerError::Length {
                path: path.to_path_buf(),
                wanted: end,
                found: bytes.len() as u64,
            });
        }
        let whole = |i: usize, width: usize| sections[i].1 % width as u64 == 0;
        if !(whole(PLACES, PLACE) && whole(REGIONS, REGION) && whole(STARTS, START) && whole(POSTINGS, 4)) {
            return Err(damaged("a section that ends within a row"));
        }
        Ok(Self { sections, body: c.take().ok_or_else(short)? })
    }
}
