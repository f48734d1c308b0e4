use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, OnceLock, PoisonError};

use futures_util::FutureExt;

use crate::beginning::Beginning;
use crate::school::School;
use crate::trace::{Trace, Violation};
use crate::{Plan, Planted, act};

/// What came of a plan.
#[derive(Debug)]
pub struct Outcome {
    /// The first rule that was broken.
    pub violation: Option<Violation>,
    /// What happened, line by line.
    pub trace: Vec<String>,
    /// A number for all that happened: equal where everything was.
    pub hash: String,
}

/// Does to a school what a plan says. One school at a time: the world is one in a process.
pub fn run(plan: &Plan, planted: Option<Planted>) -> Outcome {
    static TURN: Mutex<()> = Mutex::new(());
    static BEGINNING: OnceLock<Beginning> = OnceLock::new();
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        if BEGINNING.get().is_none() {
            // Only here, and one at a time.
            let _ = BEGINNING.set(Box::pin(Beginning::make()).await);
        }
        let beginning = BEGINNING.get().expect("it was just made");
        Box::pin(play(beginning, plan, planted)).await
    })
}

async fn play(beginning: &Beginning, plan: &Plan, planted: Option<Planted>) -> Outcome {
    let mut school = School::begin(beginning, plan.seed, planted).await;
    for (number, operation) in plan.operations.iter().enumerate() {
        let performed = AssertUnwindSafe(act::perform(&mut school, operation)).catch_unwind().await;
        if let Err(panic) = performed {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            let what = format!("operation {number}, {:?}: {}", operation.act, words.unwrap_or_default());
            school.post.note(Err(Violation::of("nothing breaks", what)));
        }
        if school.post.broken.is_some() {
            break;
        }
    }
    let (trace, violation) = school.end().await;
    outcome(trace, violation)
}

fn outcome(trace: Trace, violation: Option<Violation>) -> Outcome {
    let (trace, hash) = trace.end();
    Outcome { violation, trace, hash }
}
