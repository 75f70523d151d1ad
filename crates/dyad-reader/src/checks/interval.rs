//! Interval arithmetic: what a told figure may mean, carried through sums, products and quotients.
//!
//! A figure is read twice: *tight*, by half of its last digit told and its bound, and *loose*, where round numbers may be
//! rounded although nothing says so. What disagrees even loosely fails; what agrees only loosely is not checkable. This
//! module must not know what is compared.

use dyad_record::{Bound, Figure, FigureKind, Verdict, digits_told};

/// Larger numbers are noise of the text, not quantities of news; also keeps every product finite.
const LARGEST: f64 = 1e30;

/// A closed interval; an end may be infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    low: f64,
    high: f64,
}

impl Interval {
    /// None if an end is no number or the ends are in the wrong order.
    pub(crate) fn new(low: f64, high: f64) -> Option<Self> {
        (low <= high).then_some(Self { low, high })
    }
    fn around(value: f64, half: f64) -> Option<Self> {
        Self::new(value - half, value + half)
    }
    fn corners(self, o: Self, f: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let all = [f(self.low, o.low), f(self.low, o.high), f(self.high, o.low), f(self.high, o.high)];
        // Nothing of something infinite is nothing.
        let all = all.map(|x| if x.is_nan() { 0.0 } else { x });
        Self::new(
            all.iter().copied().fold(f64::INFINITY, f64::min),
            all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    }
    fn disjoint(self, o: Self) -> bool {
        // Sums of decimals differ in their last bits.
        let slack = 1e-9
            * [self.low, self.high, o.low, o.high]
                .iter()
                .filter(|x| x.is_finite())
                .fold(0.0, |m: f64, x| m.max(x.abs()));
        // What is rounded ends before the next value begins: "4.9" is less than 4.95. Exact values may touch.
        let wide = |i: Self| i.high - i.low > slack;
        let touch = if wide(self) && wide(o) { slack } else { -slack };
        self.high < o.low + touch || o.high < self.low + touch
    }
    fn inside(self, o: Self) -> bool {
        let slack = 1e-9 * self.low.abs().max(if self.high.is_finite() { self.high.abs() } else { 0.0 });
        self.low >= o.low - slack && self.high <= o.high + slack
    }
}

/// What a figure, or what is reckoned from figures, may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// The value as told or reckoned from told values.
    pub value: f64,
    tight: Interval,
    loose: Interval,
    /// Bounded on one side only: "more than 11,000".
    open: bool,
    /// Reckoned with a bound of one of its terms: what agrees then agrees by chance of the bound.
    reckoned: bool,
}

