//! What an archive holds at a glance: who is quoted most, what came last, questions that it answers; and what of it begins
//! with the letters that somebody types.

use serde::Serialize;

use super::frequent::{FrequentWord, WordCounts};
use super::{Library, Request, Result, Sort, Stats};
use crate::index::{Asking, Copies, Facet, FacetCounts, Hit, WhenEmpty, fold_words};
use crate::people::Register;
use crate::query::tree::{Form, Node, Order, ResolvedQuery};

/// An archive at a glance. Making one looks at all of its quotes; it holds as long as the index is not written.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Sizes, days and the first counts.
    pub stats: Stats,
    /// The latest quotes, copies folded.
    pub latest: Vec<Hit>,
    /// Questions in plain words that find something here.
    pub questions: Vec<String>,
    /// What can be asked for, the most quoted first of each kind.
    names: Vec<NameHeld>,
    /// The words of a sample of all quotes.
    pub(super) words: WordCounts,
}

#[derive(Clone, Debug)]
struct NameHeld {
    kind: SuggestionKind,
    id: String,
    name: String,
    folded: Vec<String>,
    quotes: u64,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// Somebody who is quoted.
    Person,
    /// A party.
    Party,
    /// An office.
    Office,
    /// A paper, agency or site.
    Outlet,
    /// A word of many quotes.
    Topic,
}

/// Something that the words typed so far can become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What a filter names it by; the word itself for a topic.
    pub id: String,
    /// The name.
    pub name: String,
    /// Quotes of it; of a topic, in a sample of all quotes.
    pub quotes: u64,
    /// The question with the name in place of what was typed of it.
    pub question: String,
}

/// How many of the latest quotes are shown.
const LATEST: usize = 5;
/// How many quotes the words of an archive are counted in at most: the latest ones.
pub(super) const SAMPLE: usize = 2_000;
/// How many words can be suggested.
const WORDS: usize = 500;
/// How many speakers are tried for questions.
const TRIED: usize = 8;
/// Most words of a name that are looked at behind what is typed.
const LONGEST_NAME: usize = 4;
/// Fewer letters than these suggest nothing.
const FEWEST_LETTERS: usize = 2;

fn everything(order: Order) -> ResolvedQuery {
    ResolvedQuery { root: Node::All(Vec::new()), form: Form::Quotes, order }
}

impl Library {
    /// The archive at a glance.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn overview(&self) -> Result<Overview> {
        let stats = self.stats()?;
        let asking = Asking {
            limit: 0,
            facets: vec![Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet],
            facet_values: usize::MAX,
            ..Asking::default()
        };
        let counts = self.store().ask(&everything(Order::Relevance), &asking)?;
        let mut names = Vec::new();
        for (facet, counts) in &counts.facets {
            let kind = match facet {
                Facet::Speaker => SuggestionKind::Person,
                Facet::Party => SuggestionKind::Party,
                Facet::Office => SuggestionKind::Office,
                Facet::Outlet => SuggestionKind::Outlet,
                Facet::Kind | Facet::Time => continue,
            };
            names.extend(counts.values.iter().map(|value| NameHeld {
                kind,
                id: value.id.clone(),
                name: value.name.clone(),
                folded: fold_words(&value.name),
                quotes: value.count,
            }));
        }
        let mut words = WordCounts::default();
        self.each_of_latest(Node::All(Vec::new()), SAMPLE, |hit| words.add(&hit.record))?;
        names.extend(words.most_frequent(WORDS).into_iter().map(|FrequentWord { word, quotes }| NameHeld {
            kind: SuggestionKind::Topic,
            id: word.clone(),
            folded: fold_words(&word),
            name: word,
            quotes,
        }));
        let mut latest = Vec::new();
        let asking = Asking { limit: LATEST, facets: Vec::new(), ..Asking::default() };
        latest.append(&mut self.store().ask(&everything(Order::Newest), &asking)?.hits);
        let speakers = counts.facets.iter().find(|(facet, _)| *facet == Facet::Speaker).map(|(_, counts)| counts);
        let questions = self.questions_of(speakers, &words)?;
        Ok(Overview { stats, latest, questions, names, words })
    }

    /// Hands on the latest quotes that meet a condition, each copy for itself.
    pub(super) fn each_of_latest(&self, root: Node, most: usize, each: impl FnMut(Hit)) -> Result<()> {
        let asking = Asking {
            limit: most,
            facets: Vec::new(),
            copies: Copies::Each,
            when_empty: WhenEmpty::Nothing,
            ..Asking::default()
        };
        let query = ResolvedQuery { root, ..everything(Order::Newest) };
        self.store().ask(&query, &asking)?.hits.into_iter().for_each(each);
        Ok(())
    }

    /// Three questions of different form that find something: what somebody said about something, two side by side, who
    /// spoke about something.
    fn questions_of(&self, speakers: Option<&FacetCounts>, all: &WordCounts) -> Result<Vec<String>> {
        const OF_EACH: usize = 300;
        const TOPICS: usize = 4;
        let mut known: Vec<(&str, WordCounts)> = Vec::new();
        let speakers = speakers.map(|counts| counts.values.as_slice()).unwrap_or_default();
        for speaker in speakers.iter().filter(|speaker| speaker.name.contains(' ')).take(TRIED) {
            let mut words = WordCounts::default();
            let of = Node::Speaker(vec![crate::query::tree::SpeakerRef::Id(speaker.id.clone())]);
            self.each_of_latest(of, OF_EACH, |hit| words.add(&hit.record))?;
            known.push((&speaker.name, words));
        }
        let mut questions = Vec::new();
        let mut asked_about: Vec<String> = Vec::new();
        // A name tells a topic; where nobody says one, any word has to do.
        let is_name = |topic: &FrequentWord| topic.word.starts_with(char::is_uppercase);
        'said: for only_names in [true, false] {
            for (name, words) in &known {
                for topic in words.telling(all, TOPICS).into_iter().filter(|topic| !only_names || is_name(topic)) {
                    let question = format!("what did {name} say about {}", topic.word);
                    if self.finds(&question)? {
                        questions.push(question);
                        asked_about.push(topic.word);
                        break 'said;
                    }
                }
            }
        }
        let shared_by = |first: &WordCounts, second: &WordCounts| {
            let is_shared = |topic: &FrequentWord| second.quotes_with(&fold_words(&topic.word).join(" ")) > 0;
            first.most_frequent(OF_EACH).into_iter().filter(is_shared).collect::<Vec<_>>()
        };
        'beside: for only_names in [true, false] {
            for (at, (first, words)) in known.iter().enumerate() {
                for (second, others) in &known[at + 1..] {
                    let topic = shared_by(words, others)
                        .into_iter()
                        .find(|topic| !asked_about.contains(&topic.word) && (!only_names || is_name(topic)));
                    let Some(topic) = topic else { continue };
                    let question = format!("{first} vs {second} on {}", topic.word);
                    if self.finds(&question)? {
                        questions.push(question);
                        asked_about.push(topic.word);
                        break 'beside;
                    }
                }
            }
        }
        for topic in all.most_frequent(OF_EACH) {
            let question = format!("who spoke about {}", topic.word);
            if !asked_about.contains(&topic.word) && self.finds(&question)? {
                questions.push(question);
                break;
            }
        }
        Ok(questions)
    }

    fn finds(&self, question: &str) -> Result<bool> {
        let request = Request { limit: 0, facets: false, all_words: true, ..Request::of(question) };
        Ok(self.ask(&Request { sort: Some(Sort::Newest), ..request })?.answer.total > 0)
    }
}

