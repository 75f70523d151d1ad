//! The last net: a fault of ours in one document must not take the other documents with it.
//!
//! No input should ever get here; tests and fuzz targets see to that. If one does, its document fails with a sentence
//! that names the place in the program, and the rest is read.

use std::cell::RefCell;
use std::panic::{self, UnwindSafe};

thread_local! {
    /// Where this thread failed last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the place of a failure instead of printing it; called once, before work begins.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        let at = info.location().map_or_else(String::new, |l| format!("{}, line {}", l.file(), l.line()));
        PLACE.with(|p| p.replace(at));
    }));
}

/// Runs the work on one document; a failure inside becomes its error.
///
/// # Errors
/// What the work says, or the place where it broke.
pub fn guarded<T>(source: &str, work: impl FnOnce() -> Result<T, String> + UnwindSafe) -> Result<T, String> {
    panic::catch_unwind(work).unwrap_or_else(|_| {
        let place = PLACE.with(RefCell::take);
        Err(format!(
            "{source}: dyad itself failed on this document ({place}); this is a fault of the program, please report it with the document"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_inside_is_an_error_that_names_the_document() {
        install();
        let numbers: Vec<u8> = Vec::new();
        let failed = guarded("a.txt", || Ok(numbers[std::hint::black_box(3)]));
        assert!(
            failed.is_err_and(|e| e.starts_with("a.txt: dyad itself failed") && e.contains("guard.rs, line"))
        );
        assert_eq!(guarded("b.txt", || Ok(1)), Ok(1));
    }
}
