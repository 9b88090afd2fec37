//! `cargo +nightly fuzz run page`

#![no_main]

#[path = "../../tests/promises/page.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
