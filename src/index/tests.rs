//! The index as a whole, on real indexes on disk: what an update leaves, and what is answered.

mod against_plain;
mod near_copies;
mod offices;
mod promises;
mod relatives;
mod tiers;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::archive::Origin;
use crate::article::{Article, Block, BlockKind, DateSource, Posted};
use crate::people::Register;
use crate::query::tree::*;
use crate::quotes::{Quote, QuoteKind, Speaker};
use crate::span::Span;
use chrono::NaiveDate;

/// A quote to be written into a made-up article.
#[derive(Clone, Debug)]
struct MadeQuote {
    speaker: Option<&'static str>,
    party: Option<&'static str>,
    kind: QuoteKind,
    words: String,
    confidence: f32,
    /// Whether the first word of a report stands in marks of its own, as a partial quote.
    with_piece: bool,
}

#[derive(Clone, Debug)]
struct MadeArticle {
    member: &'static str,
    title: String,
    outlet: Option<&'static str>,
    day: Option<NaiveDate>,
    url: Option<&'static str>,
    updated: Option<NaiveDate>,
    /// A paragraph for each: what the writer says before the quote, and the quote.
    paragraphs: Vec<(String, MadeQuote)>,
}

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date")
}

fn said(speaker: &'static str, words: &str) -> MadeQuote {
    MadeQuote {
        speaker: Some(speaker),
        party: Some("Labour"),
        kind: QuoteKind::Direct,
        words: words.into(),
        confidence: 0.9,
        with_piece: false,
    }
}

fn article(member: &'static str, title: &str, date: &str, paragraphs: &[(&str, MadeQuote)]) -> MadeArticle {
    MadeArticle {
        member,
        title: title.into(),
        outlet: Some("The Testby Courier"),
        day: Some(day(date)),
        url: None,
        updated: None,
        paragraphs: paragraphs.iter().map(|(text, made)| (text.to_string(), made.clone())).collect(),
    }
}

fn build(path: &str, made: &MadeArticle) -> (Article, Vec<Quote>) {
    let mut text = format!("{}\n", made.title);
    let mut quotes = Vec::new();
    let mut blocks = Vec::new();
    for (before, quote) in &made.paragraphs {
        text.push('\n');
        let start = text.len();
        text.push_str(before);
        text.push_str(" “");
        let words = Span::new(text.len(), text.len() + quote.words.len());
        text.push_str(&quote.words);
        text.push_str("”\n");
        blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(start, text.len() - 1) });
        quotes.push(Quote {
            kind: quote.kind,
            segments: vec![words],
            speaker: quote.speaker.map(|name| Speaker {
                person: None,
                id: crate::people::slug(name),
                name: name.into(),
                party: quote.party.map(str::to_string),
                office: (name.len() % 2 == 1).then(|| "minister for ferries".to_string()),
            }),
            reported_by: None,
            mention: None,
            cue: None,
            confidence: quote.confidence,
            rule: "made",
            context: Span::new(start, text.len() - 1),
            lead_in: None,
        });
        if quote.with_piece && quote.kind == QuoteKind::Indirect {
            let first = quote.words.find(' ').unwrap_or(quote.words.len());
            let piece = Span::new(words.start(), words.start() + first);
            let whole = quotes.last().cloned();
            quotes.extend(whole.map(|whole: Quote| Quote { kind: QuoteKind::Partial, segments: vec![piece], ..whole }));
        }
    }
    let article = Article {
        origin: Origin { path: path.into(), within: None, member: Some(made.member.into()), line: 1 },
        title: Some(made.title.clone()),
        byline: None,
        outlet: made.outlet.map(str::to_string),
        url: made.url.map(str::to_string),
        posted: made.day.map(|date| Posted { date, from: DateSource::PostedOn }),
        updated: made.updated,
        captured: None,
        text,
        blocks,
        problems: Vec::new(),
    };
    (article, quotes)
}

fn register() -> Register {
    Register::embedded().expect("the register's own tables")
}

/// The files of an archive as the disk would show them: path to articles; the size stands for the content.
type Files = BTreeMap<&'static str, Vec<MadeArticle>>;

