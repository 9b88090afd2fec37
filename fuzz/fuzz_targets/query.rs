//! `cargo +nightly fuzz run query`

#![no_main]

#[path = "../../tests/promises/query.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|question: &str| promise::holds(question));
