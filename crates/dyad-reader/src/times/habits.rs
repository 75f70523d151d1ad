//! What recurs: "every Tuesday", "on Mondays", "every other day", "twice a week", "each March".
//!
//! Owns these matchers of the grammar. It must not know the publication date.

use dyad_knowledge::TimeClass;

use super::grammar::{Core, Expr, Matcher, core};
use crate::numerals;

impl Matcher<'_, '_> {
    /// A recurring time, as TIMEX3 writes it: a period (`P1W`) or a date with open parts (`XXXX-WXX-2`).
    pub(super) fn habit(&self, i: usize) -> Option<Core> {
        let a = self.a;
        let set = |end: usize, value: String| core(end, Expr::Set(value));
        if matches!(a.low(i), "every" | "each") {
            let other = a.low(i + 1) == "other";
            let j = i + 1 + usize::from(other);
            if let Some(d) = self.class(TimeClass::Weekday, j).filter(|_| a.capital(j)) {
                let part = self.class(TimeClass::Part, j + 1);
                let value = format!("XXXX-WXX-{d}{}", part.map_or_else(String::new, |p| format!("T{p}")));
                return set(j + 1 + usize::from(part.is_some()), value);
            }
            if let Some(m) = self.class(TimeClass::Month, j).filter(|_| a.capital(j)) {
                return set(j + 1, format!("XXXX-{:02}", m.parse::<i64>().ok()?));
            }
            if let Some(s) = self.class(TimeClass::Season, j) {
                return set(j + 1, format!("XXXX-{s}"));
            }
            if let Some(p) = self.class(TimeClass::Part, j) {
                return set(j + 1, format!("XXXX-XX-XXT{p}"));
            }
            let unit = self.class(TimeClass::Unit, j).filter(|u| other && *u != "TS")?;
            return set(j + 1, period(2, unit));
        }
        // "twice a week", "three times a day"
        let j = match a.low(i) {
            "once" | "twice" | "thrice" => i + 1,
            _ => numerals::cardinal(a, i, self.q).filter(|n| a.low(n.end) == "times")?.end + 1,
        };
        let unit =
            self.class(TimeClass::Unit, j + 1).filter(|u| *u != "TS" && !a.low(j + 1).ends_with('s'))?;
        matches!(a.low(j), "a" | "an" | "per" | "each" | "every")
            .then(|| (j + 2, Expr::Set(period(1, unit)), None))
    }
}

fn period(n: i64, unit: &str) -> String {
    match unit {
        "F" => format!("P{}W", 2 * n),
        "E" => format!("P{}Y", 10 * n),
        "WE" => format!("P{n}W"),
        u => u.strip_prefix('T').map_or_else(|| format!("P{n}{u}"), |t| format!("PT{n}{t}")),
    }
}
