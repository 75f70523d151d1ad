//! Look-ups in an index that lies in a file: a binary search over the map, a few pages touched for a name.
//!
//! Opening checks the header and the length; a byte changed within a section makes a look-up find nothing or a wrong place, never
//! fail. `check` reads every byte.

use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::error::GazetteerError;
use super::layout::{
    ABOUT, FEATURES, Header, KEYS, PLACE, PLACES, POSTINGS, Place, REGION, REGIONS, START, STARTS, TEXT,
    read_u16, read_u40,
};
use crate::gazetteer::fold;

/// The bytes of an index.
enum Bytes {
    Mapped(memmap2::Mmap),
    Held(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Mapped(m) => m,
            Bytes::Held(v) => v,
        }
    }
}

/// An opened index; any number of threads may look up in it.
pub struct Index {
    path: PathBuf,
    bytes: Bytes,
    pub(super) header: Header,
    hash: String,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.path).field("hash", &self.hash).finish_non_exhaustive()
    }
}

/// A place of the index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'i> {
    /// GeoNames id.
    pub id: u32,
    /// Its name.
    pub name: &'i str,
    /// ISO 3166-1 alpha-2; may be empty.
    pub country: &'i str,
    /// Code of the first-level region within the country; may be empty.
    pub region_code: &'i str,
    /// Name of that region; may be empty.
    pub region: &'i str,
    /// Name of the second-level region; may be empty.
    pub district: &'i str,
    /// Feature class and code: "P.PPL".
    pub feature: &'i str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People; 0 where unknown.
    pub population: u64,
}

impl Index {
    /// Opens a file.
    ///
    /// # Errors
    /// If it cannot be read, is none of ours or of another version, was cut off, or its header was changed.
    pub fn open(path: &Path) -> Result<Self, GazetteerError> {
        let file = File::open(path).map_err(GazetteerError::file(path, "read"))?;
        let kind = file.metadata().map_err(GazetteerError::file(path, "read"))?;
        if !kind.is_file() || kind.len() == 0 {
            return Err(GazetteerError::Foreign(path.to_path_buf()));
        }
        // SAFETY: the map is only read, every access is by `get` on bytes without alignment, and no reference outlives the map. A
        // gazetteer is written under another name and renamed into place, so this program never changes a file that is mapped;
        // whoever else cuts a mapped file short ends the process with a bus error, as docs/GAZETTEER.md says.
        #[allow(unsafe_code)]
        let map =
            unsafe { memmap2::Mmap::map(&file) }.map_err(GazetteerError::file(path, "mapped into memory"))?;
        Self::new(path, Bytes::Mapped(map))
    }
    /// An index that is already in memory; `path` is for messages.
    ///
    /// # Errors
    /// As for [`Index::open`].
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        Self::new(path, Bytes::Held(bytes))
    }
    fn new(path: &Path, bytes: Bytes) -> Result<Self, GazetteerError> {
        let header = Header::read(path, &bytes)?;
        let hash = format!("blake3:{}", blake3::hash(&header.to_bytes()).to_hex());
        Ok(Self { path: path.to_path_buf(), bytes, header, hash })
    }
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// Hash of the header, which holds the hash of all the rest: names the contents without reading them.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }
    /// What the file says about itself: keys and values.
    pub fn about(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = std::str::from_utf8(self.section(ABOUT)).unwrap_or("");
        text.lines().filter_map(|l| l.split_once('\t'))
    }
    /// Number of places.
    #[must_use]
    pub fn places(&self) -> usize {
        self.section(PLACES).len() / PLACE
    }
    /// Number of distinct names.
    #[must_use]
    pub fn names(&self) -> usize {
        (self.section(STARTS).len() / START).saturating_sub(1)
    }
    /// All bytes, for the audit.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    pub(super) fn section(&self, i: usize) -> &[u8] {
        let (offset, length) = self.header.sections[i];
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        self.bytes.get(from..to).unwrap_or_default()
    }
    /// Key and first posting of the name with this number, and where both end.
    pub(super) fn name(&self, i: usize) -> Option<(&[u8], std::ops::Range<usize>)> {
        let starts = self.section(STARTS);
        let at = i.checked_mul(START)?;
        let read = |at: usize| usize::try_from(read_u40(starts, at)?).ok();
        let key = self.section(KEYS).get(read(at)?..read(at + START)?)?;
        let postings = read(at + 5)?..read(at + START + 5)?;
        // A number that was changed must not send a look-up through what is not there.
        let whole = postings.start <= postings.end && postings.end <= self.section(POSTINGS).len() / 4;
        whole.then_some((key, postings))
    }
    pub(super) fn posting(&self, i: usize) -> Option<u32> {
        let at = i.checked_mul(4)?;
        let b = self.section(POSTINGS).get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
    /// True if a place has the name, compared without accents and case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.range(&fold(name)).is_some()
    }
    /// The places of a name, compared without accents and case, those with most people first.
    pub fn find(&self, name: &str) -> impl Iterator<Item = Found<'_>> {
        self.range(&fold(name)).unwrap_or(0..0).filter_map(|i| self.place(self.posting(i)?))
    }
    fn range(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let (mut low, mut high) = (0, self.names());
        while low < high {
            let middle = low + (high - low) / 2;
            let (there, postings) = self.name(middle)?;
            match there.cmp(key.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(postings),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
    pub(super) fn raw(&self, number: u32) -> Option<Place> {
        let at = (number as usize).checked_mul(PLACE)?;
        Place::from_bytes(self.section(PLACES).get(at..at.checked_add(PLACE)?)?)
    }
    fn words(&self, offset: u64, length: u16) -> Option<&str> {
        let from = usize::try_from(offset).ok()?;
        let bytes = self.section(TEXT).get(from..from.checked_add(usize::from(length))?)?;
        std::str::from_utf8(bytes).ok()
    }
    /// Name and code of a region.
    pub(super) fn region(&self, number: u32) -> Option<(&str, &str)> {
        let at = (number as usize).checked_sub(1)?.checked_mul(REGION)?;
        let all = self.section(REGIONS);
        let part = |at: usize| self.words(read_u40(all, at)?, read_u16(all, at + 5)?);
        Some((part(at)?, part(at + 7)?))
    }
    /// The place with this number; none if the file is damaged there.
    pub(super) fn place(&self, number: u32) -> Option<Found<'_>> {
        let at = (number as usize).checked_mul(PLACE)?;
        let p = self.raw(number)?;
        let country = self.section(PLACES).get(at + 38..at + 40)?;
        let country = if country == [0, 0] { "" } else { std::str::from_utf8(country).ok()? };
        let feature =
            std::str::from_utf8(self.section(FEATURES)).ok()?.lines().nth(usize::from(p.feature))?;
        let region = if p.admin1 == 0 { ("", "") } else { self.region(p.admin1)? };
        let district = if p.admin2 == 0 { ("", "") } else { self.region(p.admin2)? };
        Some(Found {
            id: p.id,
            name: self.words(p.name, p.length)?,
            country,
            region_code: region.1,
            region: region.0,
            district: district.0,
            feature,
            lat: f64::from(p.lat) / 1e5,
            lon: f64::from(p.lon) / 1e5,
            population: p.population,
        })
    }
}