impl Reading {
    /// A number that nobody rounded.
    pub(crate) fn exact(value: f64) -> Option<Self> {
        let one = Interval::around(value, 0.0).filter(|_| value.abs() <= LARGEST)?;
        Some(Self { value, tight: one, loose: one, open: false, reckoned: false })
    }
    /// What the figure may mean; None for values that nothing can be reckoned from.
    pub(crate) fn of(f: &Figure, text: &str) -> Option<Self> {
        Self::bounded(f, text, f.value, f.high, f.bound)
    }
    /// The lower or upper end of a range alone: where a change began or ended.
    pub(crate) fn end(f: &Figure, text: &str, value: f64) -> Option<Self> {
        Self::bounded(f, text, value, None, Bound::Exact)
    }
    fn bounded(f: &Figure, text: &str, v: f64, high: Option<f64>, bound: Bound) -> Option<Self> {
        if [Some(v), high].into_iter().flatten().any(|x| x.is_nan() || x.abs() > LARGEST) {
            return None;
        }
        let (tight, loose) = last_digit(f, text, v);
        let near = tight.max(0.05 * v.abs());
        let far = near.max(0.1 * v.abs());
        let inf = f64::INFINITY;
        let (t, l, open) = match bound {
            Bound::Exact => (Interval::around(v, tight)?, Interval::around(v, loose)?, false),
            Bound::About => (
                Interval::around(v, near.max(round_digit(v)))?,
                Interval::around(v, far.max(round_digit(v)))?,
                false,
            ),
            Bound::Nearly => (Interval::new(v - far, v)?, Interval::new(v - 1.5 * far, v + tight)?, false),
            Bound::MoreThan | Bound::AtLeast => {
                (Interval::new(v, inf)?, Interval::new(v - tight, inf)?, true)
            }
            Bound::LessThan | Bound::AtMost => {
                (Interval::new(v.min(0.0), v)?, Interval::new(v.min(0.0), v + tight)?, true)
            }
            Bound::Range => {
                let h = high?;
                let one = Interval::new(v.min(h) - tight, v.max(h) + tight)?;
                (one, one, false)
            }
            Bound::OrderOfMagnitude => (Interval::new(v, inf)?, Interval::new(v, inf)?, true),
        };
        // A range with a bound ("about 30 to 40") is at least as wide as the range.
        let wide = |i: Interval| match high {
            Some(h) if bound != Bound::Range => Interval::new(i.low.min(h), i.high.max(h)),
            _ => Some(i),
        };
        Some(Self { value: v, tight: wide(t)?, loose: wide(l)?, open, reckoned: false })
    }
    /// The value as told, without the rounding of its last digit; bounds stay.
    pub(crate) fn as_told(self, f: &Figure) -> Option<Self> {
        if f.bound == Bound::Exact && f.high.is_none() { Self::exact(self.value) } else { Some(self) }
    }
    fn both(self, o: Self, value: f64, f: impl Fn(Interval, Interval) -> Option<Interval>) -> Option<Self> {
        let out = Self {
            value,
            tight: f(self.tight, o.tight)?,
            loose: f(self.loose, o.loose)?,
            open: self.open || o.open,
            reckoned: self.open || o.open,
        };
        (value.abs() <= LARGEST).then_some(out)
    }
    pub(crate) fn add(self, o: Self) -> Option<Self> {
        self.both(o, self.value + o.value, |a, b| Interval::new(a.low + b.low, a.high + b.high))
    }
    pub(crate) fn sub(self, o: Self) -> Option<Self> {
        self.both(o, self.value - o.value, |a, b| Interval::new(a.low - b.high, a.high - b.low))
    }
    pub(crate) fn mul(self, o: Self) -> Option<Self> {
        self.both(o, self.value * o.value, |a, b| a.corners(b, |x, y| x * y))
    }
    /// None if the divisor may be zero.
    pub(crate) fn div(self, o: Self) -> Option<Self> {
        let zero = |i: Interval| i.low <= 0.0 && i.high >= 0.0;
        if zero(o.tight) || zero(o.loose) || o.value == 0.0 {
            return None;
        }
        self.both(o, self.value / o.value, |a, b| a.corners(b, |x, y| x / y))
    }
    pub(crate) fn times(self, factor: f64) -> Option<Self> {
        Some(Self { reckoned: self.reckoned, ..self.mul(Self::exact(factor)?)? })
    }
    /// Widened by a share of its value, for factors that are not known to the last digit.
    pub(crate) fn within(self, share: f64) -> Option<Self> {
        let d = share * self.value.abs();
        let wide = |i: Interval| Interval::new(i.low - d, i.high + d);
        Some(Self { tight: wide(self.tight)?, loose: wide(self.loose)?, ..self })
    }
    /// Do the two tell the same? Where a bound lets both pass, only every reading together holds.
    pub(crate) fn agrees(self, o: Self) -> Verdict {
        if self.loose.disjoint(o.loose) {
            return Verdict::Fails;
        }
        let (a, b) = (self.tight, o.tight);
        let holds = !a.disjoint(b)
            && match (self.open, o.open) {
                (false, false) => true,
                (true, false) => b.inside(a) && !self.reckoned,
                (false, true) => a.inside(b) && !o.reckoned,
                (true, true) => a.inside(b) && b.inside(a),
            };
        if holds { Verdict::Holds } else { Verdict::NotCheckable }
    }
    /// Is this a part of the other: no larger than it? A bound of the whole or the part leaves the told values standing.
    pub(crate) fn fits_in(self, whole: Self) -> Verdict {
        let over = self.loose.low > whole.loose.high;
        match (over, self.value <= whole.value) {
            (true, _) => Verdict::Fails,
            (false, true) => Verdict::Holds,
            (false, false) => Verdict::NotCheckable,
        }
    }
    /// Is this surely more than the other?
    pub(crate) fn exceeds(self, o: Self) -> Verdict {
        if self.tight.low > o.tight.high {
            Verdict::Holds
        } else if self.tight.high < o.tight.low || self.tight.high <= o.tight.low && !self.open {
            Verdict::Fails
        } else {
            Verdict::NotCheckable
        }
    }
}

