//! A query as syntax: what `Read as:` shows. Pasted back, it is read as the same query.

use super::context::Context;
use super::field::Field;
use super::groups;
use super::posts;
use super::ranges::render_range;
use super::speakers;
use super::token::{QueryToken, TokenKind, split};
use super::topics::{Little, Piece, PieceKind, read_topics};
use super::tree::{
    Attribute, Form, Matching, Node, Order, OutletRef, ResolvedQuery, SpeakerRef, TopicField, TopicWord, WordGroup,
};
use super::values::{is_none, parts_outlet, quoted};
use super::vocabulary;

/// The query as syntax.
///
/// Words stand bare where nothing could take them for a name, a time or a word of a plain question; otherwise in
/// `about:( )`. Holds for queries in the form that [`super::read_question`] gives.
pub fn render_query(query: &ResolvedQuery, context: &Context) -> String {
    let renderer = Renderer { context };
    let mut items = match &query.form {
        Form::Quotes => Vec::new(),
        Form::Count => vec!["show:count".to_owned()],
        Form::When => vec!["show:when".to_owned()],
        Form::Who => vec!["show:who".to_owned()],
        Form::Compare(sides) => {
            sides.iter().map(|(_, node)| format!("compare:({})", renderer.clause(node, WordPlace::Brackets))).collect()
        }
    };
    let is_everything = query.root == Node::All(Vec::new());
    if !is_everything || items.is_empty() && query.order == Order::Relevance {
        let has_speaker = |node: &Node| matches!(node, Node::Speaker(_) | Node::Party(_) | Node::Office(_));
        let place = match &query.root {
            Node::All(nodes) if nodes.iter().any(has_speaker) => WordPlace::BesideSpeaker,
            _ => WordPlace::Alone,
        };
        items.push(renderer.clause(&query.root, place));
    }
    match query.order {
        Order::Relevance => {}
        Order::Newest => items.push("sort:newest".to_owned()),
        Order::Oldest => items.push("sort:oldest".to_owned()),
    }
    let text = items.join(" ");
    // A line that begins with a minus would be an option of the command line where it is pasted back.
    if text.starts_with('-') { format!("* {text}") } else { text }
}

/// Where words stand, which says how they would be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordPlace {
    /// On the first level without a filter for speaker, party or office: words would be read as a plain question.
    Alone,
    /// On the first level beside such a filter: words are words, except those of time and of questions.
    BesideSpeaker,
    /// In brackets: words are words.
    Brackets,
}

struct Renderer<'a> {
    context: &'a Context<'a>,
}

