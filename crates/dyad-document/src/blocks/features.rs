//! What the typer sees of a block: its shape, its words by class, its place on the page, its neighbours.

use std::str::FromStr;

use crate::tables::tables;
use crate::text::ends_sentence;

use super::{Hint, byline, dateline};

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// A thing the typer can see; the names are those of `tables/block_features.tsv`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Feature { $($(#[$doc])* $variant),+ }
        impl Feature {
            pub fn name(self) -> &'static str { match self { $(Feature::$variant => $name),+ } }
        }
        impl FromStr for Feature {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s { $($name => Ok(Feature::$variant),)+ _ => Err(format!("\"{s}\" is no feature; known are {}", [$($name),+].join(", "))) }
            }
        }
    };
}

features! {
    Always = "always",
    /// The page's markup says what it is.
    HintTitle = "hint_title", HintHeading = "hint_heading", HintCaption = "hint_caption", HintRelated = "hint_related",
    HintLink = "hint_link", HintList = "hint_list", HintQuote = "hint_quote", HintByline = "hint_byline", HintTime = "hint_time",
    HintParagraph = "hint_paragraph",
    /// It is the title that the metadata or the caller gives.
    TitleMatch = "title_match",
    /// It names an author that the metadata gives.
    AuthorKnown = "author_known",
    /// The first block of the text, and that title is not known to be another.
    First = "first",
    /// Before the first, between, after the last paragraph of news.
    BeforeNews = "before_news", BetweenNews = "between_news", AfterNews = "after_news",
    /// Right under the headline, above the byline or the news.
    Deck = "deck",
    OneWord = "one_word",
    /// 4 to 20 words, the first block, one sentence.
    HeadlineLength = "headline_length",
    /// More than 25, more than 50 words.
    Long = "long", VeryLong = "very_long",
    /// Two sentences or more.
    Sentences = "sentences",
    SingleSentence = "single_sentence",
    NoStop = "no_stop", FinalStop = "final_stop",
    /// A verb of report.
    Speech = "speech",
    Quotation = "quotation",
    Pronoun = "pronoun",
    /// `MWANGI: Good morning.`, or a label that several blocks begin with.
    SpeakerLabel = "speaker_label",
    /// "By" and names; names alone; the same above the news; an outlet under a byline; "By our correspondent".
    ByNames = "by_names", NamesOnly = "names_only", NamesInHead = "names_in_head", OutletAfterByline = "outlet_after_byline", CreditBy = "credit_by",
    /// A place and a date; only a date; only a time of day; a date inside a short line above the news.
    DatelineLine = "dateline_line", DateOnly = "date_only", ClockOnly = "clock_only", DateInside = "date_inside",
    /// The name of a photographer or an agency at the end.
    CreditEnd = "credit_end",
    /// One sentence without a finite verb: a noun with a participle and "by".
    Verbless = "verbless",
    /// It stands between two parts of one quotation; between a person and the pronoun that means them.
    BreaksQuotation = "breaks_quotation", BreaksPronoun = "breaks_pronoun",
    /// `Border:House votes` with nothing behind the colon; `Korea: North fires missile`.
    LabelTight = "label_tight", LabelLoose = "label_loose",
    UrlOnly = "url_only", Email = "email", Handle = "handle", Phone = "phone",
    NoLetters = "no_letters",
    BetweenQuotes = "between_quotes",
    /// A short line without a final stop above a paragraph.
    SectionHeading = "section_heading",
    /// "Jane Doe is a reporter …" at the end, when Jane Doe wrote it.
    AuthorNote = "author_note",
}

/// Furniture is short: word lists are searched in this many bytes only.
pub(crate) const LOOK: usize = 1200;

/// What one block shows by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub lower: String,
    pub words: usize,
    pub sentences: usize,
    pub stop: bool,
    pub speech: bool,
    pub quotation: bool,
    pub pronoun: bool,
    pub second_person: bool,
    pub label: Option<String>,
    pub byline: Option<byline::Byline>,
    pub dateline: Option<dateline::Dateline>,
    pub starts_quote: bool,
    pub open_quote: bool,
    pub news: bool,
    pub verbless: bool,
    pub credit_end: bool,
    pub label_tight: bool,
    pub label_loose: bool,
    pub named: bool,
    pub opener: bool,
    pub link_word: bool,
    pub all_caps: bool,
}

/// The first bytes of a text, cut at a character.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn word_of(raw: &str) -> &str {
    raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').trim_matches(['\'', '’', '‘'])
}