fn facts(path: &str, articles: &[MadeArticle]) -> (FileFacts, u64) {
    let content = format!("{articles:?}");
    let hash = u64::from_le_bytes(blake3::hash(content.as_bytes()).as_bytes()[..8].try_into().expect("eight bytes"));
    let modified = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + hash % 1000));
    (FileFacts { path: path.into(), found: None, size: content.len() as u64, modified, changed: 1 }, hash)
}

fn put_file(update: &mut Update, path: &str, articles: &[MadeArticle], register: &Register) {
    let (facts, hash) = facts(path, articles);
    let mut plan = update.plan(&facts, || Some(hash), |_| true);
    if plan == Plan::Read && !update.is_locked() {
        update.lock().expect("the lock");
        plan = update.plan(&facts, || Some(hash), |_| true);
    }
    if plan != Plan::Read {
        return;
    }
    let mut file = update.begin_file(facts, hash, |_| false).expect("begun");
    for made in articles {
        let (article, quotes) = build(path, made);
        let slot = update.slot(&mut file, &article);
        if slot.unchanged {
            continue;
        }
        let entry = ArticleEntry::new(article, quotes, &Default::default(), register);
        update.put(&file, slot, Prepared::new(&entry)).expect("stored");
    }
    update.end_file(file).expect("ended");
}

fn update_with(store: &Store, files: &Files, settings: &str) -> UpdateCounts {
    bring_in(store.begin_update(settings).expect("readable"), files)
}

fn bring_in(mut update: Update, files: &Files) -> UpdateCounts {
    let register = register();
    for (path, articles) in files {
        put_file(&mut update, path, articles, &register);
    }
    let gone: Vec<String> = update.unmet().map(|(path, _)| path.to_string()).collect();
    gone.iter().for_each(|path| update.remove_file(path).expect("removed"));
    update.finish().expect("committed")
}

fn everything() -> Node {
    Node::All(Vec::new())
}

fn asked(root: Node) -> ResolvedQuery {
    ResolvedQuery { root, form: Form::Quotes, order: Order::Relevance }
}

fn explained() -> Asking {
    Asking { explain: Explain::EachHit, ..Asking::default() }
}

fn topic(words: &[&str]) -> Node {
    Node::Words(WordGroup {
        words: words.iter().map(|word| topic_word(word, Matching::Stemmed, TopicField::Anywhere)).collect(),
        at_least: 1,
    })
}

fn topic_word(words: &str, matching: Matching, field: TopicField) -> TopicWord {
    TopicWord {
        wordings: vec![Wording { words: words.split(' ').map(str::to_string).collect(), matching, weight: 1.0 }],
        field,
    }
}

fn quotes_of(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.record.quote.as_str()).collect()
}

fn counts(added: u64, changed: u64, unchanged: u64, removed: u64) -> UpdateCounts {
    UpdateCounts { added, changed, unchanged, removed, moved: 0 }
}

fn two_files() -> Files {
    Files::from([
        (
            "/a/one.ndjson",
            vec![
                article("1", "Lighthouse opens", "2016-08-18", &[("Asked,", said("Ann Example", "the lamp is lit"))]),
                article("2", "Harbour closes", "2016-09-01", &[("Later,", said("Harold Testby", "the quay is shut"))]),
            ],
        ),
        (
            "/a/two.txt",
            vec![article("", "Bridge opens", "2017-01-05", &[("Then,", said("Ann Example", "we cross it"))])],
        ),
    ])
}

#[test]
fn updates_add_change_and_remove_without_duplicates() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let mut files = two_files();
    assert_eq!(update_with(&store, &files, "s"), counts(3, 0, 0, 0));
    assert_eq!(update_with(&store, &files, "s"), counts(0, 0, 3, 0));
    assert_eq!(store.sizes().unwrap(), Sizes { files: 2, articles: 3, quotes: 3, attributed: 3 });

    files.get_mut("/a/one.ndjson").unwrap()[0].paragraphs[0].1.words = "the lamp is out".into();
    assert_eq!(update_with(&store, &files, "s"), counts(0, 1, 2, 0));
    files.get_mut("/a/one.ndjson").unwrap().remove(1);
    assert_eq!(update_with(&store, &files, "s"), counts(0, 0, 2, 1));
    files.remove("/a/two.txt");
    assert_eq!(update_with(&store, &files, "s"), counts(0, 0, 1, 1));
    assert_eq!(store.sizes().unwrap(), Sizes { files: 1, articles: 1, quotes: 1, attributed: 1 });
    let answer = store.ask(&asked(everything()), &Asking::default()).unwrap();
    assert_eq!(quotes_of(&answer), ["the lamp is out"]);

    // Read with other settings, everything is stored anew and nothing twice.
    assert_eq!(update_with(&store, &files, "other"), counts(0, 1, 0, 0));
    assert_eq!(store.sizes().unwrap().quotes, 1);
}

