//! The mentions before a pronoun that it could mean, described for the model.

use super::super::lexicon::*;
use super::super::mentions::{Case, MentionKind};
use super::super::tokens::Kind;
use super::super::values::word_class_in;
use super::antecedent_form::*;
use super::entity::EntityKind;
use super::resolver::Resolver;

/// Reads the mentions before `index` that could be meant, the nearest first, whatever their gender.
pub(super) fn read_antecedents(resolver: &Resolver, index: usize, antecedents: &mut Vec<Antecedent>) {
    /// Mentions that are looked at, and entities that are counted.
    const REACH: usize = 30;
    let mention = &resolver.mentions[index];
    // "her campaign" is as near to its person as "she" is.
    let is_pronoun = mention.kind == MentionKind::Pronoun || resolver.prose.tokens[mention.tokens.start].is(POSSESSIVE);
    let here = resolver.prose.tokens[mention.tokens.start].sentence;
    let own = own_place(resolver, index);
    let named_in_quote = named_in_quotes_beside(resolver, index);
    let mut seen: Vec<u32> = Vec::with_capacity(REACH);
    antecedents.clear();
    for other_index in (index.saturating_sub(REACH)..index).rev() {
        let other = &resolver.mentions[other_index];
        let Some(id) = resolver.of[other_index] else { continue };
        let entity = &resolver.list[id as usize];
        if entity.kind == EntityKind::Body
            || entity.kind == EntityKind::Unnamed && !is_pronoun
            || entity.kind == EntityKind::Name && entity.name.len() < 2
            || other.case == Case::Modifier && entity.person.is_none() && entity.name.len() < 2
            || other.quoted != mention.quoted && other.quoted.is_some()
            || other.plural
        {
            continue;
        }
        let same_sentence = here == resolver.prose.tokens[other.tokens.start].sentence;
        if same_sentence && !is_pronoun {
            continue;
        }
        let between = seen.iter().filter(|known| **known != id).count();
        if !seen.contains(&id) {
            seen.push(id);
        }
        let pronoun = Pronoun { own, named_in_quote: named_in_quote.contains(&id), between: between.into() };
        let known = antecedent_values(resolver, index, other_index, pronoun);
        antecedents.push(Antecedent { entity: id, sure: resolver.sure[other_index], known });
    }
}

pub(super) fn antecedent_values(
    resolver: &Resolver,
    index: usize,
    other_index: usize,
    pronoun: Pronoun,
) -> AntecedentValues {
    let (mention, other) = (&resolver.mentions[index], &resolver.mentions[other_index]);
    let tokens = &resolver.prose.tokens;
    let start = mention.tokens.start;
    let sentence = &resolver.prose.sentences[tokens[start].sentence as usize];
    let paragraph = resolver.prose.paragraph_of(other.tokens.start);
    let Standing { position, next, kind } = resolver.standings[other_index];
    AntecedentValues {
        sentences: match tokens[start].sentence - tokens[other.tokens.start].sentence {
            0 => Sentences::None,
            1 => Sentences::One,
            2 => Sentences::Two,
            3..=4 => Sentences::UpToFour,
            _ => Sentences::More,
        },
        paragraphs: (resolver.prose.paragraph_of(start) - paragraph).into(),
        position,
        next,
        role: resolver.role_in_act[other_index],
        kind,
        named_in_quote: pronoun.named_in_quote,
        own: pronoun.own,
        between: pronoun.between,
        stands_in: if resolver.prose.paragraphs[paragraph].is_prose { StandsIn::Prose } else { StandsIn::Heading },
        before_own: word_class_in(resolver.prose, start.checked_sub(1), sentence),
    }
}

/// How the mention stands, whatever pronoun may mean it.
pub(super) fn standing(resolver: &Resolver, index: usize) -> Standing {
    let mention = &resolver.mentions[index];
    let kind = match mention.kind {
        MentionKind::Pronoun => AntecedentKind::Pronoun,
        MentionKind::Role | MentionKind::Unnamed => AntecedentKind::Role,
        _ if mention.head.len() > 1 => AntecedentKind::FullName,
        _ => AntecedentKind::ShortName,
    };
    Standing { position: position(resolver, index), next: next(resolver, mention.tokens.end), kind }
}

