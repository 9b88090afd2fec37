//! What the room gives: a quote, its kind, its speaker.

use crate::people::PersonId;
use crate::span::Span;

/// Words that the article reports somebody to have said.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Whether the words stand in quotation marks, in part, or are reported.
    pub kind: QuoteKind,
    /// The words, in order, quotation marks outside; several where a speaker tag or a paragraph break interrupts.
    /// Bytes of the article's text.
    pub segments: Vec<Span>,
    /// `None` where the speaker cannot be told.
    pub speaker: Option<Speaker>,
    /// Who reports that the speaker said so, where it is somebody of the article and not its writer: A in `A said that B
    /// said "…"`.
    pub reported_by: Option<Speaker>,
    /// The words that name the speaker here ("the Labour leader", "he").
    pub mention: Option<Span>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// How likely the speaker is right, 0 to 1 (without a speaker: how likely one who was left out was right).
    pub confidence: f32,
    /// The rule that named the speaker, or that declined.
    pub rule: &'static str,
    /// The paragraphs around the quote, lead-in included.
    pub context: Span,
    /// The sentence that sets up the quote (a question put, an occasion), where it stands outside the paragraph.
    pub lead_in: Option<Span>,
}

/// How an article reports words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuoteKind {
    /// A whole statement in quotation marks.
    Direct,
    /// A few quoted words inside the writer's sentence.
    Partial,
    /// Reported speech without quotation marks.
    Indirect,
}

impl QuoteKind {
    /// The word used in records and queries.
    pub fn name(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Partial => "partial",
            QuoteKind::Indirect => "indirect",
        }
    }
}

/// The person or body that a mention means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The person's entry in the register, where there is one.
    pub person: Option<PersonId>,
    /// `jeremy-corbyn`: the register's id or one made of the name.
    pub id: String,
    /// The fullest name known.
    pub name: String,
    /// The party on the article's day, by the register or as the article gives it; `None` is unknown or none.
    pub party: Option<String>,
    /// The office on the article's day, or the role that the article gives.
    pub office: Option<String>,
}
