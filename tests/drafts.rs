//! Drafts checked against an archive of made-up people: eight kinds with a floor for each, what must hold for any slice of a
//! stored quote, and drafts that nobody would write.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "made/chance.rs"]
#[allow(dead_code, clippy::print_stdout, reason = "no test needs all of it")]
mod chance;
#[path = "../examples/make_drafts/drafts.rs"]
#[allow(dead_code, reason = "the example prints more")]
mod drafts;
#[path = "../examples/make_drafts/made.rs"]
mod made;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use onrecord::desk::{self, DeskError, FileChoice, Library, QuotationVerdict, Settings, UpdateRequest, nobody};
use onrecord::record::QuoteRecord;

use chance::{Chance, times};
use drafts::{DraftKind, Stock, judge};

const ARTICLES: usize = 150;

/// An archive with its index, its quotes, and the people who speak in it.
struct World {
    library: Library,
    records: Vec<QuoteRecord>,
    people: Vec<made::MadePerson>,
    _folder: tempfile::TempDir,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let people = made::people();
    let mut chance = Chance::of(23);
    let archive = folder.path().join("archive");
    std::fs::create_dir(&archive).unwrap();
    for number in 0..ARTICLES {
        std::fs::write(archive.join(format!("{number}.txt")), made::article(number, &people, &mut chance)).unwrap();
    }
    let table = folder.path().join("people.tsv");
    std::fs::write(&table, made::people_table(&people)).unwrap();
    let settings = Settings { people: Some(table), ..Settings::default() };
    let library = Library::open_or_create(&folder.path().join("index"), settings.clone(), nobody()).unwrap();
    let paths = vec![archive];
    library.update(&UpdateRequest { paths: paths.clone(), ..UpdateRequest::default() }).unwrap();
    let mut records = Vec::new();
    desk::extract(
        &paths,
        Vec::new(),
        &FileChoice::default(),
        &settings,
        nobody(),
        Ok::<QuoteRecord, DeskError>,
        |record| {
            records.push(record);
            Ok(())
        },
    )
    .unwrap();
    let library = library.open_again().unwrap();
    World { library, records, people, _folder: folder }
});

fn draft(words: &str, name: &str) -> String {
    format!("A look back\nPosted On: 3 March 2024\n\nMuch was said.\n\n“{words},” {name} said.\n\nThat was all.\n")
}

/// The verdict of the one quotation of a draft.
fn verdict(words: &str, name: &str) -> QuotationVerdict {
    let text = draft(words, name);
    let checked = WORLD.library.check_text(&text, usize::MAX).unwrap().unwrap();
    let [quotation] = checked.quotations.as_slice() else { panic!("{text}: {checked:#?}") };
    quotation.judged.verdict
}

#[test]
fn drafts_of_eight_kinds_are_judged_rightly() {
    let stock = Stock::new(WORLD.records.clone(), &WORLD.people);
    let tally = judge(times("ONRECORD_DRAFTS", 160, 1_600), &stock, &WORLD.library, &mut Chance::new("drafts"));
    assert_eq!((tally.called_altered, tally.called_verbatim), (0, 0), "{:#?}", tally.wrong);
    for (kind, (right, all)) in &tally.by_kind {
        // The templates of made-up statements share words, so that two of them as one can be one with a word changed.
        let floor = if *kind == DraftKind::Spliced { 80 } else { 97 };
        assert!(right * 100 >= all * floor, "{}: {right} of {all}: {:#?}", kind.name(), tally.wrong);
    }
    assert!(tally.right() * 100 >= tally.all() * 97, "{:#?}", tally.wrong);
}

/// Statements in quotation marks with the words and the speaker.
fn statements() -> Vec<(Vec<&'static str>, &'static str)> {
    let direct = WORLD.records.iter().filter(|record| record.kind == "direct" && record.segments.len() == 1);
    direct
        .filter_map(|record| {
            let words = record.quote.trim_end_matches(['.', ',']).split_whitespace().collect();
            Some((words, record.speaker.as_ref()?.name.as_str()))
        })
        .collect()
}

