//! What another program does through the desk: all that the command line does, with the same answers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use assert_cmd::Command;
use onrecord::desk::{
    AnswerJson, CompareRequest, CorrectRequest, CountsJson, CountsRequest, DeskError, Event, FileChoice, Filters,
    Library, Listener, Questions, RepairRequest, Repaired, Request, Settings, SimilarRequest, TimelineJson,
    UpdateRequest, corrections_table, extract, nobody, repair, verify,
};
use onrecord::index::{Facet, TimeStep};
use onrecord::record::QuoteRecord;

struct World {
    dir: tempfile::TempDir,
    library: Library,
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

impl World {
    fn new() -> World {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings { corrections: Some(dir.path().join("corrections.tsv")), ..Settings::default() };
        let library = Library::open_or_create(&dir.path().join("index"), settings, nobody()).unwrap();
        let summary = library.update(&UpdateRequest::of([corpus()])).unwrap();
        assert!(summary.counts.added > 50 && summary.troubles.failed == 0, "{summary:?}");
        assert!(library.update(&UpdateRequest::of([corpus()])).unwrap().changed_nothing());
        World { dir, library }
    }

    /// What the command line answers about the same index, with paths made the same.
    fn told(&self, arguments: &[&str]) -> String {
        let index = self.dir.path().join("index");
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        let home = self.dir.path().join("home");
        command.env("HOME", &home).env("XDG_DATA_HOME", &home).env("XDG_CACHE_HOME", &home);
        command.env_remove("ONRECORD_INDEX").current_dir(self.dir.path());
        command.arg(arguments[0]).arg("--index").arg(index).args(&arguments[1..]);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }
}

fn asked(question: &str) -> Request {
    Request { today: "2024-12-01".parse().ok(), ..Request::of(question) }
}

#[test]
fn a_library_may_be_shared_among_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let world = World::new();
    shared(&world.library);
    let library = &world.library;
    let ask = || library.ask(&asked("corbyn nato")).unwrap().answer.total;
    let totals: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(totals[0] > 0 && totals.iter().all(|total| *total == totals[0]), "{totals:?}");
}

#[test]
fn the_desk_answers_as_the_command_line_does() {
    let world = World::new();
    let day = ["--format", "json"];
    for question in ["what did Corbyn say about NATO", "labour brexit OR trident", "speaker:none", "qwertyuiop"] {
        let response = world.library.ask(&asked(question)).unwrap();
        let told = world.told(&["search", day[0], day[1], "--", question]);
        assert_eq!(json(&AnswerJson::new(&response)), told, "{question}");
    }
    let filters = Filters { party: vec!["Labour".into()], from: Some("2016".into()), ..Filters::default() };
    let response = world.library.ask(&Request { filters, copies: true, explain: true, ..asked("NATO") }).unwrap();
    let flags = ["search", "--party", "Labour", "--from", "2016", "--copies", "--explain", day[0], day[1], "NATO"];
    assert_eq!(json(&AnswerJson::new(&response)), world.told(&flags));

    let counting = CountsRequest { request: asked("nato"), facet: Facet::Speaker, limit: 50, zero: true };
    let counts = world.library.counts(&counting).unwrap();
    assert_eq!(json(&CountsJson::new(&counts)), world.told(&["speakers", "--zero", day[0], day[1], "nato"]));

    let timeline = world.library.timeline(&asked("corbyn"), Some(TimeStep::Year)).unwrap();
    assert_eq!(
        json(&TimelineJson::new(&timeline)),
        world.told(&["timeline", "--by", "year", day[0], day[1], "corbyn"])
    );

    let sides = vec!["Corbyn".to_string(), "Theresa May".to_string()];
    let comparison = world.library.compare(&CompareRequest { sides, ..CompareRequest::default() }).unwrap();
    assert_eq!(json(&comparison), world.told(&["compare", day[0], day[1], "Corbyn", "Theresa May"]));
}

/// An answer as the command line writes it: a line.
fn json(answer: &impl serde::Serialize) -> String {
    format!("{}\n", serde_json::to_string(answer).unwrap())
}

