//! Named parameter matrices in one flat vector, their optimiser, and their int8 file form.

use std::collections::BTreeMap;

use super::math::Rng;
use super::quant::Matrix;

/// One matrix of the parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Name in the file.
    pub name: String,
    /// First element in the flat vector.
    pub at: usize,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    /// Kept as f32 in the file (biases, gains), not int8.
    pub exact: bool,
}

/// All parameters of a model.
#[derive(Debug, Clone, Default)]
pub struct Params {
    /// The matrices.
    pub slots: Vec<Slot>,
    /// Their elements.
    pub data: Vec<f32>,
}

/// Handle of a slot.
pub type SlotId = usize;

impl Params {
    /// Adds a matrix with uniform random elements of the given scale.
    pub fn random(&mut self, name: &str, rows: usize, cols: usize, scale: f32, rng: &mut Rng) -> SlotId {
        let at = self.data.len();
        self.data.extend((0..rows * cols).map(|_| (rng.uniform() * 2.0 - 1.0) * scale));
        self.push(name, at, rows, cols, false)
    }
    /// Adds a vector with one value everywhere; it stays f32 in the file.
    pub fn constant(&mut self, name: &str, cols: usize, value: f32) -> SlotId {
        let at = self.data.len();
        self.data.extend(std::iter::repeat_n(value, cols));
        self.push(name, at, 1, cols, true)
    }
    /// Adds a matrix with given elements; `exact` if it stays f32 in the file.
    pub fn put(&mut self, name: &str, rows: usize, cols: usize, exact: bool, elements: &[f32]) -> SlotId {
        let at = self.data.len();
        self.data.extend_from_slice(&elements[..rows * cols]);
        self.push(name, at, rows, cols, exact)
    }
    fn push(&mut self, name: &str, at: usize, rows: usize, cols: usize, exact: bool) -> SlotId {
        self.slots.push(Slot { name: name.to_owned(), at, rows, cols, exact });
        self.slots.len() - 1
    }
    /// The elements of a slot.
    #[must_use]
    pub fn get(&self, id: SlotId) -> &[f32] {
        let s = &self.slots[id];
        &self.data[s.at..s.at + s.rows * s.cols]
    }
    /// The range of a slot in the flat vector.
    #[must_use]
    pub fn range(&self, id: SlotId) -> std::ops::Range<usize> {
        let s = &self.slots[id];
        s.at..s.at + s.rows * s.cols
    }

    /// The parameters as bytes: int8 with one scale a row, or f32.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.slots.len() as u32).to_le_bytes());
        for s in &self.slots {
            out.push(s.name.len() as u8);
            out.extend(s.name.as_bytes());
            out.push(u8::from(s.exact));
            out.extend((s.rows as u32).to_le_bytes());
            out.extend((s.cols as u32).to_le_bytes());
            let data = &self.data[s.at..s.at + s.rows * s.cols];
            if s.exact {
                data.iter().for_each(|x| out.extend(x.to_le_bytes()));
                continue;
            }
            for row in data.chunks(s.cols.max(1)) {
                let top = row.iter().fold(0.0f32, |m, x| m.max(x.abs()));
                let scale = if top > 0.0 { top / 127.0 } else { 1.0 };
                out.extend(scale.to_le_bytes());
                // `as i8` truncates after rounding half away from zero, which is exact in f32.
                out.extend(row.iter().map(|x| (x / scale).round().clamp(-127.0, 127.0) as i8 as u8));
            }
        }
    }
}

/// Parameters as a file holds them, read by name.
#[derive(Debug)]
pub struct Stored<'f> {
    slots: BTreeMap<&'f str, StoredSlot<'f>>,
}

#[derive(Debug)]
struct StoredSlot<'f> {
    rows: usize,
    cols: usize,
    exact: bool,
    /// Rows of f32, or rows of one f32 scale and int8 elements.
    bytes: &'f [u8],
}

