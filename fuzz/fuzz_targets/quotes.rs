//! `cargo +nightly fuzz run quotes`

#![no_main]

#[path = "../../tests/promises/quotes.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
