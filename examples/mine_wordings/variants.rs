//! Terms of two words that share one of them and stand among the same words: *foreign aid*, *overseas aid*. Takes articles,
//! gives pairs.
//!
//! A term is two words in small letters side by side, by their stems, that belong together: normalised pointwise mutual
//! information (G. Bouma, *Normalized (pointwise) mutual information in collocation extraction*, GSCL 2009), which is 0 where
//! they meet by chance and 1 where neither stands without the other. Two terms are alike where the words around them are: positive pointwise mutual information
//! in a window of twelve words to each side, compared by cosine (P. Turney and P. Pantel, *From frequency to meaning*, JAIR 37,
//! 2010). Each has to be one of the other's three nearest of those that share the word; and terms that stand in one sentence again and again
//! are told apart there (*white voters*, *black voters*), so they are two things.

use super::{Pairs, Prose};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// So many articles hold each of the two.
pub(super) const LEAST_ARTICLES: usize = 4;
/// The least cosine.
pub(super) const LEAST_LIKENESS: f64 = 0.06;
/// The least normalised mutual information of a term's words.
const LEAST_TOGETHER: f64 = 0.35;
/// Each is among so many nearest of the other.
const NEAREST: usize = 3;
const WINDOW: usize = 12;
/// A word around a term counts that is around terms so often.
const LEAST_CONTEXTS: usize = 3;
/// Of the sentences with the rarer term, so many in a hundred may hold the other.
const MOST_TOGETHER: usize = 5;

const LISTS: [&str; 3] = [
    include_str!("../../src/words/data/en/function_words.tsv"),
    include_str!("../../src/words/data/en/numbers.tsv"),
    include_str!("../../src/words/data/en/times.tsv"),
];

type Term = [String; 2];

#[derive(Default)]
struct Seen {
    count: usize,
    /// As printed, with how often.
    forms: BTreeMap<String, usize>,
    articles: BTreeSet<usize>,
    sentences: BTreeSet<usize>,
    around: BTreeMap<String, usize>,
}

impl Seen {
    /// The form that is printed most.
    fn form(&self) -> String {
        self.forms.iter().max_by_key(|(_, count)| **count).map(|(form, _)| form.clone()).unwrap_or_default()
    }
}

pub(super) fn mine(articles: &[Prose]) -> Pairs {
    let little: HashSet<String> = LISTS.iter().flat_map(|list| words(list)).collect();
    let terms = terms(articles, &little);
    let vectors = vectors(&terms);
    let alike = |a: &Term, b: &Term| cosine(&vectors[a], &vectors[b]);
    let mut sharing: BTreeMap<(usize, String), Vec<&Term>> = BTreeMap::new();
    for term in terms.keys() {
        for at in 0..2 {
            sharing.entry((at, term[at].clone())).or_default().push(term);
        }
    }
    let nearest = |of: &Term, among: &[&Term]| -> Vec<(Term, f64)> {
        let others = among.iter().filter(|other| **other != of);
        let mut alike: Vec<(Term, f64)> = others.map(|other| ((*other).clone(), alike(of, other))).collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1));
        alike.retain(|(_, likeness)| *likeness >= LEAST_LIKENESS);
        alike.truncate(NEAREST);
        alike
    };
    let mut pairs = Pairs::new();
    for among in sharing.values() {
        for term in among {
            for (other, likeness) in nearest(term, among).into_iter().filter(|(other, _)| *term < other) {
                let is_mutual = nearest(&other, among).iter().any(|(back, _)| back == *term);
                if !is_mutual || are_told_apart(&terms[*term], &terms[&other]) {
                    continue;
                }
                let counts = [terms[*term].articles.len(), terms[&other].articles.len()];
                let reason = format!("likeness {likeness:.2}, in {} and {} articles", counts[0], counts[1]);
                pairs.insert([terms[*term].form(), terms[&other].form()], reason);
            }
        }
    }
    pairs
}

fn are_told_apart(a: &Seen, b: &Seen) -> bool {
    let together = a.sentences.intersection(&b.sentences).count();
    together * 100 > a.sentences.len().min(b.sentences.len()) * MOST_TOGETHER
}

