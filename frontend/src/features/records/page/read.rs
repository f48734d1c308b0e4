use std::sync::Arc;

use api::{AddRemark, GetInitiative, GetMovement, InitiativeView, Topic};
use domain::id::{EntryId, InitiativeId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::act::use_act;
use crate::features::records::row::{by_line, changed_words, title_of};
use crate::features::review::document::{Document, Marks};
use crate::features::review::evidence::{EvidenceGrid, pieces};
use crate::features::review::model::{RemarkDraft, titles};
use crate::features::review::opinions::Opinions;
use crate::features::review::timeline::Timeline;
use crate::features::review::{Difficulties, RemarkField, use_draft};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::live::{Live, live};
use crate::parts::{ErrorNote, Piece, Viewer, Whereabouts};
use crate::ui::{
    Badge, Button, ButtonKind, ButtonLink, Empty, Head, Loading, Page, Symbol, Tone, use_toasts,
};
use crate::words;

/// One initiative to read, for everybody who may.
#[component]
pub fn ReadPage() -> impl IntoView {
    let lang = use_locale();
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.read().get("id").and_then(|id| id.parse::<InitiativeId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Reader id/> }.into_any(),
        None => gone(lang),
    }
}

fn gone(lang: Locale) -> AnyView {
    view! {
        <Empty symbol=Symbol::Search sentence=td_string!(lang, records.read.gone)>
            <ButtonLink href="/records">{td_string!(lang, records.read.back)}</ButtonLink>
        </Empty>
    }
    .into_any()
}

#[component]
fn Reader(id: InitiativeId) -> impl IntoView {
    let lang = use_locale();
    let view = live(move || GetInitiative { id }, move || vec![Topic::Initiative(id)]);
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let known =
        Memo::new(move |_| Arc::new(movement.with(|view| titles(&view.movement)).unwrap_or_default()));
    let opened = RwSignal::new(None::<EntryId>);
    let found = Signal::derive(move || view.with(|view| pieces(lang, view)).unwrap_or_default());
    let difficulties =
        Signal::derive(move || view.with(|view| view.difficulties.clone()).unwrap_or_default());
    let can_answer = Signal::derive(move || view.with(|view| view.can_answer).unwrap_or(false));
    let loaded = Memo::new(move |_| view.with(|_| ()).is_some());
    view! {
        {move || view.get().map(|view| head(lang, &view))}
        <ErrorNote error=Signal::derive(move || view.error())/>
        {move || {
            if !loaded.get() && view.error().is_some() {
                return view! { <Head title=td_string!(lang, records.place)/> }.into_any();
            }
            if !loaded.get() {
                return view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any();
            }
            view! {
                <div class="review-split">
                    <div class="stack review-left">
                        {move || {
                            let changes = view.with(all_changes)?;
                            let marks = Marks { lang, changes: Arc::new(changes), titles: known.get(), on_point: None };
                            Some(view! { <Document view=view.get()? marks/> })
                        }}
                        <Difficulties id difficulties can_answer on_answer=Callback::new(move |answer| view.set(answer))/>
                    </div>
                    <Beside id view found opened/>
                </div>
            }
                .into_any()
        }}
        <Viewer pieces=found at=opened/>
    }
}

/// Everything that differs from the approved version, material or not.
fn all_changes(view: &InitiativeView) -> Vec<api::DifferenceView> {
    view.state.changes.iter().chain(&view.state.editorial_changes).cloned().collect()
}

#[component]
fn Beside(
    id: InitiativeId,
    view: Live<InitiativeView>,
    found: Signal<Vec<Piece>>,
    opened: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let can_remark = Memo::new(move |_| view.with(|view| view.can_remark).unwrap_or(false));
    view! {
        <aside class="stack review-right">
            <EvidenceGrid pieces=found at=opened on_point=None/>
            {move || view.get().map(|view| view! { <Opinions view on_revoke=None/> })}
            {move || can_remark.get().then(|| view! { <Remark id view/> })}
            {move || view.get().map(|view| view! { <Timeline view/> })}
        </aside>
    }
}

