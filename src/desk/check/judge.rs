//! A quotation and what the archive has of it, to a verdict.

use chrono::NaiveDate;

use super::align::{Alteration, Compared};
use super::evidence::{Laid, Near, SPLICED, SameWords, has_words, near, printings_of, same_words};
use super::speakers::{Agrees, Claim, agrees, check_claim, has_condition};
use super::verdict::{CheckSource, Judged, Limit, LimitKind, NearQuote, Printings, QuotationVerdict};
use super::wording::QuotedParts;
use crate::desk::{Result, printed_words};
use crate::index::{SaidAs, Store};
use crate::people::Register;
use crate::record::{QuoteRecord, SpeakerRecord};

/// What is asked about a quotation.
pub struct AskedQuotation<'a> {
    /// Its words.
    pub quoted: QuotedParts,
    /// Whom the draft names.
    pub speaker: Option<SpeakerRecord>,
    /// What the draft says that the speaker did with them.
    pub stance: Option<String>,
    /// Whether the draft's sentence has a condition.
    pub is_conditional: bool,
    /// What the draft says that the speaker is.
    pub claims: Vec<Claim>,
    /// The draft's day, where it tells one: for what the archive does not date.
    pub day: Option<NaiveDate>,
    /// Who is who.
    pub register: &'a Register,
}

/// Quotations of so few words are anybody's.
const FEW_WORDS: usize = 3;
/// Reported words that are somebody else's say nothing where they are fewer.
const TELLING_REPORT: usize = 6;
/// Sources that are told.
const MOST_SOURCES: usize = 8;
/// Near quotes that are told.
const MOST_NEAREST: usize = 3;
/// The least share of a quotation's words that an altered one has of its source, in hundredths; of a short one.
const NEAR_ENOUGH: usize = 60;
const NEAR_ENOUGH_SHORT: usize = 75;
/// Words of a short one at most.
const SHORT: usize = 5;
/// The least nearness of an altered one.
const LEAST_NEARNESS: f32 = 0.45;
/// The least nearness of one that is told beside what was not found.
const LEAST_TOLD: f32 = 0.25;

/// Judges a quotation.
///
/// # Errors
/// Where the index cannot be read.
pub fn judge(asked: &AskedQuotation, store: &Store) -> Result<Judged> {
    let count = asked.quoted.words.len();
    if count == 0 || (count <= FEW_WORDS && asked.speaker.is_none()) {
        return Ok(Judged::of(QuotationVerdict::NotJudged));
    }
    let mut same = same_words(store, &asked.quoted, SaidAs::Quoted, None)?;
    if let Some(speaker) = &asked.speaker
        && !same.records.iter().any(|record| asked.agrees(record) == Agrees::Same)
    {
        let own = same_words(store, &asked.quoted, SaidAs::Quoted, Some(&speaker.id))?;
        if !own.records.is_empty() {
            same = own;
        }
    }
    if !same.records.is_empty() {
        // Few words that others said are no sign that the speaker did not say them.
        let counts = count > FEW_WORDS || same.records.iter().any(|record| asked.agrees(record) != Agrees::Not);
        return Ok(if counts { said(asked, same) } else { not_found(asked, Near::default()) });
    }
    let reported = same_words(store, &asked.quoted, SaidAs::Reported, None)?;
    let is_own = |record: &QuoteRecord| asked.speaker.is_none() || asked.agrees(record) == Agrees::Same;
    if reported.records.iter().any(is_own) || (count >= TELLING_REPORT && !reported.records.is_empty()) {
        return Ok(said(asked, reported));
    }
    if count <= FEW_WORDS {
        return Ok(not_found(asked, Near::default()));
    }
    let near = near(store, &asked.quoted)?;
    let whole: Vec<QuoteRecord> =
        near.laid.iter().map(|it| &it.record).filter(|it| has_words(&asked.quoted, it)).cloned().collect();
    if !whole.is_empty() {
        let printings = printings_of(&whole);
        return Ok(said(asked, SameWords { records: whole, printings }));
    }
    if let Some((beginning, ending)) = spliced(&near.laid, count) {
        return Ok(two_as_one(asked, beginning, ending));
    }
    Ok(match best(asked, &near.laid) {
        Some(laid) => altered(asked, laid),
        None => not_found(asked, near),
    })
}

