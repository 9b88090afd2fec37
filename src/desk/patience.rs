//! Waiting for somebody else: with a word after a moment, and not without end.

use std::time::{Duration, Instant};

use super::listen::{Listener, Notice, tell};

/// How long another process that writes an index is waited for: what it does for a large archive takes its time.
pub const WRITING: Duration = Duration::from_secs(600);
/// How long another process that writes a table is waited for, which takes a moment.
pub const TABLE: Duration = Duration::from_secs(20);

/// Somebody is waited for.
pub struct Patience {
    began: Instant,
    most: Duration,
    told: bool,
}

impl Patience {
    /// To wait no longer than `most`, from now on.
    pub fn of(most: Duration) -> Patience {
        Patience { began: Instant::now(), most, told: false }
    }

    /// Waits a little; says with `word` what for where that takes longer than a moment. Whether to try again.
    pub fn wait(&mut self, ear: &dyn Listener, word: impl FnOnce() -> Notice) -> bool {
        const PAUSE: Duration = Duration::from_millis(20);
        const MOMENT: Duration = Duration::from_secs(1);
        let waited = self.began.elapsed();
        if waited >= self.most {
            return false;
        }
        if waited > MOMENT && !self.told {
            self.told = true;
            tell(ear, word());
        }
        std::thread::sleep(PAUSE.min(self.most - waited));
        true
    }
}