#[test]
fn an_update_that_stops_halfway_leaves_the_last_commit_and_can_be_done_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let mut files = two_files();
    update_with(&store, &files, "s");
    files.get_mut("/a/two.txt").unwrap()[0].paragraphs[0].1.words = "we do not cross it".into();
    let register = register();
    {
        let mut update = store.begin_update("s").expect("readable");
        put_file(&mut update, "/a/two.txt", &files["/a/two.txt"], &register);
        // Dropped without a commit, as when the program is killed.
    }
    store.reload().unwrap();
    let answer = store.ask(&asked(topic(&["cross"])), &Asking::default()).unwrap();
    assert_eq!(quotes_of(&answer), ["we cross it"]);
    assert_eq!(update_with(&store, &files, "s"), counts(0, 1, 2, 0));

    // A commit in the middle of a file: the file is read again, its articles are not doubled, and they go with it.
    let more = vec![
        article("x", "Tower", "2018-01-01", &[("So,", said("Ann Example", "up it goes"))]),
        article("y", "Tower", "2018-01-02", &[("So,", said("Ann Example", "down it comes"))]),
    ];
    {
        let (facts, hash) = facts("/a/three.ndjson", &more);
        let mut update = store.begin_update("s").expect("readable");
        assert_eq!(update.plan(&facts, || Some(hash), |_| true), Plan::Read);
        update.lock().expect("the lock");
        assert_eq!(update.plan(&facts, || Some(hash), |_| true), Plan::Read);
        let mut file = update.begin_file(facts, hash, |_| false).unwrap();
        let (article, quotes) = build("/a/three.ndjson", &more[0]);
        let slot = update.slot(&mut file, &article);
        let entry = ArticleEntry::new(article, quotes, &Default::default(), &register);
        update.put_and_commit(&file, slot, Prepared::new(&entry)).unwrap();
    }
    store.reload().unwrap();
    assert_eq!(store.sizes().unwrap().articles, 4);
    files.insert("/a/three.ndjson", more);
    assert_eq!(update_with(&store, &files, "s"), counts(1, 0, 4, 0));
    assert_eq!(store.sizes().unwrap().articles, 5);
    files.remove("/a/three.ndjson");
    assert_eq!(update_with(&store, &files, "s"), counts(0, 0, 3, 2));
}

#[test]
fn nothing_is_committed_between_two_files_that_swap_what_they_say() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    // So long that a commit is due behind it.
    let lead: &'static str = Box::leak("the tower ".repeat(120_000).into_boxed_str());
    let long = vec![article("", "Tower", "2018-01-01", &[(lead, said("Ann Example", "up it goes"))])];
    let short = vec![article("", "Quay", "2018-01-02", &[("So,", said("Harold Testby", "down it comes"))])];
    let files = |one: &Vec<MadeArticle>, two: &Vec<MadeArticle>| {
        Files::from([("/a/one.txt", one.clone()), ("/a/two.txt", two.clone())])
    };
    update_with(&store, &files(&short, &long), "s");
    {
        let mut update = store.begin_update("s").expect("readable");
        put_file(&mut update, "/a/one.txt", &long, &register());
        // Killed before the other file is read.
    }
    store.reload().unwrap();
    let answer = store.ask(&asked(everything()), &Asking::default()).unwrap();
    assert_eq!(quotes_of(&answer), ["down it comes", "up it goes"]);
    assert_eq!(update_with(&store, &files(&long, &short), "s"), counts(0, 2, 0, 0));
}