/// Words, and marks that part sentences and clauses.
fn tokens(text: &str) -> Vec<&str> {
    let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    text.split(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | '‘'))
        .flat_map(|word| {
            let end = word.trim_end_matches(|c| !is_in_word(c)).len();
            [word[..end].trim_start_matches(|c| !is_in_word(c)), &word[end..]]
        })
        .filter(|token| !token.is_empty())
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '-')))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// A word of a topic: in small letters, and none of the closed classes.
fn is_content(word: &str, little: &HashSet<String>) -> bool {
    const ENDINGS: [&str; 2] = ["ly", "'s"];
    word.chars().count() > 2
        && word.chars().all(|c| c.is_lowercase() || c == '-')
        && !little.contains(word)
        && !ENDINGS.iter().any(|ending| word.ends_with(ending))
}

fn terms(articles: &[Prose], little: &HashSet<String>) -> BTreeMap<Term, Seen> {
    let stems = frostem::Stemmer::new(frostem::Algorithm::English);
    let stem = |word: &str| stems.stem(&word.to_lowercase()).into_owned();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut all = 0;
    let mut seen: BTreeMap<Term, Seen> = BTreeMap::new();
    let mut sentence = 0;
    for (number, paragraph) in
        articles.iter().enumerate().flat_map(|(number, prose)| prose.iter().map(move |it| (number, it)))
    {
        let tokens = tokens(paragraph);
        for end in tokens.split_inclusive(|token| token.starts_with(['.', '!', '?'])) {
            sentence += 1;
            for (at, word) in end.iter().enumerate() {
                *counts.entry(stem(word)).or_default() += 1;
                all += 1;
                let Some(next) = end
                    .get(at + 1)
                    .filter(|next| is_content(word, little) && is_content(next, little) && !next.ends_with("ed"))
                else {
                    continue;
                };
                let term = seen.entry([stem(word), stem(next)]).or_default();
                term.count += 1;
                *term.forms.entry(format!("{word} {next}")).or_default() += 1;
                term.articles.insert(number);
                term.sentences.insert(sentence);
                let before = &end[at.saturating_sub(WINDOW)..at];
                let behind = end.get(at + 2..end.len().min(at + 2 + WINDOW)).unwrap_or_default();
                for around in before.iter().chain(behind).filter(|word| is_content(&word.to_lowercase(), little)) {
                    *term.around.entry(stem(around)).or_default() += 1;
                }
            }
        }
    }
    let is_term = |[first, second]: &Term, it: &Seen| {
        it.articles.len() >= LEAST_ARTICLES
            && mutual_information(it.count, counts[first], counts[second], all) >= LEAST_TOGETHER
    };
    seen.retain(|term, it| is_term(term, it));
    seen
}

/// The normalised mutual information of two words that meet `both` times and stand `first` and `second` times among `all`.
fn mutual_information(both: usize, first: usize, second: usize, all: usize) -> f64 {
    let [both, first, second, all] = [both, first, second, all].map(|count| count as f64);
    (both * all / (first * second)).ln() / -(both / all).ln()
}

/// For each term the positive pointwise mutual information with the words around it.
fn vectors(terms: &BTreeMap<Term, Seen>) -> BTreeMap<Term, BTreeMap<&str, f64>> {
    let mut contexts: BTreeMap<&str, usize> = BTreeMap::new();
    for (word, count) in terms.values().flat_map(|it| &it.around) {
        *contexts.entry(word).or_default() += count;
    }
    let all: usize = contexts.values().sum();
    let vector = |term: &Term, it: &'_ Seen| -> BTreeMap<String, f64> {
        let own: usize = it.around.values().sum();
        let counted =
            it.around.iter().filter(|(word, _)| contexts[word.as_str()] >= LEAST_CONTEXTS && !term.contains(word));
        let worth = |(word, count): (&String, &usize)| {
            let chance = own as f64 * contexts[word.as_str()] as f64 / all as f64;
            (word.clone(), (*count as f64 / chance).ln())
        };
        counted.map(worth).filter(|(_, worth)| *worth > 0.0).collect()
    };
    let borrowed = |vector: BTreeMap<String, f64>| -> BTreeMap<&str, f64> {
        vector
            .into_iter()
            .filter_map(|(word, worth)| Some((*contexts.get_key_value(word.as_str())?.0, worth)))
            .collect()
    };
    terms.iter().map(|(term, it)| (term.clone(), borrowed(vector(term, it)))).collect()
}

fn cosine(a: &BTreeMap<&str, f64>, b: &BTreeMap<&str, f64>) -> f64 {
    let product: f64 = a.iter().filter_map(|(word, worth)| Some(worth * b.get(word)?)).sum();
    let length = |it: &BTreeMap<&str, f64>| it.values().map(|worth| worth * worth).sum::<f64>().sqrt();
    if product > 0.0 { product / (length(a) * length(b)) } else { 0.0 }
}
