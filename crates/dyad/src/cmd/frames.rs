//! `dyad frames`: a user's own event frames checked, and the list of those that are known.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use dyad_knowledge::Knowledge;
use dyad_knowledge::events::frames::{self, LISTED_COLUMNS, Listed};
use dyad_render::TypeAsk;

use super::failure::{Failure, count, data, usage};
use super::list::{Format, object, quoted, text};
use crate::coder::{bytes, own_frames, tell};
use crate::exit::Exit;

const MORE: &str = "\
Event frames of your own are a text file in UTF-8 with tabs between the cells, in the form of the embedded tables:\n\n  \
trigger            object  needs      recipient  plover  mode      cameo  flags\n  \
frobnicate         border  -          with       COERCE  restrict  172    -\n  \
noun:frobnication  -       of:border  with;of    COERCE  restrict  172    -\n\n\
trigger: verbs in their base form, or noun: and nouns; object, needs: what must stand beside them; recipient: where the one stands on whom \
it falls; plover, mode, cameo: the codes; flags: what else. \";\" separates several values, \"-\" stands in an empty cell, lines that begin \
with # are comments. Your frames are tried before the tables'. The whole language, with examples: docs/FRAMES.md.\n\n  \
dyad frames check own.tsv\n  dyad events --frames own.tsv article.txt\n  dyad events --frames own.tsv --abstained article.txt\n  \
dyad frames list --type COERCE:restrict\n  dyad frames list --trigger call --frames own.tsv";

/// What `dyad frames` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Lists the frames that are known, in the order in which those of a trigger are tried.
    List(List),
    /// Checks files of frames and names every bad line.
    Check {
        /// The files, which are checked against one another too.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Lists the classes of nouns that a frame may name with @, or the nouns of some.
    Classes {
        /// Show the nouns of these classes.
        classes: Vec<String>,
    },
}

#[derive(clap::Args)]
struct List {
    /// Only frames of this type: of PLOVER (`ACCUSE`, `COERCE:arrest`), or the beginning of a CAMEO code (`112`, `18`).
    #[arg(long = "type", value_name = "TYPE[:MODE]|CAMEO")]
    types: Vec<String>,
    /// Only frames of this verb or noun: "call", or "call off" with its particle.
    #[arg(long, value_name = "WORD")]
    trigger: Option<String>,
    /// Event frames of your own, which are tried first; may be given again.
    #[arg(long, value_name = "FILE")]
    frames: Vec<PathBuf>,
    /// Leave out bad lines of --frames instead of refusing the file.
    #[arg(long, requires = "frames")]
    skip_bad_lines: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    match &args.what {
        What::List(a) => list(a),
        What::Check { files } => check(files),
        What::Classes { classes } => show(classes),
    }
    .or_else(Failure::told)
}

fn check(files: &[PathBuf]) -> Result<Exit, Failure> {
    let k = Knowledge::embedded().map_err(data)?;
    let mut read = Vec::new();
    for path in files {
        read.push((path.to_string_lossy(), bytes(path).map_err(data)?));
    }
    let (own, mut faults) = frames::read(read.iter().map(|(n, b)| (n.as_ref(), b.as_slice())), &k.events);
    if !faults.is_empty() {
        tell(&mut faults, usize::MAX);
        let all = count(own.lines() + faults.len(), "line");
        return Err(data(format!("{} of {all} will not do", faults.len())));
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} under {} and {}; no bad line; {}",
        count(own.lines(), "frame"),
        count(own.verbs.lemmas().len(), "verb"),
        count(own.nouns.lemmas().len(), "noun"),
        own.hash()
    )?;
    out.flush()?;
    tell(&mut frames::notes(&own, &k.events, &k.verbs), usize::MAX);
    Ok(Exit::AllRead)
}

fn list(a: &List) -> Result<Exit, Failure> {
    let k = Knowledge::embedded().map_err(data)?;
    let own = own_frames(&a.frames, a.skip_bad_lines, &k.events).map_err(data)?;
    let k = k.with_frames(own);
    let types: Vec<TypeAsk> =
        a.types.iter().map(|t| TypeAsk::parse(t, &k)).collect::<Result<_, _>>().map_err(usage)?;
    let asked = |l: &Listed<'_>| {
        types.is_empty()
            || types.iter().any(|t| match t {
                TypeAsk::Plover(plover, mode) => {
                    *plover == l.frame.plover && (mode.is_none() || *mode == l.frame.mode)
                }
                TypeAsk::Cameo(begin) => l.frame.cameo.starts_with(begin.as_str()),
            })
    };
    let found: Vec<[String; 10]> = frames::list(&k.events, a.trigger.as_deref())
        .iter()
        .filter(|l| asked(l))
        .map(Listed::cells)
        .collect();
    if found.is_empty() {
        return Err(data(
            "no frame answers to that; a trigger is a base form (\"go\", not \"went\"), or add frames of your own with --frames",
        ));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match a.format {
        Format::Table => found.iter().try_for_each(|cells| out.write_all(row(cells).as_bytes()))?,
        Format::Jsonl => found.iter().try_for_each(|cells| {
            out.write_all(object(&LISTED_COLUMNS, cells.each_ref().map(|c| text(c))).as_bytes())
        })?,
        Format::Csv => {
            write!(out, "{}\r\n", LISTED_COLUMNS.join(","))?;
            for cells in &found {
                write!(out, "{}\r\n", cells.each_ref().map(|c| quoted(c)).join(","))?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::AllRead)
}

/// A line for reading: the codes, the trigger, what is asked for, then the recipient, the flags and where it stands.
fn row(
    [part, trigger, object, needs, recipient, plover, mode, cameo, flags, place]: &[String; 10],
) -> String {
    let kind = if mode.is_empty() { plover.clone() } else { format!("{plover}:{mode}") };
    let told = [("object ", object), ("needs ", needs), ("recipient ", recipient), ("flags ", flags)];
    let told: Vec<String> = told
        .iter()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(name, cell)| format!("{name}{cell}"))
        .collect();
    format!("{cameo:<5} {kind:<22} {part} {trigger:<18} {}  [{place}]\n", told.join(", "))
}

fn show(asked: &[String]) -> Result<Exit, Failure> {
    let k = Knowledge::embedded().map_err(data)?;
    let all = k.events.classes();
    let mut out = BufWriter::new(io::stdout().lock());
    if asked.is_empty() {
        for (class, members) in &all {
            writeln!(out, "@{class:<14} {}", count(members.len(), "noun"))?;
        }
        writeln!(
            out,
            "@actor          whoever can act: a person, organisation, group or country, or a noun for one"
        )?;
        writeln!(out, "@where          a place or country, or a noun for one")?;
    }
    for name in asked {
        let bare = name.strip_prefix('@').unwrap_or(name);
        let Some((class, members)) = all.iter().find(|(class, _)| *class == bare) else {
            return Err(usage(format!("there is no class \"@{bare}\"; `dyad frames classes` lists them")));
        };
        writeln!(out, "@{class}: {}", members.join(", "))?;
    }
    out.flush()?;
    Ok(Exit::AllRead)
}
