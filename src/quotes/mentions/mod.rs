//! Finds the words that can name a speaker: names, roles, bodies, unnamed people, pronouns.
//!
//! A mention is found by its form alone (capitals, titles, the word lists and the register's given names and
//! surnames); who it means is decided in [`super::entities`].

mod names;
mod nominals;
mod subjects;

use super::lexicon::*;
use super::marks::Quoted;
use super::tokens::{Kind, Prose, Token, fold};
use crate::people::{Country, Gender, Register};
use crate::words::List;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Words that can name a speaker.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// All its tokens: determiner, titles and name.
    pub tokens: Range<usize>,
    /// The bare name, without titles; for a nominal its head noun.
    pub head: Range<usize>,
    /// Titles and roles set before the name ("Labour MP", "Mr"); empty where there are none.
    pub prefix: Range<usize>,
    pub kind: MentionKind,
    pub gender: Gender,
    pub plural: bool,
    /// The innermost quoted span around it.
    pub quoted: Option<usize>,
    pub case: Case,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MentionKind {
    /// The name of a person.
    Person,
    /// A capitalised name that may be a person's or not.
    Name,
    /// The name of an organisation, a paper, a body.
    Body,
    /// The name of a place.
    Place,
    /// A definite description ("the Labour leader", "his spokesman").
    Role,
    /// Somebody unnamed ("a senior official", "critics").
    Unnamed,
    Pronoun,
}

/// How the mention stands in its sentence, as far as its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    /// Nothing speaks against its being the subject.
    Free,
    /// Behind a preposition.
    Governed,
    /// Behind "by".
    Agent,
    /// With a genitive ("Trump's").
    Owner,
    /// A modifier of the noun behind it ("the Trump campaign").
    Modifier,
    /// An object form ("him").
    Object,
}

/// Finds the mentions of all paragraphs, in order of the text.
pub(crate) fn find_mentions(prose: &Prose, quoted: &[Quoted], lexicon: &Lexicon, register: &Register) -> Vec<Mention> {
    let mut finder = MentionFinder {
        prose,
        lexicon,
        register,
        seen: FxHashSet::default(),
        mentions: Vec::with_capacity(prose.tokens.len() / 12),
        lower: String::new(),
    };
    finder.collect_seen_capitals();
    for paragraph in &prose.paragraphs {
        if paragraph.is_prose || !is_title_case(&prose.tokens[paragraph.tokens.clone()]) {
            let first = finder.mentions.len();
            let tokens = dateline_end(prose, &paragraph.tokens)..paragraph.tokens.end;
            finder.scan(tokens.clone());
            finder.subjects(&tokens, first);
        }
    }
    let mut mentions = finder.mentions;
    place_in_quotes(&mut mentions, quoted);
    mentions
}

/// The token behind a dateline at the head of a paragraph ("EXAMPLETON, Ohio (Reuters) -", "LONDON —"), or its first.
fn dateline_end(prose: &Prose, paragraph: &Range<usize>) -> usize {
    const LONGEST: usize = 12;
    const SHORTEST_CITY: usize = 4;
    let head = paragraph.start..paragraph.end.min(paragraph.start + LONGEST);
    let belongs = |token: &&Token| match token.kind {
        Kind::Word => token.capital,
        kind => matches!(kind, Kind::Comma | Kind::OpenBracket | Kind::CloseBracket | Kind::Number),
    };
    let tokens = &prose.tokens[head.clone()];
    let length = tokens.iter().take_while(belongs).count();
    let city = tokens.first().is_some_and(|token| token.all_caps && token.span.len() >= SHORTEST_CITY);
    let party = tokens.first().is_some_and(|token| token.is(PARTY_NAME | BODY_NAME));
    let dash = tokens.get(length).is_some_and(|token| token.kind == Kind::Dash);
    if city && dash && !party { head.start + length + 1 } else { head.start }
}

/// "R-Ohio", "D-N.Y.": party and state behind a name of an American legislator.
pub(crate) fn is_party_tag(text: &str) -> bool {
    matches!(text.as_bytes(), [_, b'-', state, ..] if state.is_ascii_uppercase()) && List::PartyLetter.has(&text[..1])
}

/// "Trump Slams Clinton Over Emails": capitals tell no names here, and who is named is named in the story too.
fn is_title_case(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.kind == Kind::Word && !token.is(CLOSED | MODAL));
    let (mut all, mut capitals) = (0, 0);
    for word in words {
        all += 1;
        capitals += usize::from(word.capital);
    }
    all > 3 && capitals * 4 > all * 3
}

