//! Lịch phong trào: the movement's year, with the step of today marked.

use api::{MilestoneState, MilestoneView};
use leptos::prelude::*;

use super::super::model::months;
use crate::i18n::{Locale, td_string};
use crate::ui::Page;

/// Shows the movement's year, with the step of today marked.
pub fn calendar(lang: Locale, milestones: Vec<MilestoneView>) -> impl IntoView {
    let steps = milestones.into_iter().map(|milestone| step(lang, milestone)).collect_view();
    view! {
        <Page class="pad stack-s" label=td_string!(lang, today.calendar.heading) testid="calendar">
            <h2>{td_string!(lang, today.calendar.heading)}</h2>
            <ol class="today__steps">{steps}</ol>
        </Page>
    }
}

fn step(lang: Locale, milestone: MilestoneView) -> impl IntoView {
    let (class, state) = match milestone.state {
        MilestoneState::Past => ("is-past", td_string!(lang, today.calendar.past)),
        MilestoneState::Now => ("is-now", td_string!(lang, today.calendar.now)),
        MilestoneState::Coming => ("is-coming", td_string!(lang, today.calendar.coming)),
    };
    let now = milestone.state == MilestoneState::Now;
    let due = milestone.due.filter(|_| milestone.state != MilestoneState::Past).map(|due| {
        view! { <small>{td_string!(lang, today.calendar.due, date = due.to_vietnamese())}</small> }
    });
    let months = months(&milestone.months);
    let name = td_string!(lang, today.calendar.months, months = months.clone());
    view! {
        <li class=class aria-current=now.then_some("step")>
            <b><span class="sr">{name}</span><span aria-hidden="true">{months}</span></b>
            <span>{milestone.title} <span class="sr">{format!(" ({state})")}</span> {due}</span>
        </li>
    }
}
