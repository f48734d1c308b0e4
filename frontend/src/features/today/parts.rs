//! The parts of Today: duties, queue, whereabouts, calendar.

mod calendar;
mod duties;
mod queue;
mod whereabouts;

pub use calendar::calendar;
pub use duties::duties;
pub use queue::queue;
pub use whereabouts::whereabouts;

use domain::date::Date;

use super::model::Nearness;
use crate::i18n::{Locale, td_string};

/// Says how near a due day is: by days, and by its date when it is far.
fn nearness(lang: Locale, days_left: Option<i32>, due: Option<Date>) -> Option<(String, bool)> {
    let near = Nearness::of(days_left?);
    let words = match (near, due) {
        (Nearness::Over(days), _) => td_string!(lang, today.due.over, days = days),
        (Nearness::Today, _) => td_string!(lang, today.due.today).to_owned(),
        (Nearness::Tomorrow, _) => td_string!(lang, today.due.tomorrow).to_owned(),
        (Nearness::Later(_), Some(due)) => td_string!(lang, today.due.on, date = due.to_vietnamese()),
        (Nearness::Soon(days) | Nearness::Later(days), _) => td_string!(lang, today.due.left, days = days),
    };
    Some((words, near.presses()))
}
