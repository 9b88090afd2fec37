//! A verdict as a sentence.

use super::verdict::{CheckSource, Judged, Printings, QuotationVerdict};
use crate::record::SpeakerRecord;

/// What is told of a quotation, without its words.
pub fn in_words(judged: &Judged, speaker: Option<&SpeakerRecord>) -> String {
    let first = judged.sources.first();
    let limits: Vec<&str> = judged.limits.iter().map(|limit| limit.told.as_str()).collect();
    let behind = |told: String| match limits.is_empty() {
        true => told,
        false => format!("{told}; {}", limits.join("; ")),
    };
    match judged.verdict {
        QuotationVerdict::Verbatim => match first {
            Some(source) if source.speaker.is_none() => {
                format!("{}; the archive does not tell by whom", printed(source, &judged.printings))
            }
            Some(source) => printed(source, &judged.printings),
            None => String::new(),
        },
        QuotationVerdict::Limited => {
            let place = first.map_or_else(String::new, place);
            let altered = if judged.alterations.is_empty() { "" } else { ", in nearly these words" };
            format!("{}{altered} ({place})", limits.join("; "))
        }
        QuotationVerdict::Altered => {
            let what: Vec<&str> = judged.alterations.iter().map(|it| it.in_words()).collect();
            let what = if what.is_empty() { "other words".to_owned() } else { what.join(", ") };
            let told = match (judged.sources.as_slice(), first) {
                ([one, other, ..], _) => format!("{what}: {} and {}", place(one), place(other)),
                (_, Some(source)) => format!("{what}; nearest: {}", place(source)),
                _ => what,
            };
            behind(told)
        }
        QuotationVerdict::SaidByAnother => {
            let named = speaker.map_or("the draft's speaker", |speaker| &speaker.name);
            let by = first.and_then(|source| source.speaker.as_ref()).map_or("somebody else", |it| &it.name);
            format!("said by {by}, not {named}: {}", first.map_or_else(String::new, place))
        }
        QuotationVerdict::NotFound => {
            let mut told = String::from("the archive does not have it");
            if let Some(own) = &judged.own_words {
                let outlet = own.outlet.as_deref().unwrap_or("an article");
                told += &format!(" as a quotation, but as words of {outlet} itself [{}]", own.article);
            } else if let Some(near) = judged.nearest.first() {
                told += &format!("; nearest at {:.0} %: {}", near.nearness * 100.0, place(&near.source));
            }
            behind(told)
        }
        QuotationVerdict::NotJudged => "too few words to be judged without a speaker".to_owned(),
    }
}

/// `Ann Example, The Example Courier, 2016-08-18 [id]`.
pub fn place(source: &CheckSource) -> String {
    let speaker = source.speaker.as_ref().map(|speaker| speaker.name.as_str());
    let parts = [speaker, source.outlet.as_deref(), source.date.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    format!("{} [{}]", parts.join(", "), source.id)
}

fn printed(source: &CheckSource, printings: &Printings) -> String {
    let mut told = place(source);
    if printings.total > 1 {
        told += &format!("; printed {} times", printings.total);
        if let Some(first) = printings.first {
            told += &format!(", first {first}");
        }
        let outlets: Vec<&str> = printings.outlets.iter().map(|(name, _)| name.as_str()).take(NAMED).collect();
        if printings.outlets.len() > 1 {
            let more = printings.outlets.len() - outlets.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            told += &format!(", in {}{more}", outlets.join(", "));
        }
    }
    told
}

/// Outlets that are named in a line.
const NAMED: usize = 3;
