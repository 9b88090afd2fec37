//! Maps and sets of numbers that are hashes already, or run from 0: a real hash gains nothing, and much is lost where a
//! question is answered from tens of thousands of them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type NumberMap<T> = HashMap<u64, T, BuildHasherDefault<Spread>>;

/// Spreads a number over all bits, which the maps take their places from.
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The golden ratio's digits: Knuth's multiplicative hashing.
        self.0 = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }
}

/// How many different numbers there are.
pub(super) fn count_different(numbers: &[u64]) -> usize {
    // Half empty: a number is found at its place or a few behind.
    let size = (numbers.len() * 2).next_power_of_two().max(16);
    let mut table = vec![0u64; size];
    let mut different = 0;
    let mut zero = 0;
    for &number in numbers {
        if number == 0 {
            zero = 1;
            continue;
        }
        let mut place = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (size - 1);
        while table[place] != 0 && table[place] != number {
            place = (place + 1) & (size - 1);
        }
        if table[place] == 0 {
            table[place] = number;
            different += 1;
        }
    }
    different + zero
}

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct SmallNumbers(Vec<u64>);

impl SmallNumbers {
    pub fn insert(&mut self, number: u32) {
        let at = number as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (number % 64);
    }

    #[inline]
    pub fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn different_numbers_are_counted_once(numbers in prop::collection::vec(0u64..50, 0..200)) {
            let spread: Vec<u64> = numbers.iter().map(|number| number << 40).collect();
            let different: BTreeSet<u64> = spread.iter().copied().collect();
            prop_assert_eq!(count_different(&spread), different.len());
        }

        #[test]
        fn small_numbers_are_kept(numbers in prop::collection::btree_set(0u32..5000, 0..50), other in 0u32..6000) {
            let mut set = SmallNumbers::default();
            numbers.iter().for_each(|number| set.insert(*number));
            prop_assert!(numbers.iter().all(|number| set.contains(*number)));
            prop_assert_eq!(set.contains(other), numbers.contains(&other));
        }
    }
}
