//! Identical items: shown together, approved together, each in its own version.

use std::sync::Arc;

use api::{
    AlikeItem, ApproveAlike, Code, Error, GetInitiative, GetMovement, GetReview, MadeRecord, QueueItem,
    ReviewView, RevokeRecord,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{named, row};
use crate::act::use_act;
use crate::features::review::document::{Document, Marks, pieces};
use crate::features::review::model::{Titles, titles};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Button, ButtonKind, Dialog, Loading, Symbol, Toasts, use_toasts};
use crate::words;

/// Which identical items the dialog asks about; it outlives the list, which is drawn anew at will.
#[derive(Clone, Copy)]
pub struct Asked {
    items: RwSignal<Vec<QueueItem>>,
    open: RwSignal<bool>,
}

/// Makes the place for the question.
pub fn use_asked() -> Asked {
    Asked { items: RwSignal::new(Vec::new()), open: RwSignal::new(false) }
}

/// Shows an item, or identical ones as one entry of the queue with the act that decides them all.
pub fn rows(lang: Locale, items: &[QueueItem], asked: Asked) -> AnyView {
    if let [item] = items {
        return row(lang, item).into_any();
    }
    let (sentence, count) = (sentence(lang, items), items.len());
    let rows = items.iter().map(|item| row(lang, item)).collect_view();
    let items = items.to_vec();
    let ask = move |_| {
        asked.items.set(items.clone());
        asked.open.set(true);
    };
    view! {
        <li class="alike">
            <div class="alike-line">
                <p class="soft">{sentence}</p>
                <Button icon=Symbol::Check testid="approve-alike" on_press=ask>
                    {td_string!(lang, review.alike.approve, count = count).to_string()}
                </Button>
            </div>
            <ul class="rows">{rows}</ul>
        </li>
    }
    .into_any()
}

fn sentence(lang: Locale, items: &[QueueItem]) -> String {
    let count = items.len();
    if items.iter().any(|item| item.difference_only) {
        td_string!(lang, review.alike.same_changes, count = count).to_string()
    } else {
        td_string!(lang, review.alike.same, count = count).to_string()
    }
}

/// Shows what is approved, and asks once for all.
#[component]
pub fn AlikeDialog(
    /// Which items.
    asked: Asked,
) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open=asked.open title=td_string!(lang, review.alike.title) size=DialogSize::Large testid="alike-dialog">
            <AlikeForm asked/>
        </Dialog>
    }
}

#[component]
fn AlikeForm(asked: Asked) -> impl IntoView {
    let lang = use_locale();
    let toasts = use_toasts();
    let (opening, act) = (use_act(), use_act());
    let opened = RwSignal::new(None::<Opened>);
    let items = asked.items.get_untracked();
    let (sentence, count) = (sentence(lang, &items), items.len());
    let links = items.iter().map(|item| link(lang, item)).collect_view();
    opening.run(open_all(items), move |all| opened.set(Some(all)));
    let approve = move |_| {
        let Some(request) = opened.with_untracked(|all| all.as_ref().map(|all| all.request.clone())) else {
            return;
        };
        act.call(request, move |made| {
            asked.open.set(false);
            let text = td_string!(lang, review.alike.approved, count = made.len()).to_string();
            toasts.say_with_undo(lang, text, move || take_back(lang, toasts, made.clone()));
        });
    };
    let (loads, busy) = (opening.busy(), act.busy());
    let waits = Signal::derive(move || busy.get() || opened.with(Option::is_none));
    view! {
        <p>{sentence}</p>
        <p class="soft">{td_string!(lang, review.alike.lead)}</p>
        <ul class="page rows">{links}</ul>
        {move || loads.get().then(|| view! { <Loading label=td_string!(lang, common.ui.loading)/> })}
        {move || opened.with(|all| all.as_ref().map(|all| common(lang, all)))}
        <ErrorNote error=opening.error()/>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button kind=ButtonKind::Quiet on_press=move |_| asked.open.set(false)>
                {td_string!(lang, review.difficulty.cancel)}
            </Button>
            <Button kind=ButtonKind::Seal icon=Symbol::Check busy=waits testid="approve-all" on_press=approve>
                {td_string!(lang, review.alike.approve, count = count).to_string()}
            </Button>
        </div>
    }
}

fn link(lang: Locale, item: &QueueItem) -> impl IntoView + use<> {
    let (title, by) = named(lang, item);
    view! {
        <li>
            <a class="row-link" href=format!("/review/{}", item.initiative.id)>
                <span class="row-what"><strong>{title}</strong><span class="faint">{by}</span></span>
            </a>
        </li>
    }
}

/// All items as they were opened; the first is shown for all of them.
struct Opened {
    first: ReviewView,
    titles: Arc<Titles>,
    request: ApproveAlike,
}

/// Opens every item, because only what was opened on this machine can be decided on.
async fn open_all(items: Vec<QueueItem>) -> Result<Opened, Error> {
    let Some((item, others)) = items.split_first() else { return Err(Error::new(Code::NotAlike)) };
    let first = ipc::call(GetReview { id: item.initiative.id }).await?;
    let mut versions = vec![AlikeItem { id: item.initiative.id, heads: first.initiative.heads.clone() }];
    for other in others {
        let id = other.initiative.id;
        let heads = ipc::call(GetInitiative { id }).await?.heads;
        versions.push(AlikeItem { id, heads });
    }
    let titles = Arc::new(titles(&ipc::call(GetMovement {}).await?.movement));
    let request = ApproveAlike { part: item.part, stage: item.stage, items: versions };
    Ok(Opened { first, titles, request })
}

/// Shows what all of them have in common: the changes, or at first the whole sheet.
fn common(lang: Locale, all: &Opened) -> AnyView {
    let marks = Marks { lang, changes: Arc::new(Vec::new()), titles: all.titles.clone(), on_point: None };
    if all.first.since.is_none() {
        let view = all.first.initiative.clone();
        return view! { <Document view marks/> }.into_any();
    }
    let line = |change: &api::DifferenceView| {
        let field = words::field(lang, &change.path);
        let name = if change.entry.trim().is_empty() {
            field
        } else {
            td_string!(lang, review.changes.entry, field = field, entry = change.entry.clone()).to_string()
        };
        view! { <li><span class="faint">{name}": "</span>{pieces(&marks, change)}</li> }
    };
    let lines = all.first.changes.iter().filter(|change| change.material).map(line).collect_view();
    view! { <ul class="page pad stack-s" data-testid="alike-changes">{lines}</ul> }.into_any()
}

/// Takes all of them back, one after the other.
fn take_back(lang: Locale, toasts: Toasts, made: Vec<MadeRecord>) {
    spawn_local(async move {
        let count = made.len();
        for MadeRecord { initiative: id, record } in made {
            let text = td_string!(lang, review.decide.undo_reason).to_owned();
            if let Err(error) = ipc::call(RevokeRecord { id, record, text }).await {
                return toasts.say(words::error(lang, &error).what);
            }
        }
        toasts.say(td_string!(lang, review.alike.undone, count = count).to_string());
    });
}
