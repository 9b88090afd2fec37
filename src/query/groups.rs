//! Groups of people: `Labour MPs`, `government ministers`, `the shadow cabinet`, from `data/groups.tsv`.
//!
//! Takes the words, gives a condition on party and offices; and the shortest words for a list of offices, so that a
//! query of a hundred offices can be written as the group that it came from.

use super::tree::Node;
use super::who::Who;
use crate::people::{Country, OfficeClass, Register, fold_name};
use std::sync::LazyLock;

const TABLE: &str = include_str!("data/groups.tsv");

struct Group {
    words: &'static str,
    country: Option<Country>,
    /// Empty where only the party counts.
    classes: Vec<OfficeClass>,
}

static EMBEDDED: LazyLock<Vec<Group>> = LazyLock::new(|| read_table().0);

/// The table, and the rows that cannot be read; a test keeps it free of them.
fn read_table() -> (Vec<Group>, Vec<&'static str>) {
    let mut groups = Vec::new();
    let mut refused = Vec::new();
    for row in TABLE.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        match read_row(row) {
            Some(group) => groups.push(group),
            None => refused.push(row),
        }
    }
    (groups, refused)
}

fn read_row(row: &'static str) -> Option<Group> {
    let mut cells = row.split('\t');
    let (words, country, held) = (cells.next()?, cells.next()?, cells.next()?);
    let country = match country {
        "UK" => Some(Country::Uk),
        "US" => Some(Country::Us),
        "any" => None,
        _ => return None,
    };
    let classes = match held {
        "any" => Vec::new(),
        list => list
            .split(' ')
            .map(|class| match class.strip_prefix("class:")? {
                "head-of-government" => Some(OfficeClass::HeadOfGovernment),
                "minister" => Some(OfficeClass::Minister),
                "shadow" => Some(OfficeClass::Shadow),
                "party-leader" => Some(OfficeClass::PartyLeader),
                "legislator" => Some(OfficeClass::Legislator),
                "governor" => Some(OfficeClass::Governor),
                "mayor" => Some(OfficeClass::Mayor),
                "candidate" => Some(OfficeClass::Candidate),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?,
    };
    Some(Group { words, country, classes })
}

impl Group {
    /// The ids of the group's offices, sorted.
    fn offices(&self, register: &Register) -> Vec<String> {
        let mut ids: Vec<String> = register
            .offices()
            .map(|id| register.office(id))
            .filter(|office| self.country.is_none_or(|country| office.country() == country))
            .filter(|office| self.classes.contains(&office.class()))
            .map(|office| office.id().to_owned())
            .collect();
        ids.sort();
        ids
    }
}

/// The group with these folded words, in singular or plural.
fn find(folded: &str) -> Option<&'static Group> {
    let by_words = |words: &str| EMBEDDED.iter().find(|group| group.words == words);
    by_words(folded).or_else(|| by_words(folded.strip_suffix('s')?)).or_else(|| {
        let stem = folded.strip_suffix("ies")?;
        by_words(&format!("{stem}y"))
    })
}

/// A group, with a party before it or without: `Labour MPs`, `MPs from the SNP`, `ministers`.
pub(super) fn resolve(text: &str, register: &Register) -> Option<Who> {
    let folded = fold_name(text).into_owned();
    if let Some(group) = find(&folded).filter(|group| !group.classes.is_empty()) {
        let offices = group.offices(register);
        if !offices.is_empty() {
            return Some(who(Node::Office(offices), text, group.country));
        }
    }
    let words: Vec<&str> = folded.split(' ').collect();
    for cut in 1..words.len() {
        let (before, after) = (words[..cut].join(" "), words[cut..].join(" "));
        let after = after.strip_prefix("party ").map_or(after.as_str(), |rest| rest);
        let behind = ["from the ", "from ", "of the ", "in the ", "for the "];
        let pair = match register.find_party(&before) {
            Some(party) => Some((party, after.to_owned())),
            None => behind
                .iter()
                .find_map(|word| after.strip_prefix(word))
                .and_then(|name| register.find_party(name))
                .map(|party| (party, before.clone())),
        };
        let Some((party, rest)) = pair else { continue };
        let party = register.party(party);
        let of_party = Node::Party(party.id().to_owned());
        let held = match find(&rest) {
            Some(group) if group.classes.is_empty() => {
                return Some(who(of_party, text, Some(party.country())));
            }
            Some(group) => {
                Group { country: Some(party.country()), classes: group.classes.clone(), ..*group }.offices(register)
            }
            None => register.find_office(&rest).iter().map(|&id| register.office(id).id().to_owned()).collect(),
        };
        if !held.is_empty() {
            return Some(who(Node::All(vec![of_party, Node::Office(held)]), text, Some(party.country())));
        }
    }
    None
}

fn who(node: Node, text: &str, country: Option<Country>) -> Who {
    Who { country, ..Who::new(node, text.to_owned()) }
}

/// Whether all the offices belong to a party.
pub(super) fn is_of_party(node: &Node, register: &Register) -> bool {
    let Node::Office(ids) = node else { return false };
    ids.iter().all(|id| register.find_office_id(id).is_some_and(|id| register.office(id).party().is_some()))
}

/// The shortest words for the group that has exactly these offices, and that name no office besides.
pub(super) fn find_words(offices: &[String], register: &Register) -> Option<&'static str> {
    let has_these = |group: &&Group| !group.classes.is_empty() && group.offices(register) == offices;
    let is_its_own = |group: &&Group| register.find_office(group.words).is_empty();
    EMBEDDED.iter().filter(is_its_own).filter(has_these).map(|group| group.words).min_by_key(|words| words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_sorted() {
        let (groups, refused) = read_table();
        assert_eq!(refused, Vec::<&str>::new());
        assert!(groups.is_sorted_by(|a, b| a.words < b.words));
    }
}
