//! Runs the cases that lie as files in `tests/cases/<room>/`.

mod people;