impl AskedQuotation<'_> {
    fn agrees(&self, record: &QuoteRecord) -> Agrees {
        match &self.speaker {
            Some(speaker) => agrees(speaker, record.speaker.as_ref(), day_of(record), self.register),
            None => Agrees::Unsure,
        }
    }

    /// What the draft does not tell of a quote that it gives.
    fn limits(&self, record: &QuoteRecord) -> Vec<Limit> {
        let mut limits = Vec::new();
        let who = record.speaker.as_ref().map_or("the speaker", |speaker| &speaker.name);
        if record.kind == "indirect" {
            let told = "the archive reports it without quotation marks".to_owned();
            limits.push(Limit { kind: LimitKind::Reported, told });
        }
        let stance = record.stance.as_deref().unwrap_or("said");
        if self.stance.as_deref().unwrap_or("said") != stance && record.kind != "direct" {
            let kind = match stance {
                "asked" => Some(LimitKind::Asked),
                "denied" | "doubted" | "rejected" | "refused" => Some(LimitKind::Denied),
                other if other.starts_with("not-") => Some(LimitKind::Denied),
                _ => None,
            };
            let told = match stance.strip_prefix("not-") {
                Some(stance) => format!("{who} is told not to have {stance} it"),
                None => format!("{who} {stance} it"),
            };
            limits.extend(kind.map(|kind| Limit { kind, told }));
        }
        if record.kind != "direct" && !self.is_conditional && has_condition(outside(record)) {
            let told = format!("it is said with a condition: “{}”", record.sentence.as_deref().unwrap_or_default());
            limits.push(Limit { kind: LimitKind::Conditional, told });
        }
        if self.agrees(record) == Agrees::Nearly
            && let (Some(ours), Some(theirs)) = (&self.speaker, &record.speaker)
        {
            let told = format!("the archive writes the name {}, the draft {}", theirs.name, ours.name);
            limits.push(Limit { kind: LimitKind::Name, told });
        }
        limits.extend(self.roles(record));
        limits
    }

    /// What the draft says wrongly of a quote's speaker as of the day of the words.
    fn roles(&self, record: &QuoteRecord) -> Vec<Limit> {
        let speaker = record.speaker.as_ref().filter(|_| matches!(self.agrees(record), Agrees::Same | Agrees::Nearly));
        self.wrong_claims(speaker, day_of(record).or(self.day))
    }

    /// What the draft says wrongly of somebody as of a day. Without a day nothing is: everybody was something else once.
    fn wrong_claims(&self, speaker: Option<&SpeakerRecord>, day: Option<NaiveDate>) -> Vec<Limit> {
        let person = speaker.and_then(|speaker| self.register.find_slug(&speaker.id));
        let Some((person, day)) = person.zip(day) else { return Vec::new() };
        self.claims.iter().filter_map(|claim| check_claim(claim, person, day, self.register)).collect()
    }
}

fn day_of(record: &QuoteRecord) -> Option<NaiveDate> {
    record.article.date.as_deref()?.parse().ok()
}

/// What stands in the sentence of a quote before its words.
fn outside(record: &QuoteRecord) -> &str {
    let sentence = record.sentence.as_deref().unwrap_or_default();
    let words = record.quote.split_whitespace().take(SPLICED).collect::<Vec<_>>().join(" ");
    sentence.find(&words).map_or("", |at| &sentence[..at])
}

fn sources<'r>(records: impl IntoIterator<Item = &'r QuoteRecord>) -> Vec<CheckSource> {
    records.into_iter().take(MOST_SOURCES).map(CheckSource::from).collect()
}

/// The words were said: by whom, and with what limit.
fn said(asked: &AskedQuotation, same: SameWords) -> Judged {
    let SameWords { records, printings } = same;
    let of = |wanted: &[Agrees]| -> Vec<&QuoteRecord> {
        records.iter().filter(|record| wanted.contains(&asked.agrees(record))).collect()
    };
    let mut own = of(&[Agrees::Same]);
    if own.is_empty() {
        own = of(&[Agrees::Nearly]);
    }
    if own.is_empty() && of(&[Agrees::Not]).is_empty() {
        own = of(&[Agrees::Unsure]);
    }
    if own.is_empty() {
        let others = of(&[Agrees::Not]);
        let printings = if others.len() == records.len() { printings } else { Printings::default() };
        return Judged { sources: sources(others), printings, ..Judged::of(QuotationVerdict::SaidByAnother) };
    }
    let printings = match own.len() == records.len() {
        true => printings,
        false => printings_of(&own.iter().map(|record| (*record).clone()).collect::<Vec<_>>()),
    };
    let limited: Vec<(&QuoteRecord, Vec<Limit>)> = own.iter().map(|it| (*it, asked.limits(it))).collect();
    let free: Vec<&QuoteRecord> = limited.iter().filter(|(_, limits)| limits.is_empty()).map(|it| it.0).collect();
    if !free.is_empty() {
        return Judged { sources: sources(free), printings, ..Judged::of(QuotationVerdict::Verbatim) };
    }
    let limits = limited.into_iter().map(|it| it.1).min_by_key(Vec::len).unwrap_or_default();
    Judged { limits, sources: sources(own), printings, ..Judged::of(QuotationVerdict::Limited) }
}

