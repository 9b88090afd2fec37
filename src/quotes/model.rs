//! Small log-linear models that one can read: variables with named values, templates that combine them, and a table of
//! one weight for each combination that the training found to matter.
//!
//! A row of a table reads `bond=subject place=after-adjacent <tab> 1.74`. Rows that are not there weigh nothing.

use rustc_hash::FxHashMap;

/// Something known of a case, with the names of its values.
pub(crate) struct Variable {
    pub name: &'static str,
    pub values: &'static [&'static str],
}

/// A variable's values by their names.
pub(crate) fn values_by_name(values: &'static [&'static str]) -> FxHashMap<&'static str, u8> {
    values.iter().enumerate().map(|(value, name)| (*name, value as u8)).collect()
}

/// The form of a model: its variables, and which of them are weighed together (indices into the variables).
pub(crate) struct Form {
    pub variables: &'static [Variable],
    pub templates: &'static [&'static [usize]],
    /// Variables that differ between cases of which all else is the same.
    pub late: &'static [usize],
}

impl Form {
    /// First feature of each template, and the number of all.
    fn bases(&self) -> (Vec<usize>, usize) {
        let mut bases = Vec::with_capacity(self.templates.len());
        let mut next = 0;
        for template in self.templates {
            bases.push(next);
            next += template.iter().map(|variable| self.variables[*variable].values.len()).product::<usize>();
        }
        (bases, next)
    }
}

/// A case's value for each variable of a form, by the variable's number; what the form does not have is 0.
pub(crate) type Values = [u8; MOST_VARIABLES];

/// The values of a case of which nothing is known.
pub(crate) const NO_VALUES: Values = [0; MOST_VARIABLES];

/// Variables that a form can have: a power of two, so that a number below it needs no check.
const MOST_VARIABLES: usize = 64;

/// A form with its weights.
pub(crate) struct Model {
    form: &'static Form,
    bases: Vec<usize>,
    /// The templates of which all is known early, and the others.
    early: Places,
    late: Places,
    pub weights: Vec<f32>,
}

/// Where the weights of some templates lie.
#[derive(Clone, Debug, Default)]
struct Places {
    /// Templates of one and two variables, which nearly all are.
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

impl Places {
    fn add(&mut self, form: &Form, template: &[usize], base: u32) {
        let count = |variable: usize| form.variables[variable].values.len() as u16;
        match *template {
            [only] => self.pairs.push(Pair { base, step: 0, first: 0, second: only as u8 }),
            [first, second] => {
                self.pairs.push(Pair { base, step: count(second), first: first as u8, second: second as u8 });
            }
            [outer, first, second] => {
                let pair = Pair { base, step: count(second), first: first as u8, second: second as u8 };
                self.triples.push((outer as u8, count(first) * count(second), pair));
            }
            _ => debug_assert!(false, "a template combines one to three variables"),
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
    pub fn empty(form: &'static Form) -> Model {
        let (bases, size) = form.bases();
        debug_assert!(form.variables.len() <= MOST_VARIABLES);
        let (mut early, mut late) = (Places::default(), Places::default());
        for (template, base) in form.templates.iter().zip(&bases) {
            let waits = template.iter().any(|variable| form.late.contains(variable));
            if waits { &mut late } else { &mut early }.add(form, template, *base as u32);
        }
        Model { form, bases, early, late, weights: vec![0.0; size] }
    }

    /// Reads a table of weights; rows that fit no template are left out (a test keeps the embedded tables sound).
    pub fn with_table(form: &'static Form, table: &str) -> Model {
        let mut model = Model::empty(form);
        let features: FxHashMap<&str, f32> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(name, weight)| Some((name, weight.trim().parse().ok()?)))
            .collect();
        for (name, weight) in features {
            if let Some(index) = model.index_of(name) {
                model.weights[index] = weight;
            }
        }
        model
    }

    /// The feature of a row's name.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        let pairs: Vec<(usize, usize)> = name
            .split(' ')
            .map(|pair| {
                let (variable, value) = pair.split_once('=')?;
                let variable = self.form.variables.iter().position(|known| known.name == variable)?;
                let value = self.form.variables[variable].values.iter().position(|known| *known == value)?;
                Some((variable, value))
            })
            .collect::<Option<_>>()?;
        let template = self.form.templates.iter().position(|template| {
            template.len() == pairs.len() && template.iter().zip(&pairs).all(|(variable, (named, _))| variable == named)
        })?;
        let mut index = 0;
        for (variable, value) in pairs {
            index = index * self.form.variables[variable].values.len() + value;
        }
        Some(self.bases[template] + index)
    }

    /// Writes the weights as a table, those below `least` in size left out.
    pub fn table(&self, least: f32) -> String {
        let mut table = String::new();
        for (template, base) in self.form.templates.iter().zip(&self.bases) {
            let size: usize = template.iter().map(|variable| self.form.variables[*variable].values.len()).product();
            for index in 0..size {
                let weight = self.weights[base + index];
                if weight.abs() < least {
                    continue;
                }
                let mut rest = index;
                let mut names = Vec::with_capacity(template.len());
                for variable in template.iter().rev() {
                    let variable = &self.form.variables[*variable];
                    names.push(format!("{}={}", variable.name, variable.values[rest % variable.values.len()]));
                    rest /= variable.values.len();
                }
                names.reverse();
                table.push_str(&format!("{}\t{weight:.2}\n", names.join(" ")));
            }
        }
        table
    }

    /// The features of a case: one for each template. `values` holds one value for each variable of the form.
    pub fn features(&self, values: &[u8], features: &mut Vec<u32>) {
        for (template, base) in self.form.templates.iter().zip(&self.bases) {
            let mut index = 0;
            for variable in *template {
                let count = self.form.variables[*variable].values.len();
                debug_assert!((values[*variable] as usize) < count, "{}", self.form.variables[*variable].name);
                index = index * count + values[*variable] as usize;
            }
            features.push((base + index) as u32);
        }
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

/// A probability out of a log-odds score.
pub(crate) fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::super::candidates::SPEAKER_FORM;
    use super::super::entities::antecedents::ANTECEDENT_FORM;
    use super::super::indirect::REPORT_FORM;
    use super::super::judge::QUOTE_FORM;

    /// What no template weighs would be worked out for nothing.
    #[test]
    fn every_variable_is_weighed() {
        for form in [&SPEAKER_FORM, &QUOTE_FORM, &REPORT_FORM, &ANTECEDENT_FORM] {
            for (number, variable) in form.variables.iter().enumerate() {
                assert!(form.templates.iter().any(|template| template.contains(&number)), "{}", variable.name);
            }
        }
    }
}
