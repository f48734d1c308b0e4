//! The state of one part: its round, its submission, its stages.

use std::collections::{BTreeMap, BTreeSet};

use super::opinions::{self, Voice};
use super::order::Known;
use super::validity::VoidReason;
use super::{
    Background, Late, Opinion, PartState, StageState, Status, StatusContext, Submission, Verdict, Version,
    Waiting, due_of, heads_of,
};
use crate::difference::Changes;
use crate::id::{ChangeId, MemberId, RecordId};
use crate::movement::LatePolicy;
use crate::record::{Part, Record, RecordKind};
use crate::role::{ParticipantKind, Stage};
use crate::stage::{self, Barred};

/// Everything that is looked at while one part is judged.
pub(super) struct Judged<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) context: &'a StatusContext<'a>,
    pub(super) voids: &'a BTreeMap<RecordId, VoidReason>,
    pub(super) part: Part,
}

/// The records of the present round that count.
struct Round<'a> {
    number: u32,
    records: Vec<&'a Record>,
    earlier: Vec<RecordId>,
}

impl<'a> Judged<'a> {
    /// Judges the part.
    pub(super) fn state(&self) -> PartState {
        let round = self.round();
        let of_kind = |kind: RecordKind| -> Vec<&'a Record> {
            round.records.iter().filter(|record| record.kind == kind).copied().collect()
        };
        let submits = of_kind(RecordKind::Submit);
        let withdrawn = self.live_withdrawal(&of_kind(RecordKind::Withdraw), &submits);
        let latest = self.known.newest(&submits);
        let voices = self.voices(&round);
        let stages = self.stages(&latest, &voices);
        let current = self.current(&latest, &voices);
        let differing = opinions::differing(&current, self.known);
        let waiting = self.waiting(&latest, &voices, &stages);
        let status = match (withdrawn, latest.is_empty()) {
            (Some(_), _) => Status::Withdrawn,
            (None, true) => Status::Draft,
            (None, false) => status_of(&stages, &waiting, !differing.is_empty()),
        };
        let open = matches!(status, Status::InReview { .. });
        let approvals = self.approvals(&stages);
        let missing = |record: &Record| self.background().participants(&record.heads).is_none();
        PartState {
            approved_version_missing: approvals.iter().any(|record| missing(record)),
            changed_since_approval: self.changed(&approvals),
            opinions: self.opinions(&latest, &voices, &current, &stages),
            submission: self.submission(&latest, &of_kind(RecordKind::AdmitLate)),
            differing: differing.iter().map(|voice| voice.record.id).collect(),
            waiting: if open { waiting } else { Vec::new() },
            withdrawn_by: withdrawn.map(|record| record.id),
            previous_rounds: round.earlier,
            round: round.number,
            stages,
            status,
        }
    }

    fn background(&self) -> &dyn Background {
        self.context.background
    }

    /// The required stages in the order of the chain, group by group.
    fn groups(&self) -> Vec<Vec<Stage>> {
        let groups = self.context.chain.of(self.part).iter();
        let kept = groups.map(|group| {
            group
                .iter()
                .filter(|stage| !self.context.fallen_away.contains(stage))
                .copied()
                .collect::<Vec<_>>()
        });
        kept.filter(|group| !group.is_empty()).collect()
    }

    /// Separates the present round from earlier ones: its records knew the newest `Reopen` (T-10).
    fn round(&self) -> Round<'a> {
        let counted =
            |record: &&&Record| record.part() == Some(self.part) && !self.voids.contains_key(&record.id);
        let all: Vec<&Record> = self.known.records().iter().filter(counted).copied().collect();
        let reopens: Vec<&Record> =
            all.iter().filter(|record| record.kind == RecordKind::Reopen).copied().collect();
        let newest = self.known.newest(&reopens);
        let inside = |record: &Record| {
            newest.is_empty() || newest.iter().any(|reopen| self.known.knew(record.id, reopen.id))
        };
        let (records, earlier): (Vec<&Record>, Vec<&Record>) = all.iter().partition(|record| inside(record));
        let kept = earlier.iter().filter(|record| record.kind != RecordKind::Reopen);
        Round { number: 1 + self.depth(&reopens), earlier: kept.map(|record| record.id).collect(), records }
    }

    /// Counts rounds: reopenings that did not know each other are one.
    fn depth(&self, reopens: &[&Record]) -> u32 {
        let mut left: Vec<&Record> = reopens.to_vec();
        let mut depth = 0;
        while !left.is_empty() {
            let newest: BTreeSet<RecordId> =
                self.known.newest(&left).iter().map(|record| record.id).collect();
            if newest.is_empty() {
                break;
            }
            left.retain(|record| !newest.contains(&record.id));
            depth += 1;
        }
        depth
    }

    /// Finds a withdrawal that no later submission knew (T-6).
    fn live_withdrawal(&self, withdrawals: &[&'a Record], submits: &[&Record]) -> Option<&'a Record> {
        let lifted = |record: &Record| submits.iter().any(|submit| self.known.knew(submit.id, record.id));
        withdrawals.iter().find(|record| !lifted(record)).copied()
    }

    /// Reads the opinions of the round; a collective's department stage is its acknowledgement (CI-3).
    fn voices(&self, round: &Round<'a>) -> Vec<Voice<'a>> {
        let collective = self.context.kind == Some(ParticipantKind::Department);
        let mut voices: Vec<Voice<'a>> = round
            .records
            .iter()
            .filter(|record| record.kind != RecordKind::Acknowledge || collective)
            .filter_map(|record| Voice::of(record, self.known))
            .collect();
        voices.sort_by_key(|voice| (voice.record.at, voice.record.id));
        voices
    }

    fn is_on(&self, record: &Record, latest: &[&Record]) -> bool {
        latest.iter().any(|submit| self.known.knew(record.id, submit.id))
    }

    /// The standing opinions on the latest submission, of the stages that are asked (T-3).
    fn current<'v>(&self, latest: &[&Record], voices: &'v [Voice<'a>]) -> Vec<&'v Voice<'a>> {
        let mut current: Vec<&Voice<'_>> = Vec::new();
        for stage in self.groups().concat() {
            let newest = opinions::newest(stage, voices, self.known);
            let fresh = newest.into_iter().filter(|voice| self.is_on(voice.record, latest));
            for voice in fresh {
                if !current.iter().any(|other| other.record.id == voice.record.id) {
                    current.push(voice);
                }
            }
        }
        current
    }

    /// Judges each required stage: an opinion on this submission, else an approval that stands (T-4).
    fn stages(&self, latest: &[&Record], voices: &[Voice<'a>]) -> Vec<StageState> {
        let heads = heads_of(latest);
        self.groups().concat().into_iter().map(|stage| self.stage(stage, latest, &heads, voices)).collect()
    }

    fn stage(
        &self,
        stage: Stage,
        latest: &[&Record],
        heads: &[ChangeId],
        voices: &[Voice<'a>],
    ) -> StageState {
        let newest = opinions::newest(stage, voices, self.known);
        let open = StageState { stage, verdict: None, record: None, carried: false, changed: None };
        let fresh: Vec<&&Voice<'_>> =
            newest.iter().filter(|voice| self.is_on(voice.record, latest)).collect();
        // A return among opinions that did not know each other stands for the stage until it is settled.
        let telling = fresh.iter().find(|voice| voice.verdict == Verdict::Returned).or(fresh.first());
        if let Some(voice) = telling {
            let (verdict, record) = (Some(voice.verdict), Some(voice.record.id));
            let approved = voice.verdict == Verdict::Approved;
            let changed = approved.then(|| self.changes(&voice.record.heads, Version::Now)).flatten();
            return StageState { verdict, record, changed, ..open };
        }
        let returned = newest.iter().any(|voice| voice.verdict == Verdict::Returned);
        if returned || latest.is_empty() {
            return open;
        }
        let since = |voice: &Voice<'_>| self.changes(&voice.record.heads, Version::Heads(heads));
        let stands = |voice: &&&Voice<'_>| since(voice).is_some_and(|changes| changes.material == 0);
        if let Some(approval) = newest.iter().find(stands) {
            let changed = self.changes(&approval.record.heads, Version::Now);
            let (verdict, record) = (Some(Verdict::Approved), Some(approval.record.id));
            return StageState { verdict, record, changed, carried: true, ..open };
        }
        let fallen = newest.first();
        let changed = fallen.and_then(|voice| since(voice));
        StageState { record: fallen.map(|voice| voice.record.id), changed, ..open }
    }

    fn changes(&self, from: &[ChangeId], to: Version<'_>) -> Option<Changes> {
        self.background().changes(self.part, from, to)
    }

    /// Finds the stages that are asked now: those whose turn it is, and those that returned it (T-4).
    fn waiting(&self, latest: &[&Record], voices: &[Voice<'a>], stages: &[StageState]) -> Vec<Waiting> {
        if latest.is_empty() {
            return Vec::new();
        }
        let verdict =
            |stage: Stage| stages.iter().find(|state| state.stage == stage).and_then(|state| state.verdict);
        let mut turn = true;
        let mut asked = Vec::new();
        for group in self.groups() {
            for stage in group.iter().copied().filter(|stage| verdict(*stage).is_none()) {
                if turn || self.was_asked_before(stage, voices) {
                    asked.push(Waiting { stage, desk: self.desk(stage, stages) });
                }
            }
            turn &= group.iter().all(|stage| verdict(*stage) == Some(Verdict::Approved));
        }
        asked
    }

    /// Tells whether the stage had returned an earlier submission: it is asked again at once.
    fn was_asked_before(&self, stage: Stage, voices: &[Voice<'a>]) -> bool {
        opinions::newest(stage, voices, self.known).iter().any(|voice| voice.verdict == Verdict::Returned)
    }

    fn desk(&self, stage: Stage, stages: &[StageState]) -> stage::Desk {
        if stage == Stage::Department && self.context.kind == Some(ParticipantKind::Department) {
            return stage::meeting(&self.context.holders);
        }
        let signers = stages.iter().filter(|state| state.stage != stage && state.verdict.is_some());
        let signers = signers.filter_map(|state| self.known.get(state.record?)).map(|record| record.signer);
        let busy: BTreeSet<MemberId> = signers.filter(|_| self.context.one_stage_per_person).collect();
        let barred = Barred { participants: &self.context.participants, busy: &busy };
        stage::desk(stage, &self.context.holders, barred)
    }

    fn approvals(&self, stages: &[StageState]) -> Vec<&'a Record> {
        let approved = stages.iter().filter(|state| state.verdict == Some(Verdict::Approved));
        approved.filter_map(|state| self.known.get(state.record?)).collect()
    }

    /// Finds what changed since the approved versions: the most of any (T-7).
    fn changed(&self, approvals: &[&Record]) -> Option<Changes> {
        let changes = approvals.iter().filter_map(|record| self.changes(&record.heads, Version::Now));
        changes.max_by_key(|changes| (changes.material, changes.editorial))
    }

    fn opinions(
        &self,
        latest: &[&Record],
        voices: &[Voice<'a>],
        current: &[&Voice<'a>],
        stages: &[StageState],
    ) -> Vec<Opinion> {
        let opinion = |voice: &Voice<'_>| Opinion {
            record: voice.record.id,
            stages: voice.stages.iter().copied().collect(),
            verdict: voice.verdict,
            signer: voice.record.signer,
            at: voice.record.at,
            standing: opinions::standing(voice, current, stages, |record| self.is_on(record, latest)),
            version_here: self.background().participants(&voice.record.heads).is_some(),
            settles: voice.record.kind == RecordKind::Settle,
        };
        voices.iter().map(opinion).collect()
    }

    /// Makes one submission of the latest records, dated by the earlier (T-3, T-8, T-9).
    fn submission(&self, latest: &[&Record], admissions: &[&Record]) -> Option<Submission> {
        let mut latest = latest.to_vec();
        latest.sort_by_key(|record| (record.at, record.id));
        let at = latest.first()?.at;
        let admitted = admissions.iter().any(|admission| self.is_on(admission, &latest));
        let due = due_of(self.context, self.part).filter(|due| at.date() > *due);
        let needs_admission =
            self.part == Part::Dossier && self.context.late_policy == LatePolicy::AcceptAndMark;
        let late = due.map(|due| Late {
            due,
            days: due.days_until(at.date()),
            counts: admitted || !needs_admission,
        });
        let uncounted =
            |counted: &BTreeSet<RecordId>| !latest.iter().any(|record| counted.contains(&record.id));
        let after_close =
            self.context.closed.as_ref().is_some_and(|closed| uncounted(&closed.counted)) && !admitted;
        let by: BTreeSet<MemberId> = latest.iter().map(|record| record.signer).collect();
        Some(Submission {
            records: latest.iter().map(|record| record.id).collect(),
            by: by.into_iter().collect(),
            heads: heads_of(&latest),
            at,
            late,
            after_close,
        })
    }
}

/// Applies the precedence of T-6 to a part that is handed in.
fn status_of(stages: &[StageState], waiting: &[Waiting], differing: bool) -> Status {
    if differing {
        return Status::Differing;
    }
    if let Some(returned) = stages.iter().find(|state| state.verdict == Some(Verdict::Returned)) {
        return Status::Returned { stage: returned.stage };
    }
    if stages.iter().all(|state| state.verdict == Some(Verdict::Approved)) {
        return Status::Approved;
    }
    Status::InReview { stages: waiting.iter().map(|waiting| waiting.stage).collect() }
}
