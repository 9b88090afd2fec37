//! Drafts made of the quotes of an archive, of eight kinds, and whether a check of each says what it should.

use std::collections::BTreeMap;

use onrecord::desk::{Alteration, CheckedDraft, Library, LimitKind, QuotationVerdict};
use onrecord::record::QuoteRecord;

use super::chance::Chance;
use super::made::{self, CHANGE, MadePerson};

/// What was done in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftKind {
    Verbatim,
    WordChanged,
    LeftOut,
    Spliced,
    NameSwapped,
    OtherParty,
    ReportAsQuotation,
    Invented,
}

pub const KINDS: [DraftKind; 8] = [
    DraftKind::Verbatim,
    DraftKind::WordChanged,
    DraftKind::LeftOut,
    DraftKind::Spliced,
    DraftKind::NameSwapped,
    DraftKind::OtherParty,
    DraftKind::ReportAsQuotation,
    DraftKind::Invented,
];

impl DraftKind {
    pub fn name(self) -> &'static str {
        match self {
            DraftKind::Verbatim => "verbatim",
            DraftKind::WordChanged => "a word changed",
            DraftKind::LeftOut => "a word left out",
            DraftKind::Spliced => "two statements as one",
            DraftKind::NameSwapped => "another name",
            DraftKind::OtherParty => "the party of another year",
            DraftKind::ReportAsQuotation => "a report as a quotation",
            DraftKind::Invented => "invented",
        }
    }
}

/// The quotes that drafts are made of.
pub struct Stock {
    /// In quotation marks, of one piece, of somebody.
    quoted: Vec<QuoteRecord>,
    /// The same of made-up people, before they changed party.
    before: Vec<QuoteRecord>,
    reported: Vec<QuoteRecord>,
    people: Vec<MadePerson>,
}

/// A statement is used from so many words on.
const LEAST: usize = 8;

/// Words that take the place of others.
const OTHER_WORDS: [&str; 8] = ["never", "yellow", "they", "was", "hardly", "Tuesday", "nobody", "must"];

impl Stock {
    pub fn new(records: impl IntoIterator<Item = QuoteRecord>, people: &[MadePerson]) -> Stock {
        let mut stock = Stock { quoted: Vec::new(), before: Vec::new(), reported: Vec::new(), people: people.to_vec() };
        for record in records {
            let words = record.quote.split_whitespace().count();
            let is_plain = record.segments.len() == 1 && !record.quote.contains(['“', '”', '"', '\n', '…', '[']);
            // Whoever has one word for a name in the archive cannot be told by it elsewhere.
            let Some(name) = record.speaker.as_ref().map(|it| it.name.clone()).filter(|name| name.contains(' ')) else {
                continue;
            };
            if words < LEAST || !is_plain {
                continue;
            }
            match record.kind.as_str() {
                "indirect" if !record.quote.contains('‘') => stock.reported.push(record),
                "direct" => {
                    let is_early = record.article.date.as_deref().is_some_and(|day| day < CHANGE);
                    if is_early && people.iter().any(|person| person.name == name) {
                        stock.before.push(record.clone());
                    }
                    stock.quoted.push(record);
                }
                _ => {}
            }
        }
        stock
    }

    /// Words and speaker of a quotation of this kind, with what is said of the speaker.
    pub fn quotation(&self, kind: DraftKind, chance: &mut Chance) -> (String, String, &'static str) {
        let record = chance.pick(&self.quoted);
        let name = |record: &QuoteRecord| record.speaker.as_ref().map(|it| it.name.clone()).unwrap_or_default();
        let words: Vec<&str> = record.quote.trim_end_matches(['.', ',', '?', '!']).split_whitespace().collect();
        match kind {
            DraftKind::Verbatim => {
                let from = if chance.below(2) == 0 { 0 } else { chance.below(words.len() - LEAST + 1) };
                let to = if chance.below(2) == 0 { words.len() } else { from + LEAST };
                (words[from..to.max(from + LEAST).min(words.len())].join(" "), name(record), "")
            }
            DraftKind::WordChanged => (changed(&words, chance), name(record), ""),
            DraftKind::LeftOut => (without_one(&words, chance), name(record), ""),
            DraftKind::Spliced => {
                let other = loop {
                    let other = chance.pick(&self.quoted);
                    if other.quote != record.quote {
                        break other;
                    }
                };
                let end: Vec<&str> = other.quote.trim_end_matches(['.', ',']).split_whitespace().collect();
                let (half, rest) = (words.len() / 2, end.len() / 2);
                (format!("{} {}", words[..half].join(" "), end[rest..].join(" ")), name(record), "")
            }
            DraftKind::NameSwapped => {
                let own = name(record);
                let other = loop {
                    let other = name(chance.pick(&self.quoted));
                    if other != own {
                        break other;
                    }
                };
                (words.join(" "), other, "")
            }
            DraftKind::OtherParty => {
                let record = chance.pick(&self.before);
                let name = name(record);
                let party = self.people.iter().find(|it| it.name == name).map_or("", |person| person.since);
                (record.quote.trim_end_matches(['.', ',']).to_owned(), name, party)
            }
            DraftKind::ReportAsQuotation => {
                let record = chance.pick(&self.reported);
                (record.quote.trim_end_matches(['.', ',']).to_owned(), name(record), "")
            }
            DraftKind::Invented => (made::invention(chance), name(record), ""),
        }
    }

