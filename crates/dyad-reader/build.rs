//! Says whether the model of attributions is here; without it the reader is built with rules alone.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(attribution_model)");
    println!("cargo::rerun-if-changed=models/en/attribution.bin");
    if std::path::Path::new("models/en/attribution.bin").is_file() {
        println!("cargo::rustc-cfg=attribution_model");
    }
}