impl Renderer<'_> {
    /// The items of a list side by side, anything else as one item.
    fn clause(&self, node: &Node, place: WordPlace) -> String {
        match node {
            Node::All(nodes) if nodes.is_empty() => "*".to_owned(),
            Node::All(nodes) => {
                let mut items: Vec<String> = Vec::with_capacity(nodes.len());
                for (index, node) in nodes.iter().enumerate() {
                    if let Node::Words(words) = node
                        && is_mixed(words)
                    {
                        items.extend(self.runs(words));
                        continue;
                    }
                    let merges = nodes[..index].iter().any(|before| self.merge(before, node));
                    let item = self.item(node, place);
                    items.push(if merges { format!("({item})") } else { item });
                }
                items.join(" ")
            }
            Node::Words(words) if is_mixed(words) => self.runs(words).join(" "),
            other => self.item(other, place),
        }
    }

    /// Whether two conditions side by side would be read as one: a filter given twice holds for either value.
    fn merge(&self, a: &Node, b: &Node) -> bool {
        let filter = |node: &Node| match node {
            Node::Any(nodes) => posts::former_office(nodes, self.context).map(|_| Field::Office),
            other => filter_of(other),
        };
        filter(a).is_some_and(|field| filter(b) == Some(field))
    }

    /// Words of several fields, all of them needed: an item for each row of words of one field.
    fn runs(&self, words: &WordGroup) -> Vec<String> {
        let runs = words.words.chunk_by(|a, b| a.field == b.field);
        runs.map(|run| self.one_item(&WordGroup { words: run.to_vec(), at_least: run.len() })).collect()
    }

    fn item(&self, node: &Node, place: WordPlace) -> String {
        match node {
            Node::All(nodes) if nodes.is_empty() => "*".to_owned(),
            Node::All(_) => format!("({})", self.clause(node, WordPlace::Brackets)),
            Node::Any(nodes) if nodes.is_empty() => "-*".to_owned(),
            Node::Any(nodes) => {
                if let Some(office) = posts::former_office(nodes, self.context) {
                    return format!("office:{}{office}", posts::FORMER);
                }
                let items: Vec<String> = nodes.iter().map(|node| self.clause(node, WordPlace::Brackets)).collect();
                format!("({})", items.join(" OR "))
            }
            Node::Not(inner) => match &**inner {
                Node::Words(words) => match words.words.as_slice() {
                    [word] if is_one_token(word) || is_phrase(word) => format!("-{}", word_text(word)),
                    _ => format!("-{}", self.one_item(words)),
                },
                other => format!("-{}", self.item(other, WordPlace::Brackets)),
            },
            Node::Words(words) => self.words(words, place),
            Node::Prefer(words) => format!("prefer:({})", self.list(&words.words)),
            Node::Speaker(refs) => self.speakers(refs),
            Node::Party(id) => format!("party:{}", value(id)),
            Node::Office(ids) => match groups::find_words(ids, self.context.register) {
                // With a capital letter the words are no id of the archive's own.
                Some(words) if self.context.speakers.office_name(words).is_some() => {
                    format!("office:{}", value(&capitalised(words)))
                }
                Some(words) => format!("office:{}", value(words)),
                None => format!("office:{}", ids.iter().map(|id| value(id)).collect::<Vec<_>>().join(",")),
            },
            Node::Outlet(OutletRef::Exact(name)) => format!("outlet:{}", quoted(name)),
            Node::Outlet(OutletRef::Words(words)) => {
                let words: Vec<&str> = words.split(parts_outlet).filter(|word| !word.is_empty()).collect();
                format!("outlet:{}", words.join("-"))
            }
            Node::Kind(kind) => format!("kind:{}", kind.name()),
            Node::Dates(range) => format!("date:{}", render_range(*range)),
            Node::Lacks(attribute) => format!("{}:none", attribute.name()),
            Node::ConfidenceAtLeast(least) => format!("confidence:{least}"),
            Node::Path(part) => format!("path:{}", quoted(part)),
            Node::Version(choice) => format!("version:{}", choice.name()),
            Node::Changed(choice) => format!("changed:{}", choice.name()),
        }
    }

    /// `speaker:a,b`, with `named:` for names that `speaker:` would read as somebody.
    fn speakers(&self, refs: &[SpeakerRef]) -> String {
        let items: Vec<String> = refs
            .chunk_by(|a, b| self.needs_named(a) == self.needs_named(b))
            .map(|chunk| {
                let field = if self.needs_named(&chunk[0]) { "named" } else { "speaker" };
                let names: Vec<String> = chunk
                    .iter()
                    .map(|one| match one {
                        SpeakerRef::Id(id) => value(id),
                        SpeakerRef::Named(name) => quoted(name),
                    })
                    .collect();
                format!("{field}:{}", names.join(","))
            })
            .collect();
        if items.len() == 1 { items.concat() } else { format!("({})", items.join(" ")) }
    }

    fn needs_named(&self, one: &SpeakerRef) -> bool {
        let SpeakerRef::Named(name) = one else { return false };
        let read = speakers::resolve_text(name, self.context);
        read.node != Node::Speaker(vec![one.clone()])
    }

    fn words(&self, words: &WordGroup, place: WordPlace) -> String {
        if words.at_least < words.words.len() {
            let name = if words.at_least == 1 { "any".to_owned() } else { format!("{}of", words.at_least) };
            return format!("{name}:({})", self.list(&words.words));
        }
        let is_bare = |word: &TopicWord| {
            word.field == TopicField::Anywhere
                && word.wordings.first().is_some_and(|wording| match wording.matching {
                    Matching::Exact { .. } => true,
                    Matching::Prefix => {
                        wording.words.len() > 1 || place != WordPlace::Alone && is_safe(&wording.words[0])
                    }
                    Matching::Stemmed => match place {
                        WordPlace::Alone => false,
                        WordPlace::BesideSpeaker => wording.words.iter().all(|word| is_safe(word)),
                        WordPlace::Brackets => wording.words.iter().all(|word| is_token(word)),
                    },
                })
        };
        if words.words.iter().all(is_bare) {
            return self.list(&words.words);
        }
        self.one_item(words)
    }

    /// All of the words as one item.
    fn one_item(&self, words: &WordGroup) -> String {
        if words.at_least < words.words.len() {
            return self.words(words, WordPlace::Brackets);
        }
        if let [word] = words.words.as_slice()
            && is_one_token(&TopicWord { field: TopicField::Anywhere, ..word.clone() })
            && !word_text(word).contains(',')
        {
            return format!("{}:{}", field_name(word.field), word_text(word));
        }
        if let [word] = words.words.as_slice()
            && word.field != TopicField::Anywhere
            && word.wordings.first().is_some_and(|first| matches!(first.matching, Matching::Exact { .. }))
        {
            return format!("{}:{}", field_name(word.field), word_text(word));
        }
        let field = words.words.first().map_or(TopicField::Anywhere, |word| word.field);
        if words.words.iter().all(|word| word.field == field) {
            let bare: Vec<TopicWord> =
                words.words.iter().map(|word| TopicWord { field: TopicField::Anywhere, ..word.clone() }).collect();
            return format!("{}:({})", field_name(field), self.list_as(&bare, field));
        }
        format!("about:({})", self.list(&words.words))
    }

    fn list(&self, words: &[TopicWord]) -> String {
        self.list_as(words, TopicField::Anywhere)
    }

    /// The words side by side, with commas where they would otherwise be read together.
    fn list_as(&self, words: &[TopicWord], field: TopicField) -> String {
        let texts: Vec<String> = words
            .iter()
            .map(|word| match word.field {
                TopicField::Anywhere => word_text(word),
                other => {
                    let inside = TopicWord { field: TopicField::Anywhere, ..word.clone() };
                    format!("{}:({})", field_name(other), word_text(&inside))
                }
            })
            .collect();
        let spaced = texts.join(" ");
        let is_mixed = words.iter().any(|word| word.field != TopicField::Anywhere);
        if texts.len() < 2 || !is_mixed && self.reads_as(&spaced, words, field) { spaced } else { texts.join(", ") }
    }

    fn reads_as(&self, text: &str, words: &[TopicWord], field: TopicField) -> bool {
        let mut errors = Vec::new();
        let tokens = split(text, &mut errors);
        let pieces: Vec<Piece> = tokens
            .iter()
            .filter_map(|token| {
                let kind = match &token.kind {
                    TokenKind::Word(word) => PieceKind::Word(word),
                    TokenKind::Quoted { text, slop } => PieceKind::Phrase { text, slop: *slop },
                    _ => return None,
                };
                Some(Piece { span: token.span, kind, apart: false })
            })
            .collect();
        let read = read_topics(&pieces, field, Little::Kept, self.context);
        read.len() == words.len() && read.iter().zip(words).all(|(read, word)| read.word.wordings == word.wordings)
    }
}

