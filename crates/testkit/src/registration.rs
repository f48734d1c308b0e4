use api::{CreateInitiative, Edit, EditInitiative};
use domain::decimal::Decimal;
use domain::id::InitiativeId;
use domain::period::Period;
use domain::sheet::Value;

use crate::Person;

/// A registration sheet that is complete, with what a test wants to be different.
pub struct Registration {
    title: String,
    content_area: String,
    campaign: String,
    more: Vec<(String, Value)>,
}

/// Entry of the planned quantity in every sheet made here.
pub const QUANTITY: &str = "00000000000000a1";
/// Entry of the result in every sheet made here.
pub const RESULT: &str = "00000000000000b1";

impl Registration {
    /// A complete sheet with this title.
    pub fn titled(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            content_area: "teaching".to_owned(),
            campaign: "tam-guong-dao-duc".to_owned(),
            more: Vec::new(),
        }
    }

    /// Puts it into another content area.
    #[must_use]
    pub fn in_area(mut self, slug: &str) -> Self {
        slug.clone_into(&mut self.content_area);
        self
    }

    /// Links another campaign.
    #[must_use]
    pub fn for_campaign(mut self, slug: &str) -> Self {
        slug.clone_into(&mut self.campaign);
        self
    }

    /// Sets one more field, or another value.
    #[must_use]
    pub fn with(mut self, path: &str, value: Value) -> Self {
        self.more.push((path.to_owned(), value));
        self
    }

    /// Lets somebody type it into their book.
    pub async fn by(self, person: &Person) -> InitiativeId {
        let created = person
            .does(CreateInitiative {
                title: self.title.clone(),
                content_area: Some(self.content_area.clone()),
                period: Some(Period::WholeYear),
            })
            .await;
        let id = created.summary.id;
        let edits = self.edits().into_iter().map(|(path, value)| Edit { path, value }).collect();
        person.does(EditInitiative { id, edits }).await;
        id
    }

    fn edits(self) -> Vec<(String, Value)> {
        let text = |value: &str| Value::Text(value.to_owned());
        let number = |value: i64| Value::Number(Decimal::from_whole(value).unwrap());
        let mut edits = vec![
            ("participant_kind".to_owned(), text("teacher")),
            (format!("campaigns/{}", self.campaign), Value::Flag(true)),
            ("tasks/doi-moi-phuong-phap".to_owned(), Value::Flag(true)),
            ("problem".to_owned(), text("31/151 học sinh dưới trung bình ở bài kiểm tra chung.")),
            ("solution".to_owned(), text("Mỗi lỗi thường gặp thành một thẻ; học sinh sửa theo cặp.")),
            ("beneficiaries".to_owned(), text("151 học sinh khối 8")),
            ("scope".to_owned(), text("school")),
            (format!("quantities/{QUANTITY}/what"), text("thẻ lỗi sai")),
            (format!("quantities/{QUANTITY}/planned"), number(60)),
            (format!("quantities/{QUANTITY}/unit"), text("thẻ")),
            (format!("quantities/{QUANTITY}/semester"), text("semester_i")),
            (format!("results/{RESULT}/label"), text("Học sinh dưới trung bình")),
            (format!("results/{RESULT}/quantity_kind"), text("ratio")),
            (format!("results/{RESULT}/direction"), text("lower")),
            (format!("results/{RESULT}/unit"), text("học sinh")),
            (format!("results/{RESULT}/how_measured"), text("Bài kiểm tra chung của khối")),
            (format!("results/{RESULT}/baseline"), number(31)),
            (format!("results/{RESULT}/baseline_whole"), number(151)),
            (format!("results/{RESULT}/target"), number(15)),
            (format!("results/{RESULT}/target_whole"), number(151)),
        ];
        edits.extend(self.more);
        edits
    }
}
