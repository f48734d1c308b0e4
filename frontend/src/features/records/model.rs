//! What can be wrong in the list of records, without a screen: the filter as an address, chips, pages.

use api::ListInitiatives;
use domain::period::Period;
use domain::role::Stage;
use domain::status::Status;

/// Rows that a list shows at first, and adds at each step.
pub const PAGE: u32 = 100;

/// One chip of the filter: what it keeps, and what taking it off would leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// What it keeps.
    pub kept: Kept,
    /// The filter without it.
    pub without: ListInitiatives,
}

/// What one chip keeps.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// One department, by id.
    Department(domain::id::DepartmentId),
    /// Members without a department.
    Leadership,
    /// One content area, by slug.
    Area(String),
    /// One state.
    Status(Status),
    /// One campaign, by slug.
    Campaign(String),
    /// One period.
    Period(Period),
    /// One month in a state: `in_time`, `later` or `silent`.
    Month(domain::date::Month, Option<String>),
    /// One unit of quantities.
    Unit(String),
    /// One of the stable words of `ListInitiatives::having`.
    Having(String),
    /// Words.
    Words(String),
}

/// Lists the chips of a filter, in the order of the screen.
pub fn chips(filter: &ListInitiatives) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut add = |kept: Kept, take_off: &dyn Fn(&mut ListInitiatives)| {
        let mut without = filter.clone();
        take_off(&mut without);
        chips.push(Chip { kept, without });
    };
    if let Some(words) = filter.words.clone().filter(|words| !words.trim().is_empty()) {
        add(Kept::Words(words), &|without| without.words = None);
    }
    if let Some(department) = filter.department {
        add(Kept::Department(department), &|without| without.department = None);
    }
    if filter.leadership {
        add(Kept::Leadership, &|without| without.leadership = false);
    }
    if let Some(area) = filter.content_area.clone() {
        add(Kept::Area(area), &|without| without.content_area = None);
    }
    for status in &filter.statuses {
        add(Kept::Status(status.clone()), &|without| without.statuses.retain(|other| other != status));
    }
    if let Some(period) = filter.period {
        add(Kept::Period(period), &|without| without.period = None);
    }
    if let Some(campaign) = filter.campaign.clone() {
        add(Kept::Campaign(campaign), &|without| without.campaign = None);
    }
    if let Some(month) = filter.month {
        add(Kept::Month(month, filter.month_state.clone()), &|without| {
            without.month = None;
            without.month_state = None;
        });
    }
    if let Some(unit) = filter.unit.clone() {
        add(Kept::Unit(unit), &|without| without.unit = None);
    }
    if let Some(having) = filter.having.clone() {
        add(Kept::Having(having), &|without| without.having = None);
    }
    chips
}

/// Writes a filter as the query of an address, without `?`; empty when everything is kept.
pub fn to_query(filter: &ListInitiatives) -> String {
    let statuses: Vec<&str> = filter.statuses.iter().map(Status::name).collect();
    let pairs = [
        ("words", filter.words.clone()),
        ("department", filter.department.map(|id| id.to_string())),
        ("leadership", filter.leadership.then(|| "1".to_owned())),
        ("area", filter.content_area.clone()),
        ("status", (!statuses.is_empty()).then(|| statuses.join("."))),
        ("period", filter.period.map(|period| period.name().to_owned())),
        ("campaign", filter.campaign.clone()),
        ("month", filter.month.map(|month| month.to_string())),
        ("month_state", filter.month_state.clone()),
        ("unit", filter.unit.clone()),
        ("having", filter.having.clone()),
    ];
    let given =
        pairs.into_iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_empty())?)));
    given.map(|(key, value)| format!("{key}={}", escape(&value))).collect::<Vec<_>>().join("&")
}

/// Gives the address of the list that a figure leads to.
pub fn address(filter: &ListInitiatives) -> String {
    let query = to_query(filter);
    if query.is_empty() { "/records".to_owned() } else { format!("/records?{query}") }
}

/// Reads a filter from the query of an address; what cannot be understood is left out.
pub fn from_query(value: impl Fn(&str) -> Option<String>) -> ListInitiatives {
    let text = |key: &str| value(key).filter(|text| !text.is_empty());
    let statuses = text("status").unwrap_or_default();
    ListInitiatives {
        department: text("department").and_then(|id| id.parse().ok()),
        leadership: text("leadership").is_some(),
        content_area: text("area"),
        statuses: statuses.split('.').filter_map(status_named).collect(),
        campaign: text("campaign"),
        period: text("period").and_then(|name| Period::from_name(&name)),
        month: text("month").and_then(|month| month.parse().ok()),
        month_state: text("month_state")
            .filter(|state| ["in_time", "later", "silent"].contains(&state.as_str())),
        unit: text("unit"),
        having: text("having").filter(|having| HAVING.contains(&having.as_str())),
        words: text("words"),
        offset: 0,
        limit: 0,
    }
}

/// The stable words that `having` takes.
pub const HAVING: [&str; 5] =
    ["results_met", "results_not_met", "difficulties_open", "difficulties_overdue", "changed"];

/// Finds the status with this name. A filter asks for the name only: its stages and numbers do not count.
pub fn status_named(name: &str) -> Option<Status> {
    let status = match name {
        "draft" => Status::Draft,
        "in_review" => Status::InReview { stages: Vec::new() },
        "returned" => Status::Returned { stage: Stage::Department },
        "differing" => Status::Differing,
        "approved" => Status::Approved,
        "withdrawn" => Status::Withdrawn,
        "in_progress" => Status::InProgress,
        "under_appraisal" => Status::UnderAppraisal { done: 0, of: 0 },
        "eligible" => Status::Eligible,
        "needs_supplement" => Status::NeedsSupplement,
        "ineligible" => Status::Ineligible,
        "scoring" => Status::Scoring { done: 0, of: 0 },
        "scored" => Status::Scored,
        "passed" => Status::Passed,
        "not_passed" => Status::NotPassed,
        "under_notice" => Status::UnderNotice,
        "recognized" => Status::Recognized { rating: String::new() },
        "not_recognized" => Status::NotRecognized,
        "not_completed" => Status::NotCompleted,
        _ => return None,
    };
    Some(status)
}

/// Escapes a text for the query of an address: UTF-8, each byte that is not a letter or digit as `%XX`.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            escaped.push(byte as char);
        } else {
            escaped.push('%');
            for digit in [byte >> 4, byte & 15] {
                escaped.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    escaped
}

/// Puts a further page behind what is shown; a record that is there already is not repeated.
pub fn append(shown: &mut Vec<api::InitiativeSummary>, page: Vec<api::InitiativeSummary>) {
    for row in page {
        if !shown.iter().any(|known| known.id == row.id) {
            shown.push(row);
        }
    }
}

/// Tells whether there may be more after a page of this length, when this many were asked for.
pub fn may_have_more(length: usize, asked: u32) -> bool {
    length >= asked as usize
}

#[cfg(test)]
mod tests;
