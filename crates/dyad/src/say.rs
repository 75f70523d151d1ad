//! Messages on standard error, which may be closed or full: then there is nobody to tell, and that is no reason to stop.

use std::io::Write;

/// One line for the person at the terminal, with the program's name before it.
pub fn say(message: &str) {
    let mut out = std::io::stderr().lock();
    let _ = writeln!(out, "dyad: {message}");
}
