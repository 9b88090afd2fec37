//! The four models with the weights that the project learned, and how sure the rules are.

use super::candidates::SPEAKER_FORM;
use super::entities::antecedent_form::ANTECEDENT_FORM;
use super::indirect::REPORT_FORM;
use super::judge::QUOTE_FORM;
use super::model::{Model, ModelForm};
use super::sureness::Sureness;

pub(crate) struct Models {
    /// Which candidate said the words.
    pub speakers: Model,
    /// Whether words in quotation marks are a quote.
    pub quotes: Model,
    /// Whether an act reports just these words of its sentence.
    pub reports: Model,
    /// Whom a pronoun means.
    pub antecedents: Model,
    pub sureness: &'static Sureness,
}

impl Models {
    /// The models with the tables beside the code.
    pub fn embedded() -> Models {
        Models {
            speakers: embedded(&SPEAKER_FORM, include_str!("data/speaker_weights.tsv")),
            quotes: embedded(&QUOTE_FORM, include_str!("data/quote_weights.tsv")),
            reports: embedded(&REPORT_FORM, include_str!("data/report_weights.tsv")),
            antecedents: embedded(&ANTECEDENT_FORM, include_str!("data/antecedent_weights.tsv")),
            sureness: Sureness::embedded(),
        }
    }
}

