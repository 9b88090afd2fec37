//! Names: slugs, given names with their short forms, where a surname begins.

use super::Gender;
use super::packed::{PackedRegister, Section};
use super::tables::{RegisterError, list, rows};
use crate::words::List;
use crate::words::fold::fold_name;

/// An id made of a name, for speakers outside the register too: `Jeremy Corbyn` gives `jeremy-corbyn`. Empty only
/// where the name has neither letters nor digits.
pub fn slug(name: &str) -> String {
    fold_name(name).split(' ').fold(String::with_capacity(name.len()), |mut slug, word| {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
        slug
    })
}

/// The name's folded words without `mr`, `sir` in front and `jr` behind; at least one word stays.
pub(super) fn without_courtesies<'w, 'n>(mut words: &'w [&'n str]) -> &'w [&'n str] {
    while let [first, rest @ ..] = words
        && !rest.is_empty()
        && List::Courtesy.has(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && List::NameSuffix.has(last)
    {
        words = rest;
    }
    words
}

/// The surname in a name as printed: the last word with the particles before it, a suffix left out.
pub(super) fn surname_in(name: &'static str) -> &'static str {
    let mut end = name.len();
    let mut start = name.rfind(' ').map_or(0, |space| space + 1);
    if start > 0 && List::NameSuffix.has(&fold_name(&name[start..])) {
        end = name[..start].trim_end().trim_end_matches(',').len();
        start = name[..end].rfind(' ').map_or(0, |space| space + 1);
    }
    while let Some(before) = name[..start].strip_suffix(' ') {
        let word = before.rfind(' ').map_or(0, |space| space + 1);
        // The first word is the given name even where it looks like a particle.
        if word == 0 || !List::SurnameParticle.has(&fold_name(&before[word..])) {
            break;
        }
        start = word;
    }
    &name[start..end]
}

/// Given names with the gender of those who bear them, and their short forms.
#[derive(Clone, Debug)]
pub(super) struct GivenNames {
    /// Folded, sorted.
    pub(super) genders: Vec<(&'static str, Gender)>,
    /// Short form and the names it stands for, folded, sorted by short form.
    pub(super) short_forms: Vec<(&'static str, &'static str)>,
    /// A name and one of its short forms, folded, sorted.
    pub(super) shortened: Vec<(&'static str, &'static str)>,
}

impl GivenNames {
    pub(super) fn parse_tables(given: &'static str, nicknames: &'static str) -> Result<GivenNames, RegisterError> {
        let mut genders: Vec<(&'static str, Gender)> = Vec::new();
        for row in rows("given_names.tsv", given) {
            let (place, [name, gender]) = row?;
            place.check_order(genders.last().map(|&(before, _)| before), name)?;
            genders.push((name, place.parse_gender(gender)?));
        }
        let mut short_forms: Vec<(&'static str, &'static str)> = Vec::new();
        for row in rows("nicknames.tsv", nicknames) {
            let (place, [short, formal]) = row?;
            place.check_order(short_forms.last().map(|&(before, _)| before), short)?;
            short_forms.push((short, formal));
        }
        let mut shortened: Vec<_> =
            short_forms.iter().flat_map(|&(short, formal)| list(formal).map(move |formal| (formal, short))).collect();
        shortened.sort_unstable();
        Ok(GivenNames { genders, short_forms, shortened })
    }

    /// The given names of a packed register.
    pub(super) fn read(store: PackedRegister) -> Result<GivenNames, RegisterError> {
        let pairs = |section| store.section(section).rows(|row| Ok((row.text()?, row.text()?)));
        let genders = store.section(Section::Genders).rows(|row| Ok((row.text()?, gender_of(row.number()?))))?;
        Ok(GivenNames { genders, short_forms: pairs(Section::ShortForms)?, shortened: pairs(Section::Shortened)? })
    }

    /// Whether the folded word is a given name of the table or a short form of one.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.gender_at(folded).is_some() || !self.formal_names(folded).is_empty()
    }

    /// The gender of a folded given name; of a double one (`jean marc`), that of its first part where the whole is
    /// not in the table.
    pub(super) fn gender(&self, folded: &str) -> Gender {
        let first = folded.split(' ').next().unwrap_or("");
        self.gender_at(folded).or_else(|| self.gender_at(first)).unwrap_or(Gender::Unknown)
    }

    /// All given names and short forms, folded.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.genders.iter().map(|&(name, _)| name).chain(self.short_forms.iter().map(|&(short, _)| short))
    }

    fn gender_at(&self, folded: &str) -> Option<Gender> {
        self.genders.binary_search_by_key(&folded, |&(name, _)| name).ok().map(|at| self.genders[at].1)
    }

    pub(super) fn formal_names(&self, folded: &str) -> &'static str {
        self.short_forms.binary_search_by_key(&folded, |&(short, _)| short).map_or("", |at| self.short_forms[at].1)
    }

    /// The names that the folded one is short for, and its own short forms.
    pub(super) fn forms<'n>(&'n self, folded: &'n str) -> impl Iterator<Item = &'static str> + 'n {
        let first = self.shortened.partition_point(|&(formal, _)| formal < folded);
        let shorts = self.shortened[first..].iter().take_while(move |it| it.0 == folded).map(|it| it.1);
        list(self.formal_names(folded)).chain(shorts)
    }

    /// Whether the two folded given names can be the same person's: equal, one the short form of the other, or one
    /// the initial of the other. Two short forms of one name are not (`Ed` is not `Ted`).
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        same_given((a, self.formal_names(a)), (b, self.formal_names(b)))
    }
}

/// The gender by its number in a packed register.
pub(super) fn gender_of(number: u32) -> Gender {
    match number {
        0 => Gender::Female,
        1 => Gender::Male,
        _ => Gender::Unknown,
    }
}

/// As [`GivenNames::same`], each name with what [`GivenNames::formal_names`] says it is short for.
pub(super) fn same_given((a, formal_a): (&str, &'static str), (b, formal_b): (&str, &'static str)) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    let stands_for = |formal: &'static str, long: &str| list(formal).any(|formal| formal == long);
    a == b || initial(a, b) || initial(b, a) || stands_for(formal_a, b) || stands_for(formal_b, a)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_the_folded_name_with_hyphens() {
        assert_eq!(slug("Liz Saville-Roberts"), "liz-saville-roberts");
        assert_eq!(slug("!"), "");
    }
}
