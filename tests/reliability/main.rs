//! The proof that nothing is lost, nothing doubled, no damage shown, and nothing touched that is not the program's own:
//! the real binary killed, starved of disk space, run many times at once and given damaged indexes, against what a fresh
//! index of the same archive answers.
//!
//! Each test runs for some seconds. `ONRECORD_LONG=1` makes it a long run, and a variable of its own sets its size (see the
//! tests); what was done is printed at the end: `cargo test --test reliability -- --nocapture`. Chance is seeded:
//! `ONRECORD_SEED=N` repeats a run.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and prints its figures")]

mod answers;
mod at_once;
mod damage;
mod disk_full;
mod gone;
mod kills;
#[cfg(unix)]
mod links;
#[path = "../made/mod.rs"]
mod made;
mod mutated;
mod news;
mod others;
mod permissions;
mod unread;
mod world;
