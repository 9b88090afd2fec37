//! Every query of any shape over any articles is answered by the engine as by a plain loop over the records, and its
//! counts agree with one another.

use proptest::prelude::*;

use super::*;
use crate::index::engine::{Search, Snapshot};
use crate::index::gathering::{Gathered, Gathering};
use crate::index::plain::Plain;
use crate::index::said::{self, SaidAs};

const VOCABULARY: [&str; 14] = [
    "ferry",
    "ferries",
    "pier",
    "US",
    "us",
    "nation’s",
    "national",
    "NHS",
    "N.H.S.",
    "café",
    "tax",
    "taxes",
    "9/11",
    "cut",
];

fn words(range: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&VOCABULARY[..]), range).prop_map(|words| words.join(" "))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..900).prop_map(|days| day("2015-06-01") + chrono::Days::new(days))
}

fn any_kind() -> impl Strategy<Value = QuoteKind> {
    prop::sample::select(vec![QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect])
}

fn any_made() -> impl Strategy<Value = MadeQuote> {
    let speaker = prop::sample::select(vec![Some("Ann Example"), Some("Harold Testby"), Some("Ann O’Testby"), None]);
    let party = prop::sample::select(vec![Some("Labour"), Some("Labour/Co-op"), None]);
    let said = (speaker, party, any_kind(), words(1..6), 0u32..=10_000, any::<bool>());
    said.prop_map(|(speaker, party, kind, words, confidence, with_piece)| {
        let confidence = confidence as f32 / 10_000.0;
        MadeQuote { speaker, party: speaker.and(party), kind, words, confidence, with_piece }
    })
}

fn any_article() -> impl Strategy<Value = MadeArticle> {
    let outlet = prop::sample::select(vec![Some("The Testby Courier"), Some("Exampleton Echo"), None]);
    let url = prop::sample::select(vec![
        None,
        Some("https://www.example.org/ferry"),
        Some("http://example.org/ferry/?utm_source=x"),
        Some("https://example.org/ferry#post-1"),
        Some("https://example.org/"),
    ]);
    let head = (words(0..4), outlet, url, prop::option::of(any_day()), prop::option::of(any_day()));
    (head, any_lead(), prop::collection::vec((words(0..5), any_made()), 0..4)).prop_map(
        |((title, outlet, url, day, updated), lead, mut paragraphs)| {
            if let (Some(lead), Some((before, _))) = (lead, paragraphs.first_mut()) {
                before.push_str(&lead);
            }
            MadeArticle { member: "Rec-1", title, outlet, day, url, updated, paragraphs }
        },
    )
}

/// What makes articles copies or versions of each other: one of two long texts, of which some words are others, or a short
/// one.
fn any_lead() -> impl Strategy<Value = Option<String>> {
    let long = |which: u32, changed: u32| -> String {
        (0..120).map(|at| format!(" word{which}x{at}{}", if at % 40 < changed { "y" } else { "" })).collect()
    };
    let long =
        (0u32..2, prop::sample::select(vec![0, 0, 1, 20])).prop_map(move |(which, changed)| long(which, changed));
    prop_oneof![1 => Just(None), 3 => long.prop_map(Some), 1 => Just(Some(" so it was".repeat(10)))]
}

