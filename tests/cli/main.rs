//! The program as its users run it: real runs on small archives, sealed off from the machine.

#[path = "../made/attacks.rs"]
mod attacks;
mod bad_input;
mod check;
mod commands;
mod containers;
mod corrections;
mod days;
mod documents;
mod env;
mod export;
mod formats;
mod hostile;
#[path = "../made/mod.rs"]
mod made;
mod owners;
mod people;
mod printed;
mod records;
mod repair;
mod report;
mod saved;
mod tables;
mod versions;
mod writing;
