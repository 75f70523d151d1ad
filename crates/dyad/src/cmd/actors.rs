//! `dyad actors`: a user's own actors checked and imported, and the list of those that are known.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use dyad_knowledge::actors::{self, CameoActors, Listed, Question, petrarch};
use dyad_knowledge::{ActorLine, Knowledge};

use super::failure::{Failure, count, data, usage};
use super::list::{Format, object, quoted, text};
use crate::coder::{bytes, own_actors, tell};
use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
Actors of your own are a CSV file in UTF-8, a line for each code of an actor:\n\n  \
name,aliases,kind,code,from,to\n  \
Zorvan League,League of Zorvan;ZLG,armed,MDA:REB,2010,2018-06-30\n  \
Zorvan League,,armed,MDA:OPP,2018-06-30,\n  \
Jana Vellis,,person,MDA:GOV,2015,2019\n  \
welder,,noun,LAB,,\n\n\
aliases are separated by semicolons; kind is person, noun, igo, agency, legislature, court, party, armed, gang, company, media, ngo, \
bank, research, religious or other; code is COUNTRY[:ROLE] with a country of ISO 3166 (three letters) or IGO, NGO, MNC, NSA, of a noun \
the roles alone; from and to are YYYY-MM-DD, YYYY-MM or YYYY, both counted in. The code that holds on a document's date is taken; a line \
without dates holds where no dated one does; a document without a date gets the line without dates, else the latest. All of it: \
docs/ACTORS.md.\n\n  \
dyad actors check own.csv\n  dyad read --actors own.csv article.txt\n  \
dyad actors import petrarch.actors.txt petrarch.agents.txt --output own.csv\n  dyad actors list --grep guard --country IRN --at 2020-01-01";

/// What `dyad actors` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Lists the actors and the holders of offices that are known.
    List(List),
    /// Checks files of actors and names every bad line.
    Check {
        /// The files, which are checked against one another too.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Makes a checked file of ours, or of PETRARCH dictionaries of actors and agents.
    Import(Import),
}

#[derive(clap::Args)]
struct List {
    /// Only actors with these words in a name or office, whatever their case.
    #[arg(long, value_name = "WORDS")]
    grep: Option<String>,
    /// Only codes of this country (three letters of ISO 3166, or IGO, NGO, MNC, NSA).
    #[arg(long, value_name = "XXX")]
    country: Option<String>,
    /// Only this kind of actor, or `office`.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only what holds on this date (YYYY-MM-DD; of a month or year its first day).
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Actors of your own, which stand first; may be given again.
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// Leave out bad lines of --actors instead of refusing the file.
    #[arg(long, requires = "actors")]
    skip_bad_lines: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(clap::Args)]
struct Import {
    /// Files of ours or PETRARCH dictionaries, told apart by their first line.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The file to write; it is complete or not there.
    #[arg(long, short, value_name = "OUT.csv")]
    output: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    match &args.what {
        What::List(a) => list(a),
        What::Check { files } => check(files),
        What::Import(a) => import(a),
    }
    .or_else(Failure::told)
}

fn check(files: &[PathBuf]) -> Result<Exit, Failure> {
    let knowledge = Knowledge::embedded().map_err(data)?;
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for path in files {
        let (more, bad) =
            actors::read(&path.to_string_lossy(), &bytes(path).map_err(data)?, &knowledge.countries);
        lines.extend(more);
        faults.extend(bad);
    }
    let read = lines.len();
    let (own, bad) = actors::gather(lines);
    faults.extend(bad);
    if !faults.is_empty() {
        tell(&mut faults, usize::MAX);
        return Err(data(format!("{} of {} will not do", faults.len(), count(read + faults.len(), "line"))));
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} under {}, {}; no bad line; {}",
        count(own.iter().count(), "actor"),
        count(own.iter().map(|a| a.codes.len()).sum(), "code"),
        count(own.nouns().len(), "noun"),
        own.hash()
    )?;
    for actor in own.iter() {
        let known: Vec<&str> = std::iter::once(&actor.name)
            .chain(&actor.aliases)
            .map(String::as_str)
            .filter(|n| !n.contains(' '))
            .filter(|n| knowledge.given_names.lookup(n).is_some() || !knowledge.gazetteer.find(n).is_empty())
            .collect();
        if !known.is_empty() {
            let at = actor.codes.first().map_or_else(String::new, actors::DatedCode::place);
            say(&format!(
                "{at}: {} is a given name or a place too; every mention of it will be \"{}\"",
                known.join(", "),
                actor.name
            ));
        }
    }
    out.flush()?;
    Ok(Exit::AllRead)
}

/// True for a file with our header.
fn is_ours(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(65_536)).unwrap_or(bytes));
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .find(|l| !l.trim().is_empty() && !l.starts_with('#'))
        .unwrap_or("")
        .to_ascii_lowercase();
    let columns: Vec<&str> = first.split([',', ';', '\t']).map(|c| c.trim().trim_matches('"')).collect();
    columns.contains(&"name") && columns.contains(&"code")
}

