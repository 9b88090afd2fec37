//! The four models with the weights that the project learned.

use super::candidates::SPEAKER_FORM;
use super::entities::antecedents::ANTECEDENT_FORM;
use super::indirect::REPORT_FORM;
use super::judge::QUOTE_FORM;
use super::model::Model;

pub(crate) struct Models {
    /// Which candidate said the words.
    pub speakers: Model,
    /// Whether words in quotation marks are a quote.
    pub quotes: Model,
    /// Whether an act reports just these words of its sentence.
    pub reports: Model,
    /// Whom a pronoun means.
    pub antecedents: Model,
}

impl Models {
    /// The models with the tables beside the code.
    pub fn embedded() -> Models {
        Models {
            speakers: Model::with_table(&SPEAKER_FORM, include_str!("data/speaker_weights.tsv")),
            quotes: Model::with_table(&QUOTE_FORM, include_str!("data/quote_weights.tsv")),
            reports: Model::with_table(&REPORT_FORM, include_str!("data/report_weights.tsv")),
            antecedents: Model::with_table(&ANTECEDENT_FORM, include_str!("data/antecedent_weights.tsv")),
        }
    }
}
