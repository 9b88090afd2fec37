//! Verbs of saying: what they take as their object, and their forms.

/// What a verb of saying takes as its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    /// What was said.
    Say,
    /// Whom or what the words are about.
    Call,
    /// What somebody will do, or wants done.
    Vow,
    /// What somebody holds.
    Think,
    /// Carries quoted words only beside quotation marks.
    Weak,
}

impl CueClass {
    /// The class that a table names so.
    pub(super) fn named(name: &str) -> Option<CueClass> {
        Some(match name {
            "say" => CueClass::Say,
            "call" => CueClass::Call,
            "vow" => CueClass::Vow,
            "think" => CueClass::Think,
            "weak" => CueClass::Weak,
            _ => return None,
        })
    }
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbForm {
    Base,
    Third,
    Past,
    /// A participle that differs from the past tense ("written").
    Participle,
    Ing,
}

impl VerbForm {
    /// Whether the form alone tells of a verb with a subject; the base form can be an infinitive or a noun.
    pub fn is_finite(self) -> bool {
        matches!(self, VerbForm::Past | VerbForm::Third)
    }
}

/// A verb of saying in one of its spellings.
#[derive(Clone, Debug)]
pub(crate) struct Verb {
    /// The dictionary form.
    pub lemma: &'static str,
    pub class: CueClass,
    pub forms: Vec<(VerbForm, String)>,
}
