//! The table of section 6: which roles sign which verb in which class.

use crate::class::{Class, Stage};
use crate::role::Role::{
    self, Appraiser, Author, Clerk, CouncilChair, CouncilMember, CouncilSecretary, CouncilViceChair,
    DepartmentHead, DeputyHead, LeadAppraiser, Leadership, Member, Reviewer, Sponsor, Teller, UnionOfficer,
};
use crate::verb::Verb;

/// Who may sign a verb in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signers {
    /// Whoever holds one of these roles over what the record is about.
    Roles(&'static [Role]),
    /// Whoever reads the document, in any role that they hold.
    Readers,
    /// Whoever may change the document, and whoever holds one of these roles.
    Changers(&'static [Role]),
    /// The document's opener and its authors.
    OpenerAndAuthors,
    /// Nobody: the verb does not belong into this class, or is judged elsewhere.
    Nobody,
}

use Signers::{Changers, Nobody, OpenerAndAuthors, Readers, Roles};

const DH: [Role; 2] = [DepartmentHead, DeputyHead];

/// Finds who signs a verb in a class, for `approve` and `return` at a stage.
pub(super) fn signers(verb: Verb, class: Class, stage: Option<Stage>) -> Signers {
    let any_class = any_class(verb);
    if any_class != Nobody {
        return any_class;
    }
    match class {
        Class::People => Nobody,
        Class::Movement => in_movement(verb),
        Class::Initiative => in_initiative(verb, stage),
        Class::DepartmentReport | Class::SchoolReport => in_report(verb, class),
        Class::Round => in_round(verb),
        Class::Event => in_event(verb),
    }
}

const fn any_class(verb: Verb) -> Signers {
    match verb {
        // To `school` only for those who are no writers: see `record`.
        Verb::Share => Changers(&[UnionOfficer, Leadership, CouncilSecretary]),
        Verb::Seen | Verb::Revoke => Readers,
        Verb::Remark => Roles(&[
            Author,
            Sponsor,
            DepartmentHead,
            DeputyHead,
            UnionOfficer,
            Leadership,
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
            CouncilMember,
            Appraiser,
            LeadAppraiser,
        ]),
        Verb::EraseAttachment => Changers(&[Leadership, Clerk]),
        Verb::AssignNumber => Roles(&[Clerk]),
        _ => Nobody,
    }
}

const fn in_movement(verb: Verb) -> Signers {
    match verb {
        Verb::Nominate | Verb::Object | Verb::AcknowledgeReading => Roles(&[Member]),
        Verb::PostNotice => Roles(&[UnionOfficer, Leadership, CouncilSecretary]),
        Verb::AnswerObjection => Roles(&[CouncilChair, CouncilViceChair, CouncilSecretary]),
        Verb::Commend => Roles(&[Leadership, UnionOfficer]),
        Verb::GrantTitle => Roles(&[Leadership]),
        Verb::LaunchMovement | Verb::AdoptRules => Roles(&[UnionOfficer, Leadership]),
        Verb::OpenPeriod | Verb::ClosePeriod | Verb::ReopenPeriod => {
            Roles(&[Leadership, CouncilChair, CouncilViceChair])
        }
        Verb::Chase => Roles(&[
            DepartmentHead,
            DeputyHead,
            UnionOfficer,
            Leadership,
            CouncilChair,
            CouncilViceChair,
            CouncilSecretary,
        ]),
        _ => Nobody,
    }
}

const fn in_initiative(verb: Verb, stage: Option<Stage>) -> Signers {
    match verb {
        Verb::Writers => OpenerAndAuthors,
        Verb::Submit | Verb::Withdraw | Verb::ResolveDifficulty => Roles(&[Author, Sponsor]),
        Verb::HandOver => Roles(&[Author, Leadership]),
        Verb::Approve | Verb::Return => at_stage(stage),
        Verb::Settle | Verb::Reopen | Verb::AdmitLate => Roles(&[Leadership, CouncilChair, CouncilViceChair]),
        Verb::AnswerDifficulty => {
            Roles(&[DepartmentHead, DeputyHead, UnionOfficer, Leadership, CouncilSecretary])
        }
        Verb::ConfirmShare => Roles(&[Author]),
        Verb::Acknowledge | Verb::ConfirmReplication => Roles(&DH),
        Verb::VerifyEvidence | Verb::AppraiseClaim => Roles(&[Appraiser, LeadAppraiser]),
        Verb::ConcludeAppraisal => Roles(&[LeadAppraiser]),
        Verb::GiveConsent | Verb::WithdrawConsent => {
            Roles(&[Author, Sponsor, DepartmentHead, DeputyHead, Clerk])
        }
        Verb::Recognize | Verb::Decline => Roles(&[Leadership]),
        Verb::Publish | Verb::Unpublish => Roles(&[UnionOfficer, Leadership, CouncilSecretary]),
        _ => Nobody,
    }
}

/// Leadership stands last everywhere: it signs a stage whose holders are all in conflict.
const fn at_stage(stage: Option<Stage>) -> Signers {
    match stage {
        Some(Stage::Department) => Roles(&[DepartmentHead, DeputyHead, Leadership]),
        Some(Stage::Union) => Roles(&[UnionOfficer, Leadership]),
        Some(Stage::Leadership) => Roles(&[Leadership]),
        None => Nobody,
    }
}

const fn in_report(verb: Verb, class: Class) -> Signers {
    match (verb, class) {
        (Verb::Writers, Class::DepartmentReport) => OpenerAndAuthors,
        (Verb::SignReport, Class::DepartmentReport) => Roles(&DH),
        (Verb::SignReport, _) => Roles(&[UnionOfficer, Leadership]),
        (Verb::Publish | Verb::Unpublish, Class::SchoolReport) => {
            Roles(&[UnionOfficer, Leadership, CouncilSecretary])
        }
        _ => Nobody,
    }
}

const fn in_round(verb: Verb) -> Signers {
    match verb {
        Verb::AssignReviewer | Verb::OpenScores | Verb::Convene | Verb::RollCall | Verb::OpenBallot => {
            Roles(&[CouncilChair, CouncilViceChair, CouncilSecretary])
        }
        Verb::SealScore => Roles(&[Reviewer]),
        Verb::Recuse => Roles(&[CouncilChair, CouncilViceChair, CouncilSecretary, CouncilMember, Member]),
        Verb::RecordTally | Verb::SignMinutes => {
            Roles(&[CouncilChair, CouncilViceChair, CouncilSecretary, Teller])
        }
        Verb::RuleOnRating => Roles(&[CouncilChair, CouncilViceChair]),
        _ => Nobody,
    }
}

const fn in_event(verb: Verb) -> Signers {
    match verb {
        Verb::Writers => OpenerAndAuthors,
        Verb::AcknowledgeReading => Roles(&[Member]),
        Verb::Publish | Verb::Unpublish => Roles(&[UnionOfficer, Leadership, CouncilSecretary]),
        _ => Nobody,
    }
}
