//! Maps and sets of numbers that are hashes already, or run from 0: a real hash gains nothing, and much is lost where a
//! question is answered from tens of thousands of them.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type NumberMap<T> = HashMap<u64, T, BuildHasherDefault<Spread>>;
pub(super) type NumberSet = HashSet<u64, BuildHasherDefault<Spread>>;

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