#[test]
fn quotes_are_shown_likened_corrected_and_written_out() {
    let world = World::new();
    let library = &world.library;
    let first = library.ask(&asked("corbyn nato")).unwrap().answer.hits.remove(0).record;
    let shown = library.show(&first.id).unwrap();
    assert!(shown.quotes.contains(&first) && shown.cited.as_slice() == std::slice::from_ref(&first));
    let paragraphs = shown.blocks();
    assert!(paragraphs.windows(2).all(|pair| pair[0].span[1] <= pair[1].span[0]), "{paragraphs:?}");
    assert_eq!(library.show(&first.article.id).unwrap().cited, shown.quotes);

    let like = SimilarRequest { id: first.id.clone(), ..SimilarRequest::default() };
    let similar = library.similar(&like).unwrap();
    assert!(similar.answer.hits.iter().all(|hit| hit.record.article.id != first.article.id));

    let say = CorrectRequest::Speaker { name: "Ann Example".into(), party: None };
    let corrected = library.correct(&first.id, &say).unwrap();
    assert!(corrected.records.iter().all(|record| record.speaker.as_ref().unwrap().name == "Ann Example"));
    let settings = Settings { corrections: Some(corrected.table), ..Settings::default() };
    assert_eq!(corrections_table(&settings, &nobody()).unwrap().1.len(), 1);
    library.correct(&first.id, &CorrectRequest::TakeBack).unwrap();
    assert_eq!(library.show(&first.id).unwrap().cited, std::slice::from_ref(&first));
    let twice = library.correct(&first.id, &CorrectRequest::TakeBack);
    assert!(matches!(twice, Err(DeskError::Refused(_))), "{twice:?}");

    let everything = library.read(&asked("")).unwrap();
    let mut exported = Vec::new();
    let written = library.for_each_quote(&everything, |record| -> Result<(), ()> {
        exported.push(record);
        Ok(())
    });
    // A piece of a reported sentence is in the index, and no answer beside its sentence.
    let pieces = library.stats().unwrap().sizes.quotes - written.unwrap().unwrap();
    let kinds = |kind: &str| exported.iter().filter(|record| record.kind == kind).count() as u64;
    let partial = library.ask(&asked("kind:partial")).unwrap().answer.total;
    assert_eq!(partial, kinds("partial") + pieces);
    assert!(pieces > 0);
    let stopped = library.for_each_quote(&everything, |_| Err("enough"));
    assert_eq!(stopped.unwrap(), Err("enough"));

    // The same records come straight from the files.
    let mut extracted: Vec<QuoteRecord> = Vec::new();
    let each = |record| {
        extracted.push(record);
        Ok::<(), DeskError>(())
    };
    extract(&[corpus()], Vec::new(), &FileChoice::default(), &Settings::default(), nobody(), Ok, each).unwrap();
    let ids = |records: &[QuoteRecord]| {
        let mut ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        ids.sort();
        ids
    };
    let partial = library.read(&asked("kind:partial")).unwrap();
    let known: HashSet<String> = exported.iter().map(|record| record.id.clone()).collect();
    let pieces = library.for_each_quote(&partial, |record| -> Result<(), ()> {
        if !known.contains(&record.id) {
            exported.push(record);
        }
        Ok(())
    });
    assert!(pieces.unwrap().is_ok());
    assert_eq!(ids(&extracted), ids(&exported));
}

#[test]
fn saved_questions_tell_what_is_new() {
    let world = World::new();
    let questions = Questions::find(Some(&world.dir.path().join("questions.tsv")), nobody()).unwrap();
    let name = format!("nato-{}", std::process::id());
    assert_eq!(questions.save(&name, "corbyn   nato").unwrap(), None);
    assert_eq!(questions.save(&name, "nato").unwrap(), Some("corbyn nato".to_string()));
    assert_eq!(questions.list().unwrap().len(), 1);
    let read = world.library.read(&questions.request(&name).unwrap()).unwrap();
    let new = |most| {
        let mut seen = Vec::new();
        let each = |record: &QuoteRecord| -> Result<(), ()> {
            seen.push(record.id.clone());
            Ok(())
        };
        let new = questions.new_since(&name, &world.library, &read, most, each).unwrap().unwrap();
        (seen, new)
    };
    let (first, told) = new(2);
    assert!(first.len() == 2 && told.shown == 2 && told.left > 0);
    // Not remembered before the caller says so.
    assert_eq!(new(2).0, first);
    questions.remember(&told).unwrap();
    let (rest, told) = new(u64::MAX);
    assert!(!rest.is_empty() && rest.iter().all(|id| !first.contains(id)));
    questions.remember(&told).unwrap();
    assert!(new(u64::MAX).0.is_empty());
    questions.forget(&name).unwrap();
    assert!(matches!(questions.get(&name), Err(DeskError::Refused(_))));
}

/// Keeps what is told.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Listener for Heard {
    fn hear(&self, event: &Event<'_>) {
        let told = match event {
            Event::Trouble { trouble, named } => format!("{} {named}", trouble.kind),
            Event::Notice(notice) => notice.in_words(),
            _ => return,
        };
        self.0.lock().unwrap().push(told);
    }
}

#[test]
fn what_goes_wrong_is_told_and_an_index_is_made_anew_or_mended() {
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name);
    std::fs::create_dir(place("archive")).unwrap();
    let article = "Lamps\nPosted On: 18th August 2016\n\n“The lamps are lit,” said Ann Example.\n";
    std::fs::write(place("archive/one.txt"), article).unwrap();
    std::fs::write(place("archive/empty.txt"), "").unwrap();
    std::fs::write(place("archive/picture.png"), "").unwrap();
    let heard = Arc::new(Heard::default());
    let library = Library::open_or_create(&place("index"), Settings::default(), heard.clone()).unwrap();
    let request = UpdateRequest::of([place("archive"), place("nowhere")]);
    let summary = library.update(&request).unwrap();
    assert_eq!((summary.counts.added, summary.troubles.failed, summary.troubles.missing), (1, 2, 1));
    let told = heard.0.lock().unwrap().clone();
    for wanted in ["empty false", "not_found true", "picture false", "passed over: 1 (picture)"] {
        assert!(told.iter().any(|told| told == wanted), "{wanted}: {told:?}");
    }
    let missing = Library::rebuild(&place("index"), &request, Settings::default(), nobody());
    assert!(matches!(missing, Err(DeskError::Refused(_))));
    let request = UpdateRequest::of([place("archive")]);
    let (library, summary) = Library::rebuild(&place("index"), &request, Settings::default(), nobody()).unwrap();
    assert_eq!((summary.counts.added, library.sizes().unwrap().articles), (1, 1));
    drop(library);
    assert!(verify(&place("index")).unwrap().is_whole());
    let mending = RepairRequest { dir: place("index"), paths: Vec::new(), leave_out: Vec::new() };
    let mended = repair(&mending, Settings::default(), nobody(), |_| panic!("nothing is damaged")).unwrap();
    assert!(matches!(mended, Repaired::WasWhole));
}
