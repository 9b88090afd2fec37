//! What a mention teaches of the entity that it means.

use super::super::lexicon::*;
use super::super::mentions::MentionKind;
use super::parties::note_party;
use super::resolver::Resolver;
use crate::people::Gender;

pub(super) fn assign(resolver: &mut Resolver, mention: usize, id: u32, sureness: f32) {
    resolver.of[mention] = Some(id);
    resolver.sure[mention] = sureness;
    let found = &resolver.mentions[mention];
    let entity = &mut resolver.list[id as usize];
    entity.mentions += 1;
    let courtesy = found.prefix.clone().any(|at| resolver.prose.tokens[at].is(HONORIFIC_MAN | HONORIFIC_WOMAN));
    if courtesy && found.gender != Gender::Unknown && !entity.gender_is_sure {
        // "Jan Example", and then "Ms Example".
        entity.gender = found.gender;
        entity.gender_is_sure = true;
    }
    if entity.gender == Gender::Unknown {
        entity.gender = found.gender;
    }
    if found.kind == MentionKind::Pronoun {
        return;
    }
    for index in found.prefix.clone() {
        let token = &resolver.prose.tokens[index];
        if token.is(SOURCE_NOUN | TITLE) {
            let word = resolver.prose.str(index);
            if !entity.roles.contains(&word) {
                entity.roles.push(word);
            }
        }
    }
    note_party(resolver, mention, id);
}
