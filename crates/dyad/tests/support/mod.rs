//! Runs the real program in a folder of its own and says what came out.

// Every test file uses its own part of this.
#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dyad_record::{Record, ScalarRecord};

/// A small article that can be read.
pub const GOOD: &str = "TOKYO — The minister of Japan said on Tuesday that he would go to Seoul.\n\n\"We want peace,\" he told 20 reporters.\n";

/// What a run left behind.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A folder that goes away with its test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Runs the program here.
    pub fn dyad(&self, args: &[&str]) -> Run {
        run(Command::new(env!("CARGO_BIN_EXE_dyad")).args(args).current_dir(&self.0), b"")
    }

    /// Runs a line of bash here, with the program as `$DYAD`.
    #[cfg(target_os = "linux")]
    pub fn shell(&self, line: &str) -> Run {
        let mut bash = Command::new("bash");
        run(bash.args(["-c", line]).env("DYAD", env!("CARGO_BIN_EXE_dyad")).current_dir(&self.0), b"")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the program with something on standard input.
pub fn dyad(args: &[&str], input: &[u8]) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_dyad")).args(args), input)
}

fn run(command: &mut Command, input: &[u8]) -> Run {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.env_remove("COLUMNS").spawn().unwrap();
    // A program that needs no input may end before it is written.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert!(!err.contains("panicked") && !err.contains("dyad itself failed"), "{err}");
    Run {
        code: done.status.code().expect("no signal ends it"),
        out: String::from_utf8(done.stdout).unwrap(),
        err,
    }
}

/// The records of `--format jsonl`, with byte spans.
pub fn records(run: &Run) -> Vec<Record> {
    run.out.lines().map(|l| serde_json::from_str::<ScalarRecord>(l).unwrap().into_bytes()).collect()
}

/// The folder of samples.
pub fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").to_string_lossy().into_owned()
}
