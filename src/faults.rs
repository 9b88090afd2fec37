//! Faults that tests ask for: an end at a named moment, a disk that is full. In release builds there are none.
//!
//! | variable | what happens |
//! |---|---|
//! | `ONRECORD_TEST_END=POINT:N` | the process is ended at once where it comes by the point for the Nth time |
//! | `ONRECORD_TEST_DISK=BYTES` | writes beyond so many bytes find no space |
//! | `ONRECORD_TEST_COMMIT=N` | an update commits after every N articles |

#[cfg(debug_assertions)]
mod asked {
    use std::collections::HashMap;
    use std::io;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::{Mutex, OnceLock, PoisonError};

    fn variable(name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    pub fn point(name: &str) {
        static ASKED: OnceLock<Option<(String, u64)>> = OnceLock::new();
        static MET: Mutex<Option<HashMap<String, u64>>> = Mutex::new(None);
        let asked = ASKED.get_or_init(|| {
            let asked = variable("ONRECORD_TEST_END")?;
            let (point, times) = asked.rsplit_once(':')?;
            Some((point.to_string(), times.parse().ok()?))
        });
        let Some((point, times)) = asked else { return };
        let mut met = MET.lock().unwrap_or_else(PoisonError::into_inner);
        let met = met.get_or_insert_default().entry(name.to_string()).or_default();
        *met += 1;
        if point == name && times == met {
            // Nothing is tidied up, nothing that waits in memory is written.
            std::process::abort();
        }
    }

    pub fn write(bytes: usize) -> io::Result<()> {
        static LEFT: OnceLock<Option<AtomicI64>> = OnceLock::new();
        let left = LEFT.get_or_init(|| variable("ONRECORD_TEST_DISK")?.parse().ok().map(AtomicI64::new));
        match left {
            Some(left) if left.fetch_sub(bytes as i64, Ordering::Relaxed) < bytes as i64 => Err(full()),
            _ => Ok(()),
        }
    }

    #[cfg(target_os = "linux")]
    fn full() -> io::Error {
        const NO_SPACE: i32 = 28;
        io::Error::from_raw_os_error(NO_SPACE)
    }

    #[cfg(not(target_os = "linux"))]
    fn full() -> io::Error {
        io::ErrorKind::StorageFull.into()
    }

    pub fn commit_every() -> Option<u64> {
        static EVERY: OnceLock<Option<u64>> = OnceLock::new();
        *EVERY.get_or_init(|| variable("ONRECORD_TEST_COMMIT")?.parse().ok())
    }
}

#[cfg(not(debug_assertions))]
mod asked {
    pub fn point(_: &str) {}

    pub fn write(_: usize) -> std::io::Result<()> {
        Ok(())
    }

    pub fn commit_every() -> Option<u64> {
        None
    }
}

pub use asked::{commit_every, point, write};
