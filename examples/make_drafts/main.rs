//! Makes drafts of eight kinds out of the corpus and of made-up articles, checks them as `onrecord check` does, and prints how
//! many verdicts are right, by kind: `cargo run --release --example make_drafts`.
//!
//! `-- --drafts N` makes N drafts (300), `--articles N` N made-up articles (400) beside the corpus, `--seed N` others, `--wrong`
//! prints what was judged wrongly, `--time` measures a draft of 5,000 words with 60 quotations of all kinds, on one core.

#![allow(clippy::print_stdout, reason = "a program of the command line")]
#![allow(clippy::expect_used, reason = "a program that measures fails by panicking")]

#[path = "../../tests/made/chance.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "shared with tests")]
mod chance;
mod drafts;
mod made;

use std::path::Path;
use std::time::Instant;

use onrecord::desk::{self, DeskError, FileChoice, Library, Settings, UpdateRequest, nobody};
use onrecord::record::QuoteRecord;

use chance::Chance;
use drafts::{KINDS, Stock, judge};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Made-up articles that lie in one file.
const TOGETHER: usize = 500;
/// The draft that is timed.
const TIMED_QUOTATIONS: usize = 60;
const TIMED_WORDS: usize = 5_000;
const TIMES: usize = 5;

fn main() -> Result<(), DeskError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: usize| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let mut chance = Chance::of(number("--seed", 19) as u64);
    let folder = tempfile::tempdir().expect("a folder for what is made");
    let people = made::people();
    let archive = folder.path().join("archive");
    write_archive(&archive, number("--articles", 400), &people, &mut chance);
    let table = folder.path().join("people.tsv");
    std::fs::write(&table, made::people_table(&people)).expect("the table of people is written");
    let settings = Settings { people: Some(table), ..Settings::default() };
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let paths = vec![corpus, archive];
    let request = UpdateRequest { paths: paths.clone(), ..UpdateRequest::default() };
    let library = Library::open_or_create(&folder.path().join("index"), settings.clone(), nobody())?;
    library.update(&request)?;
    let library = library.open_again()?;
    println!("{} quotes in {} articles", library.sizes()?.quotes, library.sizes()?.articles);
    let mut records: Vec<QuoteRecord> = Vec::new();
    // A stock of some thousands is enough, however large the archive is.
    let keep = |record: QuoteRecord| -> Result<QuoteRecord, DeskError> { Ok(record) };
    desk::extract(&paths, Vec::new(), &FileChoice::default(), &settings, nobody(), keep, |record| {
        if records.len() < 5_000 {
            records.push(record);
        }
        Ok::<(), DeskError>(())
    })?;
    let stock = Stock::new(records, &people);
    if has("--time") {
        time(&stock, &library, &mut chance)?;
        return Ok(());
    }
    let tally = judge(number("--drafts", 300), &stock, &library, &mut chance);
    for (kind, (right, all)) in &tally.by_kind {
        println!("{:<28} {right:>4} of {all}", kind.name());
    }
    println!("{:<28} {:>4} of {}", "all", tally.right(), tally.all());
    println!("verbatim called altered: {}; altered called verbatim: {}", tally.called_altered, tally.called_verbatim);
    if has("--wrong") {
        for (kind, draft, said) in &tally.wrong {
            println!("\n--- {}: {said}\n{draft}", kind.name());
        }
    }
    Ok(())
}

fn write_archive(folder: &Path, articles: usize, people: &[made::MadePerson], chance: &mut Chance) {
    std::fs::create_dir_all(folder).expect("a folder for the articles");
    let mut lines = String::new();
    for number in 0..articles {
        let text = made::article(number, people, chance);
        lines += &serde_json::json!({ "text": text }).to_string();
        lines.push('\n');
        if (number + 1) % TOGETHER == 0 || number + 1 == articles {
            let file = folder.join(format!("{number}.ndjson"));
            std::fs::write(file, std::mem::take(&mut lines)).expect("articles are written");
        }
    }
}

/// Times the check of a long draft.
fn time(stock: &Stock, library: &Library, chance: &mut Chance) -> Result<(), DeskError> {
    let mut draft = String::from("A long look back\nPosted On: 3 March 2024\n\n");
    for kind in KINDS.into_iter().cycle().take(TIMED_QUOTATIONS) {
        let (words, name, party) = stock.quotation(kind, chance);
        draft += &format!("“{words},” {party} politician {name} said.\n\n");
        let filler = "The old dispute went on for many years and filled many pages of the papers of the town. ";
        draft += &filler.repeat((TIMED_WORDS / TIMED_QUOTATIONS).saturating_sub(30) / 18 + 2);
        draft += "\n\n";
    }
    let words = draft.split_whitespace().count();
    for turn in 0..TIMES {
        // Opened anew: as a program that asks once does.
        let library = library.open_again()?;
        let began = Instant::now();
        let checked = library.check_text(&draft, usize::MAX)?.expect("a draft");
        println!(
            "turn {turn}: {words} words, {} quotations, {:.0} ms",
            checked.quotations.len(),
            began.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}
