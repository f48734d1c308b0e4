//! Days, months and moments in words; the clock is Vietnam's.

use domain::date::{Date, Moment, Month};

use super::name;
use crate::i18n::{Locale, td_string};

/// Writes a day: "05/01/2027".
pub fn date(_: Locale, date: Date) -> String {
    date.to_vietnamese()
}

/// Writes a day in full: "Thứ Hai, 23 tháng 11 năm 2026".
pub fn long_date(lang: Locale, date: Date) -> String {
    // 01/01/1970 was a Thursday.
    let weekday = match (date.days_since_1970() + 3).rem_euclid(7) {
        0 => "monday",
        1 => "tuesday",
        2 => "wednesday",
        3 => "thursday",
        4 => "friday",
        5 => "saturday",
        _ => "sunday",
    };
    let weekday = name!(lang, weekday, {
        "monday" => common.time.monday,
        "tuesday" => common.time.tuesday,
        "wednesday" => common.time.wednesday,
        "thursday" => common.time.thursday,
        "friday" => common.time.friday,
        "saturday" => common.time.saturday,
    } else common.time.sunday);
    let (day, month, year) = (date.day(), date.month().number(), date.year());
    td_string!(lang, common.time.long_date, weekday = weekday, day = day, month = month, year = year).to_string()
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

/// Says how many days are left: "còn 7 ngày", "hạn hôm nay", "quá 2 ngày".
pub fn days_left(lang: Locale, days: i32) -> String {
    match days {
        0 => td_string!(lang, common.time.due_today).to_owned(),
        1.. => td_string!(lang, common.time.days_left, days = days).to_string(),
        _ => td_string!(lang, common.time.days_over, days = days.unsigned_abs()).to_string(),
    }
}