fn place_in_quotes(mentions: &mut [Mention], quoted: &[Quoted]) {
    let mut next = 0;
    let mut open: Vec<usize> = Vec::new();
    for mention in mentions {
        while next < quoted.len() && quoted[next].outer.start <= mention.tokens.start {
            open.push(next);
            next += 1;
        }
        open.retain(|index| quoted[*index].outer.end > mention.tokens.start);
        mention.quoted = open.last().copied();
    }
}

struct MentionFinder<'p, 'a> {
    prose: &'p Prose<'a>,
    lexicon: &'p Lexicon,
    register: &'p Register,
    /// Capitalised words that stand inside a sentence somewhere: names, also at the start of another sentence.
    seen: FxHashSet<&'a str>,
    mentions: Vec<Mention>,
    lower: String,
}

/// Words that no name holds, whatever their capital.
const CLOSED: Classes = DETERMINER
    | POSSESSIVE
    | HE
    | SHE
    | THEY
    | IT
    | FIRST
    | SECOND
    | RELATIVE
    | THAT
    | PREPOSITION
    | CONJUNCTION
    | SUBORDINATE
    | BE
    | HAVE
    | DO
    | NEGATION;

/// Words in lower case with which a mention can begin.
const BEGINNING: Classes = HE | SHE | THEY | IT | DETERMINER | POSSESSIVE | SOURCE_NOUN | ADJECTIVE | TITLE;

