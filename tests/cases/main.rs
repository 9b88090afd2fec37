//! Cases as files: for each room, text on top and what is expected below.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod article;
mod headings;
mod pages;
mod people;
mod phrasings;
mod query;
mod quotes;
mod quotes_steps;
mod register;
mod register_tables;
