use dyad_document::Document;
use dyad_knowledge::Knowledge;
use dyad_record::*;
use dyad_syntax::*;
use serde_json::{Value, json};
fn sent(v: &Value, segment: usize) -> Sentence {
    let tokens: Vec<Token> = v
        .as_array()
        .unwrap()
        .iter()
        .map(|t| Token {
            span: Span::new(t[0].as_u64().unwrap() as usize, t[1].as_u64().unwrap() as usize),
            form: t[2].as_str().unwrap().into(),
            lemma: t[3].as_str().unwrap().into(),
            upos: Upos::parse(match t[4].as_str().unwrap() {
                "CONJ" => "CCONJ",
                x => x,
            })
            .unwrap_or(Upos::X),
            xpos: t[5].as_str().unwrap().into(),
            feats: t[6].as_str().unwrap().into(),
            head: t[7].as_u64().map(|x| x as usize),
            deprel: t[8].as_str().unwrap().into(),
        })
        .collect();
    let span = tokens.first().unwrap().span.cover(tokens.last().unwrap().span);
    Sentence { span, segment, tokens, multiword: vec![] }
}
fn names(v: &Value, a: &Analysis) -> Vec<Name> {
    v.as_array()
        .unwrap()
        .iter()
        .filter_map(|n| {
            let span = Span::new(n[0].as_u64().unwrap() as usize, n[1].as_u64().unwrap() as usize);
            let s = a.sentences.iter().position(|s| s.span.contains(span))?;
            let toks = &a.sentences[s].tokens;
            let f = toks.iter().position(|t| t.span.end > span.start)?;
            let l = toks.iter().rposition(|t| t.span.start < span.end)?;
            Some(Name {
                span,
                sentence: s,
                tokens: f..l + 1,
                kind: match n[2].as_str().unwrap() {
                    "P" => NameKind::Person,
                    "O" => NameKind::Organization,
                    _ => NameKind::Location,
                },
                confidence: 0.9,
            })
        })
        .collect()
}
fn byte(text: &str, needle: &str) -> Option<Span> {
    text.find(needle).map(|i| Span::new(i, i + needle.len()))
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let k = Knowledge::embedded().unwrap();
    let data = std::fs::read_to_string(&args[1]).unwrap();
    if args[1].ends_with(".json") {
        let v: Value = serde_json::from_str(&data).unwrap();
        let blocks = v["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| Block {
                kind: b[0].as_str().unwrap().parse().unwrap(),
                span: Span::new(b[1].as_u64().unwrap() as usize, b[2].as_u64().unwrap() as usize),
            })
            .collect();
        let doc = Document {
            text: v["text"].as_str().unwrap().into(),
            blocks,
            language: "en".into(),
            ..Default::default()
        };
        let mut a = Analysis {
            sentences: v["sents"]
                .as_array()
                .unwrap()
                .iter()
                .map(|s| sent(&s[1], s[0].as_u64().unwrap() as usize))
                .collect(),
            names: vec![],
        };
        a.names = names(&v["names"], &a);
        let r = dyad_reader::read(&doc, &a, &k);
        for e in &r.events {
            eprintln!(
                "{} b{} {} [{}] {} {:?}/{:?} -> {:?}/{:?} {} {:?}",
                e.id,
                e.block,
                e.plover,
                e.trigger.of(&doc.text),
                e.cameo.clone().unwrap(),
                e.actor.code,
                e.actor.span.map(|s| s.of(&doc.text)),
                e.recipient.code,
                e.recipient.span.map(|s| s.of(&doc.text)),
                e.status,
                e.why
            );
        }
        println!("{}", r.into_scalar().to_json().unwrap());
        return;
    }
    for line in data.lines() {
        let v: Value = serde_json::from_str(line).unwrap();
        let text = v["text"].as_str().unwrap();
        if text.is_empty() {
            continue;
        }
        let doc = Document {
            text: text.into(),
            blocks: vec![Block { kind: BlockKind::Body, span: Span::new(0, text.len()) }],
            language: "en".into(),
            ..Default::default()
        };
        let mut a = Analysis {
            sentences: v["sents"].as_array().unwrap().iter().map(|s| sent(s, 0)).collect(),
            names: vec![],
        };
        a.names = names(&v["names"], &a);
        let e = &v["events"][0];
        let get = |x: &Value| -> Option<Span> {
            let t = x.as_str().or_else(|| x[0].as_str())?;
            byte(text, t.trim()).or_else(|| byte(text, &t.replace(" 's", "’s").replace(" '", "'")))
        };
        let spans = if let Some(m) = v["marked"].as_str() {
            let strip =
                |s: &str| s.replace("<s>", "").replace("</s>", "").replace("<t>", "").replace("</t>", "");
            let f = |o: &str, c: &str| {
                let i = m.find(o)?;
                let j = m.find(c)?;
                if j < i {
                    return None;
                }
                let st = strip(&m[..i]).len();
                let inner = strip(&m[i..j]);
                Some(Span::new(st, st + inner.trim_end().len()))
            };
            (f("<s>", "</s>"), f("<t>", "</t>"))
        } else {
            let r = get(&e["reciprocal_text"]);
            let second = e["reciprocal_text"][1].as_str().and_then(|t| byte(text, t));
            if r.is_some() { (r, second.or(r)) } else { (get(&e["actor_text"]), get(&e["recipient_text"])) }
        };
        let r = dyad_reader::read(&doc, &a, &k);
        let cx = dyad_reader::Context::new(&doc, &a, &k);
        let ent = dyad_reader::entities::find(&cx);
        let p = match spans {
            (Some(x), Some(y)) => dyad_reader::events::pair::between(&cx, &ent, x, y),
            _ => None,
        };
        let rows: Vec<Value> = r.events.iter().map(|e| json!({"t": e.plover, "c": e.cameo, "a": e.actor.code, "r": e.recipient.code, "trig": e.trigger.of(text), "st": e.status.as_str(), "why": e.why})).collect();
        println!(
            "{}",
            json!({"id": v["id"], "text": text, "marked": v["marked"], "gold": v["events"], "pair": p.as_ref().map(|p| json!({"t": p.plover, "c": p.cameo, "q": p.quad, "trig": p.trigger.of(text), "fit": p.fit})), "spans": spans.0.is_some() && spans.1.is_some(), "rows": rows})
        );
    }
}