#[test]
fn the_same_article_in_two_files_is_two_places_of_one_quote() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let mut copy = article("", "Pier", "2016-08-18", &[("So,", said("Ann Example", "the pier will be mended by May"))]);
    let mut files = Files::from([("/a/1.txt", vec![copy.clone()])]);
    copy.outlet = Some("Exampleton Echo");
    files.insert("/a/2.txt", vec![copy]);
    update_with(&store, &files, "s");
    let folded = store.ask(&asked(everything()), &Asking::default()).unwrap();
    assert_eq!((folded.total, folded.distinct, folded.hits.len()), (2, 1, 1));
    assert_eq!(folded.hits[0].copies_total, 1);
    let each = Asking { copies: Copies::Each, ..Asking::default() };
    let each = store.ask(&asked(everything()), &each).unwrap();
    assert_eq!((each.total, each.hits.len()), (2, 2));
    let id = &each.hits[0].record.article.id;
    assert_eq!(store.articles_with_id(id).unwrap().len(), 2);
    assert_eq!(store.quotes_of(&each.hits[0].record.article).unwrap().len(), 1);
}

#[test]
fn pages_reach_to_the_end_however_many_papers_carry_the_same_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    // More copies than are put in order at once, and all of them before the others.
    let copied = || ("Then,", said("Ann Example", "the pier will be mended by May"));
    let copies: Vec<MadeArticle> =
        (0..60).map(|_| article("copy", "Pier", "2016-08-18", &vec![copied(); 50])).collect();
    let other = |words: &str| {
        let made = MadeQuote { kind: QuoteKind::Indirect, ..said("Harold Testby", words) };
        article("other", "Quay", "2016-08-19", &[("Later,", made)])
    };
    let others = ["one by one the boats came in", "two by two the boats came in", "all of the boats came in"];
    let files = Files::from([
        ("/a/copies.ndjson", copies),
        ("/a/others.ndjson", others.iter().map(|words| other(words)).collect()),
    ]);
    update_with(&store, &files, "s");
    let answer = store.ask(&asked(everything()), &Asking::default()).unwrap();
    assert_eq!((answer.total, answer.distinct, answer.hits.len()), (3003, 4, 4));
    assert_eq!(answer.hits[0].copies_total, 2999);
    let last = Asking { offset: 3, ..Asking::default() };
    assert_eq!(store.ask(&asked(everything()), &last).unwrap().hits.len(), 1);
}

#[test]
fn only_one_process_writes() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let mut update = store.begin_update("s").expect("readable");
    update.lock().expect("the lock");
    let other = Store::open(dir.path()).expect("reading goes on");
    let mut others = other.begin_update("s").expect("reading goes on");
    let error = others.lock().expect_err("refused");
    assert!(error.to_string().contains("another process is writing"), "{error}");
    assert!(matches!(Store::make_anew(dir.path()), Err(IndexError::Locked { .. })));
    drop(update);
    others.lock().expect("the lock");
}

#[test]
fn what_is_no_index_is_refused_with_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let message = |result: Result<Store, IndexError>| result.err().expect("refused").to_string();
    assert!(message(Store::open(&dir.path().join("none"))).contains("onrecord index"));
    std::fs::write(dir.path().join("letter.txt"), "Dear Ann").unwrap();
    assert!(message(Store::open_or_create(dir.path())).contains("not an index"));
    assert!(matches!(Store::make_anew(dir.path()), Err(IndexError::NotAnIndex { .. })));
    assert!(dir.path().join("letter.txt").exists());

    let other = dir.path().join("other");
    drop(Store::open_or_create(&other).expect("made"));
    std::fs::write(other.join("onrecord.json"), r#"{"format": 99, "program": "9.9"}"#).unwrap();
    let text = message(Store::open(&other));
    assert!(text.contains("99") && text.contains("--rebuild"), "{text}");
    let anew = Store::make_anew(&other).expect("an index of another version can be made anew");
    assert!(message(Store::open(&other)).contains("99"));
    anew.publish().expect("put in its place");
    Store::open(&other).expect("an index of this version");
}