impl Overview {
    /// How many different speakers are quoted.
    pub fn speakers(&self) -> u64 {
        self.names.iter().filter(|name| name.kind == SuggestionKind::Person).count() as u64
    }

    /// What the last words of a question so far can become: whose names, or which words, begin so. At most `most`, of each
    /// kind the most quoted first, people before the others.
    ///
    /// # Errors
    /// Where the library's register cannot be read.
    pub fn suggest(&self, typed: &str, most: usize, library: &Library) -> Result<Vec<Suggestion>> {
        Ok(self.suggested(typed, most, library.register()?))
    }

    fn suggested(&self, typed: &str, most: usize, register: &Register) -> Vec<Suggestion> {
        let starts: Vec<usize> = word_starts(typed);
        let mut found: Vec<Suggestion> = Vec::new();
        // The longest piece that is the begin of anything: "what did jeremy cor".
        for start in starts.iter().rev().take(LONGEST_NAME).rev() {
            let tail = typed.get(*start..).unwrap_or_default();
            let folded = fold_words(tail);
            if folded.iter().map(|word| word.chars().count()).sum::<usize>() < FEWEST_LETTERS {
                continue;
            }
            let is_open = !tail.ends_with(char::is_whitespace);
            let head = typed.get(..*start).unwrap_or_default();
            let mut held: Vec<&NameHeld> =
                self.names.iter().filter(|name| begins(&name.folded, &folded, is_open)).collect();
            for person in register.find_name(tail) {
                let slug = register.person(person).slug();
                let is_named = |name: &&NameHeld| name.kind == SuggestionKind::Person && name.id == slug;
                held.extend(self.names.iter().filter(is_named));
            }
            held.sort_by(|a, b| {
                (a.kind, std::cmp::Reverse(a.quotes), &a.id).cmp(&(b.kind, std::cmp::Reverse(b.quotes), &b.id))
            });
            for name in held {
                if !found.iter().any(|known| known.kind == name.kind && known.id == name.id) {
                    found.push(Suggestion {
                        kind: name.kind,
                        id: name.id.clone(),
                        name: name.name.clone(),
                        quotes: name.quotes,
                        question: format!("{head}{}", name.name),
                    });
                }
                if found.len() >= most {
                    return found;
                }
            }
        }
        found
    }
}

/// Where the words of a text begin, in bytes.
fn word_starts(text: &str) -> Vec<usize> {
    let mut before = ' ';
    let mut starts = Vec::new();
    for (at, sign) in text.char_indices() {
        if before.is_whitespace() && !sign.is_whitespace() {
            starts.push(at);
        }
        before = sign;
    }
    starts
}

/// Whether words stand in a name one behind the other from any place on, the last of them as a beginning where it is not
/// finished yet.
fn begins(name: &[String], typed: &[String], is_open: bool) -> bool {
    let Some((last, first)) = typed.split_last() else { return false };
    name.windows(typed.len()).any(|words| {
        let Some((own_last, own_first)) = words.split_last() else { return false };
        own_first == first && if is_open { own_last.starts_with(last.as_str()) } else { own_last == last }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_begun_from_any_of_its_words() {
        let name = fold_words("Ann Mary Example");
        for (typed, is_open, expected) in [
            ("an", true, true),
            ("mary ex", true, true),
            ("ann ex", true, false),
            ("exam", false, false),
            ("example", false, true),
            ("", true, false),
        ] {
            assert_eq!(begins(&name, &fold_words(typed), is_open), expected, "{typed}");
        }
        assert_eq!(word_starts("what did  ann"), [0, 5, 10]);
    }
}
