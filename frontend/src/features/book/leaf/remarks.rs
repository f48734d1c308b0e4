//! What came back: standing returns and remarks, each with a way to the field that it is about.

use api::{InitiativeView, OpinionView, StageView, TimelineItem};
use domain::record::RemarkTarget;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::go_to;
use super::super::model::leaf::{remarks, returns};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Button, ButtonKind, Callout, Symbol, Tone};
use crate::words;

/// What came back.
#[component]
pub fn Remarks() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let returned = editor.part(returns);
    let remarked = editor.part(remarks);
    view! {
        <div class="stack book-remarks" id="at-remarks" tabindex="-1">
            {move || returned.get().into_iter().map(|(stage, opinion)| sent_back(lang, &stage, opinion)).collect_view()}
            {move || remarked.get().into_iter().map(|item| remark(lang, item)).collect_view()}
        </div>
    }
}

fn sent_back(lang: Locale, stage: &StageView, opinion: OpinionView) -> impl IntoView + use<> {
    let date = words::date(lang, opinion.at.date());
    let stage = words::stage(lang, stage.stage);
    let title = td_string!(lang, book.remarks.returned, person = opinion.person, stage = stage, date = date);
    view! {
        <Callout tone=Tone::Attention title testid="returned">
            <p class="book-quote">{opinion.text}</p>
            <Targets targets=opinion.targets/>
        </Callout>
    }
}

fn remark(lang: Locale, item: TimelineItem) -> impl IntoView {
    let date = words::date(lang, item.at.date());
    let title = td_string!(lang, book.remarks.remarked, person = item.person, date = date);
    view! {
        <Callout tone=Tone::Accent title testid="remarked">
            <p class="book-quote">{item.text}</p>
            <Targets targets=item.targets/>
        </Callout>
    }
}

/// Ways to the fields and files that words are about.
#[component]
fn Targets(targets: Vec<RemarkTarget>) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let ways = targets.into_iter().filter_map(|target| {
        let (path, name) = match target {
            RemarkTarget::Whole => return None,
            RemarkTarget::Field(path) => (path.clone(), words::field(lang, &path)),
            RemarkTarget::Evidence(id) => {
                (format!("evidence/{id}"), editor.peek(|view| evidence_title(view, &id.to_string())))
            }
        };
        let words = td_string!(lang, book.remarks.about, field = name);
        Some(view! {
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Forward
                testid="go-to-field"
                on_press=move |_| go_to(&path)
            >
                {words}
            </Button>
        })
    });
    let ways = ways.collect_view();
    view! { <div class="row">{ways}</div> }
}

fn evidence_title(view: &InitiativeView, id: &str) -> String {
    let found = view.evidence.iter().find(|evidence| evidence.id.to_string() == id);
    found.map(|evidence| evidence.title.clone()).unwrap_or_default()
}