impl<'a> MentionFinder<'_, 'a> {
    fn token(&self, index: usize) -> Option<&Token> {
        self.prose.tokens.get(index)
    }

    fn collect_seen_capitals(&mut self) {
        for sentence in &self.prose.sentences {
            let mut inside = false;
            for index in sentence.clone() {
                let token = &self.prose.tokens[index];
                if token.kind == Kind::Word {
                    if inside && token.capital && !token.all_caps {
                        self.seen.insert(self.prose.str(index));
                    }
                    inside = true;
                } else if matches!(token.kind, Kind::Mark(_) | Kind::Colon) {
                    // The first word of a quoted sentence has its capital for that.
                    inside = false;
                }
            }
        }
    }

    fn scan(&mut self, tokens: Range<usize>) {
        let mut at = tokens.start;
        while at < tokens.end {
            let token = &self.prose.tokens[at];
            let begins = match token.kind {
                Kind::Word => token.capital || token.is(BEGINNING),
                kind => kind == Kind::Number,
            };
            let next = if begins { self.mention_at(at, &tokens) } else { at };
            at = next.max(at + 1);
        }
    }

    /// Finds the mention that starts at this token, if any; gives the token behind it.
    fn mention_at(&mut self, at: usize, limits: &Range<usize>) -> usize {
        let token = self.prose.tokens[at];
        if let Some(end) = self.quantity(at, limits) {
            return end;
        }
        if token.kind != Kind::Word {
            return at + 1;
        }
        if token.is(HE | SHE | THEY | IT) && !(token.is(POSSESSIVE) && self.starts_noun(at + 1, limits)) {
            return self.pronoun(at);
        }
        if token.is(DETERMINER | POSSESSIVE) && !token.all_caps {
            if let Some(end) = self.nominal(at, limits) {
                return end;
            }
            return at + 1;
        }
        if self.is_name_token(at, limits) {
            return self.name_run(at, at, limits);
        }
        if token.is(SOURCE_NOUN | ADJECTIVE | TITLE)
            && !token.is(AUXILIARY)
            && let Some(end) = self.nominal(at, limits)
        {
            return end;
        }
        at + 1
    }

    /// "42 percent said", "44 per cent of those polled said", "one in five say", "39 have said": so many of those asked.
    fn quantity(&mut self, at: usize, limits: &Range<usize>) -> Option<usize> {
        let is_number = |at: usize| {
            let token = self.prose.tokens.get(at).filter(|_| at < limits.end);
            token.is_some_and(|token| {
                token.kind == Kind::Number || token.kind == Kind::Word && token.is(DETERMINER) && token.is(QUANTITY)
            })
        };
        // "the mother of three replied": the number is somebody else's.
        let hangs = at.checked_sub(1).is_some_and(|before| self.prose.tokens[before].is(PREPOSITION));
        if !is_number(at) {
            return None;
        }
        let word = |at: usize| if at < limits.end { self.prose.str(at) } else { "" };
        let share = at
            + 1
            + match word(at + 1) {
                "percent" | "%" => 1,
                "per" if word(at + 2) == "cent" => 2,
                _ => 0,
            };
        let is_share = share > at + 1;
        let end = match word(share) {
            "of" if is_share => self.those_asked(share + 1, limits).unwrap_or(share),
            "in" | "of" if is_number(share + 1) => share + 2,
            _ => share,
        };
        if hangs && !is_share || !self.says_of_many(end, limits) {
            return None;
        }
        // "with all the results in 44 per cent said": what stands before a share has nothing to do with it.
        let case = if is_share { Case::Free } else { self.case_of(at, end) };
        self.push(at..end, at..at + 1, at..at, MentionKind::Unnamed, Gender::Unknown, true, case);
        Some(end)
    }

    /// Whether the token is a verb of saying with a plural before it: "say", "said", "have said".
    fn says_of_many(&self, at: usize, limits: &Range<usize>) -> bool {
        self.prose.tokens.get(at).filter(|_| at < limits.end).is_some_and(|token| {
            let finite = token.word.cue.is_some_and(|cue| matches!(cue.form, VerbForm::Base | VerbForm::Past));
            token.kind == Kind::Word && !token.capital && (finite || token.is(HAVE))
        })
    }

    /// "those polled", "the voters asked": the end of what stands behind "of" and before the verb of saying.
    fn those_asked(&self, start: usize, limits: &Range<usize>) -> Option<usize> {
        /// Words of it.
        const LONGEST: usize = 5;
        let is_word = |at: &usize| *at < limits.end && self.prose.tokens[*at].kind == Kind::Word;
        let words = (start..=start + LONGEST).take_while(is_word);
        // "of those asked said": the last of two verbs.
        words.skip(1).find(|at| self.says_of_many(*at, limits) && !self.says_of_many(*at + 1, limits))
    }

    fn starts_noun(&self, at: usize, limits: &Range<usize>) -> bool {
        at < limits.end && {
            let token = &self.prose.tokens[at];
            token.kind == Kind::Word
                && !token.is(CLOSED | MODAL | ADVERB)
                && token.word.cue.is_none_or(|cue| cue.form == VerbForm::Base)
        }
    }

    fn pronoun(&mut self, at: usize) -> usize {
        let token = self.prose.tokens[at];
        let gender = if token.is(HE) {
            Gender::Male
        } else if token.is(SHE) {
            Gender::Female
        } else {
            Gender::Unknown
        };
        let case = if token.is(OBJECT_FORM) { Case::Object } else { Case::Free };
        self.push(at..at + 1, at..at + 1, at..at, MentionKind::Pronoun, gender, token.is(THEY), case);
        at + 1
    }

    fn noun_gender(&self, index: usize) -> Gender {
        let token = &self.prose.tokens[index];
        if token.is(MAN) {
            Gender::Male
        } else if token.is(WOMAN) {
            Gender::Female
        } else {
            Gender::Unknown
        }
    }

    fn case_of(&self, start: usize, end: usize) -> Case {
        if self.token(end).is_some_and(|next| next.kind == Kind::Genitive)
            || self.token(end).is_some_and(|next| matches!(next.kind, Kind::Mark(mark) if mark.style == super::tokens::MarkStyle::Single && !next.spaced && !mark.can_open))
                && self.prose.str(end.saturating_sub(1)).ends_with('s')
                && self.token(end + 1).is_some_and(|next| next.kind == Kind::Word)
        {
            return Case::Owner;
        }
        let Some(before) = start.checked_sub(1).and_then(|index| self.token(index)) else { return Case::Free };
        if before.sentence != self.prose.tokens[start].sentence {
            return Case::Free;
        }
        if self.prose.str(start - 1).eq_ignore_ascii_case("by") {
            return Case::Agent;
        }
        if before.kind == Kind::Word && before.is(PREPOSITION) && !before.is(SUBORDINATE) {
            return Case::Governed;
        }
        Case::Free
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a mention, each of its own type")]
    fn push(
        &mut self,
        tokens: Range<usize>,
        head: Range<usize>,
        prefix: Range<usize>,
        kind: MentionKind,
        gender: Gender,
        plural: bool,
        case: Case,
    ) {
        let mention = self.mention(tokens, head, prefix, kind, gender, plural, case);
        self.mentions.push(mention);
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of a mention, each of its own type")]
    fn mention(
        &self,
        tokens: Range<usize>,
        head: Range<usize>,
        prefix: Range<usize>,
        kind: MentionKind,
        gender: Gender,
        plural: bool,
        case: Case,
    ) -> Mention {
        Mention { tokens, head, prefix, kind, gender, plural, quoted: None, case }
    }
}
