//! Work on one article that may stumble: a panic becomes a message, and the run goes on.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use super::trouble::Trouble;
use crate::archive::Origin;

/// Whether panics of all threads are told where they are caught.
static QUIET: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether this thread is within [`guard`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the panic of this thread said, and where.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does the work. A panic in it costs this article only: it is told with the file's name, and not by the program's own
/// message of a panic, which would say nothing to a user.
pub fn guard<T>(origin: &Origin, work: impl FnOnce() -> T) -> Result<T, Trouble> {
    stumbling(work).map_err(|said| Trouble::stumbled(origin, &said))
}

/// Does work of which a panic becomes a message that says why and where.
pub fn stumbling<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    take_over_messages();
    let outer = GUARDED.replace(true);
    // Sound: what the work owns is dropped with it, and what it borrows (options, register, extractor) is only read;
    // nothing that a panic could leave half done is looked at again.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.map_err(|_| SAID.take().unwrap_or_else(|| "no reason given".to_owned()))
}

/// Does work of which a panic, on whatever thread, is caught where it is done, and told there.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    take_over_messages();
    let before = QUIET.swap(true, Ordering::Relaxed);
    let done = work();
    QUIET.store(before, Ordering::Relaxed);
    done
}

/// Panics of guarded threads are kept for [`guard`]; all others are told as ever.
fn take_over_messages() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                if !QUIET.load(Ordering::Relaxed) {
                    told(info);
                }
                return;
            }
            let payload = info.payload();
            let what = payload.downcast_ref::<&str>().copied();
            let what =
                what.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given");
            let said = match info.location() {
                Some(location) => format!("{what}, {}:{}", location.file(), location.line()),
                None => what.to_owned(),
            };
            SAID.set(Some(said));
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(member: Option<&str>) -> Origin {
        Origin { path: "dump.ndjson".into(), within: None, member: member.map(str::to_owned), line: 7 }
    }

    #[test]
    fn a_panic_is_a_message_that_names_the_article() {
        let empty: [u8; 0] = [];
        let place = empty.len();
        let stumbled = guard(&origin(Some("line 7")), || empty[place]).unwrap_err().reason;
        assert!(
            stumbled.starts_with("dump.ndjson:7: this article made the program stumble (index out of"),
            "{stumbled}"
        );
        assert!(stumbled.contains("guard.rs:") && stumbled.ends_with("it is left out; please report it"), "{stumbled}");
        assert_eq!(guard(&origin(None), || 1), Ok(1));
        let other = guard(&origin(None), || panic::panic_any(7)).unwrap_err().reason;
        assert!(other.contains("dump.ndjson:7: ") && other.contains("(no reason given, "), "{other}");
    }

    #[test]
    fn guards_within_guards_and_on_several_threads_keep_to_themselves() {
        let outer = guard(&origin(None), || {
            let inner = guard(&origin(Some("line 7")), || panic!("inner"));
            assert!(inner.unwrap_err().reason.contains("(inner, "));
            assert!(GUARDED.get());
            2
        });
        assert_eq!(outer, Ok(2));
        assert!(!GUARDED.get());
        let messages: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|number| {
                    scope.spawn(move || guard(&origin(None), || panic!("number {number}")).unwrap_err().reason)
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (number, message) in messages.iter().enumerate() {
            assert!(message.contains(&format!("(number {number}, ")), "{message}");
        }
    }
}
