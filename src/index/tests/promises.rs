//! What the README promises of answers: which quotes are one and the same, and that nobody's own name is a topic.

use super::*;

/// What is asked for everything of these articles, each in a file of its own.
fn answer_about(root: Node, articles: &[MadeArticle]) -> Answer {
    const PATHS: [&str; 3] = ["/a/1.txt", "/a/2.txt", "/a/3.txt"];
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open_or_create(dir.path()).expect("made");
    update_with(&store, &PATHS.into_iter().zip(articles.iter().map(|made| vec![made.clone()])).collect(), "s");
    store.ask(&asked(root), &Asking::default()).expect("answered")
}

const MANY_WORDS: &str = "the pier will be mended by May";
const FEW_WORDS: &str = "we shall see";

#[test]
fn the_same_words_of_two_speakers_are_no_copies() {
    let of = |speaker| article("one", "Pier", "2016-08-18", &[("Then,", said(speaker, MANY_WORDS))]);
    let answer = answer_about(everything(), &[of("Ann Example"), of("Harold Testby")]);
    assert_eq!((answer.total, answer.distinct, answer.hits.len()), (2, 2, 2));
    let answer = answer_about(everything(), &[of("Ann Example"), of("Ann Example")]);
    assert_eq!((answer.total, answer.distinct), (2, 1));
}

#[test]
fn few_words_are_copies_on_one_day_only() {
    let on = |day, words| article("one", "Pier", day, &[("Then,", said("Ann Example", words))]);
    let distinct = |articles: &[MadeArticle]| answer_about(everything(), articles).distinct;
    assert_eq!(distinct(&[on("2016-08-18", FEW_WORDS), on("2016-08-18", FEW_WORDS)]), 1);
    assert_eq!(distinct(&[on("2016-08-18", FEW_WORDS), on("2016-08-19", FEW_WORDS)]), 2);
    assert_eq!(distinct(&[on("2016-08-18", MANY_WORDS), on("2016-08-19", MANY_WORDS)]), 1);
}

#[test]
fn a_quote_is_not_about_its_own_speaker() {
    let articles = [
        article("one", "Pier", "2016-08-18", &[("Ann Example said:", said("Ann Example", MANY_WORDS))]),
        article(
            "two",
            "Quay",
            "2016-08-18",
            &[("Of Ann Example he said:", said("Harold Testby", "she was never here"))],
        ),
    ];
    let answer = answer_about(topic(&["example"]), &articles);
    assert_eq!(quotes_of(&answer), ["she was never here", MANY_WORDS]);
    let [of_her, by_her] = [0, 1].map(|at| answer.hits[at].score);
    assert!(of_her > by_her, "the words about her rank above her own: {of_her} and {by_her}");
}
