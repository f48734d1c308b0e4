use crate::{Plan, Planted, Violation, run};

/// Removes operations from a plan for as long as it breaks the same rule, and tells what is left.
pub fn shrink(plan: &Plan, planted: Option<Planted>, violation: &Violation) -> Plan {
    let breaks = |plan: &Plan| run(plan, planted).violation.is_some_and(|found| found.rule == violation.rule);
    let mut least = plan.clone();
    let mut step = least.operations.len().div_ceil(2);
    loop {
        let mut at = 0;
        let mut removed = false;
        while at < least.operations.len() {
            let mut tried = least.clone();
            tried.operations.drain(at..(at + step).min(least.operations.len()));
            if breaks(&tried) {
                least = tried;
                removed = true;
            } else {
                at += step;
            }
        }
        if step == 1 && !removed {
            return least;
        }
        step = if removed && step == 1 { 1 } else { step.div_ceil(2) };
    }
}
