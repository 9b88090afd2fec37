//! Runs `tests/cases/phrasings.txt`: ways to ask what somebody said about something, each with several speakers, parties and
//! offices and several topics. Each must be read as `X on T`, whatever stands around it.

use crate::query::{Known, day};
use onrecord::people::Register;
use onrecord::query::tree::{Form, Node, TopicField};
use onrecord::query::{Context, DayOrder, Events, KnownSpeaker, Synonyms, read_question};
use std::collections::BTreeSet;
use std::path::Path;

const ASKED: [&str; 9] = [
    "Corbyn",
    "Nicola Sturgeon",
    "Theresa May",
    "Labour",
    "the Lib Dems",
    "the prime minister",
    "home secretary",
    "Mrs May",
    "the SNP",
];
const TOPICS: [&str; 5] = ["nuclear weapons", "Brexit", "the NHS", "climate change", "a second referendum"];

/// What a reading asks for, whatever the order of its parts: who, when, and the words of the topic.
#[derive(Debug, Default, PartialEq)]
struct Asked {
    who: BTreeSet<String>,
    when: BTreeSet<String>,
    words: BTreeSet<String>,
}

fn gather(node: &Node, asked: &mut Asked) {
    match node {
        Node::All(nodes) => nodes.iter().for_each(|node| gather(node, asked)),
        Node::Words(group) => {
            for word in &group.words {
                assert_ne!(word.field, TopicField::Title);
                let typed = word.wordings[0].words.iter().flat_map(|words| words.split(' '));
                let telling = typed.map(str::to_lowercase).filter(|word| word != "the" && word != "a");
                asked.words.extend(telling);
            }
        }
        Node::Prefer(_) => {}
        Node::Dates(range) => {
            asked.when.insert(format!("{:?}..{:?}", range.from, range.to));
        }
        other => {
            asked.who.insert(format!("{other:?}"));
        }
    }
}

/// The days that a phrasing asks for.
fn days_of(phrasing: &str) -> Option<&'static str> {
    let years = ["2015 or 2016", "Aug 2016", "since 2015", "2016"];
    let days = ["2015..2016", "2016-08", "2015..", "2016"];
    years.iter().position(|year| phrasing.contains(year)).map(|at| days[at])
}

#[test]
fn every_phrasing_is_read_as_the_same_question() {
    let register = Register::embedded().unwrap();
    let synonyms = Synonyms::embedded();
    let events = Events::embedded();
    let mut known = Known::default();
    // Names of bodies in the archive change nothing.
    for (id, name) in [("nhs", "NHS"), ("yields-nuclear-weapons", "Yields Nuclear Weapons"), ("brexit", "Brexit")] {
        known.speakers.push(KnownSpeaker { id: id.to_owned(), name: name.to_owned(), quotes: 3 });
    }
    let context = Context {
        today: day("2024-09-18"),
        day_order: DayOrder::DayFirst,
        register: &register,
        speakers: &known,
        synonyms: &synonyms,
        events: &events,
    };
    let read = |question: &str| {
        let reading = read_question(question, &context);
        let mut asked = Asked::default();
        gather(&reading.query.root, &mut asked);
        let is_plain = reading.errors.is_empty() && reading.query.form == Form::Quotes;
        (asked, is_plain, reading.read_as)
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/phrasings.txt");
    let table = std::fs::read_to_string(path).unwrap();
    let phrasings: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(phrasings.len() >= 100, "only {} phrasings", phrasings.len());
    let mut wrong = Vec::new();
    for phrasing in &phrasings {
        for asked in ASKED {
            for topic in TOPICS {
                let days = days_of(phrasing).map_or(String::new(), |days| format!(" date:{days}"));
                let (expected, ..) = read(&format!("{asked} on {topic}{days}"));
                assert!(!expected.who.is_empty() && !expected.words.is_empty(), "{asked} on {topic}");
                let question = phrasing.replace("{X}", asked).replace("{T}", topic);
                let (found, is_plain, read_as) = read(&question);
                if found != expected || !is_plain {
                    wrong.push(format!("{question}\n    {read_as}"));
                }
            }
        }
    }
    let all = phrasings.len() * ASKED.len() * TOPICS.len();
    assert!(wrong.is_empty(), "{} of {all} are read otherwise:\n{}", wrong.len(), wrong.join("\n"));
}
