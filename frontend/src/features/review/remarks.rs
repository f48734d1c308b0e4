//! What a reviewer writes before it is sent; it stays while the application is open, item by item.

use std::cell::RefCell;
use std::collections::HashMap;

use api::InitiativeView;
use domain::id::InitiativeId;
use domain::record::RemarkTarget;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::session::use_session;
use crate::ui::{AreaField, Button, ButtonKind, Symbol};
use crate::words;

use super::model::{RemarkDraft, entry_words};

thread_local! {
    static KEPT: RefCell<HashMap<(String, InitiativeId), RemarkDraft>> = RefCell::default();
}

/// Gives the remark begun for an initiative; it is kept when the reader goes elsewhere.
pub fn use_draft(id: InitiativeId) -> RwSignal<RemarkDraft> {
    let profile = untrack(|| use_session().current()).map(|session| session.profile).unwrap_or_default();
    let key = (profile, id);
    let draft = RwSignal::new(KEPT.with_borrow(|kept| kept.get(&key).cloned().unwrap_or_default()));
    Effect::new(move |_| {
        let written = draft.get();
        KEPT.with_borrow_mut(|kept| {
            if written == RemarkDraft::default() {
                kept.remove(&key);
            } else {
                kept.insert(key.clone(), written);
            }
        });
    });
    draft
}

/// Names what a remark points at.
pub fn target_words(lang: Locale, view: &InitiativeView, target: &RemarkTarget) -> String {
    match target {
        RemarkTarget::Whole => td_string!(lang, review.decide.whole).to_owned(),
        RemarkTarget::Field(path) => {
            let field = words::field(lang, path);
            match entry_words(view, path) {
                Some(entry) => {
                    td_string!(lang, review.changes.entry, field = field, entry = entry).to_string()
                }
                None => field.clone(),
            }
        }
        RemarkTarget::Evidence(id) => {
            let item = view.evidence.iter().find(|item| item.id == *id);
            item.map_or_else(|| td_string!(lang, review.evidence.title).to_owned(), |item| item.title.clone())
        }
    }
}

/// The field for a remark with what it points at.
#[component]
pub fn RemarkField(
    /// The remark.
    draft: RwSignal<RemarkDraft>,
    /// The initiative, to name what it points at.
    #[prop(into)]
    view: Signal<Option<InitiativeView>>,
    /// What is wrong with it; empty when nothing is.
    #[prop(into)]
    error: Signal<String>,
    /// Its label.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let lang = use_locale();
    let pointed_at = Memo::new(move |_| draft.with(|draft| draft.targets.clone()));
    let chips = move || {
        let targets = pointed_at.get();
        view.with(|view| {
            let view = view.as_ref()?;
            (!targets.is_empty()).then(|| {
                let chips =
                    targets.into_iter().map(|target| target_chip(lang, view, target, draft)).collect_view();
                view! {
                    <div class="targets">
                        <span class="faint">{td_string!(lang, review.decide.about)}</span>
                        {chips}
                    </div>
                }
            })
        })
    };
    view! {
        // What is marked so is not taken away by a newer version of the application.
        <div class="remark-field" data-unsent=move || draft.with(|draft| !draft.text.trim().is_empty()).then_some("")>
            {chips}
            <AreaField
                label=label.clone()
                example=label
                rows=1
                value=Signal::derive(move || draft.with(|draft| draft.text.clone()))
                on_input=move |text: String| draft.update(|draft| draft.text = text)
                error
                testid="remark"
            />
        </div>
    }
}

fn target_chip(
    lang: Locale,
    view: &InitiativeView,
    target: RemarkTarget,
    draft: RwSignal<RemarkDraft>,
) -> impl IntoView + use<> {
    let words = target_words(lang, view, &target);
    let label = td_string!(lang, review.decide.leave_out, what = words.clone()).to_string();
    view! {
        <span class="target">
            <span class="target-words">{words}</span>
            <Button
                kind=ButtonKind::Bare
                icon=Symbol::Cross
                label=label
                testid="remove-target"
                on_press=move |_| draft.update(|draft| draft.leave_out(&target))
            />
        </span>
    }
}

/// A small button that points the remark at one thing.
#[component]
pub fn PointAt(
    /// What it points at.
    target: RemarkTarget,
    /// Its name.
    #[prop(into)]
    what: String,
    /// Takes it.
    on_point: Callback<RemarkTarget>,
) -> impl IntoView {
    let lang = use_locale();
    let label = td_string!(lang, review.document.remark_on, what = what).to_string();
    view! {
        <span class="point-at">
            <Button
                kind=ButtonKind::Bare
                icon=Symbol::Speech
                label=label
                testid="remark-on"
                on_press=move |_| on_point.run(target.clone())
            />
        </span>
    }
}