/// What stands before a mention, and so which part of its sentence it can be.
pub(super) fn position(resolver: &Resolver, index: usize) -> Position {
    let mention = &resolver.mentions[index];
    match mention.case {
        Case::Governed => return Position::Governed,
        Case::Agent => return Position::Agent,
        Case::Owner => return Position::Owner,
        Case::Modifier => return Position::Modifier,
        Case::Object => return Position::Object,
        Case::Free => {}
    }
    if is_first_of_sentence(resolver, index) {
        return Position::OpensSentence;
    }
    let Some(before) = mention.tokens.start.checked_sub(1).map(|at| &resolver.prose.tokens[at]) else {
        return Position::OpensSentence;
    };
    match before.kind {
        Kind::Word if before.is(CONJUNCTION | SUBORDINATE | THAT | RELATIVE) => Position::OpensClause,
        Kind::Word if before.word.cue.is_some() || before.is(AUXILIARY) => Position::BehindVerb,
        Kind::Word if before.is(TITLE | SOURCE_NOUN | ADJECTIVE) => Position::BehindTitle,
        Kind::Word if before.capital => Position::BehindTitle,
        Kind::Word => Position::BehindWord,
        _ => Position::OpensClause,
    }
}

pub(super) fn next(resolver: &Resolver, at: usize) -> Next {
    let Some(next) = resolver.prose.tokens.get(at) else { return Next::End };
    match next.kind {
        Kind::Word if next.is(AUXILIARY | NEGATION) => Next::Helper,
        Kind::Word if next.word.cue.is_some() => Next::Cue,
        Kind::Word if next.is(CONJUNCTION) => Next::Conjunction,
        Kind::Word if next.is(PREPOSITION | SUBORDINATE | THAT | TIME) => Next::Preposition,
        Kind::Word if !next.capital => Next::Word,
        Kind::Comma | Kind::Dash | Kind::OpenBracket => Next::Comma,
        Kind::Stop | Kind::Colon | Kind::Semicolon => Next::End,
        Kind::Mark(_) => Next::Mark,
        _ => Next::Other,
    }
}

pub(super) fn own_place(resolver: &Resolver, index: usize) -> OwnPlace {
    let mention = &resolver.mentions[index];
    match (mention.kind, mention.case) {
        (MentionKind::Pronoun, Case::Object) => OwnPlace::Object,
        (MentionKind::Pronoun, _) if resolver.role_in_act[index] == ActRole::Speaks => OwnPlace::Speaks,
        (MentionKind::Pronoun, Case::Owner) => OwnPlace::Owner,
        (MentionKind::Pronoun, _) => OwnPlace::Free,
        _ if resolver.prose.tokens[mention.tokens.start].is(POSSESSIVE) => OwnPlace::Owner,
        _ => OwnPlace::Description,
    }
}

/// Entities named inside the quoted words of the sentence that the mention stands in.
pub(super) fn named_in_quotes_beside(resolver: &Resolver, index: usize) -> Vec<u32> {
    let at = resolver.mentions[index].tokens.start;
    let sentence = resolver.prose.tokens[at].sentence as usize;
    let Some(tokens) = resolver.prose.sentences.get(sentence) else { return Vec::new() };
    let mut named = Vec::new();
    let first = resolver.quoted.partition_point(|quoted| quoted.outer.end < tokens.start);
    for quoted in resolver.quoted[first..].iter().take_while(|quoted| quoted.outer.start < tokens.end).take(4) {
        let from = resolver.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
        for (offset, mention) in resolver.mentions[from..].iter().enumerate().take(24) {
            if mention.tokens.start >= quoted.inner.end {
                break;
            }
            if matches!(mention.kind, MentionKind::Person | MentionKind::Name)
                && let Some(id) = resolver.of[from + offset]
            {
                named.push(id);
            }
        }
    }
    named
}

pub(super) fn is_first_of_sentence(resolver: &Resolver, index: usize) -> bool {
    let sentence = resolver.prose.tokens[resolver.mentions[index].tokens.start].sentence;
    // "Trump's lawyer", "the Labour spokesman": an owner or a modifier does not come first.
    !matches!(resolver.mentions[index].case, Case::Owner | Case::Modifier)
        && resolver.mentions[..index]
            .iter()
            .rev()
            .take_while(|before| resolver.prose.tokens[before.tokens.start].sentence == sentence)
            .all(|before| matches!(before.case, Case::Owner | Case::Modifier))
}
