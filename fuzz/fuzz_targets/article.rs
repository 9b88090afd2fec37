//! `cargo +nightly fuzz run article`

#![no_main]

#[path = "../../tests/promises/article.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
