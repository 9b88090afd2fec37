//! Small log-linear models that one can read: variables with named values, templates that combine them, and a table of
//! one weight for each combination that the training found to matter.
//!
//! A row of a table reads `bond=subject place=after-adjacent <tab> 1.74`. A combination without a row weighs nothing; a row
//! that fits no template is an error, told with its table and line.
//!
//! A variable is a field of a struct that [`form!`] makes, its values are the variants of an enum: the compiler holds that
//! each variable is set, once, to a value that it can have. Numbers are given by the macros alone.

use rustc_hash::FxHashMap;

/// What a variable can be. The numbers of the values are their places in [`FeatureValue::words`].
pub(crate) trait FeatureValue: Copy {
    /// The word for there being none.
    const ABSENT: &'static str = "none";

    /// The words of the tables for the values, by number.
    fn words() -> Vec<&'static str>;
    fn number(self) -> u8;
}

/// There or not.
impl<V: FeatureValue> FeatureValue for Option<V> {
    fn words() -> Vec<&'static str> {
        std::iter::once(V::ABSENT).chain(V::words()).collect()
    }

    fn number(self) -> u8 {
        self.map_or(0, |value| value.number() + 1)
    }
}

impl FeatureValue for bool {
    fn words() -> Vec<&'static str> {
        vec!["no", "yes"]
    }

    fn number(self) -> u8 {
        u8::from(self)
    }
}

/// Makes an enum whose variants are the values of a variable, each with its word.
macro_rules! values {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident { $($(#[$of:meta])* $Variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $Name { $($(#[$of])* $Variant,)+ }

        impl $crate::quotes::model::FeatureValue for $Name {
            fn words() -> Vec<&'static str> {
                vec![$($word),+]
            }

            fn number(self) -> u8 {
                self as u8
            }
        }
    };
}
pub(crate) use values;

/// Gives the words for an enum that stands elsewhere; all its variants in their order, which the compiler checks.
macro_rules! value_words {
    ($Name:ident { $($Variant:ident = $word:literal,)+ }) => {
        impl $crate::quotes::model::FeatureValue for $Name {
            fn words() -> Vec<&'static str> {
                const IN_ORDER: &[$Name] = &[$($Name::$Variant),+];
                const _: () = {
                    let mut at = 0;
                    while at < IN_ORDER.len() {
                        assert!(IN_ORDER[at] as usize == at, "the variants stand in another order");
                        at += 1;
                    }
                };
                vec![$($word),+]
            }

            fn number(self) -> u8 {
                match self {
                    $($Name::$Variant)|+ => self as u8,
                }
            }
        }
    };
}
pub(crate) use value_words;

