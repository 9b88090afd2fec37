//! `onrecord help` and `onrecord man`: what each command does, and pages on what a question can say.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};

use super::args::{Cli, ColorWhen, ManArgs};
use super::exit::Status;
use super::{completions, output};

/// A page on a subject.
struct Page {
    name: &'static str,
    about: &'static str,
    text: &'static str,
}

const PAGES: [Page; 3] = [
    Page {
        name: "query",
        about: "what a question can say: words, names, fields, operators",
        text: include_str!("help/query.txt"),
    },
    Page { name: "dates", about: "the forms of dates and times in questions", text: include_str!("help/dates.txt") },
    Page {
        name: "formats",
        about: "what is written: text, JSON, CSV, Markdown, citations",
        text: include_str!("help/formats.txt"),
    },
];

/// `onrecord help`, of the program, a command or a subject.
///
/// # Errors
/// Where there is no such page, which tells the near ones.
pub fn run(page: Option<&str>, color: ColorWhen) -> anyhow::Result<Status> {
    let mut out = output::text_stdout(color);
    match page {
        None => {
            write!(out, "{}", Cli::command().render_long_help().ansi())?;
            writeln!(out, "\nPages on a subject, `onrecord help NAME`:")?;
            for page in &PAGES {
                writeln!(out, "  {:<9} {}", page.name, page.about)?;
            }
        }
        Some(name) => match (find_page(name), find_command(name)) {
            (Some(page), _) => write!(out, "{}", page.text)?,
            (None, Some(mut command)) => write!(out, "{}", command.render_long_help().ansi())?,
            (None, None) => return unknown(name),
        },
    }
    out.flush()?;
    Ok(Status::Found)
}

/// `onrecord man`: one page, or all of them into a folder.
///
/// # Errors
/// Where there is no such page, or the folder cannot be written.
pub fn man(args: &ManArgs) -> anyhow::Result<Status> {
    if let Some(folder) = &args.all {
        return write_pages(folder);
    }
    let page = match args.page.as_deref() {
        None => completions::man_page(&Cli::command())?,
        Some(name) => match (find_page(name), find_command(name)) {
            (Some(page), _) => subject_page(page),
            (None, Some(command)) => completions::man_page(&command)?,
            (None, None) => return unknown(name),
        },
    };
    let mut out = output::data_stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Status::Found)
}

/// All pages, those of commands in `man1`, those of subjects in `man7`, as readers of man pages look for them.
fn write_pages(folder: &Path) -> anyhow::Result<Status> {
    let mut pages = vec![("man1/onrecord.1".to_string(), completions::man_page(&Cli::command())?)];
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        if let Some(command) = find_command(name) {
            pages.push((format!("man1/onrecord-{name}.1"), completions::man_page(&command)?));
        }
    }
    pages.extend(PAGES.iter().map(|page| (format!("man7/onrecord-{}.7", page.name), subject_page(page))));
    for section in ["man1", "man7"] {
        let section = folder.join(section);
        std::fs::create_dir_all(&section).with_context(|| format!("{} cannot be made", section.display()))?;
    }
    for (name, page) in &pages {
        let path = folder.join(name);
        std::fs::write(&path, page).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    output::say(&format!("{} pages written into {}.", pages.len(), folder.display()));
    Ok(Status::Found)
}

fn find_page(name: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.name == name)
}

/// A command with the name that its page has: `onrecord-search`.
fn find_command(name: &str) -> Option<Command> {
    let program = Cli::command();
    let command = program.get_subcommands().find(|command| command.get_name() == name)?.clone();
    let global = program.get_arguments().filter(|argument| argument.is_global_set());
    Some(command.name(format!("onrecord-{name}")).bin_name(format!("onrecord {name}")).args(global))
}

fn unknown(name: &str) -> anyhow::Result<Status> {
    let program = Cli::command();
    let commands = program.get_subcommands().map(Command::get_name);
    let names: Vec<&str> = PAGES.iter().map(|page| page.name).chain(commands).collect();
    let near = names.iter().filter(|known| strsim::osa_distance(known, name) <= 2 || known.starts_with(name));
    let near: Vec<String> = near.map(|known| format!("`onrecord help {known}`")).collect();
    match near.is_empty() {
        false => bail!("there is no help on {name}: did you mean {}?", near.join(" or ")),
        true => bail!("there is no help on {name}; there is on: {}", names.join(", ")),
    }
}

