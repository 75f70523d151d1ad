//! Trains the English parser and scores it: `train_parser OUT SEED EPOCHS TRAIN.conllu… --dev DEV.conllu…`; without epochs (0) it
//! only scores the carried model.

use dyad_syntax::train::{self, TrainOptions, corpus};
use dyad_syntax::{Parser, Upos};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let at = args.iter().position(|a| a == "--dev").unwrap_or(args.len());
    let [out, seed, epochs, files @ ..] = &args[..at] else {
        return Err("OUT SEED EPOCHS TRAIN… --dev DEV…".into());
    };
    let start = Instant::now();
    let epochs: usize = epochs.parse()?;
    let parser = if epochs > 0 {
        let texts = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
        let o = TrainOptions { texts, seed: seed.parse()?, threads: 2, epochs };
        let bytes = train::parser(&o, |e| println!("pass {e}, {:.0} s", start.elapsed().as_secs_f32()))?;
        println!("{} bytes", bytes.len());
        std::fs::write(out, &bytes)?;
        Parser::from_bytes(&bytes)?
    } else {
        let t = Instant::now();
        let p = Parser::english()?;
        println!("loaded in {:.1} ms", t.elapsed().as_secs_f32() * 1e3);
        p
    };
    for f in args.iter().skip(at + 1) {
        let gold = corpus::read(&std::fs::read_to_string(f)?)?;
        let forms: Vec<Vec<&str>> =
            gold.iter().map(|s| s.iter().map(|w| w.form.as_str()).collect()).collect();
        let t = Instant::now();
        let got = parser.parse(&forms);
        let secs = t.elapsed().as_secs_f32();
        let mut c = [0usize; 6];
        for (g, w) in gold.iter().flatten().zip(got.iter().flatten()) {
            let head = w.head.map_or(0, |h| h + 1) == g.head;
            let hits = [
                true,
                Upos::parse(&g.tags[0]) == Some(w.upos),
                w.xpos == g.tags[1],
                w.feats == g.tags[2],
                head,
                head && w.deprel == g.deprel,
            ];
            c.iter_mut().zip(hits).for_each(|(c, h)| *c += usize::from(h));
        }
        let pc = |i: usize| 100.0 * c[i] as f32 / c[0] as f32;
        println!(
            "{f}: UPOS {:.2} XPOS {:.2} FEATS {:.2} UAS {:.2} LAS {:.2}, {:.0} words/s",
            pc(1),
            pc(2),
            pc(3),
            pc(4),
            pc(5),
            c[0] as f32 / secs
        );
    }
    Ok(())
}