fn any_topic() -> impl Strategy<Value = TopicWord> {
    let wording = (words(1..4), 0u32..4, 0u8..3).prop_map(|(text, slop, matching)| Wording {
        words: text.split(' ').map(str::to_string).collect(),
        matching: match matching {
            0 => Matching::Stemmed,
            1 => Matching::Exact { slop },
            _ => Matching::Prefix,
        },
        weight: 1.0,
    });
    let field = prop::sample::select(vec![TopicField::Anywhere, TopicField::Quote, TopicField::Title]);
    (prop::collection::vec(wording, 1..3), field).prop_map(|(wordings, field)| TopicWord { wordings, field })
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        4 => (prop::collection::vec(any_topic(), 1..4), 1usize..4)
            .prop_map(|(words, least)| Node::Words(WordGroup { at_least: least.min(words.len()), words })),
        1 => Just(Node::Speaker(vec![SpeakerRef::Id("ann-example".into())])),
        1 => Just(Node::Speaker(vec![SpeakerRef::Named("ann".into()), SpeakerRef::Id("harold-testby".into())])),
        1 => prop::sample::select(vec!["labour", "labour-co-op", "none"]).prop_map(|id| Node::Party(id.into())),
        1 => prop::sample::select(vec!["testby", "the courier", "echo exampleton"]).prop_map(|o| Node::Outlet(OutletRef::Words(o.into()))),
        1 => any_kind().prop_map(Node::Kind),
        1 => any_topic().prop_map(|word| Node::Prefer(WordGroup { words: vec![word], at_least: 1 })),
        2 => (prop::option::of(any_day()), prop::option::of(any_day()))
            .prop_map(|(from, to)| Node::Dates(DateRange { from, to })),
        1 => prop::sample::select(vec!["The Testby Courier", "exampleton echo", "echo"])
            .prop_map(|outlet| Node::Outlet(OutletRef::Exact(outlet.into()))),
        1 => prop::sample::select(vec!["minister-for-ferries", "none"]).prop_map(|id| Node::Office(vec![id.into()])),
        2 => prop::sample::select(ATTRIBUTES.to_vec()).prop_map(Node::Lacks),
        1 => prop::sample::select(VersionChoice::CHOICES.to_vec()).prop_map(Node::Version),
        2 => prop::sample::select(ChangeChoice::CHOICES.to_vec()).prop_map(Node::Changed),
        1 => (0u32..=1000).prop_map(|least| Node::ConfidenceAtLeast(least as f32 / 1000.0)),
        1 => prop::sample::select(vec!["FILE-1", ".txt", "rec-1", "[a-z]"]).prop_map(|part| Node::Path(part.into())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Any),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

const PATHS: [&str; 6] =
    ["/a/file-0.txt", "/a/file-1.txt", "/a/file-2.txt", "/b/file-3.txt", "/b/file-4.txt", "/b/file-5.txt"];

const ATTRIBUTES: [Attribute; 5] =
    [Attribute::Speaker, Attribute::Party, Attribute::Office, Attribute::Outlet, Attribute::Date];

/// The same articles in both engines; in the real one in several commits, whose segments it makes one of.
fn both(dir: &Path, articles: &[MadeArticle], commits: usize) -> (Store, Plain) {
    let store = Store::open_or_create(dir).expect("made");
    let files: Files = PATHS.iter().copied().zip(articles.iter().map(|article| vec![article.clone()])).collect();
    for commit in 1..commits {
        // Some files at first with other articles, which the last update replaces.
        let some = files.iter().take(commit).map(|(path, _)| (*path, files[PATHS[0]].clone())).collect();
        update_with(&store, &some, "s");
    }
    update_with(&store, &files, "s");
    let plain = Plain::default();
    bring_in(plain.begin_update("s"), &files);
    (store, plain)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_answers_as_a_plain_loop_does(
        articles in prop::collection::vec(any_article(), 1..=6),
        nodes in prop::collection::vec(any_node(), 12),
        copies in prop::sample::select(vec![Copies::Folded, Copies::Each]),
        order in prop::sample::select(vec![Order::Relevance, Order::Newest, Order::Oldest]),
        looser in prop::sample::select(vec![Looser::Behind, Looser::Behind, Looser::Among, Looser::Nowhere]),
        commits in prop::sample::select(vec![1, 1, 4, 9]),
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, plain) = both(dir.path(), &articles, commits);
        // Asked again, it is answered from what was kept.
        for node in nodes.iter().chain(&nodes) {
            let query = ResolvedQuery { root: node.clone(), form: Form::Quotes, order };
            let asking = Asking {
                limit: 1000,
                copies,
                looser,
                same_article: true,
                explain: Explain::EachHit,
                ..Asking::default()
            };
            let found = store.ask(&query, &asking).unwrap();
            let expected = answer::ask(&plain, &query, &asking).unwrap();
            prop_assert_eq!(found.total, expected.total, "{:?}", node);
            prop_assert_eq!(found.distinct, expected.distinct, "{:?}", node);
            prop_assert_eq!(found.with_all, expected.with_all, "{:?}", node);
            prop_assert_eq!(found.same_article, expected.same_article, "{:?}", node);
            prop_assert!(found.hits.is_sorted_by_key(|hit| hit.matched), "{:?}", node);
            prop_assert_eq!(&found.notes, &expected.notes, "{:?}", node);
            prop_assert_eq!(&found.facets, &expected.facets, "{:?}", node);
            prop_assert_eq!(&found.times, &expected.times, "{:?}", node);
            prop_assert_eq!(&found.elsewhere, &expected.elsewhere, "{:?}", node);
            prop_assert_eq!(&found.times_elsewhere, &expected.times_elsewhere, "{:?}", node);
            prop_assert_eq!(found.hits.len(), expected.hits.len(), "{:?}", node);
            for (found, expected) in found.hits.iter().zip(&expected.hits) {
                prop_assert!((found.score - expected.score).abs() < 1e-3, "{:?}: {:?}, {:?}", node, found, expected);
                prop_assert_eq!(&found.record, &expected.record, "{:?}", node);
                prop_assert_eq!(found.matched, expected.matched, "{:?}", node);
                prop_assert_eq!(found.copies_total, expected.copies_total, "{:?}", node);
                prop_assert_eq!(&found.copies, &expected.copies, "{:?}", node);
                prop_assert_eq!(found.versions, expected.versions, "{:?}", node);
                let changes = |hit: &Hit| -> Vec<_> {
                    hit.changes.iter().map(|it| (it.kind, it.other.clone(), it.wording.clone())).collect()
                };
                prop_assert_eq!(changes(found), changes(expected), "{:?}", node);
                prop_assert_eq!(&found.in_context, &expected.in_context, "{:?}", node);
                let (parts, plain) = (found.explained.as_ref().unwrap(), expected.explained.as_ref().unwrap());
                prop_assert!((parts.sum() - found.score).abs() < 1e-3, "{:?}: {:?}", node, parts);
                let places = |parts: &ScoreParts| -> Vec<_> {
                    parts.words.iter().map(|word| (word.word.clone(), word.places.clone())).collect()
                };
                prop_assert_eq!(places(parts), places(plain), "{:?}", node);
            }
        }
    }

    /// The articles that hold most of some words, and the quotes that have them as they stand, are those of the plain loop.
    #[test]
    fn words_are_gathered_as_by_a_plain_loop(
        articles in prop::collection::vec(any_article(), 1..=6),
        asked in prop::collection::vec(words(1..7), 8),
        reach in 1u32..12,
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, plain) = both(dir.path(), &articles, 1);
        for text in asked {
            let mut folded = fold_words(&text);
            folded.sort_unstable();
            folded.dedup();
            let wanted = Gathering { words: &folded, reach, most: 100 };
            let told = |found: Vec<Gathered>| -> Vec<f32> { found.iter().map(|it| it.told).collect() };
            let (found, expected) = (told(store.moment().gather(&wanted).unwrap()), told(plain.gather(&wanted).unwrap()));
            prop_assert_eq!(found.len(), expected.len(), "{}", text);
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-3, "{}: {:?}, {:?}", text, found, expected);
            }
            for kind in [SaidAs::Quoted, SaidAs::Reported] {
                let found = store.quotes_with(&text, kind, None, 1000).unwrap();
                let expected = said::quotes_with(&plain, &text, kind, None, 1000).unwrap();
                prop_assert_eq!(found.total, expected.total, "{}", text);
                prop_assert_eq!(found.days, expected.days, "{}", text);
                prop_assert_eq!(found.total as usize, found.quotes.len());
            }
        }
    }

    /// Page by page, the same hits come in the same order as all at once, those of the same articles included.
    #[test]
    fn pages_follow_one_another(
        articles in prop::collection::vec(any_article(), 1..=6),
        node in any_node(),
        copies in prop::sample::select(vec![Copies::Folded, Copies::Each]),
        length in 1usize..5,
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, _) = both(dir.path(), &articles, 1);
        let root = Node::All(vec![Node::Speaker(vec![SpeakerRef::Named("ann".into())]), node]);
        let page = |offset: usize, limit: usize| -> Vec<(String, Match)> {
            let asking = Asking { limit, offset, copies, same_article: true, ..Asking::default() };
            let answer = store.ask(&asked(root.clone()), &asking).unwrap();
            answer.hits.into_iter().map(|hit| (format!("{} {}", hit.record.article.path, hit.record.id), hit.matched)).collect()
        };
        let whole = page(0, 1000);
        let pages: Vec<_> = (0..=whole.len() / length).flat_map(|number| page(number * length, length)).collect();
        prop_assert_eq!(pages, whole);
    }

    /// For any query and any value of any facet, the number beside it is the number found when it is added.
    #[test]
    fn the_number_beside_a_value_is_found_when_it_is_asked_for(
        articles in prop::collection::vec(any_article(), 1..=6),
        nodes in prop::collection::vec(any_node(), 6),
    ) {
        let dir = tempfile::tempdir().expect("a folder");
        let (store, _) = both(dir.path(), &articles, 1);
        let count = |node: &Node, added: Node| {
            let root = Node::All(vec![node.clone(), added]);
            store.moment().search(&Search::count(&root)).unwrap().total
        };
        for node in &nodes {
            let asking = Asking { facet_values: 1000, ..Asking::default() };
            let answer = store.ask(&asked(node.clone()), &asking).unwrap();
            if !answer.notes.is_empty() {
                // Read with another word than the one that stands in the tree.
                continue;
            }
            for (facet, counts) in &answer.facets {
                for value in &counts.values {
                    let id = value.id.clone();
                    let asked_for = match facet {
                        Facet::Speaker => Node::Speaker(vec![SpeakerRef::Id(id)]),
                        Facet::Party => Node::Party(id),
                        Facet::Office => Node::Office(vec![id]),
                        Facet::Outlet => Node::Outlet(OutletRef::Exact(value.name.clone())),
                        Facet::Kind => Node::Kind(kind_named(&id)),
                        Facet::Time => unreachable!("times are no values"),
                    };
                    prop_assert_eq!(count(node, asked_for), value.count, "{:?}: {:?}", node, value);
                }
                let lacking = match facet {
                    Facet::Speaker => Attribute::Speaker,
                    Facet::Party => Attribute::Party,
                    Facet::Office => Attribute::Office,
                    Facet::Outlet => Attribute::Outlet,
                    Facet::Kind => {
                        // Partial quotes in reports that are found are counted by kind alone.
                        let sum: u64 = counts.values.iter().map(|value| value.count).sum();
                        prop_assert!(sum >= answer.total, "{:?}", node);
                        continue;
                    }
                    Facet::Time => continue,
                };
                prop_assert_eq!(count(node, Node::Lacks(lacking)), counts.without, "{:?}", node);
                if *facet != Facet::Office && *facet != Facet::Kind {
                    let sum: u64 = counts.values.iter().map(|value| value.count).sum();
                    prop_assert_eq!(sum + counts.others + counts.without, answer.total, "{:?}: {:?}", node, facet);
                }
            }
            for (day, found) in &answer.times.days {
                let on = Node::Dates(DateRange { from: Some(*day), to: Some(*day) });
                prop_assert_eq!(count(node, on), *found, "{:?}", node);
            }
            prop_assert_eq!(count(node, Node::Lacks(Attribute::Date)), answer.times.undated, "{:?}", node);
            prop_assert_eq!(answer.times.total(), answer.total);
            let mut streamed = 0;
            store.for_each_quote(&asked(node.clone()), |_| { streamed += 1; Ok::<(), ()>(()) }).unwrap().unwrap();
            prop_assert_eq!(streamed, answer.total, "{:?}", node);
        }
    }
}

fn kind_named(name: &str) -> QuoteKind {
    [QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect]
        .into_iter()
        .find(|kind| kind.name() == name)
        .expect("a kind")
}