#[test]
fn a_file_that_lies_elsewhere_now_has_moved() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let files = two_files();
    update_with(&store, &files, "s");
    let articles = &files["/a/one.ndjson"];
    let (mut moved, hash) = facts("/b/one.ndjson", articles);
    moved.found = Some("/b/link.ndjson".to_string());
    let mut update = store.begin_update("s").expect("readable");
    update.lock().expect("the lock");
    assert_eq!(update.plan(&moved, || Some(hash), |_| true), Plan::Read);
    let is_gone = |path: &Path| path == Path::new("/a/one.ndjson");
    let mut file = update.begin_file(moved, hash, is_gone).expect("begun");
    let register = register();
    for made in articles {
        let (article, quotes) = build("/b/one.ndjson", made);
        let slot = update.slot(&mut file, &article);
        let entry = ArticleEntry::new(article, quotes, &Default::default(), &register);
        update.put(&file, slot, Prepared::new(&entry)).expect("stored");
    }
    update.end_file(file).expect("ended");
    let unmet: Vec<String> = update.unmet().map(|(path, _)| path.to_string()).collect();
    assert_eq!(unmet, ["/a/two.txt"]);
    assert_eq!(update.finish().expect("committed"), UpdateCounts { moved: 2, ..UpdateCounts::default() });
    assert_eq!(store.sizes().unwrap(), Sizes { files: 2, articles: 3, quotes: 3, attributed: 3 });
    let found: Vec<_> = store.begin_update("s").unwrap().unmet().flat_map(|(_, found)| found).collect();
    assert!(found.contains(&"/b/link.ndjson".into()) && found.contains(&"/a/two.txt".into()), "{found:?}");
}

#[test]
fn paths_are_kept_byte_for_byte() {
    for path in ["/a/b.txt", "C:\\archive\\b.txt", "/a/\u{fffd}", "-"] {
        assert_eq!(key_path(&path_key(Path::new(path))), Path::new(path));
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let [one, two] = [&b"/a/\xff b\xe9"[..], &b"/a/\xfe b\xe9"[..]]
            .map(|bytes| Path::new(std::ffi::OsStr::from_bytes(bytes)).to_path_buf());
        assert_eq!(one.to_string_lossy(), two.to_string_lossy());
        assert_ne!(path_key(&one), path_key(&two));
        assert_eq!((key_path(&path_key(&one)), key_path(&path_key(&two))), (one, two));
    }
}

#[test]
fn a_time_that_was_put_back_does_not_hide_a_change() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let files = two_files();
    update_with(&store, &files, "s");
    let (facts, hash) = facts("/a/two.txt", &files["/a/two.txt"]);
    let mut update = store.begin_update("s").expect("readable");
    let touched = FileFacts { changed: 2, ..facts.clone() };
    assert_eq!(update.plan(&touched, || Some(hash + 1), |_| true), Plan::Read);
    assert_eq!(update.plan(&facts, || panic!("size and times tell"), |_| true), Plan::Unchanged { articles: 1 });
}

#[test]
fn what_is_damaged_is_found_and_read_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    update_with(&store, &two_files(), "s");
    let whole = Remains::open(dir.path()).unwrap().verify();
    assert!(whole.is_whole(), "{whole:?}");
    assert_eq!((whole.articles, whole.quotes), (3, 3));
    drop(store);
    let victim = std::fs::read_dir(dir.path().join("data-1"))
        .unwrap()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|end| end == "store"))
        .expect("a store file");
    let mut bytes = std::fs::read(&victim).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&victim, bytes).unwrap();
    let remains = Remains::open(dir.path()).unwrap();
    let verified = remains.verify();
    assert_eq!(verified.damages.len(), 1, "{verified:?}");
    assert!(verified.damages[0].file.starts_with("data-1"), "{verified:?}");
    let concerned: Vec<(&str, u64)> =
        verified.concerned.iter().map(|(name, articles)| (name.as_str(), *articles)).collect();
    assert_eq!(concerned, [("/a/one.ndjson", 2), ("/a/two.txt", 1)]);
    let answer = Store::open(dir.path()).and_then(|store| store.ask(&asked(everything()), &Asking::default()));
    assert!(matches!(answer, Err(IndexError::Damaged { .. })), "{answer:?}");

    let anew = Store::make_anew(dir.path()).unwrap();
    let register = register();
    let entry = |article| ArticleEntry::new(article, Vec::new(), &Default::default(), &register);
    let taken = remains.take_over(&anew, entry, |_| {}).unwrap();
    assert_eq!((taken.articles, taken.to_read.len()), (0, 2));
    let store = anew.publish().unwrap();
    assert_eq!(update_with(&store, &two_files(), "s"), counts(3, 0, 0, 0));
    assert_eq!(store.ask(&asked(everything()), &Asking::default()).unwrap().total, 3);
}

