//! A benchmark document as an initiative: every value in a field of the sheet that takes it, in the
//! same number and size, and the few choices without which nothing can be handed in.

use api::Edit;
use domain::decimal::Decimal;
use domain::sheet::Value;

use crate::documents::{BenchDocument, BenchEdit, FIELDS};

/// Where each field of a document goes, in the order of the specification.
const PATHS: [&str; FIELDS] = [
    "title",
    "solution",
    "beneficiaries",
    "planned_evidence",
    "support_needed",
    "plan/2026-09",
    "plan/2026-10",
    "plan/2026-11",
    "plan/2026-12",
    "plan/2027-01",
    "plan/2027-02",
    "plan/2027-03",
    "plan/2027-04",
    "plan/2027-05",
    "results/00000000000000b1/label",
    "results/00000000000000b1/unit",
    "results/00000000000000b1/how_measured",
    "results/00000000000000b2/label",
    "results/00000000000000b2/unit",
    "results/00000000000000b2/how_measured",
    "quantities/00000000000000a1/what",
    "quantities/00000000000000a1/unit",
    "quantities/00000000000000a2/what",
    "quantities/00000000000000a2/unit",
    "log/00000000000000c1/work_done",
    "log/00000000000000c1/lesson",
    "log/00000000000000c2/work_done",
    "log/00000000000000c2/lesson",
];

/// Where a document's long text goes.
const BODY: &str = "problem";

/// How the mapping is told in a note.
pub const NOTE: &str = "each of the 28 fields of a benchmark document is a text of the sheet (title, texts, plan, \
results, quantities, log), its body is the problem, its 8 references are evidence entries; the choices, numbers and \
months that handing in asks for come on top";

fn text(path: impl Into<String>, text: &str) -> Edit {
    Edit { path: path.into(), value: Value::Text(text.to_owned()) }
}

fn number(path: impl Into<String>, number: usize) -> Edit {
    Edit { path: path.into(), value: Value::Number(Decimal::from(number as u32)) }
}

/// Everything that makes a fresh draft into this document.
pub fn edits(index: usize, document: &BenchDocument) -> Vec<Edit> {
    let mut edits = choices(index);
    edits.extend(PATHS.iter().zip(&document.fields).map(|(path, value)| text(*path, value)));
    edits.push(text(BODY, &document.body));
    for (place, reference) in document.evidence.iter().enumerate() {
        let path = |field: &str| format!("evidence/00000000000000e{place}/{field}");
        edits.push(text(path("kind"), "photo"));
        edits.push(text(path("blob"), &reference.hash));
        edits.push(text(path("name"), &reference.name));
        edits.push(Edit { path: path("size"), value: Value::Integer(reference.size as i64) });
    }
    edits
}

/// What handing in asks for beside texts.
fn choices(index: usize) -> Vec<Edit> {
    let mut edits = vec![
        text("participant_kind", "teacher"),
        text("scope", "school"),
        Edit { path: "tasks/doi-moi-phuong-phap".to_owned(), value: Value::Flag(true) },
        text("log/00000000000000c1/month", "2026-09"),
        text("log/00000000000000c2/month", "2026-10"),
        number("log/00000000000000c1/quantities/00000000000000a1", index % 7),
    ];
    for quantity in ["quantities/00000000000000a1", "quantities/00000000000000a2"] {
        edits.push(number(format!("{quantity}/planned"), 10 + index % 50));
    }
    for result in ["results/00000000000000b1", "results/00000000000000b2"] {
        edits.push(text(format!("{result}/quantity_kind"), "count"));
        edits.push(text(format!("{result}/direction"), "higher"));
        edits.push(number(format!("{result}/baseline"), index % 40));
        edits.push(number(format!("{result}/target"), 40 + index % 40));
        edits.push(number(format!("{result}/actual"), index % 80));
    }
    edits
}

/// One field of a document.
pub fn field(field: usize, value: &str) -> Edit {
    text(PATHS[field], value)
}

/// Makes an edit of the document in the initiative; `document` has it already.
pub fn edit(document: &BenchDocument, edit: &BenchEdit) -> Edit {
    match edit {
        BenchEdit::Insert { .. } => text(BODY, &document.body),
        BenchEdit::Set { field, value } => self::field(*field, value),
    }
}
