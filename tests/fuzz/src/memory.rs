//! An allocator that counts what each thread holds, and gives nothing beyond what a machine can bear.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What one input may take before the process ends at once: a lie about a length asks for far more.
const BEARABLE: isize = 512 * 1024 * 1024;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
    static LIMIT: Cell<isize> = const { Cell::new(isize::MAX) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Runs some work and says how many bytes it held at most, beside what was held before.
pub fn most_held(work: impl FnOnce()) -> usize {
    let before = HELD.get();
    MOST.set(before);
    LIMIT.set(before.saturating_add(BEARABLE));
    let unlimited = Unlimited;
    work();
    drop(unlimited);
    usize::try_from(MOST.get() - before).unwrap_or(0)
}

/// Lifts the limit at the end, also when the work broke.
struct Unlimited;

impl Drop for Unlimited {
    fn drop(&mut self) {
        LIMIT.set(isize::MAX);
    }
}

struct Counting;

impl Counting {
    /// Notes that a thread takes more; `false` where that is too much.
    fn take(bytes: usize) -> bool {
        let held = HELD.get().saturating_add_unsigned(bytes);
        if held > LIMIT.get() {
            return false;
        }
        HELD.set(held);
        MOST.set(MOST.get().max(held));
        true
    }

    fn give(bytes: usize) {
        HELD.set(HELD.get().saturating_sub_unsigned(bytes));
    }
}

// SAFETY: every call is handed on to the system's allocator as it came; only numbers are kept beside it.
#[allow(unsafe_code, reason = "an allocator cannot be written otherwise")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if Self::take(layout.size()) { unsafe { System.alloc(layout) } } else { std::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        Self::give(layout.size());
        unsafe { System.dealloc(memory, layout) };
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if Self::take(layout.size()) { unsafe { System.alloc_zeroed(layout) } } else { std::ptr::null_mut() }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if !Self::take(size) {
            return std::ptr::null_mut();
        }
        let moved = unsafe { System.realloc(memory, layout, size) };
        Self::give(if moved.is_null() { size } else { layout.size() });
        moved
    }
}

#[cfg(test)]
mod tests;
