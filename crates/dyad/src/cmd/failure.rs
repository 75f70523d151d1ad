//! How a command that reads files of the user's own may fail, and the words for how much it read.

use std::io;

use crate::exit::Exit;
use crate::say::say;

/// Why a command ends early.
pub enum Failure {
    /// A full sentence, and the exit code.
    Told(Exit, String),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// Tells it, where that is not left to the program.
    pub fn told(self) -> io::Result<Exit> {
        match self {
            Failure::Told(exit, message) => {
                say(&message);
                Ok(exit)
            }
            Failure::Output(e) => Err(e),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        Failure::Output(e)
    }
}

/// Nothing could be read.
pub fn data(message: impl ToString) -> Failure {
    Failure::Told(Exit::NothingRead, message.to_string())
}

/// The arguments make no sense.
pub fn usage(message: impl ToString) -> Failure {
    Failure::Told(Exit::Usage, message.to_string())
}

/// "1 line", "3 lines".
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
