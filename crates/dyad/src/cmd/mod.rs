//! One file a subcommand.

pub mod actors;
pub mod check;
mod days;
pub mod eval;
pub mod events;
mod failure;
pub mod figures;
pub mod frames;
pub mod gazetteer;
mod list;
pub mod parse;
pub mod read;
pub mod series;
pub mod statements;
pub mod timeline;
pub mod train;
mod train_pronouns;