/// Makes the form of a model and a struct for each of its parts, whose fields are its variables.
///
/// Parts are `early` or `late`: late ones differ between cases of which all early ones are the same, so that the early part
/// of a score is worked out once for all of them.
macro_rules! form {
    (
        $(#[$meta:meta])* $FORM:ident = $name:literal;
        $($(#[$of:meta])* $stage:ident $Part:ident { $($field:ident: $Type:ty = $word:literal,)+ })+
        => templates { $([$($variable:ident),+],)+ }
    ) => {
        /// The variables by number.
        #[allow(non_camel_case_types, reason = "a variable is called by its field")]
        enum Number { $($($field,)+)+ }

        $(
            $(#[$of])*
            #[derive(Clone, Copy, Debug)]
            pub(crate) struct $Part { $(pub $field: $Type,)+ }

            impl $Part {
                /// Writes the numbers of the values to the places of their variables.
                pub fn write(&self, values: &mut $crate::quotes::model::Values) {
                    $(values[Number::$field as usize] = $crate::quotes::model::FeatureValue::number(self.$field);)+
                }
            }
        )+

        $(#[$meta])*
        pub(crate) static $FORM: $crate::quotes::model::ModelForm = $crate::quotes::model::ModelForm {
            name: $name,
            variables: &[$($($crate::quotes::model::Variable {
                name: $word,
                words: <$Type as $crate::quotes::model::FeatureValue>::words,
                is_late: form!(@$stage),
            },)+)+],
            templates: &[$(&[$(Number::$variable as usize),+]),+],
        };
    };
    (@early) => { false };
    (@late) => { true };
}
pub(crate) use form;

/// Something known of a case.
pub(crate) struct Variable {
    pub name: &'static str,
    /// The words of its values, by number.
    pub words: fn() -> Vec<&'static str>,
    /// It differs between cases of which all early variables are the same.
    pub is_late: bool,
}

/// The form of a model: its variables, and which of them are weighed together, by number.
pub(crate) struct ModelForm {
    pub name: &'static str,
    pub variables: &'static [Variable],
    pub templates: &'static [&'static [usize]],
}

impl ModelForm {
    /// The values of a case in the tables' words: `bond=subject place=after-near`.
    pub fn in_words(&self, values: &Values) -> String {
        let words: Vec<String> = self
            .variables
            .iter()
            .zip(values)
            .map(|(variable, value)| format!("{}={}", variable.name, (variable.words)()[*value as usize]))
            .collect();
        words.join(" ")
    }
}

/// A case's value for each variable of a form, by the variable's number; what the form does not have is 0.
pub(crate) type Values = [u8; MOST_VARIABLES];

/// Room for the values of a case.
pub(crate) const NO_VALUES: Values = [0; MOST_VARIABLES];

/// Variables that a form can have: a power of two, so that a number below it needs no check.
const MOST_VARIABLES: usize = 64;

/// A form with its weights.
pub(crate) struct Model {
    form: &'static ModelForm,
    /// By variable: the words of its values.
    words: Vec<Vec<&'static str>>,
    /// By template: where its weights begin.
    bases: Vec<usize>,
    /// The templates of which all is known early, and the others.
    early: WeightPlaces,
    late: WeightPlaces,
    pub weights: Vec<f32>,
}

/// Where the weights of some templates lie.
#[derive(Clone, Debug, Default)]
struct WeightPlaces {
    /// Templates of two variables, which nearly all are.
    pairs: Vec<Pair>,
    /// Templates of three: the first variable and its step, then the others.
    triples: Vec<(u8, u16, Pair)>,
}

/// Where the weights of a template lie: at its base, the first value's steps further, the second value further.
#[derive(Clone, Copy, Debug)]
struct Pair {
    base: u32,
    step: u16,
    first: u8,
    second: u8,
}

impl Pair {
    fn place(self, values: &Values) -> u32 {
        let value = |variable: u8| u32::from(values[variable as usize % MOST_VARIABLES]);
        self.base + value(self.first) * u32::from(self.step) + value(self.second)
    }
}

impl WeightPlaces {
    fn add(&mut self, words: &[Vec<&'static str>], template: &[usize], base: u32) {
        let count = |variable: usize| words[variable].len() as u16;
        match *template {
            [first, second] => {
                self.pairs.push(Pair { base, step: count(second), first: first as u8, second: second as u8 });
            }
            [outer, first, second] => {
                let pair = Pair { base, step: count(second), first: first as u8, second: second as u8 };
                self.triples.push((outer as u8, count(first) * count(second), pair));
            }
            _ => debug_assert!(false, "a template combines two or three variables"),
        }
    }

    fn sum(&self, weights: &[f32], values: &Values) -> f32 {
        let weight = |place: u32| weights.get(place as usize).copied().unwrap_or(0.0);
        let mut sum = 0.0;
        for pair in &self.pairs {
            sum += weight(pair.place(values));
        }
        for (outer, step, pair) in &self.triples {
            sum += weight(pair.place(values) + u32::from(values[*outer as usize % MOST_VARIABLES]) * u32::from(*step));
        }
        sum
    }
}

impl Model {
    /// A model without weights, to be trained.
    pub fn empty(form: &'static ModelForm) -> Model {
        debug_assert!(form.variables.len() <= MOST_VARIABLES);
        let words: Vec<Vec<&'static str>> = form.variables.iter().map(|variable| (variable.words)()).collect();
        let mut bases = Vec::with_capacity(form.templates.len());
        let mut size = 0;
        let (mut early, mut late) = (WeightPlaces::default(), WeightPlaces::default());
        for template in form.templates {
            let waits = template.iter().any(|variable| form.variables[*variable].is_late);
            if waits { &mut late } else { &mut early }.add(&words, template, size as u32);
            bases.push(size);
            size += template.iter().map(|variable| words[*variable].len()).product::<usize>();
        }
        Model { form, words, bases, early, late, weights: vec![0.0; size] }
    }

    /// Reads a table of weights.
    ///
    /// # Errors
    /// The first row that no template has, that is there twice, or whose weight is no number, with its line.
    pub fn with_table(form: &'static ModelForm, table: &str) -> Result<Model, String> {
        let mut model = Model::empty(form);
        let names = FeatureNames::new(&model);
        let mut read = vec![false; model.weights.len()];
        for (line, row) in (1..).zip(table.lines()).filter(|(_, row)| !row.starts_with('#')) {
            let wrong = |what: &str| format!("weights of {}, line {line}: {what}: {row}", form.name);
            let (name, weight) = row.split_once('\t').ok_or_else(|| wrong("no weight"))?;
            let index = names.index_of(&model, name).ok_or_else(|| wrong("no template of the model"))?;
            if std::mem::replace(&mut read[index], true) {
                return Err(wrong("the row is there twice"));
            }
            model.weights[index] = weight.parse().map_err(|_| wrong("no number"))?;
        }
        Ok(model)
    }

    /// Writes the weights as a table, those below `least` in size left out.
    pub fn table(&self, least: f32) -> String {
        let mut table = String::new();
        for (template, base) in self.form.templates.iter().zip(&self.bases) {
            let size: usize = template.iter().map(|variable| self.words[*variable].len()).product();
            for index in 0..size {
                let weight = self.weights[base + index];
                if weight.abs() < least {
                    continue;
                }
                let mut rest = index;
                let mut names = Vec::with_capacity(template.len());
                for variable in template.iter().rev() {
                    let words = &self.words[*variable];
                    names.push(format!("{}={}", self.form.variables[*variable].name, words[rest % words.len()]));
                    rest /= words.len();
                }
                names.reverse();
                table.push_str(&format!("{}\t{weight:.2}\n", names.join(" ")));
            }
        }
        table
    }

    /// The features of a case: one for each template.
    pub fn features(&self, values: &Values) -> Vec<u32> {
        let feature = |(template, base): (&&[usize], &usize)| {
            let index = template.iter().fold(0, |index, at| index * self.words[*at].len() + usize::from(values[*at]));
            (base + index) as u32
        };
        self.form.templates.iter().zip(&self.bases).map(feature).collect()
    }

    /// The sum of the weights of a case.
    pub fn score(&self, values: &Values) -> f32 {
        self.score_early(values) + self.score_late(values)
    }

    /// What is the same for all cases that differ in late variables only.
    pub fn score_early(&self, values: &Values) -> f32 {
        self.early.sum(&self.weights, values)
    }

    /// The rest of [`Self::score`].
    pub fn score_late(&self, values: &Values) -> f32 {
        self.late.sum(&self.weights, values)
    }
}

/// The numbers of a model's variables, values and templates by their names, for reading a table.
struct FeatureNames {
    variables: FxHashMap<&'static str, usize>,
    values: Vec<FxHashMap<&'static str, usize>>,
    templates: FxHashMap<&'static [usize], usize>,
}

impl FeatureNames {
    fn new(model: &Model) -> FeatureNames {
        let numbered = |words: &Vec<&'static str>| words.iter().enumerate().map(|(at, word)| (*word, at)).collect();
        FeatureNames {
            variables: model.form.variables.iter().enumerate().map(|(at, variable)| (variable.name, at)).collect(),
            values: model.words.iter().map(numbered).collect(),
            templates: model.form.templates.iter().enumerate().map(|(at, template)| (*template, at)).collect(),
        }
    }

    /// The place of a row's weight.
    fn index_of(&self, model: &Model, name: &str) -> Option<usize> {
        let mut template = Vec::with_capacity(3);
        let mut index = 0;
        for pair in name.split(' ') {
            let (variable, value) = pair.split_once('=')?;
            let variable = *self.variables.get(variable)?;
            index = index * model.words[variable].len() + self.values[variable].get(value)?;
            template.push(variable);
        }
        Some(model.bases[*self.templates.get(template.as_slice())?] + index)
    }
}

/// A probability out of a log-odds score.
pub(crate) fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
