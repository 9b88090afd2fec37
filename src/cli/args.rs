//! The command line's definition: one source for parsing, help, completions and the man page.

use std::path::PathBuf;

pub use super::arg_values::{CheckFormat, HitFormat, ManArgs, ShowFormat, SortBy};
pub use super::flags::{Flags, WordingArgs};
use super::marks::MatchMark;
use super::path_args::{ChoiceArgs, ForgetPathArgs, ListArgs, file_type};
pub use super::path_args::{IndexPlace, SummaryFormat, TableFormat};
use crate::archive::FileType;
use crate::article::PathPattern;
use crate::size::Size;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Who said what, when, and where is it written.
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    about = "Who said what, when, and where is it written",
    long_about = "onrecord reads archives of political news articles as they lie on disk, finds what people are quoted \
                  as saying, keeps it in an index and answers questions about it.",
    after_help = EXAMPLES,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Colour and emphasis
    #[arg(long, global = true, value_enum, default_value_t = ColorWhen::Auto, value_name = "WHEN")]
    pub color: ColorWhen,
}

const EXAMPLES: &str = include_str!("help/onrecord.txt");

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring an index up to date with files and folders
    Index(IndexArgs),
    /// Ask a question
    Search(SearchArgs),
    /// Find quotes like a given one
    Similar(SimilarArgs),
    /// Check the quotations of a draft against the archive
    Check(CheckArgs),
    /// Find the quotes in files and folders, without an index
    Extract(ExtractArgs),
    /// Show an article with its quotes marked
    Show(ShowArgs),
    /// Count quotes by speaker
    Speakers(CountArgs),
    /// Count quotes by party on the day
    Parties(CountArgs),
    /// Count quotes by office held on the day
    Offices(CountArgs),
    /// Count quotes by outlet
    Outlets(CountArgs),
    /// Count quotes by day, month or year
    Timeline(TimelineArgs),
    /// Put speakers, parties or topics side by side over time
    Compare(CompareArgs),
    /// Say who really said a quote
    Correct(CorrectArgs),
    /// Keep a question under a name
    Save(SaveArgs),
    /// Show the saved questions
    Saved(SavedArgs),
    /// Ask a saved question, whole or only for what is new
    Run(RunArgs),
    /// Take a saved question away
    Forget(ForgetArgs),
    /// Look a name up in the register of people
    People(PeopleArgs),
    /// Write out every quote that a question finds
    Export(ExportArgs),
    /// Say what the index holds
    Stats(StatsArgs),
    /// Say what the index holds of which path and kind of file
    List(ListArgs),
    /// Take a file or folder out of the index; the files stay as they are
    ForgetPath(ForgetPathArgs),
    /// Check that the index holds what was written: files, counts, and every record against its text
    Verify(VerifyArgs),
    /// Mend a damaged index: keep what is whole, read the rest again from its files
    Repair(RepairArgs),
    /// Serve a page in the browser: search, facets, timeline, articles, people; and an API for programs
    Serve(ServeArgs),
    /// Write shell completions
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write a man page
    Man(ManArgs),
    /// Explain a command or a subject: query, dates, formats
    Help {
        /// A command, or one of the pages query, dates and formats
        page: Option<String>,
    },
    /// Write the licences of what the program is built from
    Notices,
}

/// How articles are read.
#[derive(Clone, Debug, Default, Args)]
pub struct ReadArgs {
    /// In dates of digits alone the month comes first: 08/18/2016
    #[arg(long)]
    pub month_first: bool,

    /// Names of a dump's fields, where they are unusual: title=hl,text=content_raw
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub map: Option<String>,

    /// Read the files as this, whatever their bytes and names say: text, json, ndjson, html, warc, zip, …
    ///
    /// A name that is no container is what is read in containers and behind compression, too. With - for standard input, it
    /// says what comes there.
    #[arg(long, value_name = "NAME", value_parser = file_type())]
    pub format_in: Option<FileType>,

