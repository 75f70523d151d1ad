//! `dyad gazetteer`: a GeoNames dump made into an index, the index checked, and what it and the tables have under a name.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use dyad_knowledge::Gazetteer;
use dyad_knowledge::geonames::{Build, GazetteerError, Index, build};

use crate::exit::Exit;
use crate::say::say;

const MORE: &str = "\
The dump is the file allCountries.txt of GeoNames (or that of one country), unpacked: 19 columns separated by tabs, UTF-8. GeoNames' data \
are licensed CC BY 4.0: name GeoNames where you publish what comes of them. How to get the files, the format of the index, memory and \
speed: docs/GAZETTEER.md.\n\n\
  dyad gazetteer build allCountries.txt --output world.gaz --admin1 admin1CodesASCII.txt --admin2 admin2Codes.txt\n  \
dyad gazetteer show Springfield --gazetteer world.gaz\n  dyad read --gazetteer world.gaz article.txt";

/// What `dyad gazetteer` takes.
#[derive(clap::Args)]
#[command(after_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Makes an index from GeoNames dumps.
    Build(BuildArgs),
    /// Lists the places of a name in the tables and in the index.
    Show(ShowArgs),
    /// Checks every byte of an index.
    Check(CheckArgs),
}

#[derive(clap::Args)]
struct BuildArgs {
    /// Dumps; of an id that stands twice the first line counts.
    #[arg(required = true)]
    dumps: Vec<PathBuf>,
    /// The index to write; it is complete or not there.
    #[arg(long, short)]
    output: PathBuf,
    /// Names of first-level regions (admin1CodesASCII.txt); else the dump's own.
    #[arg(long, value_name = "FILE")]
    admin1: Option<PathBuf>,
    /// Names of second-level regions (admin2Codes.txt); else the dump's own.
    #[arg(long, value_name = "FILE")]
    admin2: Option<PathBuf>,
    /// Names with their languages (alternateNamesV2.txt), in place of the dump's column of alternate names.
    #[arg(long, value_name = "FILE")]
    alternate_names: Option<PathBuf>,
    /// Languages of the alternate names, besides names without one.
    #[arg(long, value_name = "CODES", value_delimiter = ',', default_value = "en,es")]
    language: Vec<String>,
    /// Leave out towns and villages (class P) with fewer people.
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_population: u64,
    /// Only these feature classes, for example P,A,H,T,L,S; else all.
    #[arg(long, value_name = "LETTERS", value_delimiter = ',')]
    classes: Vec<char>,
    /// Pass over bad lines, naming each, instead of stopping at the first.
    #[arg(long)]
    skip_bad: bool,
}

#[derive(clap::Args)]
struct ShowArgs {
    /// The name, compared without accents and case.
    name: String,
    /// The index; without one the embedded tables alone.
    #[arg(long, value_name = "FILE", env = "DYAD_GAZETTEER")]
    gazetteer: Option<PathBuf>,
}

#[derive(clap::Args)]
struct CheckArgs {
    /// The index.
    file: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args) -> io::Result<Exit> {
    let done = match &args.command {
        Command::Build(a) => make(a)?,
        Command::Show(a) => show(a)?,
        Command::Check(a) => check(a)?,
    };
    done.or_else(|message| {
        say(&message);
        Ok(Exit::NothingRead)
    })
}

/// What was done, or what is wrong; errors of the output stand outside.
type Outcome = io::Result<Result<Exit, String>>;

fn make(a: &BuildArgs) -> Outcome {
    if let Some(c) = a.classes.iter().find(|c| !"AHLPRSTUV".contains(**c)) {
        say(&format!("--classes: \"{c}\" is no feature class; there are A, H, L, P, R, S, T, U, V"));
        return Ok(Ok(Exit::Usage));
    }
    let options = Build {
        dumps: a.dumps.clone(),
        admin1: a.admin1.clone(),
        admin2: a.admin2.clone(),
        alternate_names: a.alternate_names.clone(),
        languages: a.language.clone(),
        min_population: a.min_population,
        classes: a.classes.clone(),
        skip_bad: a.skip_bad,
        memory: 0,
    };
    let start = Instant::now();
    let built = match build(&options, &a.output, &mut |bad| say(&bad.to_string())) {
        Ok(b) => b,
        Err(e) => return Ok(Err(e.to_string())),
    };
    let seconds = start.elapsed().as_secs_f64();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} places, {} names, {} MB; {} lines in {seconds:.1} s",
        a.output.display(),
        built.places,
        built.names,
        built.bytes.div_ceil(1_000_000),
        built.lines
    )?;
    for (n, what) in [
        (built.left_out, "left out by --classes or --min-population"),
        (built.repeated, "lines with an id that had stood before; the first counts"),
    ] {
        if n > 0 {
            writeln!(out, "  {n} {what}")?;
        }
    }
    writeln!(out, "  data: GeoNames (geonames.org), CC BY 4.0")?;
    out.flush()?;
    if built.bad > 0 {
        say(&format!("{} bad lines were passed over; each is named above", built.bad));
        return Ok(Ok(Exit::SomeFailed));
    }
    Ok(Ok(Exit::AllRead))
}

fn check(a: &CheckArgs) -> Outcome {
    let checked = Index::open(&a.file).and_then(|i| i.check().map(|()| i));
    let index = match checked {
        Ok(i) => i,
        Err(e) => return Ok(Err(e.to_string())),
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}: whole; {}", a.file.display(), index.hash())?;
    for (key, value) in index.about() {
        writeln!(out, "  {key}: {value}")?;
    }
    out.flush()?;
    Ok(Ok(Exit::AllRead))
}

fn show(a: &ShowArgs) -> Outcome {
    let opened = a.gazetteer.as_deref().map(Index::open).transpose();
    let gazetteer = match opened.map_err(|e: GazetteerError| e.to_string()) {
        Ok(index) => match Gazetteer::embedded() {
            Ok(g) => g.with_index(index),
            Err(e) => return Ok(Err(e.to_string())),
        },
        Err(e) => return Ok(Err(e)),
    };
    let beyond = gazetteer.beyond(&a.name);
    let all: Vec<_> = gazetteer.find(&a.name).iter().chain(&beyond).collect();
    if all.is_empty() {
        return Ok(Err(format!(
            "no place is called \"{}\" in the tables{}",
            a.name,
            if gazetteer.index().is_some() {
                " or the gazetteer"
            } else {
                "; --gazetteer FILE looks in a larger one"
            }
        )));
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<18} {:<9} {:<30} {:<3} {:<24} {:>11} {:>9} {:>10}",
        "id", "kind", "name", "in", "region", "people", "lat", "lon"
    )?;
    for p in all {
        let id = p.geonames.map_or_else(|| "table".to_owned(), |g| format!("geonames:{g}"));
        let region =
            gazetteer.region(&p.country, &p.region).map_or(p.region_name.as_ref(), |r| r.name.as_ref());
        let people = if p.population == 0 { "-".to_owned() } else { format!("{} 000", p.population) };
        let dash = |s: &str| if s.is_empty() { "-".to_owned() } else { s.to_owned() };
        writeln!(
            out,
            "{id:<18} {:<9} {:<30} {:<3} {:<24} {people:>11} {:>9.4} {:>10.4}",
            p.kind.as_str(),
            p.name,
            dash(&p.country),
            dash(region),
            p.lat,
            p.lon
        )?;
    }
    out.flush()?;
    Ok(Ok(Exit::AllRead))
}
