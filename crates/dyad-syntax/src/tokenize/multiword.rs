//! Multiword tokens: `don't` is two words, `cannot` too. Known ones come from the treebanks, others end in a clitic.

use std::collections::BTreeMap;

use dyad_record::Span;

use super::chunks::plain;

/// Clitics that are words of their own at the end of a token, longest first.
const CLITICS: [&str; 7] = ["n't", "'re", "'ve", "'ll", "'s", "'d", "'m"];

/// The multiword tokens of the treebanks: lower-cased form → lengths of the words in characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Multiword {
    known: BTreeMap<String, Vec<u8>>,
}

fn normal(token: &str) -> String {
    token.chars().flat_map(char::to_lowercase).map(plain).collect()
}

impl Multiword {
    /// Learns from counts: a form is kept if the treebanks split it more often than not, and the rule for clitics
    /// would not split it in the same way. An empty list of lengths keeps a form whole against the rule.
    #[must_use]
    pub fn learn(tokens: &[(&str, Vec<u8>)]) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<Vec<u8>, usize>> = BTreeMap::new();
        for (form, parts) in tokens {
            *counts.entry(normal(form)).or_default().entry(parts.clone()).or_default() += 1;
        }
        let mut known = BTreeMap::new();
        for (form, ways) in counts {
            let best = ways.iter().max_by_key(|(parts, n)| (**n, std::cmp::Reverse((*parts).clone())));
            let Some((parts, _)) = best else { continue };
            let parts = if parts.len() > 1 { parts.clone() } else { Vec::new() };
            if parts != by_rule(&form) {
                known.insert(form, parts);
            }
        }
        Self { known }
    }

    /// The words of a surface token; one span if it is no multiword token.
    #[must_use]
    pub fn split(&self, text: &str, token: Span) -> Vec<Span> {
        let surface = token.of(text);
        if surface.len() > 40 {
            return vec![token];
        }
        // Only tokens with an apostrophe, or known ones, are split; most tokens are neither.
        let form = normal(surface);
        let parts = match self.known.get(&form) {
            Some(p) => p.clone(),
            None => by_rule(&form),
        };
        let chars = surface.chars().count();
        if parts.is_empty() || parts.iter().map(|p| usize::from(*p)).sum::<usize>() != chars {
            return vec![token];
        }
        let mut ends: Vec<usize> = surface.char_indices().map(|(i, _)| i).collect();
        ends.push(surface.len());
        let mut at = 0;
        parts
            .iter()
            .map(|p| {
                let from = at;
                at += usize::from(*p);
                Span::new(token.start + ends[from], token.start + ends[at])
            })
            .collect()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.known.len() as u32).to_le_bytes());
        for (form, parts) in &self.known {
            out.push(form.len().min(255) as u8);
            out.extend(&form.as_bytes()[..form.len().min(255)]);
            out.push(parts.len() as u8);
            out.extend(parts);
        }
    }
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let n = u32::from_le_bytes(crate::nn::params::take(bytes)?);
        let mut known = BTreeMap::new();
        for _ in 0..n {
            let len = usize::from(crate::nn::params::take::<1>(bytes)?[0]);
            let form = String::from_utf8(bytes.split_off(..len)?.to_vec()).ok()?;
            let parts = usize::from(crate::nn::params::take::<1>(bytes)?[0]);
            known.insert(form, bytes.split_off(..parts)?.to_vec());
        }
        Some(Self { known })
    }
}

fn by_rule(form: &str) -> Vec<u8> {
    let n = form.chars().count();
    if !form.contains('\'') || n > 40 {
        return Vec::new();
    }
    for clitic in CLITICS {
        if let Some(stem) = form.strip_suffix(clitic)
            && stem.chars().next_back().is_some_and(char::is_alphanumeric)
        {
            let c = clitic.chars().count();
            return vec![(n - c) as u8, c as u8];
        }
    }
    // The possessive of a plural.
    if form.ends_with("s'") && n > 2 {
        return vec![(n - 1) as u8, 1];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_by_rule_others_by_heart() {
        let m = Multiword::learn(&[
            ("cannot", vec![3, 3]),
            ("cannot", vec![3, 3]),
            ("its", vec![3]),
            ("let's", vec![5]),
        ]);
        let words = |t: &str| {
            m.split(t, Span::new(0, t.len())).iter().map(|s| s.of(t).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words("Don’t"), ["Do", "n’t"]);
        assert_eq!(words("Cannot"), ["Can", "not"]);
        assert_eq!(words("Zoë's"), ["Zoë", "'s"]);
        assert_eq!(words("workers'"), ["workers", "'"]);
        assert_eq!(words("let's"), ["let's"]);
        assert_eq!(words("its"), ["its"]);
        let mut bytes = Vec::new();
        m.write(&mut bytes);
        assert_eq!(Multiword::read(&mut &bytes[..]), Some(m));
    }
}
