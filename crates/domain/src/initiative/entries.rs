//! The entries of an initiative's lists.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::date::{Date, Moment, Month};
use crate::decimal::Decimal;
use crate::id::{BlobId, EntryId, MemberId};
use crate::period::Period;
use crate::result::{Direction, Measure, QuantityKind};
use crate::role::Role;

macro_rules! plain {
    ($($item:item)+) => {
        $(
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            $item
        )+
    };
}

plain! {
    /// Tác giả.
    pub struct Author {
        /// Who.
        pub member: MemberId,
        /// Tỷ lệ đóng góp, in whole percent.
        pub share: Option<u8>,
        /// Danh hiệu đăng ký, by the award's slug.
        pub titles: BTreeSet<String>,
        /// The place in the list.
        pub order: i64,
    }

    /// Học sinh: a pupil of the replaceable pupil list.
    pub struct Pupil {
        /// The pupil's id.
        pub id: EntryId,
        /// Lớp.
        pub class: String,
        /// The place in the list.
        pub order: i64,
    }

    /// Số lượng dự kiến.
    pub struct PlannedQuantity {
        /// Its id.
        pub id: EntryId,
        /// Of what.
        pub what: String,
        /// How much.
        pub planned: Option<Decimal>,
        /// The unit.
        pub unit: String,
        /// In which semester, for an initiative of the whole year.
        pub semester: Option<Period>,
        /// The place in the list.
        pub order: i64,
    }

    /// Kết quả lượng hóa.
    pub struct QuantifiedResult {
        /// Its id.
        pub id: EntryId,
        /// What is measured.
        pub label: String,
        /// What kind of number it is.
        pub quantity_kind: Option<QuantityKind>,
        /// Which way it is to go.
        pub direction: Option<Direction>,
        /// The unit; without one the result is "chưa lượng hóa".
        pub unit: String,
        /// How it is measured.
        pub how_measured: String,
        /// Mốc đầu; of a ratio the part.
        pub baseline: Option<Decimal>,
        /// The whole of the baseline.
        pub baseline_whole: Option<Decimal>,
        /// Đích.
        pub target: Option<Decimal>,
        /// The whole of the target.
        pub target_whole: Option<Decimal>,
        /// Thực tế.
        pub actual: Option<Decimal>,
        /// The whole of the actual value.
        pub actual_whole: Option<Decimal>,
        /// When the baseline was measured.
        pub baseline_on: Option<Date>,
        /// When the actual value was measured.
        pub actual_on: Option<Date>,
        /// The place in the list.
        pub order: i64,
    }

    /// Một lần ghi nhật ký tháng; several for one month are all kept.
    pub struct MonthEntry {
        /// Its id.
        pub id: EntryId,
        /// The month.
        pub month: Option<Month>,
        /// What was done.
        pub work_done: String,
        /// Rút kinh nghiệm.
        pub lesson: String,
        /// Chậm, đúng kế hoạch, vượt.
        pub progress: Option<Progress>,
        /// When it was typed in.
        pub entered_at: Option<Moment>,
        /// What was done of each planned quantity.
        pub quantities: BTreeMap<EntryId, Decimal>,
        /// Interim values of results.
        pub interim: BTreeMap<EntryId, Decimal>,
        /// The wholes of interim values of ratios.
        pub interim_whole: BTreeMap<EntryId, Decimal>,
        /// The place in the list.
        pub order: i64,
    }

    /// Khó khăn, vướng mắc.
    pub struct Difficulty {
        /// Its id.
        pub id: EntryId,
        /// What it is.
        pub text: String,
        /// Tự xử lý or cần hỗ trợ.
        pub level: Option<DifficultyLevel>,
        /// What is asked for.
        pub request: String,
        /// Who is asked.
        pub addressed_to: Option<Role>,
        /// By when.
        pub wanted_by: Option<Date>,
        /// The log entry that it was noted with.
        pub log: Option<EntryId>,
        /// The place in the list.
        pub order: i64,
    }

    /// Minh chứng: one evidence item; its bytes travel apart.
    pub struct EvidenceItem {
        /// Its id.
        pub id: EntryId,
        /// What it is.
        pub kind: Option<EvidenceKind>,
        /// Its title.
        pub title: String,
        /// Its caption.
        pub caption: String,
        /// The file.
        pub blob: Option<BlobId>,
        /// The file's name.
        pub name: String,
        /// The file's size in bytes.
        pub size: Option<u64>,
        /// The file's media type.
        pub mime: String,
        /// A small picture of it.
        pub preview: Option<BlobId>,
        /// When it was added.
        pub added_at: Option<Moment>,
        /// By whom.
        pub added_by: Option<MemberId>,
        /// The day that it shows.
        pub captured_on: Option<Date>,
        /// The claims it supports: `results:<id>`, `quantities:<id>`, `log:<id>`, ….
        pub supports: BTreeSet<String>,
        /// The place in the list.
        pub order: i64,
    }
}

named! {
    /// Phạm vi: how far an initiative reaches.
    Scope {
        /// Lớp.
        Class = "class",
        /// Tổ.
        Department = "department",
        /// Trường.
        School = "school",
        /// Xã, phường.
        Commune = "commune",
        /// Tỉnh.
        Province = "province",
    }
}

named! {
    /// Tiến độ of a month.
    Progress {
        /// Chậm.
        Behind = "behind",
        /// Đúng kế hoạch.
        OnPlan = "on_plan",
        /// Vượt.
        Ahead = "ahead",
    }
}

named! {
    /// Whether a difficulty needs help.
    DifficultyLevel {
        /// Tự xử lý.
        SelfHandled = "self_handled",
        /// Cần hỗ trợ.
        NeedsHelp = "needs_help",
    }
}

named! {
    /// What an evidence item is.
    EvidenceKind {
        /// Ảnh.
        Photo = "photo",
        /// Video.
        Video = "video",
        /// Âm thanh.
        Audio = "audio",
        /// Văn bản.
        Document = "document",
        /// Bảng tính.
        Spreadsheet = "spreadsheet",
        /// Bảng điểm.
        ScoreTable = "score_table",
        /// Danh sách.
        List = "list",
        /// Sản phẩm.
        Product = "product",
        /// Bài đăng.
        Publication = "publication",
        /// Xác nhận của cơ quan ngoài trường.
        Confirmation = "confirmation",
        /// Đường dẫn, with a dated copy beside it.
        Link = "link",
    }
}

impl QuantifiedResult {
    /// Gives the baseline as a measure; of a ratio only with its whole.
    pub fn baseline(&self) -> Option<Measure> {
        self.measure(self.baseline, self.baseline_whole)
    }

    /// Gives the target as a measure; a ratio without a whole of its own takes the baseline's.
    pub fn target(&self) -> Option<Measure> {
        self.measure(self.target, self.target_whole.or(self.baseline_whole))
    }

    /// Gives the actual value as a measure; a ratio without a whole of its own takes the baseline's.
    pub fn actual(&self) -> Option<Measure> {
        self.measure(self.actual, self.actual_whole.or(self.baseline_whole))
    }

    fn measure(&self, value: Option<Decimal>, whole: Option<Decimal>) -> Option<Measure> {
        let value = value?;
        if self.quantity_kind != Some(QuantityKind::Ratio) {
            return Some(Measure { value, whole: None });
        }
        whole.map(|whole| Measure { value, whole: Some(whole) })
    }
}

impl MonthEntry {
    /// Tells whether it was typed in another month than it is about ("ghi bổ sung").
    pub fn is_supplementary(&self) -> bool {
        self.month.zip(self.entered_at).is_some_and(|(month, entered)| entered.date().month() != month)
    }
}
