//! The descriptions that the program is built with (`descriptions/*.toml`).

/// A shipped description.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// Its name.
    pub name: &'static str,
    /// Its text, to be read or taken as a model.
    pub text: &'static str,
}

/// All of them, by name.
pub const SHIPPED: [Shipped; 3] = [
    Shipped { name: "cbp-drug-seizures", text: include_str!("../../descriptions/cbp-drug-seizures.toml") },
    Shipped { name: "cbp-encounters", text: include_str!("../../descriptions/cbp-encounters.toml") },
    Shipped {
        name: "cdc-overdose-deaths",
        text: include_str!("../../descriptions/cdc-overdose-deaths.toml"),
    },
];

#[cfg(test)]
mod tests {
    use super::super::Description;
    use super::*;

    #[test]
    fn all_are_sound() {
        for s in SHIPPED {
            let d = Description::parse(s.name, s.text).unwrap();
            assert_eq!(d.name, s.name);
        }
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        let text = SHIPPED[0].text;
        let line = |bad: &str, good: &str| {
            let e = Description::parse("x.toml", &text.replacen(good, bad, 1)).unwrap_err().to_string();
            e.split_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap()
        };
        let (at, message) = line("unit = \"kg\"", "unit = \"lb\"");
        assert!(
            at.starts_with("description x.toml, line ") && message.contains("the header says lb"),
            "{at}: {message}"
        );
        let (_, message) = line("kind = \"day\"", "kind = \"month\"");
        assert!(message.contains("unknown variant `day`"), "{message}");
        let (_, message) = line("colour = \"FY\"\nyear = [", "year = [");
        assert!(message.contains("unknown field `colour`"), "{message}");
    }
}
