//! dev
use dyad_document::Document;
use dyad_reader::*;
use dyad_record::*;
use dyad_syntax::*;
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let want = std::env::args().nth(2).unwrap_or_default();
    let k = dyad_knowledge::Knowledge::embedded().unwrap();
    // docs
    let mut docs: Vec<(String, String, Vec<Sentence>, Vec<Span>)> = vec![];
    let mut toks: Vec<Token> = vec![];
    let mut para = false;
    let mut sp_text = String::new();
    let mut mw: Option<(usize, usize, Span)> = None;
    let mut mws = vec![];
    let mut after_space = true;
    let mut sstart = 0;
    for line in text.lines() {
        if let Some(x) = line.strip_prefix("# newdoc id = ") {
            docs.push((x.into(), String::new(), vec![], vec![]));
            continue;
        }
        if docs.is_empty() {
            docs.push(("all".into(), String::new(), vec![], vec![]))
        }
        if line.starts_with("# newpar") {
            para = true;
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        let d = docs.last_mut().unwrap();
        if line.is_empty() {
            if !toks.is_empty() {
                let span = Span::new(sstart, d.1.trim_end().len());
                let seg = d.3.len() - 1;
                d.2.push(Sentence {
                    span,
                    segment: seg,
                    tokens: std::mem::take(&mut toks),
                    multiword: std::mem::take(&mut mws),
                });
                d.3[seg].end = span.end;
            }
            continue;
        }
        let c: Vec<&str> = line.split('\t').collect();
        if c[0].contains('.') {
            continue;
        }
        if toks.is_empty() && mw.is_none() {
            if (para && !d.1.is_empty()) || d.3.is_empty() {
                let t = d.1.trim_end().len();
                d.1.truncate(t);
                if !d.1.is_empty() {
                    d.1.push_str("\n\n");
                }
                d.3.push(Span::new(d.1.len(), d.1.len()));
            } else if after_space && !d.1.ends_with(|c: char| c.is_whitespace()) {
                d.1.push(' ')
            }
            para = false;
            sstart = d.1.len();
        }
        let nospace = c[9].contains("SpaceAfter=No");
        if c[0].contains('-') {
            let (a, b) = c[0].split_once('-').unwrap();
            let st = d.1.len();
            d.1.push_str(c[1]);
            mw = Some((a.parse().unwrap(), b.parse().unwrap(), Span::new(st, st + c[1].len())));
            if !nospace {
                d.1.push(' ')
            }
            after_space = !nospace;
            continue;
        }
        let id: usize = c[0].parse().unwrap();
        let span = if let Some((a, b, s)) = mw {
            if id <= b {
                let n = b - a + 1;
                let at = id - a;
                let w = s.len() / n;
                let sp = Span::new(s.start + w * at, if id == b { s.end } else { s.start + w * (at + 1) });
                if id == b {
                    mw = None
                }
                let bd = |x: usize| {
                    let mut x = x;
                    while !d.1.is_char_boundary(x) {
                        x -= 1
                    }
                    x
                };
                Span::new(bd(sp.start), bd(sp.end))
            } else {
                unreachable!()
            }
        } else {
            let st = d.1.len();
            d.1.push_str(c[1]);
            if !nospace {
                d.1.push(' ')
            }
            after_space = !nospace;
            Span::new(st, st + c[1].len())
        };
        let h: usize = c[6].parse().unwrap();
        toks.push(Token {
            span,
            form: c[1].into(),
            lemma: c[2].into(),
            upos: Upos::parse(c[3]).unwrap(),
            xpos: c[4].into(),
            feats: c[5].into(),
            head: if h == 0 { None } else { Some(h - 1) },
            deprel: c[7].into(),
        });
        let _ = &sp_text;
        sp_text.clear();
    }
    for (id, text, sents, segs) in docs {
        if !id.contains(&want) {
            continue;
        }
        let doc = Document {
            text: text.trim_end().to_string(),
            blocks: segs.iter().map(|s| Block { kind: BlockKind::Body, span: *s }).collect(),
            ..Default::default()
        };
        let an = Analysis { sentences: sents, names: vec![] };
        let cx = Context::new(&doc, &an, &k);
        let q = quotes::find(&cx);
        println!("=== {id}");
        for f in statements::attributions(&cx, &q) {
            let j = |s: &[Span]| {
                s.iter().map(|s| s.of(&doc.text).replace('\n', "⏎")).collect::<Vec<_>>().join(" … ")
            };
            let src = statements::word_spans(&cx, &q, f.sentence, &f.source.words);
            let cue = statements::word_spans(&cx, &q, f.sentence, &f.cue_words);
            println!(
                "{:?} {} {} | {} | {} | {}{}",
                f.sort,
                f.kind,
                f.frame,
                j(&src),
                j(&cue),
                j(&f.content),
                if f.continues.is_some() { " <cont>" } else { "" }
            );
        }
        let r = dyad_reader::read(&doc, &an, &k);
        for c in &r.claims {
            println!("  CLAIM {} {}", c.polarity, c.proposition)
        }
    }
}
