//! Which language a document is in, and whether there is a model for it.
//!
//! `whichlang` knows 16 languages and always answers one of them, so two cheap checks stand beside it: the share of
//! English function words, and the script. Very short texts are taken as English, and that is noted.

use whichlang::Lang;

use crate::error::DocumentError;
use crate::tables::tables;

/// Words under which no identifier is trusted.
const FEW_WORDS: usize = 8;
/// Bytes looked at.
const PROBE: usize = 32 << 10;

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// The language of the text. `declared` is what a page says of itself, used only where the text is too short to tell.
pub(crate) fn identify(text: &str, declared: Option<&str>, problems: &mut Vec<String>) -> String {
    let mut end = text.len().min(PROBE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let probe = &text[..end];
    let (mut words, mut english) = (0usize, 0usize);
    for word in probe.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        english += usize::from(word.is_ascii() && tables().has("english", &word.to_ascii_lowercase()));
    }
    let letters = probe.chars().filter(|c| c.is_alphabetic()).count();
    let latin = probe.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    let mostly_latin = latin * 2 >= letters;
    if english * 5 >= words && words > 0 && mostly_latin {
        return "en".to_owned();
    }
    if letters == 0 || (words < FEW_WORDS && mostly_latin) {
        if let Some(lang) = declared.and_then(normal) {
            return lang;
        }
        problems.push(
            "The text is too short to tell its language; it was read as English (--lang names another)."
                .to_owned(),
        );
        return "en".to_owned();
    }
    let guess = code(whichlang::detect_language(probe));
    let guess_is_latin = !matches!(guess, "ar" | "zh" | "hi" | "ja" | "ko" | "ru");
    if guess_is_latin != mostly_latin {
        // Greek, Hebrew, Thai …: a script that none of the 16 languages is written in.
        return declared.and_then(normal).unwrap_or_else(|| "und".to_owned());
    }
    if guess == "en" && words >= 60 && english * 25 < words {
        return declared.and_then(normal).filter(|d| d != "en").unwrap_or_else(|| "und".to_owned());
    }
    guess.to_owned()
}

/// `en-GB` → `en`; nothing for what is no language tag.
fn normal(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    match first.as_str() {
        "eng" | "english" => Some("en".to_owned()),
        "spa" | "spanish" => Some("es".to_owned()),
        f if (2..=3).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_lowercase()) => Some(first),
        _ => None,
    }
}

/// The language as the caller names it, if there is a model.
pub(crate) fn known(place: &str, language: &str, languages: &[String]) -> Result<String, DocumentError> {
    let tag = normal(language).unwrap_or_else(|| language.to_owned());
    if languages.contains(&tag) {
        return Ok(tag);
    }
    Err(DocumentError::NoModel { place: place.to_owned(), language: tag, known: languages.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        identify(text, None, &mut Vec::new())
    }

    #[test]
    fn languages() {
        assert_eq!(
            of("The minister said that the talks in Ankara had been useful and would go on next week."),
            "en"
        );
        assert_eq!(
            of(
                "El ministro dijo que las conversaciones en Ankara fueron útiles y que seguirán la próxima semana."
            ),
            "es"
        );
        assert_eq!(
            of(
                "Le ministre a déclaré que les discussions à Ankara avaient été utiles et qu'elles continueraient."
            ),
            "fr"
        );
        assert_eq!(
            of("Министр заявил, что переговоры в Анкаре были полезными и продолжатся на следующей неделе."),
            "ru"
        );
        assert_eq!(
            of("Ο υπουργός είπε ότι οι συνομιλίες στην Άγκυρα ήταν χρήσιμες και θα συνεχιστούν."),
            "und"
        );
        assert_eq!(of("قال الوزير إن المحادثات في أنقرة كانت مفيدة وستستمر الأسبوع المقبل"), "ar");
    }

    #[test]
    fn short_is_english_with_a_note() {
        let mut problems = Vec::new();
        assert_eq!(identify("Talks collapse", None, &mut problems), "en");
        assert!(problems[0].contains("too short"));
        assert_eq!(identify("Fin", Some("fr-FR"), &mut Vec::new()), "fr");
    }
}
