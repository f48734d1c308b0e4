//! What waits for the asker's decision: asked for once, for the number in the frame and for the queue.

use api::{ListQueue, QueueItem, Topic};
use leptos::prelude::*;

use crate::live::{Live, live};
use crate::session::use_session;

/// The queue, which the frame keeps fresh; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Waiting {
    queue: StoredValue<Option<Live<Vec<QueueItem>>>>,
    owner: StoredValue<Option<Owner>>,
}

/// Makes the place for the queue; nothing is asked for somebody who never decides.
pub fn provide_waiting() -> Waiting {
    let waiting = Waiting { queue: StoredValue::new(None), owner: StoredValue::new(Owner::current()) };
    provide_context(waiting);
    waiting
}

/// Gives the queue that the frame provides.
pub fn use_waiting() -> Waiting {
    expect_context()
}

impl Waiting {
    /// Gives the queue; from now on it is kept fresh.
    pub fn queue(self) -> Live<Vec<QueueItem>> {
        if let Some(queue) = self.queue.get_value() {
            return queue;
        }
        let ask = || live(|| ListQueue {}, || vec![Topic::Initiatives, Topic::Movement]);
        let queue = match self.owner.get_value() {
            Some(owner) => owner.with(ask),
            None => ask(),
        };
        self.queue.set_value(Some(queue));
        queue
    }

    /// Follows how many items wait for the person who works here.
    pub fn count(self) -> Signal<usize> {
        let session = use_session();
        let reviews = Memo::new(move |_| session.current().is_some_and(|current| current.can_review));
        Signal::derive(move || if reviews.get() { self.queue().with(Vec::len).unwrap_or(0) } else { 0 })
    }
}
