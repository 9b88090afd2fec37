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

/// A form with its weights.
pub(crate) struct Model {
    form: &'static Form,
    bases: Vec<usize>,
    places: Vec<Place>,
    pub weights: Vec<f32>,
}

/// Where a template's weights lie: its base, and for each of its variables how far a step of the value leads.
#[derive(Clone, Copy, Debug)]
struct Place {
    base: u32,
    variables: [u8; MOST_VARIABLES],
    steps: [u32; MOST_VARIABLES],
}

/// Variables that a template can combine.
const MOST_VARIABLES: usize = 3;

impl Place {
    fn of(form: &Form, template: &[usize], base: usize) -> Place {
        let mut place = Place { base: base as u32, variables: [0; MOST_VARIABLES], steps: [0; MOST_VARIABLES] };
        let mut step = 1;
        for (slot, variable) in template.iter().enumerate().rev() {
            (place.variables[slot], place.steps[slot]) = (*variable as u8, step);
            step *= form.variables[*variable].values.len() as u32;
        }
        place
    }
}

impl Model {
    /// A model without weights, to be trained.
    pub fn empty(form: &'static Form) -> Model {
        let (bases, size) = form.bases();
        debug_assert!(form.templates.iter().all(|template| template.len() <= MOST_VARIABLES));
        let places =
            form.templates.iter().zip(&bases).map(|(template, base)| Place::of(form, template, *base)).collect();
        Model { form, bases, places, weights: vec![0.0; size] }
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
    pub fn score(&self, values: &[u8]) -> f32 {
        let mut sum = 0.0;
        for place in &self.places {
            let mut index = place.base;
            for slot in 0..MOST_VARIABLES {
                index += u32::from(values[place.variables[slot] as usize]) * place.steps[slot];
            }
            sum += self.weights[index as usize];
        }
        sum
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
