//! Values that arguments can have, and the arguments of what asks no index.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HitFormat {
    /// For people
    Text,
    /// One object with everything
    Json,
    /// One quote a line
    Ndjson,
    /// One quote a row; text that a spreadsheet would run as a formula has an apostrophe before it
    Csv,
    /// A list with links to the web only
    Markdown,
    /// Citations for BibTeX
    Bibtex,
    /// Citations for reference managers
    Ris,
    /// Citations as CSL JSON
    Csl,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/man.txt"))]
pub struct ManArgs {
    /// Of this command, or of a page that `onrecord help` has [default: of the program]
    pub page: Option<String>,
    /// Write all pages into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "page")]
    pub all: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// The article with its quotes marked
    Text,
    /// The article, its blocks and its quotes
    Json,
    /// Citations for BibTeX
    Bibtex,
    /// Citations for reference managers
    Ris,
    /// Citations as CSL JSON
    Csl,
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
