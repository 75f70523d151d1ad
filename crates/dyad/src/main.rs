//! The command line of Dyad: reads arguments, calls the crates, tells errors in sentences.

mod cmd;
mod coder;
mod exit;
mod guard;
mod input;
mod say;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Exit;

/// Puts news on the record: who said what, who did what to whom, figures, dates and places, each traced to its words.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 all read, 1 nothing could be read or written, 2 wrong usage, 3 some documents failed (each is named on \
                  standard error). Limits, and what happens at each: docs/LIMITS.md and `dyad read --help`."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads articles into their records.
    Read(cmd::read::Args),
    /// Lists who said what, filtered by speaker, act and about whom.
    Statements(cmd::statements::Args),
    /// Lists the figures: what is measured, where, when, who says so.
    Figures(cmd::figures::Args),
    /// Lists who did what to whom, also in the formats of GDELT, Phoenix, POLECAT and PLOVER.
    Events(cmd::events::Args),
    /// Checks the figures of articles: against each other, and against official series.
    Check(cmd::check::Args),
    /// Adds official statistics, lists and shows them.
    Series(cmd::series::Args),
    /// Lists what happened or was said when, over all documents together.
    Timeline(cmd::timeline::Args),
    /// Writes the syntax of articles as CoNLL-U.
    Parse(cmd::parse::Args),
    /// Scores the coder on gold files.
    Eval(cmd::eval::Args),
    /// Lists actors and offices, checks and imports actors of your own.
    Actors(cmd::actors::Args),
    /// Lists event frames, checks event frames of your own.
    Frames(cmd::frames::Args),
    /// Makes, checks and asks a large gazetteer.
    Gazetteer(cmd::gazetteer::Args),
    /// Trains the models from treebanks.
    Train(cmd::train::Args),
}

fn main() -> ExitCode {
    guard::install();
    let outcome = match Cli::parse().command {
        Command::Read(a) => cmd::read::run(&a),
        Command::Statements(a) => cmd::statements::run(&a),
        Command::Figures(a) => cmd::figures::run(&a),
        Command::Events(a) => cmd::events::run(&a),
        Command::Check(a) => cmd::check::run(&a),
        Command::Series(a) => cmd::series::run(&a),
        Command::Timeline(a) => cmd::timeline::run(&a),
        Command::Parse(a) => cmd::parse::run(&a),
        Command::Eval(a) => cmd::eval::run(&a),
        Command::Actors(a) => cmd::actors::run(&a),
        Command::Frames(a) => cmd::frames::run(&a),
        Command::Gazetteer(a) => cmd::gazetteer::run(&a),
        Command::Train(a) => cmd::train::run(&a),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Exit::AllRead.into(),
        Err(e) => {
            say::say(&format!(
                "the output could not be written: {e}; free some space or write to another place"
            ));
            Exit::NothingRead.into()
        }
    }
}
