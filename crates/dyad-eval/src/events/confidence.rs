//! What a confidence is worth: precision of the surest part, and how far confidences lie from the truth.

use crate::LayerReport;

/// A confidence, and whether the row was right.
pub type Judged = (f32, bool);

/// Precision in percent of the surest `percent` percent of the rows, rounded up. Of rows that are equally sure none comes before
/// another: where the part ends among them, they count with their mean.
#[must_use]
pub fn precision_at(rows: &[Judged], percent: usize) -> f64 {
    let wanted = (rows.len() * percent).div_ceil(100);
    if wanted == 0 {
        return 0.0;
    }
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut taken, mut right) = (0, 0.0);
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        let take = equal.len().min(wanted - taken);
        let share = equal.iter().filter(|r| r.1).count() as f64 / equal.len() as f64;
        right += share * take as f64;
        taken += take;
    }
    100.0 * right / wanted as f64
}

/// Expected calibration error in percentage points: the distance between confidence and precision in ten bins of equal width,
/// weighted by their rows.
#[must_use]
pub fn calibration_error(rows: &[Judged]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (confidence, right) in rows {
        // A cast of what is no number gives the first bin.
        let bin = ((f64::from(*confidence) * 10.0) as usize).min(9);
        bins[bin].0 += f64::from(*confidence);
        bins[bin].1 += f64::from(u8::from(*right));
    }
    if rows.is_empty() {
        return 0.0;
    }
    100.0 * bins.iter().map(|(sure, right)| (sure - right).abs()).sum::<f64>() / rows.len() as f64
}

/// The parts whose precision is told, in percent of the rows.
pub const PARTS: [usize; 4] = [25, 50, 75, 100];

/// Tells the precision of the surest quarter, half, three quarters and all.
pub(super) fn tell(report: &mut LayerReport, what: &str, rows: &[Judged]) {
    for part in PARTS {
        report.percent(&format!("{what}, precision of the surest {part} %"), precision_at(rows, part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_part_is_judged_first_and_equals_share() {
        let rows = [(0.5, true), (0.9, true), (0.5, false), (0.2, false)];
        assert_eq!(PARTS.map(|p| precision_at(&rows, p)), [100.0, 75.0, 100.0 * 2.0 / 3.0, 50.0]);
        assert_eq!(precision_at(&[], 50), 0.0);
    }

    #[test]
    fn calibration_is_the_weighted_distance_of_the_bins() {
        // Two at 0.75 of which one is right: a quarter off; one at 1.0 that is right: nothing off.
        let rows = [(0.75, true), (0.75, false), (1.0, true)];
        assert!((calibration_error(&rows) - 100.0 * 0.5 / 3.0).abs() < 1e-6);
        assert_eq!(calibration_error(&[]), 0.0);
    }
}
