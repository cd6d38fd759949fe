//! Work on capabilities side by side, on stacks that bear long chains of types.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, available_parallelism};

/// Memory that is reserved and, where it is not needed, never touched.
const STACK: usize = 512 << 20;

/// Applies a function to each item; the results are in the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(item) = items.get(at)
        {
            done.push((at, work(item)));
        }
        done
    };
    let threads = available_parallelism().map_or(1, usize::from).min(items.len());
    let mut done = thread::scope(|scope| {
        let started = (0..threads)
            .filter_map(|_| Builder::new().stack_size(STACK).spawn_scoped(scope, run).ok());
        let started: Vec<_> = started.collect();
        let finished = started
            .into_iter()
            .flat_map(|it| it.join().unwrap_or_else(|it| std::panic::resume_unwind(it)));
        finished.collect::<Vec<_>>()
    });
    // Where there was no memory for such a stack: most documents do without.
    done.extend(run());
    done.sort_by_key(|it| it.0);
    done.into_iter().map(|it| it.1).collect()
}
