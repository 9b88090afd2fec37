//! For programs that want the exact text: JSON in which whatever steers a terminal is written as an escape.
//!
//! What is parsed back is the text, byte for byte; what is looked at with `cat` or `less` is plain.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::is_steering;

/// Writes a value as JSON without a line end.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_json(out: impl Write, value: &impl Serialize) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))
}

/// Writes a value as one line of JSON.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_json_line(mut out: impl Write, value: &impl Serialize) -> io::Result<()> {
    write_json(&mut out, value)?;
    out.write_all(b"\n")
}

/// A value as JSON.
///
/// # Errors
/// Where the value cannot be JSON.
pub fn json_bytes(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1024);
    write_json(&mut bytes, value)?;
    Ok(bytes)
}

/// As serde_json writes by itself, with more escapes.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_steering) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            if let Some(steering) = characters.next() {
                for unit in steering.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}
