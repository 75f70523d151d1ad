//! Lines of tab-separated text without quoting, as the exchange formats of event data have them.

use crate::view::one_line;

/// One line with its line end. Whatever could break it (tabs, line ends, other control characters) becomes a space.
pub(super) fn line(cells: &[String]) -> String {
    cells.iter().map(|c| clean(c)).collect::<Vec<_>>().join("\t") + "\n"
}

/// A cell that cannot break a line.
fn clean(cell: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if cell.contains(breaks) { one_line(&cell.replace(breaks, " ")) } else { cell.to_owned() }
}

/// Values of one cell, separated by semicolons; a semicolon within a value becomes a comma.
pub(super) fn list<I: IntoIterator<Item = S>, S: AsRef<str>>(values: I) -> String {
    values.into_iter().map(|v| v.as_ref().replace(';', ",")).collect::<Vec<_>>().join(";")
}

/// A number, or nothing.
pub(super) fn number<T: ToString>(n: Option<T>) -> String {
    n.map_or_else(String::new, |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_cell_breaks_a_line() {
        let cells = ["a\tb\r\nc".to_owned(), "plain  words".to_owned(), "\u{2028}\u{0}x".to_owned()];
        assert_eq!(line(&cells), "a b c\tplain  words\tx\n");
        assert_eq!(list(["a;b", "c"]), "a,b;c");
    }
}
