//! The register in the form that programs carry: numbers and one text, made when the program is built, read without
//! parsing.
//!
//! Takes what [`pack`](super::pack) wrote, gives its values again. The numbers are 32 bits each, the lowest byte first:
//! first the place of each section, then the sections. A text is its place and length in the one text. What is asked
//! by name is a hash table that is read where it lies; the rest are rows, read one after the other.

use super::tables::RegisterError;
use super::{Period, PersonId};
use chrono::{Datelike, NaiveDate};

/// A register in packed form.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedRegister {
    numbers: &'static [u8],
    text: &'static str,
}

/// The sections, in their order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Section {
    Genders,
    ShortForms,
    Shortened,
    Parties,
    Offices,
    Bodies,
    Persons,
    Memberships,
    Tenures,
    DatedNames,
    GivenForms,
    Names,
    Surnames,
    PartyNames,
    Phrases,
    PartyPhrases,
    Seats,
}

/// How many sections there are.
pub(super) const SECTIONS: usize = Section::Seats as usize + 1;

impl PackedRegister {
    pub(super) fn new(numbers: &'static [u8], text: &'static str) -> PackedRegister {
        PackedRegister { numbers, text }
    }

    /// A section from its first number on.
    pub(super) fn section(self, section: Section) -> RegisterReader {
        let start = PackedNumbers(self.numbers).get(section as usize) as usize;
        RegisterReader { numbers: PackedNumbers(self.numbers).from(start), text: self.text }
    }
}

/// PackedNumbers of 32 bits as bytes; what is not there is 0.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PackedNumbers(pub(super) &'static [u8]);

impl PackedNumbers {
    pub(super) fn get(self, at: usize) -> u32 {
        let start = at.saturating_mul(4);
        self.0.get(start..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    pub(super) fn from(self, start: usize) -> PackedNumbers {
        PackedNumbers(self.0.get(start.saturating_mul(4)..).unwrap_or_default())
    }
}

/// Reads values one after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct RegisterReader {
    pub(super) numbers: PackedNumbers,
    pub(super) text: &'static str,
}

impl RegisterReader {
    pub(super) fn number(&mut self) -> Result<u32, RegisterError> {
        let (bytes, rest) = self.numbers.0.split_first_chunk().ok_or(RegisterError::Damaged)?;
        self.numbers = PackedNumbers(rest);
        Ok(u32::from_le_bytes(*bytes))
    }

    /// A number that counts what follows; never more than could follow.
    pub(super) fn count(&mut self) -> Result<usize, RegisterError> {
        let count = self.number()? as usize;
        if count > self.numbers.0.len() { Err(RegisterError::Damaged) } else { Ok(count) }
    }

    pub(super) fn text(&mut self) -> Result<&'static str, RegisterError> {
        let (start, length) = (self.number()? as usize, self.number()? as usize);
        self.text.get(start..start.saturating_add(length)).ok_or(RegisterError::Damaged)
    }

    pub(super) fn period(&mut self) -> Result<Period, RegisterError> {
        Ok(Period { from: day_of(self.number()?), to: day_of(self.number()?) })
    }

    /// So many rows, each read by `read`.
    pub(super) fn rows<T>(
        mut self,
        mut read: impl FnMut(&mut RegisterReader) -> Result<T, RegisterError>,
    ) -> Result<Vec<T>, RegisterError> {
        let count = self.count()?;
        let mut rows = Vec::with_capacity(count);
        for _ in 0..count {
            rows.push(read(&mut self)?);
        }
        Ok(rows)
    }
}

/// A day as a number: days of the common era, 0 for none.
pub(super) fn number_of(day: Option<NaiveDate>) -> u32 {
    day.map_or(0, |day| u32::try_from(day.num_days_from_ce()).unwrap_or(0))
}

