//! What is granted before somebody is cut off: time, connections, length.

use std::time::Duration;

/// What is granted before somebody is cut off.
#[derive(Clone, Copy, Debug)]
pub struct ServerBounds {
    /// Until a request's head is there; also how long a connection may say nothing.
    pub head: Duration,
    /// Until an answer begins.
    pub answer: Duration,
    /// How long a client may take nothing of what is sent.
    pub stall: Duration,
    /// How long a request may still come on a connection that brought none before the server was told to end.
    pub last_word: Duration,
    /// Until what is under way must be done once the server is told to end.
    pub farewell: Duration,
    /// Connections at one time.
    pub connections: usize,
    /// Bytes of an address.
    pub address: usize,
}

pub const BOUNDS: ServerBounds = ServerBounds {
    head: Duration::from_secs(15),
    answer: Duration::from_secs(20),
    stall: Duration::from_secs(30),
    last_word: Duration::from_millis(200),
    farewell: Duration::from_secs(5),
    connections: 4_096,
    address: 16 << 10,
};
