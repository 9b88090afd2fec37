//! A sketch of an article's prose, by which near copies are known: some numbers that are nearly the same where the words
//! are. Takes folded words, gives the sketch and how much two of them resemble each other. Pure.
//!
//! Prose is taken as the set of its shingles (rows of [`SHINGLE`] words), and two sets resemble each other by the share of
//! their union that both have (Broder 1997, *On the resemblance and containment of documents*). It is estimated from the
//! least hash values of a hundred bins, of which two bits each are kept (one permutation hashing, Li, Owen and Zhang 2012;
//! *b*-bit minwise hashing, Li and König 2010); empty bins borrow from others (Shrivastava 2017, *Optimal densification*).
//! Which articles are compared at all is told by their few least hash values, Broder's sketch: near copies have one in
//! common. There are crates for the first part; none that is kept has the bits, and it is shorter than what they bring.

/// Words of a shingle: of fewer, constant frames of columns look like copies, of more, a few changed words cost much.
const SHINGLE: usize = 4;

/// Prose of fewer words has no sketch: it is no article of which copies could be told.
const FEWEST_WORDS: usize = 20;

/// Prose of fewer words is like another one only where it is the same: bins of so few shingles tell little.
const SHORT: usize = 80;

/// Bins, and the bits that are kept of each.
const BINS: usize = 128;
const BITS: usize = 2;
/// How often two bins agree by chance.
const BY_CHANCE: f32 = 1.0 / (1 << BITS) as f32;

/// Least hash values that are kept whole.
const ANCHORS: usize = 4;

/// Articles that resemble each other so much are copies. Measured on mutated articles and on real ones: see the tests.
const COPY: f32 = 0.55;

/// Prose that resembles another so much has something in common with it: with none in common, chance gives as much to one
/// pair in ten thousand.
const IN_COMMON: f32 = 0.2;

/// The sketch of a prose: its anchors, two in each number, then the bits of its bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sketch(pub [u64; Sketch::NUMBERS]);

impl Sketch {
    /// Numbers of a sketch: 48 bytes.
    pub const NUMBERS: usize = Sketch::OF_ANCHORS + BINS * BITS / 64;
    /// So many of them hold the anchors.
    pub const OF_ANCHORS: usize = ANCHORS / 2;

    /// The sketch of folded words, each with `end` behind it; `None` where they are too few.
    pub fn of(words: &str, end: u8) -> Option<Sketch> {
        let hashes = hashes_of_words(words.as_bytes(), end);
        if hashes.len() < FEWEST_WORDS {
            return None;
        }
        Some(if hashes.len() < SHORT { Sketch::of_whole(&hashes) } else { Sketch::of_shingles(&hashes) })
    }

    /// Of few words: equal where all of them are, and like nothing else.
    fn of_whole(words: &[u64]) -> Sketch {
        let whole = words.iter().fold(words.len() as u64, |whole, word| mixed(whole.rotate_left(5) ^ word));
        let mut numbers = [0; Sketch::NUMBERS];
        (1..).zip(&mut numbers).for_each(|(place, number)| *number = mixed(whole.wrapping_add(place)));
        Sketch(numbers)
    }

    fn of_shingles(words: &[u64]) -> Sketch {
        let mut least = [u64::MAX; BINS];
        let mut anchors = [u32::MAX; ANCHORS];
        for shingle in words.windows(SHINGLE) {
            let hash = mixed(shingle.iter().fold(0, |all: u64, word| all.rotate_left(17).wrapping_mul(ODD) ^ word));
            let bin = &mut least[hash as usize % BINS];
            *bin = hash.min(*bin);
            // The highest bits, as the lowest choose the bin.
            let anchor = (hash >> 32) as u32;
            if anchor < anchors[ANCHORS - 1] && !anchors.contains(&anchor) {
                anchors[ANCHORS - 1] = anchor;
                anchors.sort_unstable();
            }
        }
        let mut numbers = [0; Sketch::NUMBERS];
        for (number, pair) in numbers.iter_mut().zip(anchors.chunks(2)) {
            *number = pair.iter().fold(0, |number, anchor| number << 32 | u64::from(*anchor));
        }
        for bin in 0..BINS {
            // The bits above those that choose the bin: nothing else depends on them but chance.
            let bits = filled(&least, bin) >> BINS.trailing_zeros() & ((1 << BITS) - 1);
            let place = bin * BITS;
            numbers[Sketch::OF_ANCHORS + place / 64] |= bits << (place % 64);
        }
        Sketch(numbers)
    }

    /// The numbers of which near copies have one in common.
    pub fn anchors(&self) -> impl Iterator<Item = u32> + '_ {
        self.0[..Sketch::OF_ANCHORS].iter().flat_map(|pair| [(pair >> 32) as u32, *pair as u32])
    }

    /// How much the two resemble each other: 0 where they have nothing in common, 1 where they are the same, with a
    /// standard error of 0.05.
    pub fn resemblance(&self, other: &Sketch) -> f32 {
        const LOWEST: u64 = u64::MAX / 3;
        let differ = |(a, b): (&u64, &u64)| {
            let bits = a ^ b;
            ((bits | bits >> 1) & LOWEST).count_ones()
        };
        let bins = self.0.iter().zip(&other.0).skip(Sketch::OF_ANCHORS);
        let agree = 1.0 - bins.map(differ).sum::<u32>() as f32 / BINS as f32;
        ((agree - BY_CHANCE) / (1.0 - BY_CHANCE)).max(0.0)
    }

    /// Whether one is a near copy of the other.
    pub fn is_copy(&self, other: &Sketch) -> bool {
        self.resemblance(other) >= COPY
    }

    /// Whether there are words that both have.
    pub fn has_in_common(&self, other: &Sketch) -> bool {
        self.resemblance(other) >= IN_COMMON || self.anchors().any(|anchor| other.anchors().any(|it| it == anchor))
    }
}

/// The least hash of a bin, or where it is empty, of one that is chosen for it, always the same way.
fn filled(least: &[u64; BINS], bin: usize) -> u64 {
    const TRIES: u64 = 1_000;
    if least[bin] != u64::MAX {
        return least[bin];
    }
    let lender = |attempt: u64| least[mixed((bin as u64) << 32 | attempt) as usize % BINS];
    (1..=TRIES).map(lender).find(|hash| *hash != u64::MAX).unwrap_or(0)
}

/// Any odd number with bits all over.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number whose bits all depend on all of those given: the finalizer of splitmix64 (Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(ODD);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// A hash of each word; of words alone, so that an index holds the same on every machine.
fn hashes_of_words(text: &[u8], end: u8) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(text.len() / 5);
    let mut from = 0;
    for to in memchr::memchr_iter(end, text) {
        let mut hash = (to - from) as u64;
        for part in text[from..to].chunks(8) {
            let mut bytes = [0; 8];
            bytes[..part.len()].copy_from_slice(part);
            hash = (hash.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(ODD);
        }
        hashes.push(hash ^ hash >> 29);
        from = to + 1;
    }
    hashes
}
