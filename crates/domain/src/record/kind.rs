//! The verbs of the protocol.

macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident = $name:literal, $code:literal; )+) => {
        named! {
            /// The verb of a record (protocol section 6).
            RecordKind { $( $(#[$doc])* $variant = $name ),+ }
        }

        impl RecordKind {
            /// Gives the protocol's code.
            pub const fn code(self) -> u16 {
                match self { $(Self::$variant => $code),+ }
            }

            /// Finds the verb with the protocol's code.
            pub const fn from_code(code: u16) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Opens a document.
    Open = "open", 1;
    /// Widens a document's audience.
    Share = "share", 2;
    /// Adds and removes writers.
    Writers = "writers", 3;
    /// Was on the screen of a reader with a duty.
    Seen = "seen", 5;
    /// Nộp.
    Submit = "submit", 10;
    /// Rút.
    Withdraw = "withdraw", 11;
    /// Bàn giao.
    HandOver = "hand_over", 12;
    /// Duyệt.
    Approve = "approve", 13;
    /// Trả lại.
    Return = "return", 14;
    /// Thống nhất.
    Settle = "settle", 15;
    /// Thu hồi bản ghi của mình.
    Revoke = "revoke", 16;
    /// Mở lại vòng.
    Reopen = "reopen", 17;
    /// Nhận hồ sơ muộn.
    AdmitLate = "admit_late", 18;
    /// Góp ý.
    Remark = "remark", 19;
    /// Trả lời khó khăn.
    AnswerDifficulty = "answer_difficulty", 20;
    /// Khó khăn đã gỡ hay chưa.
    ResolveDifficulty = "resolve_difficulty", 21;
    /// Xác nhận tỷ lệ đóng góp.
    ConfirmShare = "confirm_share", 22;
    /// Được tập thể ghi nhận.
    Acknowledge = "acknowledge", 23;
    /// Đề cử.
    Nominate = "nominate", 24;
    /// Thẩm định minh chứng.
    VerifyEvidence = "verify_evidence", 30;
    /// Thẩm định nội dung.
    AppraiseClaim = "appraise_claim", 31;
    /// Kết luận thẩm định.
    ConcludeAppraisal = "conclude_appraisal", 32;
    /// Đồng ý về hình ảnh, tên học sinh.
    GiveConsent = "give_consent", 33;
    /// Rút đồng ý.
    WithdrawConsent = "withdraw_consent", 34;
    /// Xóa tệp đính kèm.
    EraseAttachment = "erase_attachment", 35;
    /// Phân công người chấm.
    AssignReviewer = "assign_reviewer", 40;
    /// Niêm phong phiếu chấm.
    SealScore = "seal_score", 41;
    /// Mở phiếu chấm.
    OpenScores = "open_scores", 42;
    /// Triệu tập họp.
    Convene = "convene", 43;
    /// Điểm danh.
    RollCall = "roll_call", 44;
    /// Tránh tham gia.
    Recuse = "recuse", 45;
    /// Mở hòm phiếu.
    OpenBallot = "open_ballot", 46;
    /// Kiểm phiếu.
    RecordTally = "record_tally", 47;
    /// Ký biên bản.
    SignMinutes = "sign_minutes", 48;
    /// Kết luận xếp loại.
    RuleOnRating = "rule_on_rating", 49;
    /// Công khai.
    PostNotice = "post_notice", 50;
    /// Kiến nghị.
    Object = "object", 51;
    /// Trả lời kiến nghị.
    AnswerObjection = "answer_objection", 52;
    /// Công nhận.
    Recognize = "recognize", 60;
    /// Không công nhận.
    Decline = "decline", 61;
    /// Khen thưởng.
    Commend = "commend", 62;
    /// Tặng danh hiệu.
    GrantTitle = "grant_title", 63;
    /// Đăng điển hình.
    Publish = "publish", 64;
    /// Gỡ điển hình.
    Unpublish = "unpublish", 65;
    /// Xác nhận nhân rộng.
    ConfirmReplication = "confirm_replication", 66;
    /// Phát động phong trào.
    LaunchMovement = "launch_movement", 70;
    /// Ban hành quy định.
    AdoptRules = "adopt_rules", 71;
    /// Mở kỳ.
    OpenPeriod = "open_period", 72;
    /// Khóa kỳ.
    ClosePeriod = "close_period", 73;
    /// Mở lại kỳ.
    ReopenPeriod = "reopen_period", 74;
    /// Đã đọc.
    AcknowledgeReading = "acknowledge_reading", 75;
    /// Đôn đốc.
    Chase = "chase", 76;
    /// Ký báo cáo.
    SignReport = "sign_report", 77;
    /// Cấp số, cấp mã.
    AssignNumber = "assign_number", 78;
}

impl RecordKind {
    /// Tells whether the verb binds a version: heads, content hash and evidence root are required.
    pub const fn binds_version(self) -> bool {
        matches!(
            self,
            Self::Submit
                | Self::Approve
                | Self::Return
                | Self::Settle
                | Self::AnswerDifficulty
                | Self::ResolveDifficulty
                | Self::ConfirmShare
                | Self::Acknowledge
                | Self::VerifyEvidence
                | Self::AppraiseClaim
                | Self::ConcludeAppraisal
                | Self::SealScore
                | Self::Recognize
                | Self::Decline
                | Self::Publish
                | Self::ConfirmReplication
                | Self::LaunchMovement
                | Self::AdoptRules
                | Self::AcknowledgeReading
                | Self::SignReport
        )
    }

    /// Tells whether authors and sponsors are in conflict with the verb on their own work (CI-1).
    pub const fn judges(self) -> bool {
        matches!(
            self,
            Self::Approve
                | Self::Return
                | Self::Settle
                | Self::VerifyEvidence
                | Self::AppraiseClaim
                | Self::ConcludeAppraisal
                | Self::SealScore
                | Self::Recognize
                | Self::Decline
        )
    }
}
