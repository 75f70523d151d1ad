//! Every dependency has a licence that `deny.toml` allows and comes from the registry.

#![allow(clippy::unwrap_used)] // A test target: a wrong `deny.toml` should end it.

use std::process::Command;

/// The allowed licences as `deny.toml` lists them.
fn allowed() -> Vec<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../deny.toml")).unwrap();
    let list = text.split("allow = [").nth(1).unwrap().split(']').next().unwrap();
    list.lines().filter_map(|l| Some(l.trim().strip_prefix('"')?.split('"').next()?.to_owned())).collect()
}

/// SPDX expressions of the forms that occur: `A OR B`, `A AND B`, `(A OR B) AND C`, `A/B`.
fn satisfied(expression: &str, allowed: &[String]) -> bool {
    let e = expression.replace('/', " OR ");
    let mut depth = 0;
    let mut parts: Vec<(String, &str)> = Vec::new();
    let mut current = String::new();
    for word in e.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
        match word {
            "(" => depth += 1,
            ")" => depth -= 1,
            "OR" | "AND" if depth == 0 => {
                parts.push((std::mem::take(&mut current), if word == "OR" { "OR" } else { "AND" }));
                continue;
            }
            _ => {}
        }
        if !(depth == 1 && word == "(" && current.is_empty() || depth == 0 && word == ")") {
            current.push_str(word);
            current.push(' ');
        }
    }
    if parts.is_empty() {
        let one = current.trim();
        return allowed.iter().any(|a| a == one) || one.contains(" OR ") && satisfied(one, allowed);
    }
    parts.push((current, ""));
    if parts.iter().any(|(_, op)| *op == "AND") {
        parts.iter().all(|(p, _)| satisfied(p, allowed))
    } else {
        parts.iter().any(|(p, _)| satisfied(p, allowed))
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT".to_owned(), "BSD-3-Clause".to_owned()];
    assert!(satisfied("MIT OR GPL-3.0", &allowed));
    assert!(satisfied("(MIT OR Apache-2.0) AND BSD-3-Clause", &allowed));
    assert!(satisfied("GPL-2.0/MIT", &allowed));
    assert!(!satisfied("MIT AND GPL-3.0", &allowed));
    assert!(!satisfied("GPL-3.0", &allowed));
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed();
    assert!(allowed.iter().any(|a| a == "MIT"));
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml")])
        .output()
        .unwrap();
    if !output.status.success() {
        println!(
            "skipped: cargo metadata needs packages that are not here: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        return;
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut bad = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("");
        if !satisfied(licence, &allowed) {
            bad.push(format!("{name}: \"{licence}\""));
        }
        let source = package["source"].as_str().unwrap_or("");
        if !(source.is_empty() || source.starts_with("registry+")) {
            bad.push(format!("{name} comes from {source}"));
        }
    }
    assert!(bad.is_empty(), "not allowed by deny.toml:\n{}", bad.join("\n"));
}
