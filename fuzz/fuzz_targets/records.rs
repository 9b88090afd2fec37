//! `cargo +nightly fuzz run records`

#![no_main]

#[path = "../../tests/promises/records.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
