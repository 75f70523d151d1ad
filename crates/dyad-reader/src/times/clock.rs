//! Times of day: "5 p.m.", "16:08 UTC", "noon on Friday".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, core};

impl Matcher<'_, '_> {
    /// Hours and minutes from Greenwich: "+3", "-05:00".
    pub(super) fn zone_shift(&self, i: usize) -> Option<(String, usize)> {
        let a = self.a;
        let sign = match a.low(i) {
            "+" => '+',
            "-" | "−" | "–" => '-',
            _ => return None,
        };
        let hours = a.integer(i + 1, 2).filter(|h| *h <= 14)?;
        if a.low(i + 2) == ":"
            && let Some(m) = a.integer(i + 3, 2).filter(|m| *m < 60)
        {
            return Some((format!("{sign}{hours:02}:{m:02}"), i + 4));
        }
        Some((format!("{sign}{hours:02}"), i + 2))
    }

    /// "5 p.m.", "16:08 UTC", "noon", "10:30 a.m. Friday".
    pub(super) fn clock(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let (mut h, mut m, mut j) = match a.low(i) {
            "noon" => (12, Some(0), i + 1),
            "midnight" => (0, Some(0), i + 1),
            _ => {
                let h = a.integer(i, 4)?;
                if a.low(i + 1) == ":" && a.get(i + 1)?.glued {
                    (h, Some(a.integer(i + 2, 2).filter(|m| *m < 60)?), i + 3)
                } else {
                    (h, None, i + 1)
                }
            }
        };
        let half = match a.low(j).replace('.', "").as_str() {
            "am" => Some(0),
            "pm" => Some(12),
            _ => None,
        };
        if let Some(add) = half {
            j += 1;
            if !(1..=12).contains(&h) {
                return None;
            }
            h = h % 12 + add;
        } else if a.low(j) == "o'clock" {
            j += 1;
        }
        let zone_at = j + usize::from(a.low(j) == "(");
        let zone = self
            .class(TimeClass::Zone, zone_at)
            .filter(|_| a.get(zone_at).is_some_and(|x| x.text.chars().all(char::is_uppercase)));
        // Four digits are a time of day only before a zone ("0800 GMT").
        if m.is_none() && half.is_none() && a.low(i + 1) != "o'clock" && i + 1 == j {
            let digits = a.get(i)?.text.len() == 4;
            if zone.is_none() || !digits {
                return None;
            }
            m = Some(h % 100);
            h /= 100;
        }
        if h > 24 || m.is_some_and(|m| m > 59) {
            return None;
        }
        let mut value = match m {
            Some(m) => format!("{h:02}:{m:02}"),
            None => format!("{h:02}:00"),
        };
        if let Some(z) = zone {
            let mut end = zone_at + 1;
            match (self.zone_shift(end), z.strip_prefix("us-")) {
                // "UTC+3", "(GMT +8)"
                (Some((shift, k)), _) if z == "Z" => {
                    value.push_str(&shift);
                    end = k;
                }
                // The United States have summer time; the date decides.
                (_, Some(hours)) => {
                    value.push('~');
                    value.push_str(hours);
                }
                _ if z != "?" => value.push_str(z),
                _ => {}
            }
            j = end + usize::from(zone_at > j && a.low(end) == ")");
        }
        // A day that follows belongs to it.
        let k = self.comma(j);
        let k = k + usize::from(a.low(k) == "on");
        let date = self
            .weekday(k)
            .or_else(|| self.month(k, false))
            .or_else(|| self.day_month(k))
            .or_else(|| self.day_word(k));
        match date {
            Some((end, expr, None)) if !matches!(expr, Expr::Date { d: None, .. }) => {
                Some((end, expr, Some(value)))
            }
            _ => core(j, Expr::Clock(value)),
        }
    }
}
