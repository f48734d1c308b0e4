//! The verbs of records, with their codes and names (protocol section 6).

macro_rules! verbs {
    ($($name:ident = $code:literal $text:literal $binds:literal $doc:literal;)+) => {
        /// What a record says about its document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Verb {
            $(#[doc = $doc] $name = $code,)+
        }

        impl Verb {
            /// Every verb, by code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Finds the verb of a code.
            pub const fn from_code(code: u16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// Names the verb as in domain.md, in snake case.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Says whether such a record must name a version: heads, content hash and evidence root.
            pub const fn binds(self) -> bool {
                match self {
                    $(Self::$name => $binds,)+
                }
            }
        }
    };
}

verbs! {
    Open = 1 "open" false "Opens a document.";
    Share = 2 "share" false "Lets more people read a document.";
    Writers = 3 "writers" false "Changes who may write a document.";
    Seen = 5 "seen" false "Says that a version was on the screen of somebody with a duty (protocol section 16).";
    Submit = 10 "submit" true "Nộp: hands a part in.";
    Withdraw = 11 "withdraw" false "Rút: takes a submitted initiative back.";
    HandOver = 12 "hand_over" false "Gives the draft of somebody who left to a new writer.";
    Approve = 13 "approve" true "Duyệt: agrees to a version at a stage.";
    Return = 14 "return" true "Trả lại: sends a version back at a stage, with a reason.";
    Settle = 15 "settle" true "Thống nhất: ends a disagreement.";
    Revoke = 16 "revoke" false "Takes an own record back, with a reason.";
    Reopen = 17 "reopen" false "Starts a new round for a part.";
    AdmitLate = 18 "admit_late" false "Lets late work count.";
    Remark = 19 "remark" false "Says something about a version.";
    AnswerDifficulty = 20 "answer_difficulty" true "Answers a difficulty (khó khăn).";
    ResolveDifficulty = 21 "resolve_difficulty" true "Says whether an answer helped.";
    ConfirmShare = 22 "confirm_share" true "Confirms an own contribution share.";
    Acknowledge = 23 "acknowledge" true "Ghi nhận: the department acknowledges a collective entry.";
    Nominate = 24 "nominate" false "Proposes somebody.";
    VerifyEvidence = 30 "verify_evidence" true "Judges an item of evidence.";
    AppraiseClaim = 31 "appraise_claim" true "Judges a claim.";
    ConcludeAppraisal = 32 "conclude_appraisal" true "Concludes an appraisal.";
    GiveConsent = 33 "give_consent" false "Records a pupil's consent on paper.";
    WithdrawConsent = 34 "withdraw_consent" false "Records that a consent was withdrawn.";
    EraseAttachment = 35 "erase_attachment" false "Deletes a file everywhere; its hash stays.";
    AssignReviewer = 40 "assign_reviewer" false "Appoints an appraiser, reviewer or teller in a round.";
    SealScore = 41 "seal_score" true "Seals a score sheet.";
    OpenScores = 42 "open_scores" false "Opens sealed score sheets.";
    Convene = 43 "convene" false "Calls a meeting.";
    RollCall = 44 "roll_call" false "Records who is present.";
    Recuse = 45 "recuse" false "Steps aside for an item.";
    OpenBallot = 46 "open_ballot" false "Opens a ballot.";
    RecordTally = 47 "record_tally" false "Records the counts of a ballot.";
    SignMinutes = 48 "sign_minutes" false "Signs the minutes.";
    RuleOnRating = 49 "rule_on_rating" false "Rules on a rating.";
    PostNotice = 50 "post_notice" false "Posts a public notice.";
    Object = 51 "object" false "Objects during a notice.";
    AnswerObjection = 52 "answer_objection" false "Answers an objection.";
    Recognize = 60 "recognize" true "Công nhận: recognises a version.";
    Decline = 61 "decline" true "Does not recognise a version.";
    Commend = 62 "commend" false "Khen thưởng: gives an award.";
    GrantTitle = 63 "grant_title" false "Grants a title.";
    Publish = 64 "publish" true "Publishes a version as an exemplar.";
    Unpublish = 65 "unpublish" false "Takes a publication back.";
    ConfirmReplication = 66 "confirm_replication" true "Confirms that an initiative was replicated.";
    LaunchMovement = 70 "launch_movement" true "Phát động: launches the movement.";
    AdoptRules = 71 "adopt_rules" true "Adopts rules.";
    OpenPeriod = 72 "open_period" false "Opens a period.";
    ClosePeriod = 73 "close_period" false "Closes a period.";
    ReopenPeriod = 74 "reopen_period" false "Reopens a period.";
    AcknowledgeReading = 75 "acknowledge_reading" true "Says that something was read.";
    Chase = 76 "chase" false "Đôn đốc: reminds somebody.";
    SignReport = 77 "sign_report" true "Signs a report.";
    AssignNumber = 78 "assign_number" false "Gives a number to a paper.";
}

impl Verb {
    /// Gives the number that travels.
    pub const fn code(self) -> u16 {
        self as u16
    }
}

impl std::fmt::Display for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no verb has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such verb")]
pub struct UnknownVerb;

impl std::str::FromStr for Verb {
    type Err = UnknownVerb;

    fn from_str(name: &str) -> Result<Self, UnknownVerb> {
        Self::ALL.iter().copied().find(|verb| verb.name() == name).ok_or(UnknownVerb)
    }
}