/// The quote that was altered, where one is near enough.
fn best<'l>(asked: &AskedQuotation, laid: &'l [Laid]) -> Option<&'l Laid> {
    let count = asked.quoted.words.len();
    let least = if count <= SHORT { NEAR_ENOUGH_SHORT } else { NEAR_ENOUGH };
    let is_near = |it: &&Laid| {
        let alignment = &it.alignment;
        alignment.same * 100 >= count * least
            && alignment.same >= SPLICED
            && longest_run(&alignment.has) >= SPLICED.min(count - 1)
            && alignment.nearness() >= LEAST_NEARNESS
    };
    let mut near = laid.iter().filter(is_near);
    let first = near.next()?;
    // Of those that are as near, the speaker's own.
    let as_near = |it: &&Laid| it.alignment.same == first.alignment.same;
    let own = |it: &&Laid| asked.agrees(&it.record) == Agrees::Same;
    Some(laid.iter().filter(is_near).filter(as_near).find(own).unwrap_or(first))
}

fn longest_run(has: &[bool]) -> usize {
    has.split(|it| !it).map(<[bool]>::len).max().unwrap_or(0)
}

/// Two quotes of which the quotation has the words of one behind those of the other.
fn spliced(laid: &[Laid], count: usize) -> Option<(&Laid, &Laid)> {
    let beginning = laid.iter().rev().max_by_key(|it| it.beginning.0)?;
    let ending = laid.iter().rev().max_by_key(|it| it.ending.0)?;
    let (first, last) = (beginning.beginning.0, ending.ending.0);
    if first < SPLICED || last < SPLICED || first + last + 1 < count {
        return None;
    }
    // Both in one, in this order: something was changed or left out there.
    let in_one = laid.iter().any(|it| {
        it.beginning.0 + it.ending.0 + 1 >= count
            && it.beginning.0 >= SPLICED
            && it.ending.0 >= SPLICED
            && it.beginning.1 <= it.ending.1 + (it.beginning.0 + it.ending.0).saturating_sub(count)
    });
    let is_one = laid.iter().any(|it| it.alignment.same + 2 >= count && it.alignment.nearness() > 0.85);
    (!in_one && !is_one).then_some((beginning, ending))
}

fn two_as_one(asked: &AskedQuotation, beginning: &Laid, ending: &Laid) -> Judged {
    let count = asked.quoted.words.len();
    let first = beginning.beginning.0;
    let written = |from: usize, to: usize| asked.quoted.written[from..to].join(" ");
    let compared = vec![
        Compared { same: true, draft: written(0, first), archive: printed_words(&beginning.record) },
        Compared { same: true, draft: written(first, count), archive: printed_words(&ending.record) },
    ];
    Judged {
        alterations: vec![Alteration::Spliced],
        compared,
        sources: sources([&beginning.record, &ending.record]),
        ..Judged::of(QuotationVerdict::Altered)
    }
}

fn altered(asked: &AskedQuotation, laid: &Laid) -> Judged {
    let is_reported = laid.record.kind == "indirect";
    let is_own = asked.speaker.is_none() || asked.agrees(&laid.record) != Agrees::Not;
    let verdict = if is_reported && is_own { QuotationVerdict::Limited } else { QuotationVerdict::Altered };
    Judged {
        alterations: laid.alignment.alterations.clone(),
        compared: laid.alignment.compared.clone(),
        limits: asked.limits(&laid.record),
        sources: sources([&laid.record]),
        ..Judged::of(verdict)
    }
}

fn not_found(asked: &AskedQuotation, near: Near) -> Judged {
    let is_told = |it: &&Laid| it.alignment.same >= SPLICED && it.alignment.nearness() >= LEAST_TOLD;
    let nearest = near.laid.iter().filter(is_told).take(MOST_NEAREST);
    let nearest = nearest.map(|it| NearQuote {
        source: CheckSource::from(&it.record),
        nearness: (it.alignment.nearness() * 100.0).round() / 100.0,
    });
    let limits = asked.wrong_claims(asked.speaker.as_ref(), asked.day);
    Judged { nearest: nearest.collect(), limits, own_words: near.own, ..Judged::of(QuotationVerdict::NotFound) }
}
