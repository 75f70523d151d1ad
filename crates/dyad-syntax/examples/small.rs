//! scratch
use dyad_syntax::{train as data,lemma::Lemmatizer,tokenize};
fn main(){ let g=std::path::PathBuf::from(std::env::args().nth(1).unwrap()); let o=std::path::PathBuf::from(std::env::args().nth(2).unwrap());
 let mut t=data::treebank(&g.join("syntax/en_ewt-train.conllu")).unwrap(); t.extend(data::treebank(&g.join("syntax/en_gumfree-train.conllu")).unwrap());
 let l=data::lemmas::train(&t); let b=l.to_bytes(); std::fs::write(o.join("lemmas.bin"),&b).unwrap(); let ti=std::time::Instant::now(); let l=Lemmatizer::from_bytes(&b).unwrap(); println!("lemmas {} bytes load {:?}",b.len(),ti.elapsed());
 for f in ["en_ewt-dev","en_gumfree-dev"]{ let d=data::treebank(&g.join(format!("syntax/{f}.conllu"))).unwrap(); let (mut n,mut k)=(0,0); for w in d.iter().flat_map(|s|&s.words){ n+=1; k+=(l.lemma(&w.form,&w.xpos)==w.lemma) as usize; } println!("{f} lemmas with gold tags {:.2}",100.*k as f64/n as f64); }
 let m=tokenize::train::train(&t,1,8); std::fs::write(o.join("tokenizer.bin"),m.to_bytes()).unwrap(); }