fn import(a: &Import) -> Result<Exit, Failure> {
    let k = Knowledge::embedded().map_err(data)?;
    let cameo = CameoActors::embedded().map_err(data)?;
    let (mut lines, mut faults, mut notes) = (Vec::<ActorLine>::new(), Vec::new(), Vec::new());
    let mut dictionaries = Vec::new();
    for path in &a.files {
        let name = path.to_string_lossy().into_owned();
        let content = bytes(path).map_err(data)?;
        if is_ours(&content) {
            let (more, bad) = actors::read(&name, &content, &k.countries);
            lines.extend(more);
            faults.extend(bad);
        } else {
            dictionaries.push((name, content));
        }
    }
    let tables = petrarch::Tables {
        cameo: &cameo,
        countries: &k.countries,
        given_names: &k.given_names,
        roles: &k.roles,
    };
    let imported = petrarch::read(dictionaries.iter().map(|(n, c)| (n.as_str(), c.as_slice())), tables);
    lines.extend(imported.lines);
    faults.extend(imported.faults);
    notes.extend(imported.notes);
    let (_, taken, bad) = actors::sift(lines);
    faults.extend(bad);
    tell(&mut notes, usize::MAX);
    tell(&mut faults, usize::MAX);
    if taken.is_empty() {
        return Err(data(format!(
            "{}: nothing could be converted, and nothing was written",
            a.output.display()
        )));
    }
    write(&a.output, &taken).map_err(data)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} written, {} converted with a remark, {} not converted",
        a.output.display(),
        count(taken.len(), "line"),
        notes.len(),
        faults.len()
    )?;
    out.flush()?;
    Ok(if faults.is_empty() { Exit::AllRead } else { Exit::SomeFailed })
}

/// Writes beside the place and moves there, so that no half file is left.
fn write(path: &Path, lines: &[ActorLine]) -> Result<(), String> {
    let content = actors::write(lines)?;
    let failed = |e: io::Error| {
        format!("{}: the file cannot be written ({e}); choose another place with --output", path.display())
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, content).and_then(|()| std::fs::rename(&beside, path)).map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        failed(e)
    })
}

/// The columns of the list.
const COLUMNS: [&str; 8] = ["name", "kind", "code", "from", "to", "office", "aliases", "place"];

fn list(a: &List) -> Result<Exit, Failure> {
    let own = own_actors(&a.actors, a.skip_bad_lines).map_err(data)?;
    let k = Knowledge::embedded().map_err(data)?.with_actors(own);
    if let Some(c) = a.country.as_deref() {
        actors::codes::check(c, &k.countries).map_err(|e| usage(format!("--country: {e}")))?;
        if c.contains(':') {
            return Err(usage("--country: a country alone is asked for, like DEU"));
        }
    }
    if let Some(kind) = a.kind.as_deref().filter(|k| *k != "office" && !actors::KINDS.contains(k)) {
        return Err(usage(format!(
            "--kind: \"{kind}\" is no kind; there are {} and office",
            actors::KINDS.join(", ")
        )));
    }
    if let Some(at) = a.at.as_deref().filter(|d| actors::days(d).is_none()) {
        return Err(usage(format!("--at: \"{at}\" is no date; write YYYY-MM-DD, YYYY-MM or YYYY")));
    }
    let words = a.grep.as_deref().unwrap_or("").split_whitespace().map(str::to_owned).collect();
    let question = Question { words, country: a.country.clone(), kind: a.kind.clone(), at: a.at.clone() };
    let found = actors::list(&k, &question);
    if found.is_empty() {
        return Err(data(
            "no actor answers to that; ask with fewer words, or add actors of your own with --actors",
        ));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match a.format {
        Format::Table => found.iter().try_for_each(|l| out.write_all(row(l).as_bytes()))?,
        Format::Jsonl => found.iter().try_for_each(|l| out.write_all(json(l).as_bytes()))?,
        Format::Csv => {
            write!(out, "{}\r\n", COLUMNS.join(","))?;
            for l in &found {
                let cells = cells(l).map(|c| quoted(&c)).join(",");
                write!(out, "{cells}\r\n")?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::AllRead)
}

fn cells(l: &Listed) -> [String; 8] {
    let or = |s: &Option<String>| s.clone().unwrap_or_default();
    [
        l.name.clone(),
        l.kind.to_owned(),
        or(&l.code),
        or(&l.from),
        or(&l.to),
        or(&l.office),
        l.aliases.join(";"),
        l.place.clone(),
    ]
}

fn json(l: &Listed) -> String {
    object(&COLUMNS, cells(l).map(|c| text(&c)))
}

/// A line for reading: code, kind, dates, name, then the office, other names and where it stands.
fn row(l: &Listed) -> String {
    let end = |s: &Option<String>| s.clone().unwrap_or_else(|| "…".to_owned());
    let dates = match (&l.from, &l.to) {
        (None, None) => String::new(),
        (from, to) => format!("{} to {}", end(from), end(to)),
    };
    let mut out = format!("{:<12} {:<11} {dates:<24} {}", l.code.as_deref().unwrap_or("-"), l.kind, l.name);
    if let Some(office) = &l.office {
        out += &format!(", {office}");
    }
    if !l.aliases.is_empty() {
        out += &format!(" ({})", l.aliases.join("; "));
    }
    out + &format!("  [{}]\n", l.place)
}
