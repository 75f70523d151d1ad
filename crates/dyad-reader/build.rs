//! Says which trained models are here; without them the reader is built with rules alone.

fn main() {
    for (file, flag) in [("attribution", "attribution_model"), ("events", "event_model")] {
        let path = format!("models/en/{file}.bin");
        println!("cargo::rustc-check-cfg=cfg({flag})");
        println!("cargo::rerun-if-changed={path}");
        if std::path::Path::new(&path).is_file() {
            println!("cargo::rustc-cfg={flag}");
        }
    }
}
