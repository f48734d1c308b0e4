//! Phiếu đăng ký: what it is about, why, how, and for whom.

use api::InitiativeView;
use domain::period::Period;
use domain::record::Part;
use domain::role::ParticipantKind;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::{Pick, Words};
use super::super::model::leaf::approvals;
use super::super::page::use_rules;
use super::continues::Continues;
use super::linked::{Linked, SubItems};
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Choice, Seal};
use crate::words;

/// The registration sheet without its lists; once it is approved its details are folded.
#[component]
pub fn Sheet() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let folded =
        editor.part(|view| !matches!(view.state.registration.name(), "draft" | "returned" | "withdrawn"));
    let short = editor.part(move |view| short(lang, view));
    view! {
        <Row title=td_string!(lang, book.sheet.part) at="sheet" below=|| view! { <Seals/> }>
            {move || (!folded.get()).then(|| view! { <Names/> <SubItems/> })}
            <Words
                path="problem"
                label=td_string!(lang, book.sheet.problem)
                read=|view, _| view.problem.clone()
                rows=2
                hint=td_string!(lang, book.sheet.problem_hint)
                testid="field-problem"
            />
            <Words
                path="solution"
                label=td_string!(lang, book.sheet.solution)
                read=|view, _| view.solution.clone()
                testid="field-solution"
            />
            {move || if folded.get() {
                view! {
                    <details class="book-more">
                        <summary>{td_string!(lang, book.sheet.details)} <span class="faint">{move || short.get()}</span></summary>
                        <div class="stack-s"><Names/> <SubItems/> <ForWhom/></div>
                    </details>
                }
                .into_any()
            } else {
                view! { <ForWhom/> }.into_any()
            }}
        </Row>
    }
}

/// Says the folded details in one line.
fn short(lang: Locale, view: &InitiativeView) -> String {
    let period = view.summary.period.map(|period| words::period(lang, period).to_string());
    let kind = view.participant_kind.map(|kind| words::participant_kind(lang, kind).to_string());
    let scope = view.scope.as_ref().map(|scope| words::scope(lang, scope).to_string());
    let parts = [period, kind, Some(view.beneficiaries.clone()), scope];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// For whom, how far, linked to what, and what is hoped for.
#[component]
fn ForWhom() -> impl IntoView {
    let lang = use_locale();
    view! {
        <div class="book-two">
            <Words
                path="beneficiaries"
                label=td_string!(lang, book.sheet.beneficiaries)
                read=|view, _| view.beneficiaries.clone()
                rows=1
                example=td_string!(lang, book.sheet.beneficiaries_example)
                testid="field-beneficiaries"
            />
            <Scope/>
        </div>
        <Linked/>
        <Continues/>
        <details class="book-more">
            <summary>{td_string!(lang, book.sheet.more)}</summary>
            <div class="stack-s">
                <Words
                    path="planned_evidence"
                    label=td_string!(lang, book.sheet.planned_evidence)
                    read=|view, _| view.planned_evidence.clone()
                    rows=2
                    testid="field-planned-evidence"
                />
                <Words
                    path="support_needed"
                    label=td_string!(lang, book.sheet.support_needed)
                    read=|view, _| view.support_needed.clone()
                    rows=2
                    hint=td_string!(lang, book.sheet.support_hint)
                    testid="field-support-needed"
                />
            </div>
        </details>
    }
}

/// Content area, period and kind of participant.
#[component]
fn Names() -> impl IntoView {
    let (lang, rules) = (use_locale(), use_rules());
    let areas = rules.with_value(|rules| {
        let areas = rules.movement.content_areas.iter();
        areas
            .map(|area| Choice::new(&area.slug, format!("{}) {}", area.label, area.title)))
            .collect::<Vec<_>>()
    });
    let periods =
        Period::ALL.iter().map(|period| Choice::new(period.name(), words::period(lang, *period).to_string()));
    let kinds = ParticipantKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.name(), words::participant_kind(lang, *kind).to_string()));
    view! {
        <Pick
            path="content_area"
            label=td_string!(lang, book.sheet.area)
            read=|view, _| view.summary.content_area.clone().unwrap_or_default()
            choices=Signal::stored(areas)
            none=td_string!(lang, book.sheet.choose)
            testid="field-content-area"
        />
        <div class="book-two">
            <Pick
                path="period"
                label=td_string!(lang, book.sheet.period)
                read=|view, _| view.summary.period.map(|period| period.name().to_owned()).unwrap_or_default()
                choices=Signal::stored(periods.collect::<Vec<_>>())
                none=td_string!(lang, book.sheet.choose)
                testid="field-period"
            />
            <Pick
                path="participant_kind"
                label=td_string!(lang, book.sheet.kind)
                read=|view, _| view.participant_kind.map(|kind| kind.name().to_owned()).unwrap_or_default()
                choices=Signal::stored(kinds.collect::<Vec<_>>())
                none=td_string!(lang, book.sheet.choose)
                testid="field-participant-kind"
            />
        </div>
    }
}

#[component]
fn Scope() -> impl IntoView {
    let lang = use_locale();
    let scopes = ["class", "department", "school", "commune", "province"];
    let choices = scopes
        .iter()
        .map(|scope| Choice::new(*scope, words::scope(lang, scope).to_string()))
        .collect::<Vec<_>>();
    view! {
        <Pick
            path="scope"
            label=td_string!(lang, book.sheet.scope)
            read=|view, _| view.scope.clone().unwrap_or_default()
            choices=Signal::stored(choices)
            none=td_string!(lang, book.sheet.choose)
            testid="field-scope"
        />
    }
}

/// The seals of the stages that approved the registration.
#[component]
fn Seals() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let seals = editor.part(move |view| {
        let approved = approvals(view, Part::Registration).into_iter();
        approved
            .map(|(stage, opinion)| seal_lines(lang, words::stage(lang, stage.stage).to_string(), opinion.at))
            .collect::<Vec<_>>()
    });
    move || {
        let seals = seals.get();
        (!seals.is_empty()).then(|| {
            let seals = seals.into_iter().map(|lines| view! { <Seal lines/> }).collect_view();
            view! { <div class="book-seals">{seals}</div> }
        })
    }
}

fn seal_lines(lang: Locale, stage: String, at: domain::date::Moment) -> Vec<String> {
    vec![td_string!(lang, book.sheet.seal).to_owned(), stage, at.date().to_vietnamese()]
}