/// Whether all of the words are needed and they are of several fields.
fn is_mixed(words: &WordGroup) -> bool {
    words.at_least == words.words.len() && words.words.windows(2).any(|pair| pair[0].field != pair[1].field)
}

/// The filter that a condition is written as, of those that can be given twice.
fn filter_of(node: &Node) -> Option<Field> {
    match node {
        Node::Speaker(_) | Node::Lacks(Attribute::Speaker) => Some(Field::Speaker),
        Node::Party(_) | Node::Lacks(Attribute::Party) => Some(Field::Party),
        Node::Office(_) | Node::Lacks(Attribute::Office) => Some(Field::Office),
        Node::Outlet(_) | Node::Lacks(Attribute::Outlet) => Some(Field::Outlet),
        Node::Dates(_) | Node::Lacks(Attribute::Date) => Some(Field::Date),
        Node::Kind(_) => Some(Field::Kind),
        Node::Path(_) => Some(Field::Path),
        Node::Version(_) => Some(Field::Version),
        Node::Changed(_) => Some(Field::Changed),
        _ => None,
    }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn field_name(field: TopicField) -> &'static str {
    match field {
        TopicField::Anywhere => "about",
        TopicField::Quote => "quote",
        TopicField::Title => "title",
    }
}

fn word_text(word: &TopicWord) -> String {
    let Some(wording) = word.wordings.first() else { return String::new() };
    let text = wording.words.join(" ");
    match wording.matching {
        // `May` keeps its capital, for in small letters it is a verb; half a name in capitals is a slip.
        Matching::Stemmed if wording.words.len() > 1 && wording.words.iter().any(|word| word == "May") => {
            let word = |word: &String| if word == "may" { word.clone() } else { capitalised(word) };
            wording.words.iter().map(word).collect::<Vec<_>>().join(" ")
        }
        Matching::Stemmed => text,
        Matching::Prefix if wording.words.len() > 1 || !is_token(&text) => format!("\"{text}*\""),
        Matching::Prefix => format!("{text}*"),
        Matching::Exact { slop: 0 } => format!("\"{text}\""),
        Matching::Exact { slop } => format!("\"{text}\"~{slop}"),
    }
}

/// Whether the topic is an exact phrase anywhere.
fn is_phrase(word: &TopicWord) -> bool {
    word.field == TopicField::Anywhere
        && word.wordings.first().is_some_and(|first| matches!(first.matching, Matching::Exact { .. }))
}

/// Whether the topic is one plain word or prefix.
fn is_one_token(word: &TopicWord) -> bool {
    word.field == TopicField::Anywhere
        && word.wordings.first().is_some_and(|first| {
            matches!(first.matching, Matching::Stemmed | Matching::Prefix)
                && first.words.len() == 1
                && is_token(&first.words[0])
        })
}

/// Whether the word is read as this one word.
fn is_token(text: &str) -> bool {
    let mut errors = Vec::new();
    let tokens = split(text, &mut errors);
    matches!(tokens.as_slice(), [QueryToken { kind: TokenKind::Word(word), .. }] if word.searched() == text && !word.possessive)
}

/// Whether the word is nothing but a topic in any question.
fn is_safe(text: &str) -> bool {
    is_token(text)
        && !text.contains(|char: char| char.is_ascii_digit())
        && text.split(['-', '\'', '/']).chain([text]).all(|part| !vocabulary::embedded().kinds(part).is_grammar())
}

/// A value, in quotation marks where it needs them.
fn value(text: &str) -> String {
    let is_plain = !text.is_empty()
        && !is_none(text)
        && text.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.' | '&' | '/'))
        && !text.contains("..");
    if is_plain { text.to_owned() } else { quoted(text) }
}
