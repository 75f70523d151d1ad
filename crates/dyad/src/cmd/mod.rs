//! One file a subcommand.

pub mod eval;
pub mod gazetteer;
mod list;
pub mod parse;
pub mod read;
pub mod statements;
pub mod train;
mod train_pronouns;
