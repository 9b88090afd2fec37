//! Copies and versions on real indexes: the same in whatever order and in however many parts articles come.

use proptest::prelude::*;

use super::*;
use crate::index::related::SharedNumbers;

const PATHS: [&str; 7] = ["/a/1.txt", "/a/2.txt", "/b/3.txt", "/b/4.txt", "/b/5.txt", "/c/6.txt", "/c/7.txt"];

/// A long text, of which some words are others.
fn lead(which: u32, changed: u32) -> String {
    (0..120).map(|at| format!("word{which}x{at}{} ", if at % 40 < changed { "y" } else { "" })).collect()
}

/// Articles that are copies or versions of each other, each of another day, some of none.
fn any_articles() -> impl Strategy<Value = Vec<MadeArticle>> {
    let one = (0u32..2, 0u32..3, 0usize..3, 0usize..3, any::<bool>());
    prop::collection::vec(one, PATHS.len()).prop_map(|all| {
        let made = |(at, (which, changed, said_at, url, is_dated)): (usize, (u32, u32, usize, usize, bool))| {
            let words = ["the ferry will sail for another year", "the ferry will never sail again", "no"][said_at];
            let date = day("2016-08-01") + chrono::Days::new(at as u64 * 3);
            let urls = [None, Some("https://example.org/ferry"), Some("http://www.example.org/ferry/?fbclid=1")];
            let mut made = article("", "Ferry", "2016-08-01", &[]);
            made.paragraphs = vec![(lead(which, changed), said("Ann Example", words))];
            made.day = (is_dated || urls[url].is_some()).then_some(date);
            made.url = urls[url];
            made
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

/// Everything that is told of versions and copies.
fn told(store: &Store) -> Vec<String> {
    let mut told = Vec::new();
    for root in [everything(), Node::Version(VersionChoice::All), Node::Changed(ChangeChoice::Any)] {
        for order in [Order::Relevance, Order::Newest, Order::Oldest] {
            let query = ResolvedQuery { root: root.clone(), form: Form::Quotes, order };
            let answer = store.ask(&query, &Asking { limit: 50, ..Asking::default() }).unwrap();
            told.push(format!("{} {} {:?} {:?}", answer.total, answer.distinct, answer.facets, answer.times));
            let mut hits: Vec<String> = answer.hits.iter().map(told_of).collect();
            if order == Order::Relevance {
                hits.sort();
            }
            told.extend(hits);
        }
    }
    told
}

fn told_of(hit: &Hit) -> String {
    let paths = |records: &[crate::record::QuoteRecord]| -> Vec<String> {
        records.iter().map(|record| record.article.path.clone()).collect()
    };
    let changes: Vec<_> = hit.changes.iter().map(|it| (it.kind, it.other.path.clone())).collect();
    let own = (&hit.record.article.path, &hit.record.quote);
    format!("{own:?} {:?} {:?} {changes:?}", paths(&hit.copies), hit.versions)
}

fn add(store: &Store, path: &'static str, made: &MadeArticle) {
    let mut update = store.begin_update("s").expect("readable");
    put_file(&mut update, path, std::slice::from_ref(made), &register());
    update.finish().expect("committed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn relatives_do_not_depend_on_the_order_of_indexing(
        articles in any_articles(),
        order in Just((0..PATHS.len()).collect::<Vec<_>>()).prop_shuffle(),
        gone in 0..PATHS.len(),
    ) {
        let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let whole = Store::open_or_create(one.path()).expect("made");
        let mut files: Files = PATHS.iter().copied().zip(articles.iter().map(|made| vec![made.clone()])).collect();
        update_with(&whole, &files, "s");
        let parts = Store::open_or_create(other.path()).expect("made");
        for at in order {
            add(&parts, PATHS[at], &articles[at]);
        }
        prop_assert_eq!(told(&parts), told(&whole));
        // One of them goes, whichever it is.
        files.remove(PATHS[gone]);
        update_with(&parts, &files, "s");
        let anew = tempfile::tempdir().expect("a folder");
        let fresh = Store::open_or_create(anew.path()).expect("made");
        update_with(&fresh, &files, "s");
        prop_assert_eq!(told(&parts), told(&fresh));
        // No article is hidden but by a newer version.
        let answer = parts.ask(&asked(everything()), &Asking { copies: Copies::Each, limit: 50, ..Asking::default() }).unwrap();
        let earlier = parts.ask(&asked(Node::Version(VersionChoice::Earlier)), &Asking::default()).unwrap();
        prop_assert_eq!(answer.total + earlier.total, files.len() as u64);
        prop_assert!(earlier.total == 0 || answer.hits.iter().any(|hit| hit.versions.earlier > 0));
    }

    #[test]
    fn what_comes_twice_is_told(numbers in prop::collection::vec(0u64..300, 0..200)) {
        let mut shared = SharedNumbers::for_numbers(numbers.len() as u64);
        numbers.iter().for_each(|number| shared.note(*number));
        for number in &numbers {
            let times = numbers.iter().filter(|other| *other == number).count();
            prop_assert!(times < 2 || shared.has(*number));
        }
    }
}

#[test]
fn the_earliest_dated_stands_for_its_copies_and_an_undated_one_for_none() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let copy = |date: Option<&str>, outlet: &'static str| {
        let mut made =
            article("", "Pier", "2016-08-01", &[("So,", said("Ann Example", "the pier will be mended by May"))]);
        (made.day, made.outlet) = (date.map(day), Some(outlet));
        vec![made]
    };
    // More than are ordered whole, so that not all of the copies are found beside the hit.
    let paths: Vec<&'static str> = (0..2_100).map(|at| &*Box::leak(format!("/a/{at}.txt").into_boxed_str())).collect();
    let mut files: Files = paths.iter().map(|path| (*path, copy(Some("2016-08-18"), "The Testby Courier"))).collect();
    files.insert("/u/undated.txt", copy(None, "A Paper"));
    files.insert("/z/first.txt", copy(Some("2016-08-17"), "The Sunday Testby"));
    files.insert("/y/first.txt", copy(Some("2016-08-17"), "Exampleton Echo"));
    update_with(&store, &files, "s");
    for order in [Order::Relevance, Order::Newest, Order::Oldest] {
        let query = ResolvedQuery { root: everything(), form: Form::Quotes, order };
        let answer = store.ask(&query, &Asking::default()).unwrap();
        assert_eq!((answer.total, answer.distinct, answer.hits.len()), (2_103, 1, 1));
        let hit = &answer.hits[0];
        assert_eq!(hit.record.article.path, "/y/first.txt", "{order:?}: of one day the first by outlet");
        assert_eq!((hit.copies_total, hit.copies[0].article.path.as_str()), (2_102, "/z/first.txt"));
    }
}

/// A question that a condition is added to is read as it was without it.
#[test]
fn a_side_that_names_no_version_means_the_newest_however_deep_it_lies() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    let url = Some("https://example.org/ferry");
    let mut earlier = article("", "Ferry", "2016-08-01", &[("so", said("Ann Example", "ferry"))]);
    let mut newest = article("", "Ferry", "2016-08-01", &[]);
    (earlier.day, earlier.url, newest.day, newest.url) = (None, url, None, url);
    update_with(&store, &Files::from([(PATHS[0], vec![earlier]), (PATHS[1], vec![newest])]), "s");
    let of = |version: VersionChoice| {
        let ann = Node::Speaker(vec![SpeakerRef::Id("ann-example".into())]);
        Node::Any(vec![Node::Version(version), ann])
    };
    for (version, expected) in [(VersionChoice::Standing, 0), (VersionChoice::Earlier, 1)] {
        let all = |node: Node| Node::All(vec![node, Node::Lacks(Attribute::Date)]);
        for root in [of(version), all(of(version)), all(Node::All(vec![of(version)])), all(all(of(version)))] {
            let answer = store.ask(&asked(root.clone()), &Asking::default()).unwrap();
            assert_eq!((answer.total, answer.times.undated), (expected, expected), "{root:?}");
        }
    }
}