/// A table that is part of the program. A bad one ends it by name and line: no build that passed its tests has one.
fn embedded(form: &'static ModelForm, table: &str) -> Model {
    Model::with_table(form, table).unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::super::extract::Extractor;
    use super::super::judge;
    use super::super::model::Values;
    use super::*;
    use crate::archive::{Document, Format, Origin, WalkOptions, open_documents, walk};
    use crate::article::{Article, ReadOptions, read_article};
    use crate::people::Register;
    use std::collections::HashSet;
    use std::path::Path;

    const TABLES: [(&ModelForm, &str); 4] = [
        (&SPEAKER_FORM, include_str!("data/speaker_weights.tsv")),
        (&QUOTE_FORM, include_str!("data/quote_weights.tsv")),
        (&REPORT_FORM, include_str!("data/report_weights.tsv")),
        (&ANTECEDENT_FORM, include_str!("data/antecedent_weights.tsv")),
    ];

    #[test]
    fn the_embedded_tables_load_row_for_row() {
        for (form, table) in TABLES {
            let model = Model::with_table(form, table).unwrap();
            let mut rows: Vec<&str> = table.lines().filter(|row| !row.starts_with('#')).collect();
            let written = model.table(0.0001);
            let mut loaded: Vec<&str> = written.lines().collect();
            rows.sort_unstable();
            loaded.sort_unstable();
            assert_eq!(rows, loaded, "{}", form.name);
        }
    }

    #[test]
    fn a_bad_row_is_told_by_name_and_line() {
        for (row, what) in [
            ("bond=subject place=nowhere\t1.00", "no template"),
            ("bond=subject distance=0-1\t1.00", "no template"),
            ("bond=subject class=say\t0.50", "twice"),
            ("bond=subject class=tell\tmuch", "no number"),
            ("bond=subject class=tell", "no weight"),
        ] {
            let table = format!("# A comment.\nbond=subject class=say\t0.50\n{row}\n");
            let error = Model::with_table(&SPEAKER_FORM, &table).err().unwrap();
            assert!(error.starts_with("weights of speakers, line 3: ") && error.contains(what), "{error}");
        }
    }

    /// What no template weighs would be worked out for nothing; what has two meanings could not be read back.
    #[test]
    fn every_variable_is_weighed_and_every_name_means_one_thing() {
        for (form, _) in TABLES {
            let mut names: Vec<&str> = form.variables.iter().map(|variable| variable.name).collect();
            for (number, variable) in form.variables.iter().enumerate() {
                assert!(form.templates.iter().any(|template| template.contains(&number)), "{}", variable.name);
                let mut words = (variable.words)();
                let all = words.len();
                words.sort_unstable();
                words.dedup();
                assert_eq!(words.len(), all, "{}", variable.name);
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), form.variables.len(), "{}", form.name);
        }
    }

    /// That each variable is set, once, the compiler holds; this, that the texts of the tests know each of its values.
    #[test]
    fn every_value_is_used() {
        let register = Register::embedded().unwrap();
        let extractor = Extractor::new(&register);
        // A value of an enum is used where some variable of it has the value.
        let mut seen: HashSet<(Vec<&str>, &str)> = HashSet::new();
        let mut note = |form: &'static ModelForm, values: &Values| {
            for (variable, value) in form.variables.iter().zip(values) {
                let words = (variable.words)();
                let word = words[usize::from(*value)];
                seen.insert((present(words), word));
            }
        };
        for article in articles() {
            let mut lessons = Vec::new();
            let analysis = extractor.analyse_with(&article, Some(&mut lessons));
            let scene = analysis.scene();
            let decisions = extractor.decide(&scene);
            for (index, decision) in decisions.marks.iter().enumerate() {
                let Some(decision) = decision else { continue };
                note(&QUOTE_FORM, &judge::describe(&scene, index).values());
                let Some(choice) = decision.choice() else { continue };
                note(&SPEAKER_FORM, &choice.candidate.values());
                choice.weighed.iter().for_each(|(candidate, _)| note(&SPEAKER_FORM, &candidate.values()));
            }
            decisions.reports.all.iter().for_each(|report| note(&REPORT_FORM, &report.values()));
            let antecedents = lessons.iter().flat_map(|lesson| &lesson.antecedents);
            antecedents.for_each(|(antecedent, _)| note(&ANTECEDENT_FORM, &antecedent.known.values()));
        }
        let variables = TABLES.iter().flat_map(|(form, _)| form.variables.iter().map(|it| (form.name, it)));
        let unused: Vec<_> = variables
            .flat_map(|(form, variable)| {
                let words = present((variable.words)());
                words.clone().into_iter().map(move |word| (form, variable.name, words.clone(), word))
            })
            .filter(|(_, _, words, word)| !seen.contains(&(words.clone(), *word)))
            .map(|(form, variable, _, word)| (form, variable, word))
            .collect();
        assert!(unused.is_empty(), "{} values are never used: {unused:?}", unused.len());
    }

    /// The words for what is there, by which an enum is known.
    fn present(mut words: Vec<&'static str>) -> Vec<&'static str> {
        words.retain(|word| !matches!(*word, "none" | "<nothing>"));
        words
    }

    /// The texts of the cases and the corpus, and each word of saying in a sentence of its own.
    fn articles() -> Vec<Article> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let plain = |bytes: Vec<u8>| Document::new(Origin::of_file("2016-08-18-story.txt"), Format::PlainText, bytes);
        let mut documents = Vec::new();
        let mut folders = vec![root.join("tests/cases/quotes")];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let case = std::fs::read_to_string(path).unwrap();
                let text = case.split("\n---\n").nth(1).unwrap();
                documents.push(plain(format!("The news of the day in brief\n\n{text}").into_bytes()));
            }
        }
        let corpus = walk(&[root.join("corpus")], &WalkOptions::default()).map(Result::unwrap);
        documents.extend(corpus.flat_map(|file| open_documents(&file).flatten().collect::<Vec<_>>()));
        let rare = "A quiet day\n\nAnn Example spoke about “unfit leaders” and “a shame”. She praised her “great plan” with \
            “some help” in “the town”. The “shame” committee said “NOW OR NEVER” of “2016”. Tom Testby called it “the \
            so-called ‘plan’” yesterday.\n\nAnn Example “won”. She said in a \
            statement: there would be a vote.";
        documents.push(plain(rare.as_bytes().to_vec()));
        let words = |table: &'static str| table.lines().filter(|row| !row.starts_with('#'));
        for lemma in words(include_str!("data/weighed_lemmas.tsv")) {
            let text = format!("A quiet day\n\nAnn Example and her aides {lemma} that the plan would fail.");
            documents.push(plain(text.into_bytes()));
        }
        for word in words(include_str!("data/weighed_words.tsv")) {
            let text = format!(
                "A quiet day\n\nAnn Example said {word} the plan would fail, {word} was to be done.\n\nIt was the plan {word} said Ann Example."
            );
            documents.push(plain(text.into_bytes()));
        }
        documents.iter().filter_map(|it| read_article(it, &ReadOptions::default()).ok()).collect()
    }
}