    /// Read hidden files and folders, too: those whose names begin with a dot
    #[arg(long)]
    pub hidden: bool,

    /// Where nothing in an article tells its day, read it in the path: %Y/%m/%d, %Y/%b, %Y-%m-%d-*.txt
    ///
    /// The parts between slashes are whole names of folders, or of the file; * and ? stand for other letters. %Y or %y is the
    /// year, %m or %b (its name) the month, %d the day, %j the day of the year. A month or a day that the pattern lacks is
    /// the first: `%Y/%m` makes every article of 2016/08 one of 1 August 2016.
    #[arg(long, value_name = "PATTERN", value_parser = PathPattern::parse)]
    pub date_from_path: Option<PathPattern>,

    /// The day of articles that tell none in any way: 18 August 2016, 2016-08-18
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub assume_date: Option<NaiveDate>,

    /// The largest text that one article may hold [default: 2MB]
    ///
    /// A larger one is told and left out: finding the quotes of a text takes many times its size in memory. A record of
    /// a dump may have four times as much, for its other fields.
    #[arg(long, value_name = "SIZE")]
    pub max_article: Option<Size>,

    /// The table of corrected speakers [default: onrecord-corrections.tsv here or above, else among the user's data]
    #[arg(long, env = "ONRECORD_CORRECTIONS", value_name = "FILE", hide_env_values = true)]
    pub corrections: Option<PathBuf>,

    /// The table of your own people [default: onrecord-people.tsv here or above, else among the user's data]
    #[arg(long, env = "ONRECORD_PEOPLE", value_name = "FILE", hide_env_values = true)]
    pub people: Option<PathBuf>,

    /// End with status 2 if any file or article could not be read
    #[arg(long)]
    pub strict: bool,

    /// Tell everything that went wrong and every path passed over, with its reason, one by one [default: the first 25
    /// that went wrong, then how many more of which kind]
    #[arg(short, long)]
    pub verbose: bool,