/// Looks at one block.
pub(crate) fn view(text: &str, hint: Hint) -> View {
    let t = tables();
    let start = head(text, LOOK);
    let mut v = View { lower: start.to_lowercase(), ..View::default() };
    v.words = text.split_whitespace().count();
    v.stop = ends_sentence(text);
    let mut finite = false;
    let mut participle = false;
    let raws: Vec<&str> = start.split_whitespace().collect();
    let words: Vec<String> = raws.iter().map(|r| word_of(r).to_lowercase()).collect();
    for (i, word) in words.iter().enumerate() {
        finite |= t.has("finite", word) || word.ends_with("n't") || word.ends_with("n’t");
        v.speech |= t.has("speech", word);
        v.pronoun |= t.has("pronoun", word);
        v.second_person |= matches!(word.as_str(), "you" | "your" | "yours");
        if word.len() > 4 && word.ends_with("ed") && i > 0 {
            let next = words.get(i + 1).map_or("", String::as_str);
            let after = words.get(i + 2).map_or("", String::as_str);
            let measure = after.bytes().next().is_some_and(|b| b.is_ascii_digit())
                || matches!(
                    after,
                    "more"
                        | "about"
                        | "nearly"
                        | "almost"
                        | "some"
                        | "half"
                        | "over"
                        | "up"
                        | "at"
                        | "around"
                        | "roughly"
                        | "another"
                        | "two"
                        | "three"
                        | "four"
                        | "five"
                        | "six"
                        | "ten"
                );
            if next == "by" && !measure {
                participle = true;
            } else if !t.has("after_participle", next) && !next.is_empty() && !raws[i].ends_with(',') {
                finite = true;
            } else if next.is_empty() || !participle {
                // "collapsed on Friday" may be finite as well as not.
                finite |= !words[..i].iter().any(|w| w.ends_with("ing"));
            }
        }
    }
    v.sentences = sentences(start);
    v.quotation = start.contains(['"', '“', '”', '«']) || start.contains('‘');
    v.starts_quote = start.trim_start().starts_with(['"', '“', '«', '‘', '\'']);
    v.open_quote = unclosed(text);
    v.link_word = words.first().is_some_and(|w| t.has("link_word", w));
    v.opener = words.first().is_some_and(|w| t.has("opener", w));
    v.all_caps = start.chars().any(char::is_alphabetic) && !start.chars().any(char::is_lowercase);
    v.label = label(start);
    v.named = person(&raws);
    let terminal = text.trim_end().ends_with('.');
    v.verbless = terminal
        && participle
        && !finite
        && !v.pronoun
        && !v.quotation
        && !v.speech
        && v.sentences <= 1
        && (5..=35).contains(&v.words);
    v.credit_end = credit_end(text, v.words, v.speech);
    if v.words <= 40 {
        (v.label_tight, v.label_loose) = labelled(text, &v);
    }
    if v.words <= 30 && !matches!(hint, Hint::Heading(_)) {
        v.byline = byline::parse(text);
    }
    if v.words >= 2 {
        v.dateline = dateline::prefix(text);
    }
    v.news =
        v.words >= 25 || (v.words >= 12 && v.stop) || (v.words >= 3 && v.stop && v.starts_quote && v.speech);
    v
}

/// Sentence ends followed by a capital: a count that needs no grammar. Initials and abbreviations end no sentence.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
        if !bare.ends_with(['.', '!', '?', '…']) {
            continue;
        }
        let stem = bare.trim_end_matches(['.', '!', '?', '…']);
        let short = stem.chars().count() <= 1 && !stem.chars().any(char::is_numeric)
            || stem.contains('.')
            || matches!(
                stem,
                "Mr" | "Mrs"
                    | "Ms"
                    | "Dr"
                    | "Sen"
                    | "Sens"
                    | "Rep"
                    | "Reps"
                    | "Gov"
                    | "Gen"
                    | "Lt"
                    | "Col"
                    | "St"
                    | "Jr"
                    | "Sr"
                    | "Prof"
                    | "No"
                    | "Jan"
                    | "Feb"
                    | "Mar"
                    | "Apr"
                    | "Aug"
                    | "Sept"
                    | "Sep"
                    | "Oct"
                    | "Nov"
                    | "Dec"
                    | "U.S"
                    | "vs"
            );
        match words.peek() {
            None => count += 1,
            Some(next)
                if !short
                    && next
                        .chars()
                        .find(|c| c.is_alphanumeric())
                        .is_some_and(|c| c.is_uppercase() || c.is_numeric()) =>
            {
                count += 1
            }
            Some(_) => {}
        }
    }
    count.max(1)
}

/// A quotation that is opened and not closed: a paragraph of a longer one.
fn unclosed(text: &str) -> bool {
    let (mut open, mut close, mut straight) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        match c {
            '“' => open += 1,
            '”' => close += 1,
            '"' => straight += 1,
            _ => {}
        }
    }
    open > close || straight % 2 == 1
}

/// A person's name: two capitalised words next to each other, none of them a word of places and bodies. The first word
/// of the block counts only if it is no common word.
fn person(raws: &[&str]) -> bool {
    let t = tables();
    let capital = |raw: &str| {
        let word = word_of(raw);
        let lower = word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase();
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && !t.has("place_word", &lower)
            && !t.has("month", &lower)
            && !t.has("weekday", &lower)
            && !t.has("english", &lower)
    };
    raws.windows(3).any(|w| {
        capital(w[0])
            && capital(w[1])
            && !w[0].ends_with([',', '.'])
            && !t.has("place_word", &word_of(w[2]).to_lowercase())
    }) || raws.len() == 2 && capital(raws[0]) && capital(raws[1])
}