/// The day that [`number_of`] gave the number for.
pub(super) fn day_of(number: u32) -> Option<NaiveDate> {
    i32::try_from(number).ok().filter(|number| *number > 0).and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// What a table of names holds under a name.
pub(super) trait Id: Copy + PartialEq {
    fn from_number(number: u32) -> Self;
    fn number(self) -> u32;
}

/// From folded text to ids; the ids of one key stand in the order in which they are meant.
#[derive(Clone, Debug)]
pub(super) struct NameLookup<I> {
    /// Of each key its hash, the place and length of its text, and its first id; sorted by hash.
    keys: PackedNumbers,
    count: usize,
    /// The first key of each bucket; the first bits of a hash are its bucket. One more than there are buckets.
    buckets: PackedNumbers,
    ids: Vec<I>,
    /// From and to of each id, where names are dated.
    days: PackedNumbers,
    text: &'static str,
}

/// PackedNumbers of a key.
const KEY: usize = 4;

impl<I: Id> NameLookup<I> {
    /// The table that a section begins with.
    pub(super) fn read(mut from: RegisterReader) -> Result<NameLookup<I>, RegisterError> {
        let (count, ids, dated) = (from.count()?, from.count()?, from.count()?);
        let keys = from.numbers;
        let buckets = keys.from(count * KEY);
        let mut reader = RegisterReader { numbers: buckets.from(count + 2), text: from.text };
        let mut found = Vec::with_capacity(ids);
        for _ in 0..ids {
            found.push(I::from_number(reader.number()?));
        }
        let days = if dated == 0 { PackedNumbers::default() } else { reader.numbers };
        Ok(NameLookup { keys, count, buckets, ids: found, days, text: from.text })
    }

    fn text_of(&self, key: usize) -> &'static str {
        let start = self.keys.get(key * KEY + 1) as usize;
        self.text.get(start..start.saturating_add(self.keys.get(key * KEY + 2) as usize)).unwrap_or("")
    }

    /// The folded texts, in no order that means anything.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'static str> {
        (0..self.count).map(|key| self.text_of(key))
    }

    fn range(&self, folded: &str) -> std::ops::Range<usize> {
        let hash = hash(folded);
        let bucket = bucket(hash, self.count + 1);
        let (first, end) = (self.buckets.get(bucket) as usize, self.buckets.get(bucket + 1) as usize);
        let is_it = |key: &usize| self.keys.get(key * KEY) == hash && self.text_of(*key) == folded;
        let Some(key) = (first..end.min(self.count)).find(is_it) else { return 0..0 };
        let start = self.keys.get(key * KEY + 3) as usize;
        let end = if key + 1 == self.count { self.ids.len() } else { self.keys.get(key * KEY + 7) as usize };
        start..end
    }

    /// The ids under this folded text.
    pub(super) fn get(&self, folded: &str) -> &[I] {
        self.ids.get(self.range(folded)).unwrap_or_default()
    }

    /// The ids under this folded text, each with the days on which the name is theirs.
    pub(super) fn get_dated(&self, folded: &str) -> impl Iterator<Item = (I, Period)> {
        let range = self.range(folded);
        let ids = self.ids.get(range.clone()).unwrap_or_default();
        range.zip(ids).map(|(at, id)| {
            (*id, Period { from: day_of(self.days.get(at * 2)), to: day_of(self.days.get(at * 2 + 1)) })
        })
    }
}

impl Id for PersonId {
    fn from_number(number: u32) -> PersonId {
        PersonId(number)
    }

    fn number(self) -> u32 {
        self.0
    }
}

impl Id for super::PartyId {
    fn from_number(number: u32) -> super::PartyId {
        super::PartyId(number as u16)
    }

    fn number(self) -> u32 {
        u32::from(self.0)
    }
}

impl Id for super::OfficeId {
    fn from_number(number: u32) -> super::OfficeId {
        super::OfficeId(number as u16)
    }

    fn number(self) -> u32 {
        u32::from(self.0)
    }
}

/// The bucket of a hash among one fewer than `ends`: rising with the hash.
pub(super) fn bucket(hash: u32, ends: usize) -> usize {
    ((u64::from(hash) * ends as u64) >> 32) as usize
}

/// FNV-1a, folded: short keys, no need to withstand an attacker (equal hashes are told apart by their text).
pub(super) fn hash(text: &str) -> u32 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32) as u32 ^ hash as u32
}
