//! `cargo +nightly fuzz run documents`

#![no_main]

#[path = "../../tests/promises/documents.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