/// `MWANGI: …`, `Q: …`: what stands before a colon and a space, if it can be a speaker.
fn label(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['"', '“', '*', '_']);
    let (before, after) = text.split_once(':')?;
    if !after.starts_with(char::is_whitespace)
        || before.is_empty()
        || before.len() > 60
        || before.split_whitespace().count() > 7
    {
        return None;
    }
    let bare = before.split('(').next().unwrap_or(before).trim();
    let first = bare.chars().next()?;
    (first.is_uppercase()
        && bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | ',')))
    .then(|| bare.to_owned())
}

/// `Border:House votes` and `Korea: North fires missile`.
fn labelled(text: &str, v: &View) -> (bool, bool) {
    let Some((before, after)) = text.split_once(':') else { return (false, false) };
    let words: Vec<&str> = before.split_whitespace().collect();
    let fits = (1..=4).contains(&words.len())
        && before.len() <= 40
        && before.chars().next().is_some_and(char::is_uppercase)
        && before.chars().any(char::is_lowercase)
        && before
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '&' | '.' | ','));
    let rest = after.split_whitespace().count();
    if !fits || rest < 2 || after.trim_end().ends_with('.') {
        return (false, false);
    }
    let opens = after.trim_start().chars().next().unwrap_or(' ');
    let headline = opens.is_uppercase()
        || opens.is_numeric()
        || matches!(opens, '‘' | '“' | '"' | '\'' | '$' | '€' | '£');
    let tight = !after.starts_with(char::is_whitespace) && !after.starts_with("//") && headline && rest <= 30;
    let loose = !tight
        && headline
        && after.starts_with(' ')
        && (3..=16).contains(&rest)
        && words.len() <= 3
        && !v.stop
        && !v.speech
        && !v.starts_quote;
    (tight, loose)
}

/// `(Ann Lee/The Courier)`, `| AP`, `Kim Min-su/Capital Courier`, `. AFP` at the end.
fn credit_end(text: &str, words: usize, speech: bool) -> bool {
    let text = text.trim_end();
    if words > 70 {
        return false;
    }
    let t = tables();
    let source = |s: &str| {
        let s = s.trim().trim_end_matches('.');
        let count = s.split_whitespace().count();
        let lower = s.to_lowercase();
        let photo = ["photo", "getty", "handout", "photograph", "courtesy", "pool", "credit", "image"]
            .iter()
            .any(|w| lower.contains(w));
        let slash = s.split_once('/').is_some_and(|(a, b)| {
            a.trim_end().chars().next().is_some_and(char::is_uppercase)
                && b.trim_start().chars().next().is_some_and(char::is_uppercase)
                && a.chars().any(char::is_alphabetic)
        });
        (1..=9).contains(&count)
            && s.chars().next().is_some_and(|c| c.is_uppercase() || c == '@')
            && (photo || slash)
    };
    let agency = |s: &str| t.has("agency", &s.trim().trim_end_matches('.').to_lowercase());
    if text.ends_with(')')
        && let Some(open) = text.rfind('(')
        && open > 0
    {
        let inside = &text[open + 1..text.len() - 1];
        return source(inside) || agency(inside) && words <= 30 && !speech;
    }
    if let Some(bar) = text.rfind('|') {
        let inside = &text[bar + 1..];
        return source(inside)
            || agency(inside)
            || inside.split_whitespace().count() <= 4 && byline::is_outlet(inside.trim());
    }
    if let Some(stop) = text.rfind(['.', '。']).filter(|s| *s + 1 < text.len()) {
        let inside = &text[stop + 1..];
        let spaced = inside.starts_with(' ');
        return spaced && (source(inside) || agency(inside) && words <= 45 && !speech);
    }
    false
}

/// `someone@example.org`.
pub(crate) fn email(text: &str) -> bool {
    text.split_whitespace().any(|w| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.') && !b.contains('@'))
    })
}

/// `@someone`.
pub(crate) fn handle(text: &str) -> bool {
    text.split_whitespace().any(|w| {
        let w = w.trim_start_matches(['(', '"', '“']);
        w.len() > 2
            && w.starts_with('@')
            && w[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// A telephone number in a short line: nine digits or more with `+`, brackets, spaces or hyphens only.
pub(crate) fn phone(text: &str, words: usize) -> bool {
    if words > 30 {
        return false;
    }
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '+' | '(' | ')' | ' ' | '-' => {}
            _ => digits = 0,
        }
        if digits >= 9 {
            return true;
        }
    }
    false
}

/// Nothing but addresses of pages.
pub(crate) fn url_only(text: &str) -> bool {
    text.split_whitespace()
        .all(|w| w.starts_with("http://") || w.starts_with("https://") || w.starts_with("www."))
}
