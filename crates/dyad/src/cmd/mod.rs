//! One file a subcommand.

pub mod eval;
mod list;
pub mod parse;
pub mod read;
pub mod statements;
pub mod timeline;
pub mod train;
mod train_pronouns;
