use api::{DecisionOffer, InitiativeView, OpinionView, ReviewView, StageState, StageView, StateView};
use domain::decimal::Decimal;
use domain::id::{InitiativeId, RecordId};
use domain::record::{Part, RemarkTarget};
use domain::role::Stage;

/// Finds the decision that the asker makes: the chosen one, or the first offered.
pub fn offer(view: &InitiativeView, chosen: usize) -> Option<&DecisionOffer> {
    view.can_decide.get(chosen).or(view.can_decide.first())
}

/// What the approving button approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// The part as a whole.
    Whole,
    /// This many differences; the rest stands approved.
    Changes(u32),
}

/// Tells what an approval would approve.
pub fn approval(offer: &DecisionOffer, review: &ReviewView) -> Approval {
    let material = review.changes.iter().filter(|change| change.material).count() as u32;
    if offer.difference_only && material > 0 { Approval::Changes(material) } else { Approval::Whole }
}

/// Finds the record that the asker has just made at a stage of a part, to offer taking it back.
pub fn made_record(view: &InitiativeView, part: Part, stage: Stage) -> Option<RecordId> {
    let stages = view.state.stages.iter().filter(|entry| entry.part == part && entry.stage == stage);
    newest_own(stages.flat_map(|entry| &entry.opinions))
}

/// Finds the settlement that the asker has just made for a part.
pub fn made_settlement(view: &InitiativeView, part: Part) -> Option<RecordId> {
    let stages = view.state.stages.iter().filter(|entry| entry.part == part);
    newest_own(stages.flat_map(|entry| &entry.opinions).filter(|opinion| opinion.verb == "settle"))
}

fn newest_own<'view>(opinions: impl Iterator<Item = &'view OpinionView>) -> Option<RecordId> {
    opinions
        .filter(|opinion| opinion.can_revoke)
        .max_by_key(|opinion| opinion.at)
        .map(|opinion| opinion.record)
}

/// Finds the item to open after a decision: the next one, else the one before.
pub fn after_decision(review: &ReviewView) -> Option<InitiativeId> {
    let here = review.initiative.summary.id;
    review.next.filter(|next| *next != here).or(review.previous).filter(|other| *other != here)
}

/// Lists the stages of one part that say something, in the order of the process.
pub fn stages_of(state: &StateView, part: Part) -> Vec<&StageView> {
    state.stages.iter().filter(|entry| entry.part == part).collect()
}

/// Finds the part whose opinions differ.
pub fn differing_part(state: &StateView) -> Option<Part> {
    let differs = |entry: &&StageView| entry.state == StageState::Differing;
    state.stages.iter().find(differs).map(|entry| entry.part)
}

/// Lists the opinions of a part that differ, each once, oldest first.
pub fn differing_opinions(state: &StateView, part: Part) -> Vec<(Stage, OpinionView)> {
    let mut opinions: Vec<(Stage, OpinionView)> = Vec::new();
    for entry in stages_of(state, part) {
        for opinion in &entry.opinions {
            if !opinions.iter().any(|(_, known)| known.record == opinion.record) {
                opinions.push((entry.stage, opinion.clone()));
            }
        }
    }
    opinions.sort_by_key(|(_, opinion)| opinion.at);
    opinions
}

/// Finds the part that a reader looks at first: the dossier once it is handed in.
pub fn current_part(view: &InitiativeView) -> Part {
    let asked = view.can_decide.first().map(|offer| offer.part).or(differing_part(&view.state));
    let dossier = stages_of(&view.state, Part::Dossier);
    let begun =
        dossier.iter().any(|entry| !matches!(entry.state, StageState::NotYet | StageState::NotNeeded));
    asked.unwrap_or(if begun { Part::Dossier } else { Part::Registration })
}

/// What a reviewer has written and pointed at, before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemarkDraft {
    /// The words.
    pub text: String,
    /// What they are about; empty means the whole part.
    pub targets: Vec<RemarkTarget>,
}

impl RemarkDraft {
    /// Points at one more thing; the whole and single things exclude each other.
    pub fn point_at(&mut self, target: RemarkTarget) {
        if target == RemarkTarget::Whole {
            self.targets.clear();
        } else if !self.targets.contains(&target) {
            self.targets.push(target);
        }
    }

    /// Points at one thing less.
    pub fn leave_out(&mut self, target: &RemarkTarget) {
        self.targets.retain(|other| other != target);
    }

    /// Gives what a decision names; the whole part when nothing was pointed at.
    pub fn named_targets(&self) -> Vec<RemarkTarget> {
        if self.targets.is_empty() { vec![RemarkTarget::Whole] } else { self.targets.clone() }
    }

    /// Tells whether there are words to send.
    pub fn has_words(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// How many of a department's members came to its meeting, and how many were in favour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingCount {
    /// Members of the department.
    pub members: u32,
    /// Members present.
    pub present: u32,
    /// Members in favour.
    pub in_favour: u32,
}

/// Why three numbers are no count of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingError {
    /// A number is missing or is not whole.
    Missing,
    /// More were in favour than present, more present than there are, or nobody was in favour.
    Impossible,
}

/// Reads members, present and in favour.
pub fn meeting_count(counts: [Option<Decimal>; 3]) -> Result<MeetingCount, MeetingError> {
    let whole = |count: Option<Decimal>| {
        count.and_then(Decimal::as_whole).and_then(|count| u32::try_from(count).ok())
    };
    let [Some(members), Some(present), Some(in_favour)] = counts.map(whole) else {
        return Err(MeetingError::Missing);
    };
    if in_favour == 0 || in_favour > present || present > members {
        return Err(MeetingError::Impossible);
    }
    Ok(MeetingCount { members, present, in_favour })
}
