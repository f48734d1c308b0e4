//! A registration that has everything, as a teacher would fill it in.

use api::{CreateInitiative, Edit, EditInitiative, InitiativeView, Submit};
use domain::id::InitiativeId;
use domain::period::Period;
use domain::record::Part;
use domain::sheet::Value;

use crate::book;
use crate::session::Session;

/// A planned quantity of the registration.
pub const QUANTITY: &str = "00000000000000a1";
/// A result of the registration.
pub const RESULT: &str = "00000000000000b1";

/// Begins an initiative and fills in everything that the registration needs.
pub fn fills_in(session: &Session, title: &str) -> InitiativeView {
    let begun = book::create(
        session,
        CreateInitiative {
            title: title.to_owned(),
            content_area: Some("teaching".to_owned()),
            period: Some(Period::SemesterI),
        },
    )
    .expect("a draft can always be begun");
    let text = |value: &str| Value::Text(value.to_owned());
    let number = |value: &str| Value::Number(value.parse().expect("a number"));
    let edits = [
        ("problem".to_owned(), text("Đầu năm 31 em còn yếu môn Toán")),
        ("solution".to_owned(), text("Thẻ lỗi sai cho từng em")),
        ("beneficiaries".to_owned(), text("151 học sinh khối 8")),
        ("scope".to_owned(), text("school")),
        (format!("quantities/{QUANTITY}/what"), text("thẻ lỗi sai")),
        (format!("quantities/{QUANTITY}/planned"), number("120")),
        (format!("quantities/{QUANTITY}/unit"), text("thẻ")),
        (format!("results/{RESULT}/label"), text("học sinh còn yếu")),
        (format!("results/{RESULT}/quantity_kind"), text("count")),
        (format!("results/{RESULT}/direction"), text("lower")),
        (format!("results/{RESULT}/unit"), text("em")),
        (format!("results/{RESULT}/how_measured"), text("khảo sát đầu và giữa kỳ")),
        (format!("results/{RESULT}/baseline"), number("31")),
        (format!("results/{RESULT}/target"), number("15")),
    ];
    let task =
        session.movement().tasks.first().map(|task| (format!("tasks/{}", task.slug), Value::Flag(true)));
    edit(session, begun.summary.id, edits.into_iter().chain(task))
}

/// Changes fields.
pub fn edit(
    session: &Session,
    id: InitiativeId,
    edits: impl IntoIterator<Item = (String, Value)>,
) -> InitiativeView {
    let edits = edits.into_iter().map(|(path, value)| Edit { path, value }).collect();
    book::edit(session, EditInitiative { id, edits }).expect("every value fits")
}

/// Changes one text.
pub fn writes(session: &Session, id: InitiativeId, path: &str, value: &str) -> InitiativeView {
    edit(session, id, [(path.to_owned(), Value::Text(value.to_owned()))])
}

/// Hands a registration in.
pub fn submits(session: &Session, id: InitiativeId) -> InitiativeView {
    book::submit(session, Submit { id, part: Part::Registration, pledge: true }).expect("nothing is missing")
}
