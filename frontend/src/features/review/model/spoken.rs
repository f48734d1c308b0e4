use std::collections::BTreeMap;

use api::InitiativeView;
use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::sheet::{FieldKind, field_of};

use crate::i18n::Locale;
use crate::words;

/// Titles of the movement's slugs: areas, sub-items, campaigns, tasks, awards.
pub type Titles = BTreeMap<String, String>;

/// Collects the titles of a movement.
pub fn titles(movement: &domain::movement::Movement) -> Titles {
    movement.titles().into_iter().map(|(slug, title)| (slug.to_string(), title.to_string())).collect()
}

/// Gives the title of a slug, or the slug itself where the movement does not know it.
pub fn title_of(titles: &Titles, slug: &str) -> String {
    titles.get(slug).cloned().unwrap_or_else(|| slug.to_owned())
}

/// Says a stored value as people read it: numbers, days, choices and slugs by the kind of their field.
pub fn spoken(lang: Locale, titles: &Titles, path: &str, text: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let kind = field_of(path).map(|field| field.kind);
    let said = match kind {
        Some(FieldKind::Decimal) => text.parse::<Decimal>().ok().map(|number| words::number(lang, number)),
        Some(FieldKind::Date) => text.parse::<Date>().ok().map(|day| words::date(lang, day)),
        Some(FieldKind::Month) => text.parse::<Month>().ok().map(|month| words::month_year(lang, month)),
        Some(FieldKind::Slug) => titles.get(text).cloned(),
        Some(FieldKind::Element) => titles.get(last).or_else(|| titles.get(text)).cloned(),
        Some(FieldKind::Share) => Some(format!("{text}%")),
        Some(FieldKind::Choice(_)) => choice(lang, last, text),
        _ => None,
    };
    said.unwrap_or_else(|| text.to_owned())
}

fn choice(lang: Locale, field: &str, value: &str) -> Option<String> {
    let said = match field {
        "period" | "semester" => words::period(lang, domain::period::Period::from_name(value)?).to_string(),
        "participant_kind" => {
            words::participant_kind(lang, domain::role::ParticipantKind::from_name(value)?).to_string()
        }
        "scope" => words::scope(lang, value).to_string(),
        "quantity_kind" => words::quantity_kind(lang, value).to_string(),
        "direction" => words::direction(lang, value).to_string(),
        "progress" => words::progress(lang, value).to_string(),
        _ => return None,
    };
    Some(said)
}

/// Finds the words by which an entry is known: a result's label, a quantity's work, an author's name.
pub fn entry_words(view: &InitiativeView, path: &str) -> Option<String> {
    let mut keys = path.split('/');
    let (list, id) = (keys.next()?, keys.next()?);
    let words = match list {
        "results" => {
            view.results.iter().find(|entry| entry.id.to_string() == id).map(|entry| entry.label.clone())
        }
        "quantities" => {
            view.quantities.iter().find(|entry| entry.id.to_string() == id).map(|entry| entry.what.clone())
        }
        "authors" => {
            view.authors.iter().find(|entry| entry.member.to_string() == id).map(|entry| entry.name.clone())
        }
        "evidence" => {
            view.evidence.iter().find(|entry| entry.id.to_string() == id).map(|entry| entry.title.clone())
        }
        "difficulties" => {
            view.difficulties.iter().find(|entry| entry.id.to_string() == id).map(|entry| entry.text.clone())
        }
        _ => None,
    };
    words.filter(|words| !words.trim().is_empty())
}

/// Names what a piece of evidence supports, such as `results:0a1b…`; nothing if it is gone.
pub fn claim_words(lang: Locale, view: &InitiativeView, claim: &str) -> Option<String> {
    let (list, id) = claim.split_once(':')?;
    if list == "log" {
        let has = |month: &&api::MonthView| month.entries.iter().any(|entry| entry.id.to_string() == id);
        return view.months.iter().find(has).map(|month| words::month(lang, month.month));
    }
    entry_words(view, &format!("{list}/{id}"))
}
