//! The resolved query: ids and dates, never an unresolved name; what `index` runs.

use crate::quotes::QuoteKind;
use chrono::NaiveDate;

/// What is asked, fully resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedQuery {
    /// The conditions that a quote must meet.
    pub root: Node,
    /// What the user wants to be told about the quotes that meet them.
    pub form: Form,
    /// Which hits come first.
    pub order: Order,
}

/// A condition on one quote.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// All of them hold; an empty list holds for every quote.
    All(Vec<Node>),
    /// At least one holds; an empty list holds for none.
    Any(Vec<Node>),
    /// The condition does not hold.
    Not(Box<Node>),
    /// The words stand in the quote or around it.
    Words(WordGroup),
    /// It holds for every quote; those with these words rank higher. `at_least` has no meaning here and is 1.
    Prefer(WordGroup),
    /// The speaker is one of these.
    Speaker(Vec<SpeakerRef>),
    /// The speaker's party on the article's day: the id of a party of the register ("labour"), or of a label of the
    /// archive, for parties that the register does not know.
    Party(String),
    /// An office that the speaker held on the article's day: one of these ids of the register or of the archive's labels.
    Office(Vec<String>),
    /// The article's outlet is this one.
    Outlet(OutletRef),
    /// The quote is of this kind.
    Kind(QuoteKind),
    /// The article is of one of these days; an undated one is of none.
    Dates(DateRange),
    /// The quote has no value there.
    Lacks(Attribute),
    /// The attribution's confidence is at least this.
    ConfidenceAtLeast(f32),
    /// The article's path or member holds this text.
    Path(String),
    /// The article is such a version of its address. Where no condition says it, only those that stand count.
    Version(VersionChoice),
    /// The quote was so changed between two versions of an address; looked for in all of them.
    Changed(ChangeChoice),
}

/// Versions of an address: articles that were published under it, one after the other, with different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionChoice {
    /// The newest one, which stands; and whatever has no other version.
    Standing,
    /// Those before it.
    Earlier,
    /// Each.
    All,
}

impl VersionChoice {
    /// All of them.
    pub const CHOICES: [VersionChoice; 3] = [VersionChoice::Standing, VersionChoice::Earlier, VersionChoice::All];

    /// The value of the filter: `earlier`.
    pub fn name(self) -> &'static str {
        match self {
            VersionChoice::Standing => "newest",
            VersionChoice::Earlier => "earlier",
            VersionChoice::All => "all",
        }
    }
}

/// How a quote was changed between two versions of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeChoice {
    /// Its words were other ones in the version before.
    Words,
    /// The version behind it has it no longer.
    Removed,
    /// The version before it had it not.
    Added,
    /// In any of these ways.
    Any,
}

impl ChangeChoice {
    /// All of them.
    pub const CHOICES: [ChangeChoice; 4] =
        [ChangeChoice::Words, ChangeChoice::Removed, ChangeChoice::Added, ChangeChoice::Any];

    /// The value of the filter: `removed`.
    pub fn name(self) -> &'static str {
        match self {
            ChangeChoice::Words => "words",
            ChangeChoice::Removed => "removed",
            ChangeChoice::Added => "added",
            ChangeChoice::Any => "any",
        }
    }
}

impl Node {
    /// Whether words are asked for anywhere in the condition.
    pub fn has_topic(&self) -> bool {
        match self {
            Node::Words(_) | Node::Prefer(_) => true,
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::has_topic),
            Node::Not(node) => node.has_topic(),
            _ => false,
        }
    }

    /// The condition without what it asks of the words: who, when and where alone.
    pub fn without_topic(&self) -> Node {
        match self {
            Node::All(nodes) => Node::All(nodes.iter().map(Node::without_topic).collect()),
            topical if topical.has_topic() => Node::All(Vec::new()),
            other => other.clone(),
        }
    }
}

/// A group of topic words; at least `at_least` of them must be found, and the more of them, the higher the rank.
#[derive(Clone, Debug, PartialEq)]
pub struct WordGroup {
    /// In the order of the question.
    pub words: Vec<TopicWord>,
    /// From 1 to the number of words. Fielded syntax asks for all of them; a plain question may ask for fewer.
    pub at_least: usize,
}

/// One thing to be found, with its other wordings (synonyms, spellings); any of them counts as it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicWord {
    /// As the user typed it first, then synonyms; never empty.
    pub wordings: Vec<Wording>,
    /// Where it counts.
    pub field: TopicField,
}

/// One way of writing what is to be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// One word or several in order, as typed, without marks.
    pub words: Vec<String>,
    /// How the words must agree with those of the text.
    pub matching: Matching,
    /// 1 for what the user typed, less for a synonym.
    pub weight: f32,
}

/// How a wording must agree with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
pub enum Matching {
    /// Stemmed, case and accents folded; several words must stand side by side.
    Stemmed,
    /// The very words (case and accents folded). Without `slop` side by side and in this order; with it near each
    /// other in any order, at most so many further words between them.
    Exact { slop: u32 },
    /// A word that begins so (only the last word of the wording).
    Prefix,
}

/// Where a topic counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicField {
    /// In the quote first, then the lead-in, the paragraph, the headline.
    Anywhere,
    /// In the quote alone.
    Quote,
    /// In the headline alone.
    Title,
}

/// A speaker that a query names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeakerRef {
    /// A speaker's id, of the register or of the archive: `jeremy-corbyn`.
    Id(String),
    /// A name that neither knows: it holds for speakers whose name has all these words (folded).
    Named(String),
}

/// An outlet that a query names, as typed, with single spaces. Names are compared as their folded words, so that case,
/// accents and signs between words make no difference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OutletRef {
    /// Every one of these words stands in the outlet's name: `outlet:times` is The Times and The Sunday Times.
    Words(String),
    /// The outlet's name has these words and no others, in this order: `outlet:"The Times"`.
    Exact(String),
}

impl OutletRef {
    /// The words as typed.
    pub fn text(&self) -> &str {
        match self {
            OutletRef::Words(text) | OutletRef::Exact(text) => text,
        }
    }
}

/// What a quote can have or lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// Lacking where it cannot be told who spoke.
    Speaker,
    /// Lacking where the speaker has no party on the article's day, or none that is known, or is unknown.
    Party,
    /// Lacking where the speaker holds no office on the article's day, or none that is known, or is unknown.
    Office,
    /// Lacking where the article does not name its outlet.
    Outlet,
    /// Lacking where the article is undated; such a quote never meets [`Node::Dates`].
    Date,
}

impl Attribute {
    /// The name of the filter: `speaker`.
    pub fn name(self) -> &'static str {
        match self {
            Attribute::Speaker => "speaker",
            Attribute::Party => "party",
            Attribute::Office => "office",
            Attribute::Outlet => "outlet",
            Attribute::Date => "date",
        }
    }
}

/// Days, both ends included; `None` is an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// What the user wants to be told.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// The quotes.
    Quotes,
    /// How many there are ("how often", "how many times").
    Count,
    /// When: the quotes, with the first and last date put first.
    When,
    /// Who: the quotes, with the speakers' counts put first.
    Who,
    /// Side by side ("X vs Y on Z"): each with its label and its own condition on top of the root.
    Compare(Vec<(String, Node)>),
}

/// The order of the hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The best first.
    Relevance,
    /// The newest article first.
    Newest,
    /// The oldest article first.
    Oldest,
}
