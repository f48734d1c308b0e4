//! Days, months and moments in words; the clock is Vietnam's.

use domain::date::{Date, Moment, Month};

use crate::i18n::{Locale, td_string};

/// Writes a day: "05/01/2027".
pub fn date(_: Locale, date: Date) -> String {
    date.to_vietnamese()
}

/// Writes hour and minute: "10:32".
pub fn clock(moment: Moment) -> String {
    let (hour, minute) = moment.hour_minute();
    format!("{hour:02}:{minute:02}")
}

/// Writes a moment: "10:32 ngày 23/11/2026".
pub fn moment(lang: Locale, moment: Moment) -> String {
    td_string!(lang, common.time.moment, clock = clock(moment), date = date(lang, moment.date())).to_string()
}

/// Names a month inside a sentence: "tháng 11".
pub fn month(lang: Locale, month: Month) -> String {
    td_string!(lang, common.time.month, month = month.number()).to_string()
}

/// Names a month as a title: "Tháng 11".
pub fn month_title(lang: Locale, month: Month) -> String {
    td_string!(lang, common.time.month_title, month = month.number()).to_string()
}

/// Names a month with its year: "tháng 11/2026".
pub fn month_year(lang: Locale, month: Month) -> String {
    td_string!(lang, common.time.month_year, month = month.number(), year = month.year()).to_string()
}

/// Says how far a clock is ahead, or behind where the minutes are negative: "nhanh hơn … 3 giờ".
pub fn clock_ahead(lang: Locale, minutes: i64) -> String {
    let time = match minutes.unsigned_abs() {
        few @ ..120 => td_string!(lang, storage.clock.minutes, count = few).to_string(),
        some @ 120..2_880 => td_string!(lang, storage.clock.hours, count = some / 60).to_string(),
        many => td_string!(lang, storage.clock.days, count = super::count(lang, many / 1_440)).to_string(),
    };
    if minutes > 0 {
        td_string!(lang, storage.clock.ahead, time = time).to_string()
    } else {
        td_string!(lang, storage.clock.behind, time = time).to_string()
    }
}
