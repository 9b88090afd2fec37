//! A check as SARIF 2.1.0 (OASIS), which editors and build services read: a result for each quotation that has to be looked
//! at.

use serde_json::{Value, json};

use super::verdict::{CheckedDraft, CheckedQuotation, QuotationVerdict};

/// The log of a check.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(transparent)]
pub struct SarifLog(Value);

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

impl SarifLog {
    /// Of these drafts.
    pub fn new(drafts: &[CheckedDraft]) -> SarifLog {
        let rules: Vec<Value> = rules().map(rule).collect();
        let results: Vec<Value> = drafts
            .iter()
            .flat_map(|draft| draft.quotations.iter().map(move |it| (draft, it)))
            .filter(|(_, quotation)| !quotation.judged.verdict.is_fine())
            .map(|(draft, quotation)| result(draft, quotation))
            .collect();
        SarifLog(json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "onrecord",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        }))
    }
}

fn rules() -> impl Iterator<Item = QuotationVerdict> {
    QuotationVerdict::ALL.into_iter().filter(|verdict| !verdict.is_fine())
}

fn rule(verdict: QuotationVerdict) -> Value {
    json!({
        "id": verdict.name(),
        "shortDescription": { "text": format!("A quotation is {}", verdict.in_words()) },
        "defaultConfiguration": { "level": level(verdict) },
    })
}

fn level(verdict: QuotationVerdict) -> &'static str {
    match verdict {
        QuotationVerdict::Altered | QuotationVerdict::SaidByAnother => "error",
        QuotationVerdict::Limited => "warning",
        QuotationVerdict::NotFound | QuotationVerdict::Verbatim | QuotationVerdict::NotJudged => "note",
    }
}

fn result(draft: &CheckedDraft, quotation: &CheckedQuotation) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&draft.path) } });
    if let Some(line) = quotation.line {
        place["region"] = json!({
            "startLine": line,
            "startColumn": quotation.column.unwrap_or(1),
            "snippet": { "text": quotation.words },
        });
    }
    let named = |id: &str| rules().position(|verdict| verdict.name() == id);
    json!({
        "ruleId": quotation.judged.verdict.name(),
        "ruleIndex": named(quotation.judged.verdict.name()),
        "level": level(quotation.judged.verdict),
        "message": { "text": format!("“{}”: {}: {}", quotation.words, quotation.judged.verdict.in_words(), quotation.told) },
        "locations": [{ "physicalLocation": place }],
        "properties": {
            "speaker": quotation.speaker.as_ref().map(|speaker| &speaker.name),
            "sources": quotation.judged.sources.iter().map(|source| &source.id).collect::<Vec<_>>(),
        },
    })
}

/// A path as a relative reference (RFC 3986): what is no plain character is percent-encoded.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
