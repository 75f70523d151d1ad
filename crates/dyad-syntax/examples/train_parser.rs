//! scratch
use dyad_syntax::{conllu,train as data,parser::{Parser, train::{GoldWord, Options, train}}};
use std::time::Instant;
fn score(p:&Parser,d:&[Vec<GoldWord>])->String{ let w:Vec<Vec<_>>=d.iter().map(|s|s.iter().map(|w|w.form.clone()).collect()).collect(); let t=Instant::now(); let r=p.parse(&w); let s=t.elapsed().as_secs_f64();
 let (mut n,mut u,mut x,mut f,mut ua,mut la)=(0,0,0,0,0,0); let (mut tp,mut np,mut ng)=(0,0,0);
 let spans=|l:Vec<String>|{ let mut o=std::collections::BTreeSet::new(); let mut i=0; while i<l.len(){ if l[i].starts_with("B-"){ let k=l[i][2..].to_string(); let mut j=i+1; while j<l.len()&&l[j]==format!("I-{k}"){j+=1;} o.insert((i,j,k)); i=j; } else {i+=1;} } o };
 for (g,q) in d.iter().zip(&r){ if g[0].name!="" { let a=spans(g.iter().map(|w|w.name.to_string()).collect()); let b=spans(q.iter().map(|w|w.name.0.to_string()).collect()); tp+=a.intersection(&b).count(); np+=b.len(); ng+=a.len(); }
 for (a,b) in g.iter().zip(q){ n+=1; u+=(a.upos==b.upos) as usize; x+=(a.xpos==b.xpos) as usize; f+=(a.feats==b.feats) as usize; if a.head==b.head {ua+=1; if a.deprel.split(':').next()==b.deprel.split(':').next(){la+=1;}} } }
 let pc=|v:usize|100.0*v as f64/n as f64; format!("UPOS {:.2} XPOS {:.2} FEATS {:.2} UAS {:.2} LAS {:.2} NER P{:.1} R{:.1} F{:.1} {:.0} tok/s",pc(u),pc(x),pc(f),pc(ua),pc(la),100.*tp as f64/np as f64,100.*tp as f64/ng as f64,200.*tp as f64/(np+ng) as f64,n as f64/s) }
fn main(){ let a:Vec<String>=std::env::args().collect(); let g=std::path::PathBuf::from(&a[1]); let ep:usize=a[3].parse().unwrap(); let width=a[4].parse().unwrap(); let layers=a[5].parse().unwrap(); let dropout=a[6].parse().unwrap();
 let lex:Vec<(String,u8)>=std::fs::read_to_string(&a[7]).unwrap().lines().filter_map(|l|{let (w,c)=l.split_once('\t')?; Some((w.to_string(),c.parse().ok()?))}).collect();
 let n=data::names(&g.join("ner/en_ewt-train.iob2")).unwrap(); let nd=data::names(&g.join("ner/en_ewt-dev.iob2")).unwrap();
 let mut t=data::treebank(&g.join("syntax/en_ewt-train.conllu")).unwrap(); t.extend(data::treebank(&g.join("syntax/en_gumfree-train.conllu")).unwrap());
 let d=data::examples(&t,&n); println!("named sentences {} of {}",d.iter().filter(|s|s[0].name!="").count(),d.len());
 let e=data::examples(&data::treebank(&g.join("syntax/en_ewt-dev.conllu")).unwrap(),&nd); let u=data::examples(&data::treebank(&g.join("syntax/en_gumfree-dev.conllu")).unwrap(),&[]);
 let ti=Instant::now(); let o=Options{epochs:ep,width,layers,dropout,..Options::default()};
 let p=train(&d,&lex,&o,&mut |k,l,so|{ print!("epoch {k} loss {l:.4} {:.0}s",ti.elapsed().as_secs_f64()); if k%4==0||k==ep { print!("  EWT {}  GUM {}",score(&so(),&e),score(&so(),&u)); } println!(); });
 let b=p.to_bytes(); std::fs::write(&a[2],&b).unwrap(); let q=Parser::from_bytes(&b).unwrap(); println!("{} bytes; quantised EWT {} GUM {}",b.len(),score(&q,&e),score(&q,&u)); }