/// A page of plain text as a man page: as it stands, which keeps its columns.
fn subject_page(page: &Page) -> Vec<u8> {
    let escaped: Vec<String> = page
        .text
        .lines()
        .map(|line| line.replace('\\', "\\e").replace('-', "\\-"))
        .map(|line| if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line })
        .collect();
    format!(
        ".TH onrecord\\-{name} 7\n.SH NAME\nonrecord\\-{name} \\- {about}\n.SH DESCRIPTION\n.nf\n{text}\n.fi\n",
        name = page.name,
        about = page.about,
        text = escaped.join("\n")
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{PAGES, find_command, find_page, subject_page};
    use crate::cli::args::{Cli, Flags, Shown};
    use crate::people::Register;
    use crate::query::{Context, DayOrder, Events, Field, NoSpeakers, Synonyms, read_question};
    use clap::{Args, Command, CommandFactory};

    fn text(page: &str) -> &'static str {
        find_page(page).expect("a page").text
    }

    /// The questions of a page: behind `> `, up to a gap.
    fn questions(page: &str) -> Vec<&'static str> {
        let pieces = text(page).lines().filter(|line| line.trim_start().starts_with("> "));
        let pieces = pieces.flat_map(|line| line.trim_start()[2..].split("    > "));
        pieces.filter_map(|piece| piece.split("   ").next()).map(str::trim).collect()
    }

    #[test]
    fn every_field_and_every_flag_is_told() {
        for name in Field::names() {
            assert!(text("query").contains(&format!("{name}:")), "{name}: is not in `help query`");
        }
        for (page, command) in [
            ("query", Flags::augment_args(Command::new("flags"))),
            ("formats", Shown::augment_args(Command::new("shown"))),
        ] {
            for flag in command.get_arguments().filter(|flag| !flag.is_hide_set()) {
                for name in flag.get_long_and_visible_aliases().unwrap_or_default() {
                    let told =
                        text(page).contains(&format!("--{name}")) || name == "context" && text(page).contains("-C ");
                    assert!(told, "--{name} is not in `help {page}`");
                }
            }
        }
        let formats = <crate::cli::args::HitFormat as clap::ValueEnum>::value_variants();
        for format in formats.iter().filter_map(clap::ValueEnum::to_possible_value) {
            assert!(text("formats").contains(&format!("--format {}", format.get_name())), "{}", format.get_name());
        }
    }

    #[test]
    fn every_question_of_the_pages_can_be_asked() {
        let register = Register::embedded().unwrap();
        let synonyms = Synonyms::embedded();
        let events = Events::embedded();
        let context = Context {
            today: chrono::NaiveDate::from_ymd_opt(2026, 1, 15).unwrap(),
            day_order: DayOrder::DayFirst,
            register: &register,
            speakers: &NoSpeakers,
            synonyms: &synonyms,
            events: &events,
        };
        let (queries, dates) = (questions("query"), questions("dates"));
        assert!(queries.len() > 35 && dates.len() > 20, "{queries:?} {dates:?}");
        for question in queries.iter().chain(&dates) {
            let reading = read_question(question, &context);
            assert!(reading.errors.is_empty(), "{question}: {:?}", reading.errors);
            let again = read_question(&reading.read_as, &context);
            assert_eq!(again.query, reading.query, "{question} as {}", reading.read_as);
        }
        for question in &dates {
            let read_as = read_question(question, &context).read_as;
            let is_dated =
                ["date:", "since:", "until:", "before:", "after:"].iter().any(|field| read_as.contains(field));
            assert!(is_dated, "{question}: {read_as}");
        }
    }

    #[test]
    fn pages_fit_a_terminal_and_have_a_man_page() {
        for page in &PAGES {
            assert!(page.text.lines().all(|line| line.chars().count() <= 95), "{}", page.name);
            let man = String::from_utf8(subject_page(page)).unwrap();
            assert!(man.starts_with(".TH ") && man.lines().all(|line| !line.starts_with('\'')), "{man}");
        }
        for command in Cli::command().get_subcommands() {
            assert!(find_command(command.get_name()).is_some(), "{}", command.get_name());
        }
    }
}
