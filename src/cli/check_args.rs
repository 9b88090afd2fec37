//! The part of the command line's definition that is about checking drafts.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::args::AskedIndex;

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/check.txt"))]
pub struct CheckArgs {
    /// Drafts: text, Markdown, HTML, Word, PDF, or folders of them; - is standard input
    #[arg(required = true, value_name = "DRAFT")]
    pub drafts: Vec<PathBuf>,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The day of drafts that tell none, as of which names, offices and parties are checked [default: today]
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub date: Option<NaiveDate>,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people: a line for each quotation, with -v the comparison word by word
    Text,
    /// One object with everything
    Json,
    /// One quotation a line
    Ndjson,
    /// SARIF 2.1.0, for editors and build services: what has to be looked at
    Sarif,
}