fn ranking_store(dir: &Path) -> Store {
    let store = Store::open_or_create(dir).expect("made");
    let mut files = two_files();
    files.insert(
        "/a/ranks.ndjson",
        vec![
            article(
                "r1",
                "Ferry talks",
                "2019-01-01",
                &[("On the ferry, she said:", said("Ann Example", "we shall see"))],
            ),
            article("r2", "Town news", "2019-01-02", &[("She said:", said("Ann Example", "the ferry is late again"))]),
            article("r3", "Ferry news", "2019-01-03", &[("She said:", said("Ann Example", "it rains on the pier"))]),
            article(
                "r4",
                "Weather",
                "2019-01-04",
                &[
                    ("On the ferry and its fares:", said("Ann Example", "the ferry fares are the ferry fares")),
                    ("He said, of boats:", said("Harold Testby", "nothing at all to say")),
                    ("On the ferry again:", said("Ann Example", "no more of that")),
                ],
            ),
        ],
    );
    update_with(&store, &files, "s");
    store
}

#[test]
fn a_topic_counts_in_the_quote_first_then_around_it_then_in_the_headline() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let answer = store.ask(&asked(topic(&["ferries"])), &Asking::default()).unwrap();
    let order = quotes_of(&answer);
    assert_eq!(order.len(), 6, "{order:?}");
    // The weaker one of r4's quotes about the ferry goes behind another article's own words of it.
    let place = |words: &str| order.iter().position(|quote| *quote == words).expect("among the hits");
    assert!(place("the ferry fares are the ferry fares") < place("no more of that"));
    assert!(place("the ferry is late again") < place("no more of that"));
    assert!(place("the ferry is late again") < place("we shall see"));
    assert!(place("we shall see") < place("it rains on the pier"));
    let both = store.ask(&asked(topic(&["ferry", "fares"])), &Asking::default()).unwrap();
    assert_eq!(quotes_of(&both)[0], "the ferry fares are the ferry fares");
}

#[test]
fn preferred_words_lift_a_quote_and_decide_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let lift = WordGroup { words: vec![topic_word("late", Matching::Stemmed, TopicField::Anywhere)], at_least: 1 };
    let plain = store.ask(&asked(topic(&["ferry"])), &Asking::default()).unwrap();
    let lifted = store.ask(&asked(Node::All(vec![topic(&["ferry"]), Node::Prefer(lift)])), &Asking::default()).unwrap();
    assert_eq!(plain.total, lifted.total);
    assert_ne!(quotes_of(&plain)[0], "the ferry is late again");
    assert_eq!(quotes_of(&lifted)[0], "the ferry is late again");
}

#[test]
fn a_topic_some_paragraphs_away_counts_in_whatever_company() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    // "nothing at all to say" stands between two paragraphs about the ferry and names it nowhere.
    let testby = Node::Speaker(vec![SpeakerRef::Id("harold-testby".into())]);
    let answer = store.ask(&asked(Node::All(vec![testby, topic(&["ferry"])])), &explained()).unwrap();
    assert_eq!(quotes_of(&answer), ["nothing at all to say"]);
    assert_eq!(answer.hits[0].explained.as_ref().unwrap().words[0].places, ["nearby"]);
    let alone = store.ask(&asked(topic(&["ferry"])), &explained()).unwrap();
    let (_, speakers) = alone.facets.iter().find(|(facet, _)| *facet == Facet::Speaker).unwrap();
    let count = speakers.values.iter().find(|value| value.id == "harold-testby").map(|value| value.count);
    assert_eq!(count, Some(answer.total));
}

