//! English: its tables, and how its verbs are inflected. Whoever adds another language writes such a file and a folder of
//! tables beside `data/en`.

use super::MeaningTable;
use super::language::LanguageTables;
use super::verbs::VerbForm;

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("data/en/", $name)))
    };
}

/// The tables of English.
pub(super) static TABLES: LanguageTables = LanguageTables {
    lists: &[
        table!("abbreviations.tsv"),
        table!("bodies.tsv"),
        table!("function_words.tsv"),
        table!("lines.tsv"),
        table!("name_parts.tsv"),
        table!("nouns.tsv"),
        table!("papers.tsv"),
        table!("places.tsv"),
        table!("speech.tsv"),
        table!("times.tsv"),
        table!("titles.tsv"),
    ],
    meanings: &[
        (MeaningTable::BodyKind, table!("body_kinds.tsv")),
        (MeaningTable::OwnStem, table!("own_stems.tsv")),
        (MeaningTable::OwnedBody, table!("owned_bodies.tsv")),
        (MeaningTable::RoleNoun, table!("role_nouns.tsv")),
        (MeaningTable::SeatOffice, table!("seat_offices.tsv")),
        (MeaningTable::Stance, table!("stances.tsv")),
    ],
    months: table!("months.tsv"),
    numbers: table!("numbers.tsv"),
    states: table!("states.tsv"),
    verbs: table!("verbs.tsv"),
    labels: table!("labels.tsv"),
    mail: table!("mail.tsv"),
    verb_forms,
};

/// All forms of a verb: regular ones by rule, the others as given (past first, then participle, "-ing" anywhere).
fn verb_forms(lemma: &str, irregular: &str) -> Vec<(VerbForm, String)> {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let soft_y = lemma.ends_with('y') && !lemma.ends_with("ay") && !lemma.ends_with("ey") && !lemma.ends_with("oy");
    let third = if soft_y {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "sh", "ch", "x", "z"].iter().any(|ending| lemma.ends_with(ending)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    };
    let past = if soft_y { format!("{}ied", &lemma[..lemma.len() - 1]) } else { format!("{stem}ed") };
    let mut forms = vec![(VerbForm::Base, lemma.to_owned()), (VerbForm::Third, third)];
    let mut given = irregular.split_whitespace().peekable();
    if given.peek().is_none() {
        forms.push((VerbForm::Past, past));
    }
    let mut past_given = false;
    for word in given {
        let form = match word {
            _ if word.ends_with("ing") => VerbForm::Ing,
            _ if past_given => VerbForm::Participle,
            _ => VerbForm::Past,
        };
        past_given |= form == VerbForm::Past;
        forms.push((form, word.to_owned()));
    }
    if !forms.iter().any(|(form, _)| *form == VerbForm::Ing) {
        forms.push((VerbForm::Ing, format!("{stem}ing")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::verb_forms;

    #[test]
    fn verbs_are_inflected_by_rule_or_as_given() {
        let forms = |lemma, irregular| {
            verb_forms(lemma, irregular).into_iter().map(|(_, form)| form).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(forms("deny", ""), "deny denies denied denying");
        assert_eq!(forms("press", ""), "press presses pressed pressing");
        assert_eq!(forms("argue", ""), "argue argues argued arguing");
        assert_eq!(forms("say", "said"), "say says said saying");
        assert_eq!(forms("write", "wrote written writing"), "write writes wrote written writing");
    }
}