    /// Write into FILE what became of each document, and what was passed over and why, one JSON object a line
    ///
    /// Each has path, member (of a dump or container) and line, which may be null; outcome: read, unchanged (a file that is in
    /// the index as it is), failed (read, and no article), unreadable (not given by the system), problem (read, with something
    /// wrong), note (read, in a way worth knowing) or passed_over; kind: what it was read as, else a short word such as
    /// not_json, too_large, denied, empty, not_text, bad_date, hidden, picture; and reason, the whole sentence. What was read
    /// has title, date, date_from, encoding, quotes, attributed (quotes with a speaker) and problems besides. Fields are only
    /// ever added. The file is written as it comes; an earlier report is replaced, anything else refused. With `index`, - is
    /// standard output, and the summary then goes to standard error.
    #[arg(long, value_name = "FILE", requires = "paths")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/index.txt"))]
pub struct IndexArgs {
    /// Files and folders of articles
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub place: IndexPlace,
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// Make the index anew, of the paths named and of nothing else; the old one serves until the new one is whole, and
    /// stays where not everything could be read that it holds articles of
    #[arg(long)]
    pub rebuild: bool,
    /// Also take out what the index holds of folders that are empty or missing now, and of links that lead nowhere; without
    /// it their articles stay, as a disk may not be there. With --rebuild: go on without what cannot be read
    #[arg(long)]
    pub prune: bool,
    /// Form of the summary
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

/// What is asked, in words and by flags; the flags say the same as the fields of the question's syntax.
#[derive(Clone, Debug, Default, Args)]
pub struct Question {
    /// Plain English, or fields and words: speaker:corbyn party:labour "nuclear deterrent" -iraq date:2016
    #[arg(value_name = "QUESTION")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub flags: Flags,
}

/// Which index is asked.
#[derive(Clone, Debug, Default, Args)]
pub struct AskedIndex {
    #[command(flatten)]
    pub place: IndexPlace,
    /// Bring an index of this file or folder up to date and ask it (may be given several times)
    #[arg(long = "in", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub choice: ChoiceArgs,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/search.txt"))]
pub struct SearchArgs {
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// Most hits to show
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Hits to pass over first
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    /// Order of the hits
    #[arg(long, value_enum)]
    pub sort: Option<SortBy>,
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub format: HitFormat,
    /// Give the same words in several papers a hit each
    #[arg(long)]
    pub copies: bool,
    /// Give only quotes with all the words: none with some of them, none for being of the same article
    #[arg(long)]
    pub all_words: bool,
    /// Write only how many quotes there are
    #[arg(long, conflicts_with = "facets")]
    pub count: bool,
    /// Write only the counts, all of them: by speaker, party, office, outlet, kind and year
    #[arg(long)]
    pub facets: bool,
    /// Say which words were read as what, and why each hit stands where it does; with --verbose in numbers too
    #[arg(long)]
    pub explain: bool,
    #[command(flatten)]
    pub shown: Shown,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/similar.txt"))]
pub struct SimilarArgs {
    /// The id of a quote
    pub id: String,
    #[command(flatten)]
    pub flags: Flags,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// Quotes of the same article too
    #[arg(long)]
    pub same_article: bool,
    /// Most hits to show
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Hits to pass over first
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub format: HitFormat,
    /// Give the same words in several papers a hit each
    #[arg(long)]
    pub copies: bool,
    /// Write only the counts, all of them
    #[arg(long)]
    pub facets: bool,
    #[command(flatten)]
    pub shown: Shown,
}

/// How hits are shown.
#[derive(Clone, Debug, Default, Args)]
pub struct Shown {
    /// Signs around what was found, for text without colour: '**', or '>>,<<' for before and behind
    #[arg(long, value_name = "SIGNS", value_parser = MatchMark::parse)]
    pub mark: Option<MatchMark>,
    /// Also the paragraph of each hit, with N before it and N behind it
    #[arg(long, short = 'C', default_value_t = 0, value_name = "N")]
    pub context: usize,
    #[command(flatten)]
    pub written: Written,
}

/// How tables and citations are written.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Written {
    /// CSV that Excel opens as it is: with a mark that says it is Unicode
    #[arg(long)]
    pub excel: bool,
    /// The day that citations give as the day of access
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub accessed: Option<chrono::NaiveDate>,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/extract.txt"))]
pub struct ExtractArgs {
    /// Files and folders of articles; - is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub read: ReadArgs,
    #[command(flatten)]
    pub choice: ChoiceArgs,
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub format: HitFormat,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/check.txt"))]
pub struct CheckArgs {
    /// Drafts: text, Markdown, HTML, Word, PDF, or folders of them; - is standard input
    #[arg(required = true, value_name = "DRAFT")]
    pub drafts: Vec<PathBuf>,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The day of drafts that tell none, as of which names, offices and parties are checked [default: the present one]
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub date: Option<NaiveDate>,
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/show.txt"))]
pub struct ShowArgs {
    /// The id of a quote or an article
    pub id: String,
    #[command(flatten)]
    pub place: IndexPlace,
    /// Show from the index of this file or folder, as `search --in` made it
    #[arg(long = "in", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The whole article for people or as JSON; or a citation of the quote, of an article of each of its quotes
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
    /// Say in words why the quote has its speaker, or has none
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
    /// The day that citations give as the day of access
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub accessed: Option<chrono::NaiveDate>,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/correct.txt"))]
pub struct CorrectArgs {
    /// The id of the quote, as `search` shows it in brackets
    pub id: Option<String>,
    /// Who said it: a name or an id of the register, or anybody's name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["unknown", "not_a_quote", "undo", "list"])]
    pub speaker: Option<String>,
    /// The party of a speaker whom the register does not know
    #[arg(long, value_name = "PARTY", requires = "speaker")]
    pub party: Option<String>,
    /// Nobody can be told
    #[arg(long, conflicts_with_all = ["not_a_quote", "undo", "list"])]
    pub unknown: bool,
    /// The words are nobody's: a title, a term, scare quotes
    #[arg(long, conflicts_with_all = ["undo", "list"])]
    pub not_a_quote: bool,
    /// Take the correction of this quote back
    #[arg(long, conflicts_with = "list")]
    pub undo: bool,
    /// Show all corrections
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub asked: AskedIndex,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/save.txt"))]
pub struct SaveArgs {
    /// One word
    pub name: String,
    /// The question, as `search` takes it
    #[arg(required = true, value_name = "QUESTION")]
    pub question: Vec<String>,
    /// The table of saved questions
    #[arg(long, env = "ONRECORD_QUESTIONS", value_name = "FILE", hide_env_values = true)]
    pub questions: Option<PathBuf>,
    /// The index in which to look how much it finds so far
    #[command(flatten)]
    pub place: IndexPlace,
    /// The day that "today" and "last year" are counted from
    #[arg(long, env = "ONRECORD_TODAY", value_name = "DATE", hide = true, value_parser = crate::article::parse_day)]
    pub today: Option<chrono::NaiveDate>,
}

#[derive(Debug, Args)]
pub struct SavedArgs {
    /// The table of saved questions
    #[arg(long, env = "ONRECORD_QUESTIONS", value_name = "FILE", hide_env_values = true)]
    pub questions: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The question's name
    pub name: String,
    /// The table of saved questions
    #[arg(long, env = "ONRECORD_QUESTIONS", value_name = "FILE", hide_env_values = true)]
    pub questions: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// The question's name
    pub name: String,
    /// Only quotes that it has not shown with --new before; the first time that is all of them
    #[arg(long)]
    pub new: bool,
    /// Most quotes to show [default: 10; with --new all]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub format: HitFormat,
    #[command(flatten)]
    pub shown: Shown,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The table of saved questions
    #[arg(long, env = "ONRECORD_QUESTIONS", value_name = "FILE", hide_env_values = true)]
    pub questions: Option<PathBuf>,
    /// The day that "today" and "last year" are counted from
    #[arg(long, env = "ONRECORD_TODAY", value_name = "DATE", hide = true, value_parser = crate::article::parse_day)]
    pub today: Option<chrono::NaiveDate>,
}

#[derive(Debug, Args)]
pub struct CountArgs {
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// Most rows to show; 0 is all
    #[arg(long, short = 'n', default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// Also those who said nothing of the topic: all whom the other conditions leave, with 0
    #[arg(long)]
    pub zero: bool,
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    /// CSV that Excel opens as it is: with a mark that says it is Unicode
    #[arg(long)]
    pub excel: bool,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/compare.txt"))]
pub struct CompareArgs {
    /// What is put side by side, each in quotation marks where it has several words
    #[arg(required = true, value_name = "SIDE")]
    pub sides: Vec<String>,
    /// What all sides are asked about
    #[arg(long, value_name = "TOPIC")]
    pub on: Option<String>,
    #[command(flatten)]
    pub flags: Flags,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// Shares of all the side's quotes instead of counts
    #[arg(long)]
    pub rate: bool,
    /// The periods [default: whatever fits the dates]
    #[arg(long, value_enum)]
    pub by: Option<TimelineStep>,
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    /// CSV that Excel opens as it is: with a mark that says it is Unicode
    #[arg(long)]
    pub excel: bool,
}

#[derive(Debug, Args)]
pub struct TimelineArgs {
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The width of a bar [default: whatever fits the dates]
    #[arg(long, value_enum)]
    pub by: Option<TimelineStep>,
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
    /// CSV that Excel opens as it is: with a mark that says it is Unicode
    #[arg(long)]
    pub excel: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimelineStep {
    Day,
    Month,
    Year,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/people.txt"), args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct PeopleArgs {
    #[command(subcommand)]
    pub what: Option<PeopleCommand>,
    /// A name, a surname, an id, or an office; all people of the party or body where none is given
    #[arg(required_unless_present_any = ["party", "body"])]
    pub name: Vec<String>,
    /// Party and offices on this day
    #[arg(long, value_name = "DATE", value_parser = crate::article::parse_day)]
    pub on: Option<chrono::NaiveDate>,
    /// Those of this party
    #[arg(long, value_name = "PARTY")]
    pub party: Option<String>,
    /// Those who sit in this body: commons, lords, senate, senedd
    #[arg(long, value_name = "BODY")]
    pub body: Option<String>,
    #[arg(long, value_enum, default_value_t = PeopleFormat::Text)]
    pub format: PeopleFormat,
    #[command(flatten)]
    pub table: PeopleTable,
}

/// Where the user's own people are.
#[derive(Debug, Args)]
pub struct PeopleTable {
    /// The table of your own people [default: onrecord-people.tsv here or above, else among the user's data]
    #[arg(long, env = "ONRECORD_PEOPLE", value_name = "FILE", hide_env_values = true)]
    pub people: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum PeopleCommand {
    /// Take the people of files into the table of your own: Popolo JSON, or rows of the table's own form
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        table: PeopleTable,
    },
    /// Write all people, your own among them, as Popolo JSON
    Export {
        #[command(flatten)]
        table: PeopleTable,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeopleFormat {
    Text,
    Json,
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/export.txt"))]
pub struct ExportArgs {
    #[command(flatten)]
    pub question: Question,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The quotes that the question finds; or the articles in which they stand, without a question all that the index holds
    #[arg(long, value_enum, default_value_t = ExportWhat::Quotes)]
    pub what: ExportWhat,
    /// Order of the rows
    #[arg(long, value_enum)]
    pub sort: Option<SortBy>,
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
    pub format: ExportFormat,
    #[command(flatten)]
    pub written: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    Quotes,
    /// As csv, one a row, for spreadsheets; as ndjson, one a line, whole and exact: `onrecord index` makes the same index
    /// of it
    Articles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One a row; text that a spreadsheet would run as a formula has an apostrophe before it
    Csv,
    /// One a line, its text exact
    Ndjson,
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
pub struct StatsArgs {
    #[command(flatten)]
    pub place: IndexPlace,
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub format: SummaryFormat,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/verify.txt"))]
pub struct VerifyArgs {
    #[command(flatten)]
    pub place: IndexPlace,
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/repair.txt"))]
pub struct RepairArgs {
    /// Where the archive's files lie now, besides the places that were indexed before
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub place: IndexPlace,
    #[command(flatten)]
    pub read: ReadArgs,
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }
}

#[derive(Debug, Args)]
#[command(after_help = include_str!("help/serve.txt"))]
pub struct ServeArgs {
    /// The port [default: 8417, or any free one where that is taken]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address of this machine at which it can be reached [default: 127.0.0.1, from this machine alone]
    #[arg(long, value_name = "ADDRESS")]
    pub bind: Option<std::net::IpAddr>,
    /// A further name by which it may be asked, for --bind (may be given several times)
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Look again and again for new and changed articles in the paths of --in
    #[arg(long, requires = "paths")]
    pub watch: bool,
    /// Let speakers be corrected from the page
    #[arg(long)]
    pub allow_corrections: bool,
    /// Let pages of this site read the API in a browser, scheme and host as it sends them, or * for any
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Option<String>,
    #[command(flatten)]
    pub wording: WordingArgs,
    #[command(flatten)]
    pub asked: AskedIndex,
    /// The day that "today" and "last year" are counted from
    #[arg(long, env = "ONRECORD_TODAY", value_name = "DATE", hide = true, value_parser = crate::article::parse_day)]
    pub today: Option<NaiveDate>,
}
