//! dev
use dyad_document::Document;
use dyad_reader::*;
use dyad_record::*;
use dyad_syntax::*;
use serde_json::{Value, json};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let k = dyad_knowledge::Knowledge::embedded().unwrap();
    let feats = a.len() > 3;
    let t0 = std::time::Instant::now();
    let mut nt = 0;
    let mut out = String::new();
    for l in std::fs::read_to_string(&a[1]).unwrap().lines() {
        let d: Value = serde_json::from_str(l).unwrap();
        let text = d["text"].as_str().unwrap().to_string();
        let mut blocks = vec![];
        let mut st = 0;
        for p in text.split("\n\n") {
            let s = Span::new(st, st + p.len()).trim(&text);
            st += p.len() + 2;
            if !s.is_empty() {
                blocks.push(Block {
                    kind: if blocks.is_empty() { BlockKind::Headline } else { BlockKind::Body },
                    span: s,
                })
            }
        }
        let u = |v: &Value| v.as_u64().unwrap() as usize;
        let mut ss: Vec<Sentence> = vec![];
        for s in d["s"].as_array().unwrap() {
            let toks: Vec<Token> = s
                .as_array()
                .unwrap()
                .iter()
                .map(|t| Token {
                    span: Span::new(u(&t[0]), u(&t[1])),
                    form: text[u(&t[0])..u(&t[1])].into(),
                    lemma: t[2].as_str().unwrap().into(),
                    upos: Upos::parse(t[3].as_str().unwrap()).unwrap(),
                    xpos: t[4].as_str().unwrap().into(),
                    feats: t[5].as_str().unwrap().into(),
                    head: t[6].as_u64().map(|x| x as usize),
                    deprel: t[7].as_str().unwrap().into(),
                })
                .collect();
            nt += toks.len();
            let span = toks[0].span.cover(toks[toks.len() - 1].span);
            let seg = blocks.partition_point(|b| b.span.start <= span.start).saturating_sub(1);
            ss.push(Sentence { span, segment: seg, tokens: toks, multiword: vec![] });
        }
        let doc = Document { text, blocks, ..Default::default() };
        let an = Analysis { sentences: ss, names: vec![] };
        let cx = Context::new(&doc, &an, &k);
        let q = quotes::find(&cx);
        let map = OffsetMap::new(&doc.text);
        let found = statements::attributions(&cx, &q);
        let sc = |v: &[Span]| v.iter().map(|s| map.scalar_span(*s)).collect::<Vec<_>>();
        let keep = statements::corpus_view(&found);
        let mut rows = vec![];
        for (i, f) in found.iter().enumerate() {
            if !feats && !keep.contains(&i) {
                continue;
            }
            let src = sc(&statements::word_spans(&cx, &q, f.sentence, &f.source.words));
            let cue = sc(&statements::word_spans(&cx, &q, f.sentence, &f.cue_words));
            rows.push(json!({"source":src,"cue":cue,"content":sc(&f.content),"frame":f.frame,"sort":format!("{:?}",f.sort),"why":f.why,"lemma":f.cue_at.map(|c|cx.token(c).lemma.to_string()),"kept":keep.contains(&i)}))
        }
        out.push_str(&json!({"id":d["id"],"attributions":rows}).to_string());
        out.push('\n');
    }
    std::fs::write(&a[2], out).unwrap();
    eprintln!("{} tokens {:?}", nt, t0.elapsed());
}
