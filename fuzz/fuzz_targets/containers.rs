//! `cargo +nightly fuzz run containers`

#![no_main]

#[path = "../../tests/promises/containers.rs"]
mod promise;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promise::holds(bytes));
