//! The weights by which a pronoun finds its person, read from `data/salience.tsv`.
//!
//! The method is that of salience factors (Lappin and Leass, 1994), with this program's own factors and weights.

/// One weight for each factor of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Salience {
    /// For each sentence between, up to six.
    pub sentence: f32,
    /// For each paragraph between, up to four.
    pub paragraph: f32,
    pub same_sentence: f32,
    pub free: f32,
    pub governed: f32,
    pub owner: f32,
    pub modifier: f32,
    /// The source of an act of saying.
    pub speaks: f32,
    pub spoken_to: f32,
    pub first_of_sentence: f32,
    pub unknown_gender: f32,
    pub uncertain_name: f32,
    pub unnamed: f32,
    /// Times the person's share of the most mentioned one's mentions.
    pub share_of_story: f32,
    /// Named in the words that the pronoun says.
    pub named_in_quote: f32,
    /// For each further mention within reach.
    pub again: f32,
}

impl Salience {
    /// Reads a table; factors that it leaves out weigh nothing.
    pub fn with_table(table: &str) -> Salience {
        let mut salience = Salience::default();
        for (name, weight) in
            table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
        {
            if let (Some(field), Ok(weight)) = (salience.field(name), weight.trim().parse()) {
                *field = weight;
            }
        }
        salience
    }

    fn field(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "sentence" => &mut self.sentence,
            "paragraph" => &mut self.paragraph,
            "same-sentence" => &mut self.same_sentence,
            "free" => &mut self.free,
            "governed" => &mut self.governed,
            "owner" => &mut self.owner,
            "modifier" => &mut self.modifier,
            "speaks" => &mut self.speaks,
            "spoken-to" => &mut self.spoken_to,
            "first-of-sentence" => &mut self.first_of_sentence,
            "unknown-gender" => &mut self.unknown_gender,
            "uncertain-name" => &mut self.uncertain_name,
            "unnamed" => &mut self.unnamed,
            "share-of-story" => &mut self.share_of_story,
            "named-in-quote" => &mut self.named_in_quote,
            "again" => &mut self.again,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Salience;

    #[test]
    fn every_row_of_the_table_is_a_factor() {
        let table = include_str!("data/salience.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (name, weight) = line.split_once('\t').expect("name, tab, weight");
            assert!(Salience::default().field(name).is_some(), "{name}");
            assert!(weight.trim().parse::<f32>().is_ok(), "{line}");
        }
    }
}
