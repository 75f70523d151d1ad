//! Training sentences from CoNLL-U text, with the guard that keeps non-commercial genres out. Knows nothing of the network.

use super::TrainError;

/// The genres of GUM without a non-commercial clause.
pub const GUM_GENRES: [&str; 9] =
    ["academic", "bio", "court", "interview", "news", "speech", "textbook", "vlog", "voyage"];

/// A word with its gold columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldWord {
    /// FORM.
    pub form: String,
    /// UPOS, XPOS, FEATS.
    pub tags: [String; 3],
    /// HEAD, 0 for the root.
    pub head: usize,
    /// DEPREL.
    pub deprel: String,
}

fn allowed(id: &str) -> bool {
    id.strip_prefix("GUM_").is_none_or(|r| GUM_GENRES.contains(&r.split('_').next().unwrap_or("")))
}

/// Reads the sentences of a file.
///
/// # Errors
/// If a line is malformed, or a document or sentence is of a GUM genre that is not on the list.
pub fn read(text: &str) -> Result<Vec<Vec<GoldWord>>, TrainError> {
    let (mut all, mut now) = (Vec::new(), Vec::<GoldWord>::new());
    for (i, line) in text.lines().chain([""]).enumerate() {
        let bad = || TrainError::Line(i + 1);
        if let Some(c) = line.strip_prefix('#') {
            let id = c
                .split_once('=')
                .filter(|(k, _)| matches!(k.trim(), "newdoc id" | "sent_id"))
                .map(|(_, v)| v.trim());
            if let Some(id) = id.filter(|id| !allowed(id)) {
                return Err(TrainError::Genre(id.to_string()));
            }
        } else if line.is_empty() {
            if now.iter().any(|w| w.head > now.len()) {
                return Err(bad());
            }
            if !now.is_empty() {
                all.push(std::mem::take(&mut now));
            }
        } else {
            let c: Vec<&str> = line.split('\t').collect();
            if c.len() != 10 {
                return Err(bad());
            }
            if c[0].contains(['-', '.']) {
                continue;
            }
            now.push(GoldWord {
                form: c[1].to_string(),
                tags: [c[3].to_string(), c[4].to_string(), c[5].to_string()],
                head: c[6].parse().map_err(|_| bad())?,
                deprel: c[7].to_string(),
            });
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_commercial_genres_never_enter() {
        let row = "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n";
        assert_eq!(read(&format!("# newdoc id = GUM_news_tide\n{row}")).unwrap().len(), 1);
        for id in ["newdoc id = GUM_fiction_tide", "sent_id = GUM_reddit_x-1", "sent_id = GUM_whow_x-1"] {
            assert!(matches!(read(&format!("# {id}\n{row}")), Err(TrainError::Genre(_))));
        }
        assert!(matches!(read("1\tGo\n"), Err(TrainError::Line(1))));
    }
}