impl<'f> Stored<'f> {
    /// Reads what [`Params::write`] wrote; `None` if the bytes are no such file.
    #[must_use]
    pub fn read(bytes: &mut &'f [u8]) -> Option<Stored<'f>> {
        let mut slots = BTreeMap::new();
        for _ in 0..u32::from_le_bytes(take(bytes)?) {
            let len = usize::from(take::<1>(bytes)?[0]);
            let name = std::str::from_utf8(bytes.split_off(..len)?).ok()?;
            let exact = take::<1>(bytes)?[0] == 1;
            let rows = u32::from_le_bytes(take(bytes)?) as usize;
            let cols = u32::from_le_bytes(take(bytes)?) as usize;
            let row = if exact { cols.checked_mul(4)? } else { cols.checked_add(4)? };
            let bytes = bytes.split_off(..rows.checked_mul(row)?)?;
            slots.insert(name, StoredSlot { rows, cols, exact, bytes });
        }
        Some(Stored { slots })
    }

    fn slot(&self, name: &str, rows: usize, cols: usize, exact: bool) -> Option<&StoredSlot<'f>> {
        self.slots.get(name).filter(|s| s.rows == rows && s.cols == cols && s.exact == exact)
    }

    /// A vector of f32.
    #[must_use]
    pub fn vector(&self, name: &str, cols: usize) -> Option<Vec<f32>> {
        let s = self.slot(name, 1, cols, true)?;
        Some(s.bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// The scale of each row, and the int8 elements row after row.
    #[must_use]
    pub fn int8(&self, name: &str, rows: usize, cols: usize) -> Option<(Vec<f32>, Vec<i8>)> {
        let s = self.slot(name, rows, cols, false)?;
        let (mut scale, mut elements) = (Vec::with_capacity(rows), Vec::with_capacity(rows * cols));
        for row in s.bytes.chunks_exact(cols + 4) {
            let (first, rest) = row.split_first_chunk::<4>()?;
            scale.push(f32::from_le_bytes(*first));
            elements.extend(rest.iter().map(|b| *b as i8));
        }
        Some((scale, elements))
    }

    /// A matrix ready to be multiplied.
    #[must_use]
    pub fn matrix(&self, name: &str, rows: usize, cols: usize) -> Option<Matrix> {
        let (scale, elements) = self.int8(name, rows, cols)?;
        Some(Matrix::new(rows, cols, &scale, &elements))
    }
}

/// Takes `N` bytes from the front.
pub fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    bytes.split_off(..N)?.try_into().ok()
}

/// Adam with decoupled weight decay and an exponential moving average of the weights.
#[derive(Debug, Clone)]
pub struct Adam {
    m: Vec<f32>,
    v: Vec<f32>,
    /// The averaged weights.
    pub mean: Vec<f32>,
    step: u32,
}

impl Adam {
    /// For parameters that begin with these values.
    #[must_use]
    pub fn new(data: &[f32]) -> Self {
        Self { m: vec![0.0; data.len()], v: vec![0.0; data.len()], mean: data.to_vec(), step: 0 }
    }
    /// One step; `grads` are cleared.
    pub fn step(&mut self, data: &mut [f32], grads: &mut [f32], rate: f32, decay: f32) {
        self.step += 1;
        let (b1, b2) = (0.9f32, 0.98f32);
        let power = |b: f32| (0..self.step.min(4000)).fold(1.0f32, |p, _| p * b);
        let (c1, c2) = (1.0 - power(b1), 1.0 - power(b2));
        // The average forgets quickly at first, so that the start does not stay in it.
        let keep = (self.step as f32 / (self.step as f32 + 10.0)).min(0.9985);
        let n = data.len();
        let (m, v, mean) = (&mut self.m[..n], &mut self.v[..n], &mut self.mean[..n]);
        let grads = &mut grads[..n];
        for i in 0..n {
            let g = grads[i];
            m[i] = b1 * m[i] + (1.0 - b1) * g;
            v[i] = b2 * v[i] + (1.0 - b2) * g * g;
            let update = (m[i] / c1) / ((v[i] / c2).sqrt() + 1e-8);
            data[i] -= rate * (update + decay * data[i]);
            mean[i] = keep * mean[i] + (1.0 - keep) * data[i];
            grads[i] = 0.0;
        }
    }
}
