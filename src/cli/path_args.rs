//! The part of the command line's definition that is about the archive's paths: which are read, as what, what an index holds
//! of them.

use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

use crate::archive::FileType;

/// Where the index lies.
#[derive(Clone, Debug, Default, Args)]
pub struct IndexPlace {
    /// The index's folder [default: $ONRECORD_INDEX, .onrecord here or above, else the user's data folder]
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Text,
    /// One object with everything
    Json,
    /// One count a row; names that a spreadsheet would run as a formula have an apostrophe before them
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    Text,
    Json,
}

/// A format by its name.
pub(super) fn file_type() -> impl TypedValueParser<Value = FileType> {
    let names = clap::builder::PossibleValuesParser::new(FileType::names());
    names.map(|name| FileType::with_name(&name).unwrap_or(FileType::Text))
}

/// Which of the files that are found are read.
#[derive(Clone, Debug, Default, Args)]
pub struct ChoiceArgs {
    /// Of what folders hold, read only files that match, as in a .gitignore: '*.html', 2016/; may be given several times
    #[arg(long, value_name = "GLOB", requires = "paths")]
    pub include: Vec<String>,
    /// Of what folders hold, leave out what matches, as in a .gitignore: drafts/, '*-old.txt'; may be given several times.
    /// A file .onrecordignore in a folder says the same for good
    #[arg(long, value_name = "GLOB", requires = "paths")]
    pub exclude: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/list.txt"))]
pub struct ListArgs {
    #[command(flatten)]
    pub place: IndexPlace,
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    /// CSV that Excel opens as it is: with a mark that says it is Unicode
    #[arg(long)]
    pub excel: bool,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/forget-path.txt"))]
pub struct ForgetPathArgs {
    /// The file or folder; - is what came over standard input
    pub path: PathBuf,
    #[command(flatten)]
    pub place: IndexPlace,
}
