//! Clients that are slow, say nothing, or go away; and the end of the server.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::client::{connect, get, parse, whole_of_chunks};
use crate::served::Served;

/// Connections beside which somebody else asks.
const IDLE: usize = 1_000;

/// Lets this process have a thousand connections where the system's usual number of files is smaller.
fn with_room_for_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = Some(limit.maximum.unwrap_or(8_192).min(8_192));
        if limit.current < wanted {
            setrlimit(Resource::Nofile, Rlimit { current: wanted, maximum: limit.maximum }).unwrap();
        }
    }
}

#[test]
fn idle_connections_stop_nobody() {
    with_room_for_files();
    let served = Served::usual();
    let idle: Vec<_> = (0..IDLE).map(|_| connect(served.port)).collect();
    let begun = Instant::now();
    served.get("/search?q=ferry").expect(200);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    drop(idle);
}

#[test]
fn whoever_does_not_finish_asking_is_cut_off() {
    let served = Served::usual();
    let mut half = connect(served.port);
    half.write_all(b"GET /search?q=ferry HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").unwrap();
    let mut silent = connect(served.port);
    let begun = Instant::now();
    for stream in [&mut half, &mut silent] {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{:?}", String::from_utf8_lossy(&rest));
    }
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    served.get("/search?q=ferry").expect(200);
}

#[test]
fn whoever_goes_away_leaves_the_others_alone() {
    let served = Served::corpus(&[]);
    for _ in 0..40 {
        let mut stream = connect(served.port);
        stream.write_all(b"GET /search.csv?q=* HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut some = [0; 64];
        let _ = stream.read(&mut some);
    }
    let begun = Instant::now();
    while get(served.port, "/search.csv?q=*").status == 503 {
        assert!(begun.elapsed() < Duration::from_secs(40), "tables are not given any more");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[cfg(unix)]
#[test]
fn told_to_end_it_finishes_what_is_under_way() {
    let mut served = Served::corpus(&[]);
    let whole = served.get("/search.csv?q=*").expect(200).body;
    let mut stream = connect(served.port);
    stream.write_all(b"GET /search.csv?q=* HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 512];
    let read = stream.read(&mut first).unwrap();
    served.tell_to_end();
    let mut all = first[..read].to_vec();
    stream.read_to_end(&mut all).unwrap();
    let at = all.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    assert_eq!(whole_of_chunks(&all[at + 4..]).expect("it came whole"), whole);
    assert_eq!(parse(&all).status, 200);
    let idle = std::net::TcpStream::connect(("127.0.0.1", served.port));
    assert!(served.wait(Duration::from_secs(20)).success());
    drop(idle);
    assert!(std::net::TcpStream::connect(("127.0.0.1", served.port)).is_err());
}

#[cfg(unix)]
#[test]
fn idle_connections_do_not_keep_it_from_ending() {
    with_room_for_files();
    let served = Served::usual();
    let mut silent: Vec<_> = (0..IDLE).map(|_| connect(served.port)).collect();
    // Every tenth asked once and keeps its connection, every eleventh is in the middle of a head.
    for stream in silent.iter_mut().step_by(10) {
        stream.write_all(b"GET /assets/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut some = [0; 64];
        stream.read_exact(&mut some).unwrap();
    }
    for stream in silent.iter_mut().skip(1).step_by(10) {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    }
    let begun = Instant::now();
    assert!(served.end().success());
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    drop(silent);
}
