//! The conditions of a question by flags: a part of the command line's definition; each says the same as a field of the
//! question's syntax.

use std::path::PathBuf;

use clap::Args;

/// Conditions by flags.
#[derive(Clone, Debug, Default, Args)]
pub struct Flags {
    /// Only quotes of this speaker; none is for quotes whose speaker is unknown, and so with party, office, outlet, date
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Only quotes of members of this party on the day
    #[arg(long, value_name = "PARTY")]
    pub party: Vec<String>,
    /// Only quotes of holders of this office on the day
    #[arg(long, value_name = "OFFICE")]
    pub office: Vec<String>,
    /// Only quotes from an outlet with these words in its name; in quotation marks ('"The Times"'), the whole name
    #[arg(long, value_name = "OUTLET")]
    pub outlet: Vec<String>,
    /// Only direct, partial or indirect quotes
    #[arg(long, value_name = "KIND", value_parser = ["direct", "partial", "indirect"])]
    pub kind: Vec<String>,
    /// Only the newest version of an address (as without it), only earlier ones, or all
    #[arg(long = "versions", value_name = "WHICH", value_parser = ["newest", "earlier", "all"])]
    pub version: Vec<String>,
    /// Only quotes that were changed between versions of an address: other words, taken out later, or added later
    #[arg(long, value_name = "HOW", value_parser = ["words", "removed", "added", "any"])]
    pub changed: Vec<String>,
    /// From this day, month or year on
    #[arg(long, visible_alias = "since", value_name = "DATE")]
    pub from: Option<String>,
    /// Up to this day, month or year, itself included
    #[arg(long, visible_alias = "until", value_name = "DATE")]
    pub to: Option<String>,
    /// Before this day, month or year, itself left out
    #[arg(long, value_name = "DATE")]
    pub before: Option<String>,
    /// After this day, month or year, itself left out
    #[arg(long, value_name = "DATE")]
    pub after: Option<String>,
    /// In this day, month, year or range: 2016-08..2016-10
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Only speakers that are at least so sure, from 0 to 1
    #[arg(long, value_name = "SHARE")]
    pub min_confidence: Option<f32>,
    #[command(flatten)]
    pub wording: WordingArgs,
    /// The day that "today" and "last year" are counted from
    #[arg(long, env = "ONRECORD_TODAY", value_name = "DATE", hide = true, value_parser = crate::article::parse_day)]
    pub today: Option<chrono::NaiveDate>,
}

/// The user's tables with which questions are read.
#[derive(Clone, Debug, Default, Args)]
pub struct WordingArgs {
    /// Your own other wordings beside the built-in ones [default: onrecord-synonyms.tsv here or above, else among the
    /// user's data]; a line is `same`, `near`, `also`, `offer` or `term`, a tab, and wordings with `; ` between them
    #[arg(long, env = "ONRECORD_SYNONYMS", value_name = "FILE", hide_env_values = true)]
    pub synonyms: Option<PathBuf>,
    /// Your own events beside the built-in ones, for questions such as *before the inquiry* [default: onrecord-events.tsv
    /// here or above, else among the user's data]; a line is a title, the first day, the last day, and names with `; `
    /// between them, with tabs between the four
    #[arg(long, env = "ONRECORD_EVENTS", value_name = "FILE", hide_env_values = true)]
    pub events: Option<PathBuf>,
}
