//! Việc của tôi: each duty with the act that does it.

use api::{Duty, DutyKind};
use leptos::prelude::*;

use super::super::model::place;
use super::nearness;
use crate::i18n::{Locale, td_string};
use crate::ui::{ButtonKind, ButtonLink, Page};

/// Shows my duties, the most urgent first; its act is the main one of the place.
pub fn duties(lang: Locale, duties: Vec<Duty>) -> impl IntoView {
    let none = duties.is_empty();
    let items =
        duties.into_iter().enumerate().map(|(index, duty)| item(lang, duty, index == 0)).collect_view();
    view! {
        <Page label=td_string!(lang, today.due.heading) testid="duties">
            <div class="today__heading">
                <h2>{td_string!(lang, today.due.heading)}</h2>
                <span class="faint">{td_string!(lang, today.due.by_calendar)}</span>
            </div>
            {if none {
                view! {
                    <div class="today__none">
                        <p>{td_string!(lang, today.nothing_due)}</p>
                        <ButtonLink href="/book" kind=ButtonKind::Main testid="open-book">
                            {td_string!(lang, today.open_book)}
                        </ButtonLink>
                    </div>
                }
                .into_any()
            } else {
                view! { <ul class="today__items">{items}</ul> }.into_any()
            }}
        </Page>
    }
}

fn item(lang: Locale, duty: Duty, first: bool) -> impl IntoView {
    let href = place(&duty);
    let kind = if first { ButtonKind::Main } else { ButtonKind::Plain };
    let testid = format!("duty-{}", testid(duty.kind));
    let act = act(lang, &duty);
    let near = nearness(lang, duty.days_left, duty.due).map(|(words, pressing)| {
        view! { <span class:today__pressing=pressing>{words}</span> }
    });
    // Its sentence names the person already.
    let names = !duty.person.is_empty() && duty.kind != DutyKind::ConfirmJoin;
    let person = names.then(|| view! { <span>{person(lang, &duty)}</span> });
    let note = (!duty.note.is_empty()).then(|| {
        let quoted =
            matches!(duty.kind, DutyKind::Returned | DutyKind::Remarked | DutyKind::AnswerDifficulty);
        let note = duty.note.clone();
        view! { <span>{if quoted { td_string!(lang, today.duty.quote, text = note) } else { note }}</span> }
    });
    view! {
        <li>
            <div class="today__what">
                <strong>{sentence(lang, &duty)}</strong>
                <span class="today__notes">{near} {person} {note}</span>
            </div>
            <div class="today__act">
                <ButtonLink href kind testid label=format!("{act}: {}", duty.title)>{act.clone()}</ButtonLink>
            </div>
        </li>
    }
}

fn sentence(lang: Locale, duty: &Duty) -> String {
    let title = if duty.title.trim().is_empty() {
        td_string!(lang, today.duty.untitled).to_owned()
    } else {
        quoted(lang, &duty.title)
    };
    let month = duty.month.map(domain::date::Month::number).unwrap_or_default();
    match duty.kind {
        DutyKind::Returned => td_string!(lang, today.duty.returned, title = title),
        DutyKind::Remarked => td_string!(lang, today.duty.remarked, title = title),
        DutyKind::Choose => td_string!(lang, today.duty.choose, title = title),
        DutyKind::Register => td_string!(lang, today.duty.register).to_owned(),
        DutyKind::HandIn => td_string!(lang, today.duty.hand_in, title = title),
        DutyKind::LogMonth => td_string!(lang, today.duty.log_month, month = month, title = title),
        DutyKind::AddEvidence => td_string!(lang, today.duty.add_evidence, title = title),
        DutyKind::HandInDossier => td_string!(lang, today.duty.hand_in_dossier, title = title),
        DutyKind::AnswerDifficulty => td_string!(lang, today.duty.answer_difficulty, title = title),
        DutyKind::Settle => td_string!(lang, today.duty.settle, title = title),
        DutyKind::ConfirmJoin => td_string!(lang, today.duty.confirm_join, person = duty.person.clone()),
    }
}

/// Puts a title between quotation marks, unless it has some of its own.
fn quoted(lang: Locale, title: &str) -> String {
    if title.contains(['«', '“', '"']) {
        return title.to_owned();
    }
    td_string!(lang, today.duty.quote, text = title.to_owned())
}

fn person(lang: Locale, duty: &Duty) -> String {
    let person = duty.person.clone();
    match duty.kind {
        DutyKind::Returned => td_string!(lang, today.duty.returned_by, person = person),
        DutyKind::Remarked => td_string!(lang, today.duty.remarked_by, person = person),
        _ => person,
    }
}

fn act(lang: Locale, duty: &Duty) -> String {
    let words = match duty.kind {
        DutyKind::LogMonth => {
            let month = duty.month.map(domain::date::Month::number).unwrap_or_default();
            return td_string!(lang, today.act.log_month, month = month);
        }
        DutyKind::Returned => td_string!(lang, today.act.returned),
        DutyKind::Remarked => td_string!(lang, today.act.remarked),
        DutyKind::Choose => td_string!(lang, today.act.choose),
        DutyKind::Register => td_string!(lang, today.act.register),
        DutyKind::HandIn => td_string!(lang, today.act.hand_in),
        DutyKind::AddEvidence => td_string!(lang, today.act.add_evidence),
        DutyKind::HandInDossier => td_string!(lang, today.act.hand_in_dossier),
        DutyKind::AnswerDifficulty => td_string!(lang, today.act.answer_difficulty),
        DutyKind::Settle => td_string!(lang, today.act.settle),
        DutyKind::ConfirmJoin => td_string!(lang, today.act.confirm_join),
    };
    words.to_owned()
}

fn testid(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Returned => "returned",
        DutyKind::Remarked => "remarked",
        DutyKind::Choose => "choose",
        DutyKind::Register => "register",
        DutyKind::HandIn => "hand-in",
        DutyKind::LogMonth => "log-month",
        DutyKind::AddEvidence => "add-evidence",
        DutyKind::HandInDossier => "hand-in-dossier",
        DutyKind::AnswerDifficulty => "answer-difficulty",
        DutyKind::Settle => "settle",
        DutyKind::ConfirmJoin => "confirm-join",
    }
}
