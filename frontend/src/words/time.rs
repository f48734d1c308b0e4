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
