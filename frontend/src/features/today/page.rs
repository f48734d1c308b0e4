//! The place Today.

use api::{DutyKind, GetToday, TodayView, Topic};
use domain::date::Date;
use leptos::prelude::*;

use super::model::{given_name, school_year, weekday};
use super::parts::{calendar, duties, queue, whereabouts};
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::parts::{ClockNote, ErrorNote};
use crate::ui::{Head, Loading};

/// The place Today.
#[component]
pub fn TodayPage() -> impl IntoView {
    let today =
        live(|| GetToday {}, || vec![Topic::Initiatives, Topic::Delivery, Topic::Movement, Topic::People]);
    let lang = use_locale();
    let error = Signal::derive(move || today.error());
    view! {
        {move || match today.get() {
            Some(view) => view! { <ErrorNote error/><Today view/> }.into_any(),
            None if error.get().is_some() => {
                view! { <Head title=td_string!(lang, common.place.today)/><ErrorNote error/> }.into_any()
            }
            None => view! { <Loading label=td_string!(lang, book.opening)/> }.into_any(),
        }}
    }
}

#[component]
fn Today(view: TodayView) -> impl IntoView {
    let lang = use_locale();
    let above = date_line(lang, view.today);
    view! {
        <Head title=greeting(lang, &view) above=move || above.clone()/>
        <ClockNote ahead=Signal::stored(view.clock_ahead)/>
        <div class="today">
            <div class="stack">
                {duties(lang, view.duties)}
                {(view.queue_total > 0).then(|| queue(lang, view.queue, view.queue_total))}
            </div>
            <aside class="stack">
                {whereabouts(lang, view.delivery, view.unsent, view.safe_to_shut_down)}
                {(!view.calendar.is_empty()).then(|| calendar(lang, view.calendar))}
            </aside>
        </div>
    }
}

fn date_line(lang: Locale, today: Date) -> String {
    let weekday = [
        td_string!(lang, today.weekday.mon),
        td_string!(lang, today.weekday.tue),
        td_string!(lang, today.weekday.wed),
        td_string!(lang, today.weekday.thu),
        td_string!(lang, today.weekday.fri),
        td_string!(lang, today.weekday.sat),
        td_string!(lang, today.weekday.sun),
    ][weekday(today)];
    let (day, month) = (today.day(), today.month().number());
    let date = td_string!(lang, today.date, weekday = weekday, day = day, month = month, year = today.year());
    let year = td_string!(lang, today.school_year, year = school_year(today));
    format!("{date} · {year}")
}

fn greeting(lang: Locale, view: &TodayView) -> String {
    let name = given_name(&view.session.person).to_owned();
    // The queue counts as one thing to do: somebody waits for an answer.
    let waiting = usize::from(view.queue_total > 0);
    let count = view.duties.iter().filter(|duty| duty.kind != DutyKind::Remarked).count() + waiting;
    match count {
        0 => td_string!(lang, today.greeting.none, name = name),
        1 => td_string!(lang, today.greeting.one, name = name),
        count => td_string!(lang, today.greeting.many, name = name, count = count),
    }
}
