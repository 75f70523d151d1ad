//! When the code of a side is right: its country, and what the side is.
//!
//! The rules are those of `gold/events/README.md`, "For a scorer". Alternatives stand in the gold already; what must be told from
//! the words is judged here.

use dyad_knowledge::{Countries, countries::Sense};

use super::gold::{Side, Wanted};

/// How one side of a row fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict {
    /// There is something to judge: the gold has the side, or the row has a code.
    pub counts: bool,
    /// The country (or `IGO`, `NGO`, `MNC`, `NSA`) is right, or rightly absent.
    pub country: bool,
    /// The role is right, or rightly absent.
    pub role: bool,
}

/// The country of a code, and its role.
fn parts(code: &str) -> (&str, &str) {
    code.split_once(':').unwrap_or((code, ""))
}

/// Judges the code of one side; `got` is none where the row has no such side or no code for it.
#[must_use]
pub fn judge(side: Option<&Side>, got: Option<&str>, countries: &Countries) -> Verdict {
    let Some(side) = side else {
        return Verdict { counts: got.is_some(), country: got.is_none(), role: got.is_none() };
    };
    let Some((country, role)) = got.map(parts) else {
        let none = side.codes.contains(&None);
        return Verdict { counts: true, country: none, role: none };
    };
    let right: Vec<(&str, &str)> = side.codes.iter().flatten().map(|c| parts(c)).collect();
    // What the role would have to be beside a country that is right; where no country is, beside any.
    let here: Vec<&(&str, &str)> = right.iter().filter(|r| r.0 == country).collect();
    let beside = if here.is_empty() { right.iter().collect() } else { here };
    let same = |wanted: &str| {
        let one_of = |code: &str| [wanted, role].contains(&code) && [wanted, role].contains(&"");
        wanted == role
            || one_of("GOV") && is_government(&side.words, countries)
            || one_of("CVL") && is_private(&side.words, countries)
    };
    Verdict {
        counts: true,
        country: right.iter().any(|r| r.0 == country),
        role: beside.iter().any(|r| same(r.1)),
    }
}

/// The words are a bare country, capital or seat of government.
fn is_government(words: &str, countries: &Countries) -> bool {
    let bare = words.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
    let bare = bare.strip_prefix("The ").unwrap_or(bare);
    countries.lookup(bare).is_some_and(|(_, sense)| sense != Sense::Demonym)
}

/// The words may be private persons: neither a country nor people who are treated as a public.
fn is_private(words: &str, countries: &Countries) -> bool {
    const PUBLIC: [&str; 7] =
        ["protest", "demonstrat", "dissident", "activist", "rioter", "marcher", "crowd"];
    let lower = words.to_lowercase();
    !is_government(words, countries) && !PUBLIC.iter().any(|w| lower.contains(w))
}

/// Judges both sides of a row, the actor first. What holds both ways is right in either direction.
#[must_use]
pub fn both(w: &Wanted, actor: Option<&str>, recipient: Option<&str>, countries: &Countries) -> [Verdict; 2] {
    let straight =
        [judge(w.actor.as_ref(), actor, countries), judge(w.recipient.as_ref(), recipient, countries)];
    if !w.reciprocal {
        return straight;
    }
    let crossed =
        [judge(w.actor.as_ref(), recipient, countries), judge(w.recipient.as_ref(), actor, countries)];
    let worth = |v: &[Verdict; 2]| v.iter().map(|v| 2 * u8::from(v.country) + u8::from(v.role)).sum::<u8>();
    if worth(&crossed) > worth(&straight) { crossed } else { straight }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(words: &str, codes: &[Option<&str>]) -> Side {
        Side { words: words.to_owned(), codes: codes.iter().map(|c| c.map(str::to_owned)).collect() }
    }

    fn told(side: Option<&Side>, got: Option<&str>) -> (bool, bool, bool) {
        let v = judge(side, got, &dyad_knowledge::Knowledge::embedded().unwrap().countries);
        (v.counts, v.country, v.role)
    }

    #[test]
    fn a_side_that_is_wanted_must_be_there() {
        let army = side("the army of Chad", &[Some("TCD:MIL"), Some("TCD")]);
        assert_eq!(told(Some(&army), Some("TCD:MIL")), (true, true, true));
        assert_eq!(told(Some(&army), Some("TCD:COP")), (true, true, false));
        assert_eq!(told(Some(&army), Some("NER:MIL")), (true, false, true));
        assert_eq!(told(Some(&army), None), (true, false, false));
        assert_eq!(told(None, None), (false, true, true));
        assert_eq!(told(None, Some("TCD")), (true, false, false));
        let gunmen = side("gunmen", &[None]);
        assert_eq!(told(Some(&gunmen), None), (true, true, true));
        assert_eq!(told(Some(&gunmen), Some("TCD")), (true, false, false));
    }

    #[test]
    fn a_bare_country_is_its_government_and_a_private_person_a_civilian() {
        for words in ["Chad", "Ankara", "the Kremlin", "Malta's"] {
            assert_eq!(
                told(Some(&side(words, &[Some("TCD")])), Some("TCD:GOV")),
                (true, true, true),
                "{words}"
            );
            assert_eq!(
                told(Some(&side(words, &[Some("TCD:GOV")])), Some("TCD")),
                (true, true, true),
                "{words}"
            );
            assert!(!told(Some(&side(words, &[Some("TCD")])), Some("TCD:CVL")).2, "{words}");
        }
        let minister = side("the minister", &[Some("TCD:GOV")]);
        assert!(!told(Some(&minister), Some("TCD")).2);
        let tourists = side("two French tourists", &[Some("FRA:CVL")]);
        assert!(told(Some(&tourists), Some("FRA")).2);
        let crowd = side("protesters in Lyon", &[Some("FRA:CVL")]);
        assert!(!told(Some(&crowd), Some("FRA")).2);
    }

    #[test]
    fn what_holds_both_ways_is_right_in_either_direction() {
        let mut w = Wanted {
            actor: Some(side("Chad", &[Some("TCD")])),
            recipient: Some(side("Niger", &[Some("NER")])),
            ..Wanted::default()
        };
        let countries = dyad_knowledge::Knowledge::embedded().unwrap().countries;
        let right = |w: &Wanted| both(w, Some("NER"), Some("TCD"), &countries).map(|v| v.country);
        assert_eq!(right(&w), [false, false]);
        w.reciprocal = true;
        assert_eq!(right(&w), [true, true]);
    }
}
