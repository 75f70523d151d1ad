//! `dyad train`: models from treebanks, reproducibly.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dyad_syntax::parser::train::{Options, train};
use dyad_syntax::{tokenize, train as data};

mod attribution;
mod events;

use crate::exit::Exit;
use crate::say::say;

/// What `dyad train` takes.
#[derive(clap::Args)]
pub struct Args {
    /// `english`: all models of syntax; `parser`, `names`, `lemmas`: only that one; `attribution`: the model of who said
    /// what; `events`: the model of event types; `pronouns`: the weights of pronouns' antecedents, from treebanks with chains (`Entity=`), to
    /// `pronoun-weights.tsv`. None needs the others.
    #[arg(value_parser = ["english", "parser", "names", "lemmas", "attribution", "pronouns", "events"])]
    what: String,
    /// Treebanks in CoNLL-U.
    #[arg(long, num_args = 1..)]
    treebank: Vec<PathBuf>,
    /// Names of the treebanks' sentences in IOB2.
    #[arg(long, num_args = 0..)]
    names: Vec<PathBuf>,
    /// Folder of the word lists.
    #[arg(long, default_value = "crates/dyad-syntax/tables")]
    tables: PathBuf,
    /// Folder for the models.
    #[arg(long)]
    output: Option<PathBuf>,
    /// For `attribution`: sources, cues and contents in JSON lines; for `events`: sentences with coded events in JSON lines.
    #[arg(long, num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// For `attribution`: train without every Nth document and score on those; for `events`: N parts, each left out in turn.
    #[arg(long, value_name = "N")]
    hold_out: Option<usize>,
    /// Passes over the data for the parser.
    #[arg(long, default_value_t = 24)]
    epochs: usize,
    /// Seed of every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; the result does not depend on them.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    match all(args) {
        Ok(()) => Ok(Exit::AllRead),
        Err(e) => {
            say(&e);
            Ok(Exit::NothingRead)
        }
    }
}

fn all(args: &Args) -> Result<(), String> {
    if args.what == "attribution" {
        return attribution::train(args);
    }
    if args.what == "events" {
        return events::train(args);
    }
    if args.treebank.is_empty() {
        return Err(format!("dyad train {} needs --treebank FILE.conllu", args.what));
    }
    if args.what == "pronouns" {
        let table = super::train_pronouns::table(&args.treebank)?;
        return put(&folder(args, "crates/dyad-knowledge/tables")?, "pronoun-weights.tsv", table.as_bytes());
    }
    let say = |e: data::TrainError| e.to_string();
    let mut treebank = Vec::new();
    for path in &args.treebank {
        treebank.extend(data::treebank(path).map_err(say)?);
    }
    let mut named = Vec::new();
    for path in &args.names {
        named.extend(data::named(path).map_err(say)?);
    }
    if treebank.is_empty() {
        return Err(say(data::TrainError::Empty));
    }
    let output = folder(args, "crates/dyad-syntax/models/en")?;
    let put = |name: &str, bytes: &[u8]| put(&output, name, bytes);
    if args.what == "lemmas" {
        return put("lemmas.bin", &data::lemmas::train(&treebank).to_bytes());
    }
    let examples = data::examples(&treebank, &named);
    let parser = || {
        let options =
            Options { seed: args.seed, epochs: args.epochs, threads: args.threads, ..Options::default() };
        let vectors = data::vectors(&args.tables).map_err(say)?;
        let parser = train(&examples, &data::name_words(), vectors, &options, &mut |epoch, loss, _| {
            eprintln!("parser: pass {epoch} of {}, loss {loss:.4}", args.epochs);
        });
        put("parser.bin", &parser)
    };
    if args.what == "parser" {
        return parser();
    }
    let lexicon = data::names::lexicon(&args.tables).map_err(say)?;
    let namer = data::names::labeller(&treebank, &examples, lexicon, args.seed, &mut |epoch, loss| {
        eprintln!("names: pass {epoch}, loss {loss:.4}");
    });
    put("names.bin", &namer.to_bytes())?;
    if args.what == "names" {
        return Ok(());
    }
    put("tokenizer.bin", &tokenize::train::train(&treebank, args.seed, 8).to_bytes())?;
    put("lemmas.bin", &data::lemmas::train(&treebank).to_bytes())?;
    parser()?;
    put("MODEL_CARD.md", card(args).as_bytes())
}

/// The folder for the models.
fn folder(args: &Args, default: &str) -> Result<PathBuf, String> {
    let path = args.output.clone().unwrap_or_else(|| default.into());
    std::fs::create_dir_all(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(path)
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    let written = std::fs::File::create(&path).and_then(|mut f| f.write_all(bytes));
    eprintln!("{}: {} bytes, blake3 {}", path.display(), bytes.len(), dyad_syntax::hash(bytes));
    written.map_err(|e| format!("{}: the file cannot be written: {e}", path.display()))
}

/// The model card. Scores are not in it, because they are measured after training, by `dyad eval --report`.
fn card(args: &Args) -> String {
    let list =
        |paths: &[PathBuf]| paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(" ");
    CARD.replace("{epochs}", &args.epochs.to_string())
        .replace("{seed}", &args.seed.to_string())
        .replace("{treebanks}", &list(&args.treebank))
        .replace("{names}", &list(&args.names))
}

const CARD: &str = include_str!("model_card.md");