#[test]
fn any_slice_of_a_stored_quote_is_verbatim_and_with_a_word_changed_it_is_not() {
    let statements = statements();
    assert!(statements.len() > ARTICLES, "{}", statements.len());
    let mut chance = Chance::new("slices");
    for _ in 0..times("ONRECORD_SLICES", 150, 3_000) {
        let (words, name) = chance.pick(&statements);
        let length = 4 + chance.below(words.len() - 3);
        let from = chance.below(words.len() - length + 1);
        let slice = &words[from..from + length];
        let said = slice.join(" ").trim_end_matches(['.', ',']).to_owned();
        assert_eq!(verdict(&said, name), QuotationVerdict::Verbatim, "{said}");
        let mut changed: Vec<&str> = slice.to_vec();
        let at = chance.below(length);
        // No statement of the archive has this word.
        changed[at] = *chance.pick(&["marmalade", "never", "Wednesday's", "£7", "nobody's"]);
        let changed = changed.join(" ").trim_end_matches(['.', ',']).to_owned();
        assert_ne!(verdict(&changed, name), QuotationVerdict::Verbatim, "{changed}");
        if length > 5 {
            assert_eq!(verdict(&changed, name), QuotationVerdict::Altered, "{changed}");
        }
    }
}

#[test]
fn case_marks_hyphens_and_open_cuts_are_no_change() {
    let (words, name) = statements().into_iter().find(|(words, _)| words.len() > 14).unwrap();
    let joined = |words: &[&str]| words.join(" ").replace([',', '.'], "");
    for said in [
        joined(&words).to_uppercase(),
        joined(&words).replace(' ', "  "),
        joined(&words).replacen(' ', "-", 2),
        format!("{} … {}", joined(&words[..5]), joined(&words[8..])),
        format!("{} [...] {}", joined(&words[..5]), joined(&words[8..])),
        format!("{} [he added] {}", joined(&words[..5]), joined(&words[5..])),
    ] {
        assert_eq!(verdict(&said, name), QuotationVerdict::Verbatim, "{said}");
    }
    for said in [
        format!("{} {}", joined(&words[..5]), joined(&words[8..])),
        format!("{} … {}", joined(&words[8..]), joined(&words[..5])),
    ] {
        assert_ne!(verdict(&said, name), QuotationVerdict::Verbatim, "{said}");
    }
}

#[test]
fn drafts_that_nobody_would_write_end_soon_and_are_never_all_wrong() {
    let (words, name) = statements().swap_remove(0);
    let plain = draft(&words.join(" "), name);
    let long = "nobody ".repeat(20_000);
    let hostile = [
        "“".repeat(20_000),
        "\"".repeat(20_001),
        "“a” ".repeat(5_000),
        draft(&long, name),
        draft(&words.join(" ").repeat(200), name),
        draft("… … [ ] [...] . . .", name),
        draft("\u{202e}\u{0}\u{1b}[2J\u{feff} [[[[ ]]]] ….…", name),
        format!("{plain}{}", draft("the the the the the the the of of of of", name).repeat(20)),
    ];
    for text in hostile {
        let began = Instant::now();
        let _ = WORLD.library.check_text(&text, usize::MAX).unwrap();
        assert!(began.elapsed() < Duration::from_secs(60), "{:.60}", text);
    }
    let seeds = vec![plain.into_bytes()];
    let mut chance = Chance::new("mutated drafts");
    for _ in 0..times("ONRECORD_MUTATED", 100, 2_000) {
        let text = String::from_utf8_lossy(&chance::mutated(&seeds, &mut chance)).into_owned();
        for quotation in WORLD.library.check_text(&text, usize::MAX).unwrap().into_iter().flat_map(|it| it.quotations) {
            let has_sources = matches!(
                quotation.judged.verdict,
                QuotationVerdict::Verbatim
                    | QuotationVerdict::Altered
                    | QuotationVerdict::Limited
                    | QuotationVerdict::SaidByAnother
            );
            assert_eq!(has_sources, !quotation.judged.sources.is_empty(), "{quotation:#?}");
        }
    }
    assert!(WORLD.library.check_text("", usize::MAX).unwrap().is_none());
}