    /// A draft with one quotation of this kind.
    pub fn draft(&self, kind: DraftKind, chance: &mut Chance) -> String {
        let (words, name, party) = self.quotation(kind, chance);
        let who = if party.is_empty() { name } else { format!("{party} politician {name}") };
        let said = match chance.below(3) {
            0 => format!("“{words},” {who} said."),
            1 => format!("{who} said: “{words}.”"),
            _ => format!("“{words},” said {who}."),
        };
        format!(
            "A look back at old disputes\nPosted On: 3 March 2024\n\nMuch has been written about it over the years.\n\n\
             {said}\n\nNothing else is known of the matter today.\n"
        )
    }
}

/// With one word in place of another.
fn changed(words: &[&str], chance: &mut Chance) -> String {
    let at = chance.below(words.len());
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let bare = |word: &str| word.to_lowercase().trim_matches(|sign: char| !sign.is_alphanumeric()).to_owned();
    let other = loop {
        let other = chance.pick(&OTHER_WORDS);
        if bare(other) != bare(&words[at]) {
            break other;
        }
    };
    words[at] = (*other).to_owned();
    words.join(" ")
}

/// With one word less, neither the first nor the last, such that the rest does not stand together in the statement.
fn without_one(words: &[&str], chance: &mut Chance) -> String {
    loop {
        let at = 1 + chance.below(words.len() - 2);
        let left: Vec<&str> = words.iter().enumerate().filter(|(place, _)| *place != at).map(|it| *it.1).collect();
        if words[at] != words[at - 1] && words[at] != words[at + 1] {
            return left.join(" ");
        }
    }
}

/// Whether a check of a draft of this kind says what it should.
pub fn is_right(kind: DraftKind, checked: &CheckedDraft) -> bool {
    let [quotation] = checked.quotations.as_slice() else { return false };
    let has = |kind: LimitKind| quotation.judged.limits.iter().any(|limit| limit.kind == kind);
    match (kind, quotation.judged.verdict) {
        (DraftKind::Verbatim, QuotationVerdict::Verbatim) => true,
        (DraftKind::WordChanged | DraftKind::LeftOut, QuotationVerdict::Altered) => true,
        (DraftKind::Spliced, QuotationVerdict::Altered) => quotation.judged.alterations.contains(&Alteration::Spliced),
        (DraftKind::NameSwapped, QuotationVerdict::SaidByAnother) => true,
        (DraftKind::OtherParty, QuotationVerdict::Limited) => has(LimitKind::Role),
        (DraftKind::ReportAsQuotation, QuotationVerdict::Limited) => has(LimitKind::Reported),
        (DraftKind::Invented, QuotationVerdict::NotFound) => true,
        _ => false,
    }
}

/// How many drafts were made and judged.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Right ones and all of each kind.
    pub by_kind: BTreeMap<DraftKind, (usize, usize)>,
    /// Verbatim quotations that were called altered.
    pub called_altered: usize,
    /// Altered or spliced quotations that were called verbatim.
    pub called_verbatim: usize,
    /// Drafts that were judged wrongly, with what was said.
    pub wrong: Vec<(DraftKind, String, String)>,
}

impl Tally {
    pub fn right(&self) -> usize {
        self.by_kind.values().map(|(right, _)| right).sum()
    }

    pub fn all(&self) -> usize {
        self.by_kind.values().map(|(_, all)| all).sum()
    }
}

/// Makes so many drafts, as many of each kind, and checks them.
pub fn judge(count: usize, stock: &Stock, library: &Library, chance: &mut Chance) -> Tally {
    let mut tally = Tally::default();
    for kind in KINDS.into_iter().cycle().take(count) {
        let draft = stock.draft(kind, chance);
        let checked = library.check_text(&draft, usize::MAX).expect("the index can be read").expect("a draft");
        let (right, all) = tally.by_kind.entry(kind).or_default();
        *all += 1;
        if is_right(kind, &checked) {
            *right += 1;
            continue;
        }
        let is_altered = matches!(kind, DraftKind::WordChanged | DraftKind::LeftOut | DraftKind::Spliced);
        let has = |verdict: QuotationVerdict| checked.count(verdict) > 0;
        tally.called_altered += usize::from(kind == DraftKind::Verbatim && has(QuotationVerdict::Altered));
        tally.called_verbatim += usize::from(is_altered && has(QuotationVerdict::Verbatim));
        let said = checked.quotations.iter().map(|it| format!("{}: {}", it.judged.verdict.in_words(), it.told));
        tally.wrong.push((kind, draft, said.collect::<Vec<_>>().join(" | ")));
    }
    tally
}
