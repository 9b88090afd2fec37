//! Gzip of several members, one behind the other, as crawlers and loggers write it (RFC 1952, section 2.2).
//!
//! Takes compressed bytes, gives what all members hold, in one. A damaged member is told once, by an error between what it
//! gave and what the next one gives: whoever can go on behind it reads on.

use super::bounds::StreamError;
use super::lookahead::Lookahead;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

const FORMAT: &str = "gzip";
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

pub(super) struct GzipMembers<R> {
    state: Option<MemberState<R>>,
}

enum MemberState<R> {
    /// Before a member.
    Between(Lookahead<R>),
    /// Within one; `gave` says whether it gave anything, `sought` whether it was looked for behind damage.
    Within { decoder: Box<GzDecoder<Lookahead<R>>>, gave: bool, sought: bool },
    /// Behind damage, which was told.
    Lost(Lookahead<R>),
}

impl<R: Read> GzipMembers<R> {
    pub fn new(reader: R) -> GzipMembers<R> {
        GzipMembers { state: Some(MemberState::Between(Lookahead::new(reader))) }
    }

    /// Goes on by one step; gives bytes, or `None` where there is more to do.
    fn step(&mut self, state: MemberState<R>, into: &mut [u8]) -> io::Result<Option<usize>> {
        match state {
            MemberState::Between(mut reader) => {
                if reader.ahead(MAGIC.len())?.starts_with(&MAGIC) {
                    let decoder = Box::new(GzDecoder::new(reader));
                    self.state = Some(MemberState::Within { decoder, gave: false, sought: false });
                    return Ok(None);
                }
                // Tapes are filled up with zeros.
                let zeros = loop {
                    let ahead = reader.fill_buf()?;
                    let zeros = ahead.iter().take_while(|byte| **byte == 0).count();
                    if ahead.is_empty() || zeros < ahead.len() {
                        break zeros;
                    }
                    reader.consume(zeros);
                };
                reader.consume(zeros);
                let ahead = reader.ahead(MAGIC.len())?;
                if ahead.is_empty() {
                    return Ok(Some(0));
                }
                if ahead.starts_with(&MAGIC) {
                    self.state = Some(MemberState::Between(reader));
                    return Ok(None);
                }
                self.state = Some(MemberState::Lost(reader));
                Err(StreamError::Damaged(FORMAT, "something else stands between its members").into())
            }
            MemberState::Within { mut decoder, gave, sought } => match decoder.read(into) {
                Ok(0) if !into.is_empty() => {
                    self.state = Some(MemberState::Between(decoder.into_inner()));
                    Ok(None)
                }
                Ok(read) => {
                    self.state = Some(MemberState::Within { decoder, gave: true, sought });
                    Ok(Some(read))
                }
                Err(error) if error.raw_os_error().is_some() || StreamError::of(&error).is_some() => Err(error),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                    self.state = Some(MemberState::Within { decoder, gave, sought });
                    Ok(None)
                }
                Err(error) => {
                    let ended = error.kind() == io::ErrorKind::UnexpectedEof;
                    let reader = decoder.into_inner();
                    if sought && !gave {
                        // It only looked like a member.
                        self.state = Some(MemberState::Lost(reader));
                        return Ok(None);
                    }
                    self.state = (!ended).then_some(MemberState::Lost(reader));
                    Err(StreamError::of_decoder(error, FORMAT))
                }
            },
            MemberState::Lost(mut reader) => {
                let ahead = reader.ahead(MAGIC.len() + 1)?;
                if ahead.len() <= MAGIC.len() {
                    return Ok(Some(0));
                }
                // Of the fourth byte, the flags, three bits are never set.
                let is_start =
                    |four: &[u8]| four.starts_with(&MAGIC) && four.last().is_some_and(|flags| flags & 0xe0 == 0);
                match ahead.windows(MAGIC.len() + 1).position(is_start) {
                    Some(at) => {
                        reader.consume(at);
                        self.state = Some(MemberState::Within {
                            decoder: Box::new(GzDecoder::new(reader)),
                            gave: false,
                            sought: true,
                        });
                    }
                    None => {
                        let without = ahead.len() - MAGIC.len();
                        reader.consume(without);
                        self.state = Some(MemberState::Lost(reader));
                    }
                }
                Ok(None)
            }
        }
    }
}

impl<R: Read> Read for GzipMembers<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(state) = self.state.take() {
            if let Some(read) = self.step(state, into)? {
                return Ok(read);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// What is read, with `!` for each error.
    fn read(bytes: &[u8]) -> String {
        let mut reader = GzipMembers::new(bytes);
        let mut read = Vec::new();
        for _ in 0..1000 {
            match reader.read_to_end(&mut read) {
                Ok(_) => return String::from_utf8_lossy(&read).into_owned(),
                Err(_) => read.push(b'!'),
            }
        }
        panic!("it does not come to an end");
    }

    #[test]
    fn members_are_read_as_one() {
        assert_eq!(read(&[gzip("one "), gzip(""), gzip("two")].concat()), "one two");
        assert_eq!(read(&[gzip("one "), vec![0; 100_000], gzip("two"), vec![0; 7]].concat()), "one two");
        assert_eq!(read(b""), "");
    }

    #[test]
    fn a_damaged_member_costs_that_member_only() {
        let noise: String = (0..2_000u32).map(|number| char::from(b'"' + (number * number % 89) as u8)).collect();
        let mut damaged = gzip(&noise);
        let middle = damaged.len() / 2;
        damaged[middle..middle + 20].fill(0xff);
        let read_all = read(&[gzip("one "), damaged.clone(), gzip(" two"), gzip(" three")].concat());
        assert!(read_all.starts_with("one ") && read_all.ends_with(" two three"), "{read_all}");
        assert_eq!(read_all.matches('!').count(), 1, "{read_all}");
        assert_eq!(read(&[gzip("one "), b"rubbish".to_vec(), gzip("two")].concat()), "one !two");
        let cut = gzip(&noise);
        assert!(read(&cut[..cut.len() - 4]).ends_with('!'));
    }
}
