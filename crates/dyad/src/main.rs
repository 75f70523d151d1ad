//! The command line of Dyad: reads arguments, calls the crates, tells errors in sentences.

fn main() {}
