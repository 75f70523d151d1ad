//! Any bytes as a model file of each kind: a model or an error, never a panic or a huge allocation.
#![no_main]
use dyad_syntax::lemma::Lemmatizer;
use dyad_syntax::parser::Parser;
use dyad_syntax::tokenize::Tokenizer;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = Tokenizer::from_bytes(bytes);
    let _ = Lemmatizer::from_bytes(bytes);
    let _ = Parser::from_bytes(bytes);
});
