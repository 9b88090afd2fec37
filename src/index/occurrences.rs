//! Where the words of a wording stand together: phrases in their order, words near each other in any order.
//!
//! Takes for each word of the wording the rising numbers at which it stands in an article; gives the stretches that hold
//! the whole wording. Time is linear in the lists.

use super::places::Stretch;

/// Where the words stand side by side in their order.
pub(super) fn find_phrase(words: &[&[u32]], found: &mut Vec<Stretch>) {
    found.clear();
    let Some((first, rest)) = words.split_first() else { return };
    let length = words.len() as u32;
    // Every list is walked once: the starts rise, and so does what is looked for in each.
    let mut at = vec![0usize; rest.len()];
    'starts: for start in first.iter().copied() {
        for (offset, (list, at)) in (1u32..).zip(rest.iter().zip(&mut at)) {
            let wanted = start + offset;
            while list.get(*at).is_some_and(|place| *place < wanted) {
                *at += 1;
            }
            if list.get(*at) != Some(&wanted) {
                continue 'starts;
            }
        }
        found.push(Stretch::new(start, start + length));
    }
}

/// Where all the words stand in any order with at most `slop` other words between them: for each word that can begin
/// such a stretch the shortest one. A word asked for twice must stand there twice.
pub(super) fn find_near(words: &[&[u32]], slop: u32, found: &mut Vec<Stretch>) {
    found.clear();
    let longest = (words.len() as u32).saturating_add(slop);
    // Words that are the same have the same list: one list, wanted so many times.
    let mut wanted: Vec<(&[u32], usize)> = Vec::with_capacity(words.len());
    for list in words {
        match wanted.iter_mut().find(|(known, _)| known == list) {
            Some((_, times)) => *times += 1,
            None => wanted.push((list, 1)),
        }
    }
    let mut events: Vec<(u32, usize)> = wanted
        .iter()
        .enumerate()
        .flat_map(|(which, (list, _))| list.iter().map(move |place| (*place, which)))
        .collect();
    events.sort_unstable();
    let mut held = vec![0usize; wanted.len()];
    let mut missing = wanted.len();
    let mut last = 0;
    for first in 0..events.len() {
        while missing > 0 && last < events.len() {
            let which = events[last].1;
            held[which] += 1;
            if held[which] == wanted[which].1 {
                missing -= 1;
            }
            last += 1;
        }
        if missing > 0 {
            return;
        }
        let stretch = Stretch::new(events[first].0, events[last - 1].0 + 1);
        if stretch.len() <= longest {
            found.push(stretch);
        }
        let which = events[first].1;
        if held[which] == wanted[which].1 {
            missing += 1;
        }
        held[which] -= 1;
    }
}

/// The numbers of `list` that lie in the segments, counted as if these stood one behind the other.
pub(super) fn joined(list: &[u32], segments: &[Stretch]) -> Vec<u32> {
    let mut before = 0;
    let mut joined = Vec::new();
    for segment in segments {
        let from = list.partition_point(|place| *place < segment.first);
        joined.extend(
            list[from..].iter().take_while(|place| **place < segment.end).map(|place| before + place - segment.first),
        );
        before += segment.len();
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phrase(words: &[&[u32]]) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        find_phrase(words, &mut found);
        found.iter().map(|stretch| (stretch.first, stretch.end)).collect()
    }

    fn near(words: &[&[u32]], slop: u32) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        find_near(words, slop, &mut found);
        found.iter().map(|stretch| (stretch.first, stretch.end)).collect()
    }

    #[test]
    fn a_phrase_stands_in_its_order() {
        assert_eq!(phrase(&[&[1, 5, 9], &[2, 4, 10], &[3, 11]]), [(1, 4), (9, 12)]);
        assert_eq!(phrase(&[&[2], &[1]]), []);
        assert_eq!(phrase(&[]), []);
    }

    #[test]
    fn words_near_stand_in_any_order() {
        assert_eq!(near(&[&[10], &[4]], 5), [(4, 11)]);
        assert_eq!(near(&[&[10], &[4]], 4), []);
        assert_eq!(near(&[&[1, 3], &[1, 3]], 1), [(1, 4)]);
        assert_eq!(near(&[&[1], &[1]], 9), []);
    }

    #[test]
    fn segments_are_counted_as_one_text() {
        assert_eq!(joined(&[1, 5, 6, 9, 20], &[Stretch::new(5, 7), Stretch::new(9, 10)]), [0, 1, 2]);
    }

    proptest! {
        /// Against every choice of one place for each word.
        #[test]
        fn near_is_what_trying_all_choices_finds(
            a in prop::collection::btree_set(0u32..40, 1..6),
            b in prop::collection::btree_set(40u32..80, 1..6),
            c in prop::collection::btree_set(80u32..120, 1..6),
            slop in 0u32..12,
        ) {
            // Three words that share the places 0 to 39, never the same one.
            let lists: Vec<Vec<u32>> = [a, b, c].iter().enumerate()
                .map(|(which, set)| set.iter().map(|place| (place % 40) * 3 + which as u32).collect())
                .collect();
            let lists: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
            let mut spans = Vec::new();
            for x in lists[0] { for y in lists[1] { for z in lists[2] {
                let (low, high) = (*x.min(y).min(z), *x.max(y).max(z));
                if high + 1 - low <= 3 + slop { spans.push((low, high + 1)); }
            }}}
            let found = near(&lists, slop);
            // Each found one is a choice, and each choice holds a found one.
            prop_assert!(found.iter().all(|one| spans.contains(one)));
            prop_assert!(spans.iter().all(|span| found.iter().any(|one| span.0 <= one.0 && one.1 <= span.1)));
        }
    }
}
