//! Something a person does: busy while it runs, never twice at once, and what went wrong.

use std::future::Future;
use std::pin::Pin;

use api::{Call, Error};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ipc;

/// Steps that end with what to do with their answer, whatever its type is: code that waits for an
/// answer exists once in the program, not once a call.
pub type Steps = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, Error>>>>;

/// Joins steps and what is done with their answer.
pub fn steps<T: 'static>(
    steps: impl Future<Output = Result<T, Error>> + 'static,
    then: impl FnOnce(T) + 'static,
) -> Steps {
    Box::pin(async move {
        let value = steps.await?;
        Ok(Box::new(move || then(value)) as Box<dyn FnOnce()>)
    })
}

/// The state of an act; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Act {
    busy: RwSignal<bool>,
    error: RwSignal<Option<Error>>,
}

/// Makes an act for the component that calls it.
pub fn use_act() -> Act {
    Act { busy: RwSignal::new(false), error: RwSignal::new(None) }
}

impl Act {
    /// Follows whether it runs.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Follows why the last run failed; none after a success and while it runs.
    pub fn error(self) -> Signal<Option<Error>> {
        self.error.into()
    }

    /// Asks the application once and hands its answer on. Does nothing while an earlier run goes on.
    pub fn call<R: Call + 'static>(self, request: R, then: impl FnOnce(R::Answer) + 'static) {
        self.run(ipc::call(request), then);
    }

    /// Runs several steps as one act. Does nothing while an earlier run goes on.
    pub fn run<T: 'static>(
        self,
        several: impl Future<Output = Result<T, Error>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.run_steps(steps(several, then));
    }

    fn run_steps(self, steps: Steps) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let done = steps.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match done {
                Ok(then) => then(),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}
