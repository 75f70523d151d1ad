//! scratch
use dyad_syntax::{conllu,tokenize::{Tokenizer,train}}; use dyad_record::Span; use std::collections::BTreeSet;
fn prf(tp:usize,p:usize,g:usize)->String{ let (a,b)=(tp as f64/p as f64,tp as f64/g as f64); format!("{:.2}/{:.2} F {:.2}",100.*a,100.*b,200.*a*b/(a+b)) }
fn main(){ let g=std::env::args().nth(1).unwrap(); let ep=std::env::args().nth(2).unwrap().parse().unwrap();
 let r=|f:&str|conllu::read(&std::fs::read_to_string(format!("{g}/{f}")).unwrap()).unwrap();
 let mut d=r("en_ewt-train.conllu"); d.extend(r("en_gumfree-train.conllu")); let t=std::time::Instant::now(); let m=train::train(&d,1,ep); println!("train {:?}",t.elapsed()); let b=m.to_bytes(); std::fs::write("/tmp/w/tokenizer.bin",&b).unwrap(); let m=Tokenizer::from_bytes(&b).unwrap(); println!("{} bytes",b.len());
 for f in ["en_ewt-dev.conllu","en_gumfree-dev.conllu"]{ let s=r(f); let (text,segs,a)=conllu::analysis(&s); let t=std::time::Instant::now(); let out=m.sentences(&text,&segs); let el=t.elapsed().as_secs_f64();
  let (_,sp)=conllu::raw_text(&s); let gt:BTreeSet<Span>=sp.iter().flatten().copied().collect(); let pt:BTreeSet<Span>=out.iter().flat_map(|s|s.tokens.iter().map(|t|t.0)).collect();
  let gw:BTreeSet<Span>=a.sentences.iter().flat_map(|s|s.tokens.iter().map(|t|t.span)).collect(); let pw:BTreeSet<Span>=out.iter().flat_map(|s|s.tokens.iter().flat_map(|t|t.1.clone())).collect();
  let gs:BTreeSet<Span>=a.sentences.iter().map(|s|s.span).collect(); let ps:BTreeSet<Span>=out.iter().map(|s|s.tokens[0].0.cover(s.tokens[s.tokens.len()-1].0)).collect();
  println!("{f} tokens {} words {} sents {}  {:.0} tok/s",prf(gt.intersection(&pt).count(),pt.len(),gt.len()),prf(gw.intersection(&pw).count(),pw.len(),gw.len()),prf(gs.intersection(&ps).count(),ps.len(),gs.len()),pt.len() as f64/el);
  if ep>5 { for x in pt.difference(&gt).take(40){ print!("{} | ",x.of(&text)); } println!(); for x in gt.difference(&pt).take(40){ print!("{} | ",x.of(&text)); } println!(); for x in ps.difference(&gs).take(15){ println!("   S {}",x.of(&text).replace('\n'," ")); } } } }
