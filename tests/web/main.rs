//! The page and the API as a browser and programs meet them: the program itself, on an index of its own, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod api;
#[path = "../made/attacks.rs"]
mod attacks;
mod browser;
mod checking;
mod client;
mod connections;
mod corrections;
mod freshness;
mod hostile;
mod safety;
mod served;
