//! Chance that can be repeated, how much of it, and inputs made from others by it.
//!
//! `ONRECORD_SEED=N` makes other inputs, `ONRECORD_LONG=1` more of them.

/// Pieces that mean something to whoever reads.
const TELLING: [&[u8]; 55] = [
    b"<div>",
    b"</p>",
    b"<a href=x>",
    b"</a>",
    b"<table><td>",
    b"<time datetime='2016-08-18T23:30:00Z'>",
    b"<!--",
    b"<script type='application/ld+json'>",
    b"\"",
    b"\xe2\x80\x9c",
    b"\xe2\x80\x9d",
    b"'",
    b"\n",
    b"\n\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"{",
    b"}",
    b"(",
    b")",
    b":",
    b",",
    b"\\u00",
    b"\xf0\x9f",
    b" said ",
    b" - ",
    b" OR ",
    b"-",
    b"*",
    b"~9",
    b"date:",
    b"Posted On: 31/02/2016\n",
    b"[",
    b"]",
    b"{\"text\":\"",
    b"\t",
    b";",
    b"<item>",
    b"</item>",
    b"1 of 2 DOCUMENTS\n",
    b"---\n",
    "â€œ".as_bytes(),
    b"WARC/1.0\r\n",
    b"Content-Length: 9\r\n",
    b"\r\n\r\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\0",
    b"\\",
    b"\xc3",
    b"99999999999999999999",
    b"Content-Type: message/rfc822\n\n",
    b"<w:p>",
    b"\xff\xff\xff\xff",
];

/// Whether a long run is asked for.
pub fn is_long() -> bool {
    std::env::var("ONRECORD_LONG").is_ok_and(|value| value != "0")
}

/// How often something is to be done: as the variable says, else by the length of the run.
pub fn times(variable: &str, short: usize, long: usize) -> usize {
    number_in(variable).unwrap_or(if is_long() { long } else { short } as u64) as usize
}

/// The number that a variable has.
fn number_in(variable: &str) -> Option<u64> {
    let set = std::env::var(variable).ok()?;
    Some(set.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {set}")))
}

/// Chance that can be repeated: SplitMix64 (Steele, Lea and Flood 2014), so that a seed makes the same everywhere.
pub struct Chance(u64);

impl Chance {
    /// A long run is another one each time; the seed is printed, so that it can be repeated.
    pub fn new(what: &str) -> Chance {
        let set = number_in("ONRECORD_SEED");
        let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let seed = set.unwrap_or_else(|| if is_long() { now() } else { 7 });
        println!("{what}: ONRECORD_SEED={seed}");
        Chance(seed)
    }

    /// Another one for each name.
    pub fn with(self, name: &str) -> Chance {
        Chance(name.bytes().fold(self.0, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))))
    }

    pub fn of(seed: u64) -> Chance {
        Chance(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A seed with one to some places changed: a piece put in, taken out, doubled, overwritten, taken from another seed, a bit
/// turned, the rest cut off.
pub fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    const MOST_CHANGES: usize = 6;
    let mut input = chance.pick(seeds).clone();
    for _ in 0..=chance.below(MOST_CHANGES) {
        let from = chance.below(input.len() + 1);
        let to = (from + chance.below(40)).min(input.len());
        let piece = match chance.below(7) {
            0 | 1 => chance.pick(&TELLING).to_vec(),
            2 => Vec::new(),
            3 => input[from..to].repeat(2),
            4 => vec![chance.below(256) as u8],
            5 if from < input.len() => {
                input[from] ^= 1 << chance.below(8);
                continue;
            }
            5 => continue,
            _ if chance.below(4) == 0 => {
                input.truncate(from);
                continue;
            }
            _ => {
                let other = chance.pick(seeds);
                let start = chance.below(other.len());
                other[start..(start + chance.below(200)).min(other.len())].to_vec()
            }
        };
        input.splice(from..to, piece);
    }
    input
}