fn head(lang: Locale, view: &InitiativeView) -> impl IntoView + use<> {
    let summary = &view.summary;
    let above = match view.content_area_title.trim() {
        "" => td_string!(lang, records.read.crumb_plain).to_owned(),
        area => td_string!(lang, records.read.crumb, area = area.to_owned()).to_string(),
    };
    let shown = view.clone();
    let id = summary.id;
    let act = if summary.mine {
        Some((format!("/book/{id}"), "open-book", Symbol::Book, td_string!(lang, records.read.open_book)))
    } else if !view.can_decide.is_empty() || view.can_settle {
        Some((
            format!("/review/{id}"),
            "open-review",
            Symbol::Check,
            td_string!(lang, records.read.open_review),
        ))
    } else {
        None
    };
    view! {
        <Head title=title_of(lang, summary) above=move || above.clone() below=move || badges(lang, &shown)>
            {act.map(|(href, testid, icon, words)| {
                view! { <ButtonLink kind=ButtonKind::Main href icon testid>{words}</ButtonLink> }
            })}
        </Head>
    }
}

fn badges(lang: Locale, view: &InitiativeView) -> AnyView {
    let summary = &view.summary;
    let status = words::status(lang, &summary.status, &summary.waiting_for);
    let changed = summary.changed_since_approval.then(|| changed_words(lang, summary.changes));
    let number = match &view.number {
        Some(number) => td_string!(lang, records.read.number, number = number.clone()).to_string(),
        None => td_string!(lang, records.read.no_number).to_owned(),
    };
    let version = td_string!(lang, review.item.version, code = view.version_code.clone()).to_string();
    view! {
        <span class="soft">{by_line(lang, summary)}</span>
        <Badge tone=words::status_tone(&summary.status) testid="status">{status}</Badge>
        {changed.map(|changed| view! { <Badge tone=Tone::Attention icon=Symbol::Pencil>{changed}</Badge> })}
        <span class="faint num">{format!("{number} · {version}")}</span>
        <Whereabouts state=Signal::stored(summary.delivery)/>
    }
    .into_any()
}

/// A remark without a decision.
#[component]
fn Remark(id: InitiativeId, view: Live<InitiativeView>) -> impl IntoView {
    let lang = use_locale();
    let (act, toasts) = (use_act(), use_toasts());
    let draft = use_draft(id);
    let wrong = RwSignal::new(String::new());
    let send = move |_| {
        if !draft.with_untracked(RemarkDraft::has_words) {
            wrong.set(td_string!(lang, review.decide.words_needed).to_owned());
            return;
        }
        wrong.set(String::new());
        let written = draft.get_untracked();
        let text = written.text.trim().to_owned();
        let steps = async move {
            let mut answer = None;
            for target in written.named_targets() {
                answer = Some(ipc::call(AddRemark { id, text: text.clone(), target }).await?);
            }
            Ok(answer)
        };
        act.run(steps, move |answer| {
            draft.set(RemarkDraft::default());
            if let Some(answer) = answer {
                let title = title_of(lang, &answer.summary);
                toasts.say(td_string!(lang, review.decide.remarked, title = title).to_string());
                view.set(answer);
            }
        });
    };
    view! {
        <Page class="pad stack-s" label=td_string!(lang, records.read.remark)>
            <h2>{td_string!(lang, records.read.remark)}</h2>
            <RemarkField
                draft
                view=Signal::derive(move || view.get())
                error=wrong
                label=td_string!(lang, review.document.remark)
            />
            <ErrorNote error=act.error()/>
            <Button icon=Symbol::Speech busy=act.busy() testid="send-remark" on_press=send>
                {td_string!(lang, review.decide.send_remark)}
            </Button>
        </Page>
    }
}