/// Half of the digit before the closing zeros: 500 for 12,000, half a million for 5 million; at most a tenth.
fn round_digit(v: f64) -> f64 {
    if !v.is_finite() || v == 0.0 || v.fract() != 0.0 {
        return 0.0;
    }
    let mut step = 1.0;
    while step < LARGEST && (v / (step * 10.0)).fract() == 0.0 {
        step *= 10.0;
    }
    (step / 2.0).min(0.1 * v.abs())
}

/// Half of the last digit told, and the same where round numbers may be rounded; in the figure's unit. Plain counts are
/// told to the last one.
fn last_digit(f: &Figure, text: &str, v: f64) -> (f64, f64) {
    let low = f.span.of(text).to_lowercase();
    let share = f.unit.as_deref() == Some("share");
    if f.unit.as_deref() == Some("times") {
        let digits = low.contains(|c: char| c.is_ascii_digit());
        return if digits {
            (0.05 * v.abs().min(1.0), 0.05 * v.abs())
        } else {
            (0.05 * v.abs(), 0.1 * v.abs())
        };
    }
    let plain = digits_told(&low);
    let words: Vec<&str> = low.split(|c: char| !c.is_alphanumeric()).collect();
    // "Seventy-eight percent" is as exact as 78 percent.
    if share && plain.is_empty() && (words.contains(&"percent") || words.contains(&"cent")) {
        return (0.005, 0.005);
    }
    // Fractions ("a fifth", "one in five", "3/4") are rounder than percentages.
    if share && (plain.is_empty() || words.contains(&"in") || words.contains(&"of") || low.contains('/')) {
        let half = (0.05 * v.abs()).min(0.02).max(if v >= 0.1 { 0.02 } else { 0.0 });
        return (half, 1.5 * half);
    }
    let scale = [("trillion", 1e12), ("billion", 1e9), ("million", 1e6), ("thousand", 1e3)]
        .into_iter()
        .find(|(w, s)| v.abs() >= 0.1 * s && words.iter().any(|x| x == w))
        .map(|(_, s)| s);
    let half = match plain.parse::<f64>() {
        Ok(written) if written > 0.0 => {
            let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len().min(9));
            // Of a range, the other end is told in the same digits.
            let factor =
                if f.high.is_some() && f.value != 0.0 { f.value.abs() / written } else { v.abs() / written };
            if f.kind == FigureKind::Count && decimals == 0 && (factor - 1.0).abs() < 1e-12 {
                0.0
            } else {
                factor * 0.1f64.powi(decimals as i32) / 2.0
            }
        }
        _ => match scale {
            Some(s) if (v / s).fract() == 0.0 => s / 2.0,
            Some(s) => s / 20.0,
            None => 0.0,
        },
    };
    let half = if half.is_finite() { half } else { 0.0 };
    let loose = if v.abs() >= 1000.0 { round_digit(v).min(0.005 * v.abs()) } else { 0.0 };
    (half, half.max(loose))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dyad_record::{Id, Span};

    fn figure(text: &str, value: f64, kind: FigureKind, bound: Bound) -> Figure {
        let unit = if kind == FigureKind::Share { "share" } else { "x" };
        let bare = Figure::bare(Id::new('f', 0), Span::new(0, text.len()), value);
        Figure { bound, kind, unit: Some(unit.to_owned()), ..bare }
    }
    fn read(text: &str, value: f64, kind: FigureKind, bound: Bound) -> Reading {
        Reading::of(&figure(text, value, kind, bound), text).unwrap()
    }

    #[test]
    fn the_last_digit_told_is_rounded() {
        let near = |r: Reading, low: f64, high: f64| {
            assert!(
                (r.tight.low - low).abs() < 1e-6 * high.abs()
                    && (r.tight.high - high).abs() < 1e-6 * high.abs(),
                "{r:?}"
            );
        };
        near(read("4.9 million", 4.9e6, FigureKind::Money, Bound::Exact), 4.85e6, 4.95e6);
        near(read("about 5 million", 5e6, FigureKind::Count, Bound::About), 4.5e6, 5.5e6);
        near(read("two million", 2e6, FigureKind::Count, Bound::Exact), 1.5e6, 2.5e6);
        near(read("12 percent", 0.12, FigureKind::Share, Bound::Exact), 0.115, 0.125);
        near(read("46", 46.0, FigureKind::Count, Bound::Exact), 46.0, 46.0);
        near(read("a fifth", 0.2, FigureKind::Share, Bound::Exact), 0.18, 0.22);
        near(read("nearly 50", 50.0, FigureKind::Count, Bound::Nearly), 45.0, 50.0);
    }

    #[test]
    fn bounds_hold_only_where_every_reading_does() {
        let more = read("more than 11,000", 11_000.0, FigureKind::Count, Bound::MoreThan);
        let n = |v: f64| read("x", v, FigureKind::Count, Bound::Exact);
        assert_eq!(more.agrees(n(11_500.0)), Verdict::Holds);
        assert_eq!(more.agrees(n(9000.0)), Verdict::Fails);
        let part = n(6000.0).add(read("at least 4,000", 4000.0, FigureKind::Count, Bound::AtLeast)).unwrap();
        assert_eq!(part.agrees(n(12_000.0)), Verdict::NotCheckable);
        assert_eq!(part.agrees(n(9000.0)), Verdict::Fails);
        assert_eq!(n(12.0).fits_in(n(11.0)), Verdict::Fails);
        assert_eq!(n(44.0).exceeds(more), Verdict::Fails);
    }

    #[test]
    fn no_zero_divides_and_nothing_is_infinite() {
        let n = |v: f64| Reading::exact(v).unwrap();
        assert_eq!(n(1.0).div(n(0.0)), None);
        assert_eq!(Reading::exact(f64::INFINITY), None);
        assert_eq!(Reading::exact(f64::NAN), None);
        assert_eq!(n(1e29).mul(n(1e29)), None);
        let open = read("more than 5", 5.0, FigureKind::Count, Bound::MoreThan);
        let none = open.mul(n(0.0)).unwrap();
        assert!(!none.tight.low.is_nan() && !none.tight.high.is_nan());
        assert_eq!(open.div(read("0", 0.0, FigureKind::Count, Bound::Exact)), None);
    }

    #[test]
    fn intervals_hold_what_their_ends_hold() {
        // Every pair of points of two intervals lies, added and multiplied, in the result.
        let all = [-3.0, -0.5, 0.0, 0.25, 2.0, 7.5];
        let ends = |n: usize| (all[n % 6], all[n / 6 % 6]);
        for n in 0..6usize.pow(4) {
            let ((a, b), (c, d)) = (ends(n), ends(n / 36));
            let (Some(x), Some(y)) = (Interval::new(a, b), Interval::new(c, d)) else { continue };
            let p = x.corners(y, |p, q| p * q).unwrap();
            for (u, v) in [(a, c), (a, d), (b, c), (b, d), ((a + b) / 2.0, (c + d) / 2.0)] {
                assert!(u * v >= p.low - 1e-12 && u * v <= p.high + 1e-12);
            }
        }
    }
}
