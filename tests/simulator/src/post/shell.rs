//! The shell around the real relay in which known bugs are planted. Without one it does nothing.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use protocol::{Admission, Code, Cursor, PushAnswer, PushResponse, Value};

use super::{Answer, Sheet, route};
use crate::checks::{Expected, Witness};
use crate::{Planted, disk};

/// The machine of the principal.
const PRINCIPAL: usize = 1;

#[derive(Debug)]
pub(super) struct Shell {
    planted: Option<Planted>,
    /// What the disk would have if nothing were synced before it is answered.
    unsynced: Option<PathBuf>,
    principal: Option<axum::http::HeaderValue>,
}

impl Shell {
    pub fn new(planted: Option<Planted>) -> Self {
        Self { planted, unsynced: None, principal: None }
    }

    fn is(&self, planted: Planted) -> bool {
        self.planted == Some(planted)
    }

    pub fn forgets_that_it_is_restored(&self) -> bool {
        self.is(Planted::ForgetsRevocations)
    }

    /// Changes what is asked.
    pub fn before(&mut self, mut sheet: Sheet, witness: &Witness, folder: &Path) -> Sheet {
        let asks = route(&sheet.path);
        if self.is(Planted::AnswersBeforeCommit) && asks == "push" {
            let kept = folder.with_extension("unsynced");
            if kept.exists() {
                disk::remove(&kept).expect("it is there");
            }
            disk::copy(folder, &kept).expect("there is room");
            self.unsynced = Some(kept);
        }
        if self.is(Planted::ReadersAreMixedUp) {
            let token = sheet.headers.get(AUTHORIZATION).cloned();
            if sheet.from == PRINCIPAL {
                self.principal = token.or(self.principal.take());
            } else if let Some(principal) = self.principal.clone()
                && asks == "pull"
            {
                sheet.headers.insert(AUTHORIZATION, principal);
            }
        }
        if self.is(Planted::CursorToTheLargest)
            && asks == "pull"
            && let Some(largest) = witness.largest_seen(sheet.from)
            && asked(&sheet.path)
                .is_some_and(|cursor| cursor.seq < largest.seq && cursor.epoch == largest.epoch)
        {
            sheet.path = after(&sheet.path, &largest);
        }
        sheet
    }

    /// Answers in the place of the relay.
    pub fn instead(&self, sheet: &Sheet, expected: &Expected) -> Option<Answer> {
        let Expected::Push(verdicts) = expected else { return None };
        let is_void = |verdict: &Admission| matches!(verdict, Admission::Void(_));
        if !self.is(Planted::VoidTakesNoPlace) || !verdicts.iter().any(is_void) || sheet.from == PRINCIPAL {
            return None;
        }
        let refused = |_: &Admission| PushAnswer::refused(Code::ForbiddenKind, Value::Null);
        let answers = verdicts.iter().map(refused).collect();
        let response = PushResponse { answers, checkpoint: None };
        Some(Answer { status: StatusCode::OK, body: response.to_bytes() })
    }

    /// Spoils what the relay has kept.
    pub fn after(&mut self, sheet: &Sheet, answer: &Answer, witness: &Witness) {
        if self.is(Planted::RevokedWriteOn) && route(&sheet.path) == "push" && answer.status.is_success() {
            witness.forgive_all_revoked();
        }
    }

    /// Leaves on the disk what was on it.
    pub fn after_power_cut(&mut self, folder: &Path) {
        if let Some(unsynced) = self.unsynced.take() {
            disk::put_back(&unsynced, folder).expect("there is room");
        }
    }
}

/// From which place on something is asked.
fn asked(path: &str) -> Option<Cursor> {
    let (_, query) = path.split_once('?')?;
    query.split('&').find_map(|one| one.strip_prefix("after=")?.parse().ok())
}

/// The same question, from another place on.
fn after(path: &str, cursor: &Cursor) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let others = query.split('&').filter(|one| !one.starts_with("after=") && !one.is_empty());
    let mut asked = vec![format!("after={cursor}")];
    asked.extend(others.map(str::to_owned));
    format!("{path}?{}", asked.join("&"))
}