#[test]
fn highlights_count_characters() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let answer = store.ask(&asked(topic(&["late"])), &explained()).unwrap();
    let hit = &answer.hits[0];
    assert_eq!(hit.in_quote, [[13, 17]]);
    let characters: Vec<char> = hit.record.context.chars().collect();
    let marked: String = characters[hit.in_context[0][0]..hit.in_context[0][1]].iter().collect();
    assert_eq!(marked, "late");
    let parts = hit.explained.as_ref().unwrap();
    assert_eq!((parts.words[0].word.as_str(), &parts.words[0].places), ("late", &vec!["quote", "paragraph"]));
    assert!((parts.sum() - hit.score).abs() < 1e-4, "{parts:?}: {}", hit.score);
}

#[test]
fn a_misspelled_word_is_read_as_the_nearest_and_the_answer_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let answer = store.ask(&asked(topic(&["ferrry"])), &Asking::default()).unwrap();
    assert_eq!(answer.total, 6);
    assert_eq!(answer.notes, [Note::Spelling { typed: "ferrry".into(), read: "ferry".into() }]);
    let answer = store.ask(&asked(topic(&["xylophone"])), &Asking::default()).unwrap();
    assert_eq!((answer.total, answer.notes.len()), (0, 1));
    // Of several words the one that is missing is told.
    let answer = store.ask(&asked(topic(&["ferry xylophone"])), &Asking::default()).unwrap();
    assert!(answer.notes.contains(&Note::NotInIndex { word: "xylophone".into() }), "{:?}", answer.notes);
}

#[test]
fn an_empty_answer_says_which_condition_is_in_the_way() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let dates = Node::Dates(DateRange { from: Some(day("2020-01-01")), to: None });
    let answer = store.ask(&asked(Node::All(vec![topic(&["ferry"]), dates])), &Asking::default()).unwrap();
    assert_eq!(answer.total, 0);
    assert_eq!(answer.notes, [Note::Without { what: Facet::Time, count: 6 }]);
}

#[test]
fn facets_and_times_add_up_and_offer_the_other_values() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let root = Node::All(vec![Node::Speaker(vec![SpeakerRef::Id("harold-testby".into())])]);
    let answer = store.ask(&asked(root), &Asking::default()).unwrap();
    assert_eq!(answer.total, 2);
    for (facet, counts) in &answer.facets {
        let sum: u64 = counts.values.iter().map(|value| value.count).sum();
        assert_eq!(sum + counts.others + counts.without, answer.total, "{facet:?}");
    }
    assert_eq!(answer.times.total() - answer.times.undated, 2);
    assert_eq!(answer.times.by(TimeStep::Year), [("2016".into(), 1), ("2019".into(), 1)]);
    let (facet, elsewhere) = &answer.elsewhere[0];
    assert_eq!(*facet, Facet::Speaker);
    let names: Vec<(&str, u64)> = elsewhere.values.iter().map(|value| (value.name.as_str(), value.count)).collect();
    assert_eq!(names, [("Ann Example", 7), ("Harold Testby", 2)]);
}

#[test]
fn sides_are_counted_each_by_itself() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let side = |id: &str| (id.to_string(), Node::Speaker(vec![SpeakerRef::Id(id.to_string())]));
    let query = ResolvedQuery {
        root: everything(),
        form: Form::Compare(vec![side("ann-example"), side("harold-testby")]),
        order: Order::Oldest,
    };
    let answer = store.ask(&query, &Asking::default()).unwrap();
    let totals: Vec<u64> = answer.sides.iter().map(|side| side.total).collect();
    assert_eq!((totals, answer.total), (vec![7, 2], 9));
    let days: Vec<&Option<String>> = answer.hits.iter().map(|hit| &hit.record.article.date).collect();
    assert!(days.is_sorted(), "{days:?}");
}

#[test]
fn speakers_are_found_by_name_id_and_near_spelling() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ranking_store(dir.path());
    let named = store.speakers_named("TESTBY", 5).unwrap();
    assert_eq!(named.len(), 1);
    assert_eq!((named[0].id.as_str(), named[0].name.as_str(), named[0].count), ("harold-testby", "Harold Testby", 2));
    assert_eq!(store.speaker_with_id("ann-example").unwrap().unwrap().count, 7);
    assert_eq!(store.speaker_with_id("nobody").unwrap(), None);
    assert_eq!(store.speaker_words_near("Tesbty", 3).unwrap(), ["testby"]);
}
