//! Which hits go before which whatever their scores, and what is counted once.

use super::*;

fn word(text: &str) -> TopicWord {
    let words = text.split(' ').map(str::to_string).collect();
    TopicWord {
        wordings: vec![Wording { words, matching: Matching::Stemmed, weight: 1.0 }],
        field: TopicField::Anywhere,
    }
}

fn words(texts: &[&str], at_least: usize) -> Node {
    Node::Words(WordGroup { words: texts.iter().map(|text| word(text)).collect(), at_least })
}

fn ann() -> Node {
    Node::Speaker(vec![SpeakerRef::Id("ann-example".into())])
}

/// An index of these articles, each in a file of its own.
fn index_of(dir: &Path, articles: Vec<MadeArticle>) -> Store {
    const PATHS: [&str; 4] = ["/a", "/b", "/c", "/d"];
    let store = Store::open_or_create(dir).expect("made");
    update_with(&store, &PATHS.into_iter().zip(articles.into_iter().map(|article| vec![article])).collect(), "s");
    store
}

fn ferries(dir: &Path) -> Store {
    let far = ("Nothing was asked", said("Ann Example", "of penguins and of tea"));
    let between = || ("It rained", said("Harold Testby", "and it rained again"));
    index_of(
        dir,
        vec![
            article(
                "A",
                "A ferry",
                "2016-01-01",
                &[("She spoke", said("Ann Example", "the ferry ferry ferry is late"))],
            ),
            article(
                "B",
                "A speech",
                "2015-01-01",
                &[
                    ("She spoke of fares", said("Ann Example", "of the pier")),
                    ("On the ferry", said("Ann Example", "fares will fall")),
                    between(),
                    between(),
                    between(),
                    between(),
                    far,
                ],
            ),
        ],
    )
}

fn told(answer: &Answer) -> Vec<(&str, Match)> {
    answer.hits.iter().map(|hit| (hit.record.quote.as_str(), hit.matched)).collect()
}

#[test]
fn all_words_go_before_some_of_them_in_every_order() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ferries(dir.path());
    for order in [Order::Relevance, Order::Newest, Order::Oldest] {
        let query =
            ResolvedQuery { root: Node::All(vec![ann(), words(&["ferry", "fares"], 1)]), form: Form::Quotes, order };
        let answer = store.ask(&query, &Asking::default()).expect("an answer");
        let matched: Vec<Match> = answer.hits.iter().map(|hit| hit.matched).collect();
        assert_eq!(matched, [Match::All, Match::All, Match::Some], "{order:?}");
        assert_eq!((answer.with_all, answer.total, answer.same_article), (2, 3, None));

        let strict = Asking { looser: Looser::Nowhere, ..Asking::default() };
        assert_eq!(store.ask(&query, &strict).expect("an answer").total, 2);
        let among = Asking { looser: Looser::Among, ..Asking::default() };
        assert!(store.ask(&query, &among).expect("an answer").hits.iter().all(|hit| hit.matched == Match::All));
    }
}

#[test]
fn what_was_said_besides_in_the_same_articles_follows_and_is_not_counted() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ferries(dir.path());
    let asking = Asking { same_article: true, ..Asking::default() };
    let query = asked(Node::All(vec![ann(), words(&["fares"], 1)]));
    let answer = store.ask(&query, &asking).expect("an answer");
    let expected =
        [("fares will fall", Match::All), ("of the pier", Match::All), ("of penguins and of tea", Match::SameArticle)];
    assert_eq!(told(&answer), expected);
    assert_eq!((answer.total, answer.distinct, answer.same_article), (2, 2, Some(1)));
    let (_, speakers) = answer.facets.iter().find(|(facet, _)| *facet == Facet::Speaker).expect("speakers");
    assert_eq!(speakers.values[0].count, 2);
    // A page of them alone, and one that does not reach them.
    let page = |offset, limit| store.ask(&query, &Asking { offset, limit, ..asking.clone() }).expect("an answer");
    assert_eq!(told(&page(2, 5)), expected[2..]);
    assert_eq!(page(0, 1).same_article, None);
    // Who asks for no speaker, or only for one, gets none.
    for root in [words(&["fares"], 1), ann(), Node::All(vec![ann(), Node::Not(Box::new(words(&["fares"], 1)))])] {
        assert_eq!(store.ask(&asked(root), &asking).expect("an answer").same_article, None);
    }
}

#[test]
fn a_piece_of_a_reported_sentence_is_no_hit_beside_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let report =
        MadeQuote { kind: QuoteKind::Indirect, with_piece: true, ..said("Ann Example", "disgraceful ferry fares") };
    let store = index_of(dir.path(), vec![article("A", "A speech", "2016-01-01", &[("She said that", report)])]);
    let answer = store.ask(&asked(words(&["disgraceful"], 1)), &Asking::default()).expect("an answer");
    assert_eq!(told(&answer), [("disgraceful ferry fares", Match::All)]);
    let (_, kinds) = answer.facets.iter().find(|(facet, _)| *facet == Facet::Kind).expect("kinds");
    let kinds: Vec<(&str, u64)> = kinds.values.iter().map(|value| (value.id.as_str(), value.count)).collect();
    assert_eq!(kinds, [("indirect", 1), ("partial", 1)], "what is found where it is asked for");
    let partial = Node::All(vec![words(&["disgraceful"], 1), Node::Kind(QuoteKind::Partial)]);
    assert_eq!(
        told(&store.ask(&asked(partial), &Asking::default()).expect("an answer")),
        [("disgraceful", Match::All)]
    );
}

#[test]
fn how_often_it_was_said_counts_the_quotes_that_hold_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ferries(dir.path());
    let root = Node::All(vec![ann(), words(&["fares"], 1)]);
    let query = ResolvedQuery { form: Form::Count, ..asked(root) };
    let answer = store.ask(&query, &Asking::default()).expect("an answer");
    assert_eq!(told(&answer), [("fares will fall", Match::All)]);
    assert_eq!(answer.notes, [Note::Around { count: 1 }]);
    // The same where the question says already that the quotes must hold it.
    let mut said = word("fares");
    said.field = TopicField::Quote;
    let root = Node::All(vec![ann(), Node::Words(WordGroup { words: vec![said], at_least: 1 })]);
    let answer = store.ask(&ResolvedQuery { form: Form::Count, ..asked(root) }, &Asking::default()).expect("an answer");
    assert_eq!((answer.total, answer.notes), (1, vec![Note::Around { count: 1 }]));
    let mut written = 0;
    let each = |_| {
        written += 1;
        Ok::<(), ()>(())
    };
    assert_eq!(store.for_each_quote(&query, each).expect("read"), Ok(1));
}

#[test]
fn a_related_wording_is_offered_with_what_it_would_add() {
    let dir = tempfile::tempdir().expect("a folder");
    let store = ferries(dir.path());
    let offer = |wording: &str| Offer { typed: vec!["fares".into()], wording: word(wording).wordings.remove(0) };
    let asking = Asking { offers: vec![offer("penguins"), offer("unicorns")], ..Asking::default() };
    let answer = store.ask(&asked(Node::All(vec![ann(), words(&["fares"], 1)])), &asking).expect("an answer");
    assert_eq!(answer.notes, [Note::Also { typed: "fares".into(), wordings: vec![("penguins".into(), 1)] }]);
    assert_eq!(answer.total, 2);
}
