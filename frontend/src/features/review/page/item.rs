use std::sync::Arc;

use api::{GetMovement, OpinionView, RevokeRecord, Topic};
use domain::id::{EntryId, InitiativeId};
use domain::record::RemarkTarget;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::features::review::ahead::{Ahead, use_ahead};
use crate::features::review::changes::Changes;
use crate::features::review::criteria::Criteria;
use crate::features::review::decide::{DecisionBar, Desk, use_desk};
use crate::features::review::differing::Differing;
use crate::features::review::difficulties::Difficulties;
use crate::features::review::document::{Document, Marks};
use crate::features::review::evidence::{EvidenceGrid, pieces};
use crate::features::review::keys::{focus_on, leave_focus, use_keys};
use crate::features::review::model::{Command, Focus, Stroke, Titles, command, titles};
use crate::features::review::opinions::Opinions;
use crate::features::review::reading::{Reading, use_reading};
use crate::features::review::turning::{use_swipe, use_turn};
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::parts::{ErrorNote, Piece, Viewer};
use crate::ui::swipe::Turn;
use crate::ui::{ButtonLink, Empty, Head, Loading, Symbol};

pub mod head;
mod notices;

use head::ItemHead;
use notices::{Newer, NotMine};

/// One item of the queue: the document left, what a decision needs right, the decisions below.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let lang = use_locale();
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.read().get("id").and_then(|id| id.parse::<InitiativeId>().ok()));
    // What is the same for every item outlives them.
    let ahead = use_ahead();
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let known =
        Memo::new(move |_| Arc::new(movement.with(|view| titles(&view.movement)).unwrap_or_default()));
    let said = RwSignal::new(String::new());
    view! {
        <p class="sr" role="status" data-testid="item-said">{said}</p>
        {move || match id.get() {
            Some(id) => view! { <Item id ahead known said/> }.into_any(),
            None => view! {
                <Empty symbol=Symbol::Search sentence=td_string!(lang, review.item.gone)>
                    <ButtonLink href="/review">{td_string!(lang, review.item.back)}</ButtonLink>
                </Empty>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Item(id: InitiativeId, ahead: Ahead, known: Memo<Arc<Titles>>, said: RwSignal<String>) -> impl IntoView {
    let lang = use_locale();
    let reading = use_reading(id, ahead);
    let desk = use_desk(reading);
    let opened = RwSignal::new(None::<EntryId>);
    let turn = use_turn(desk, said);
    decide_by_keys(desk, turn);
    let swipe = use_swipe(turn);
    let loaded = reading.part(|_| ());
    let pieces = pieces_of(lang, reading);
    view! {
        <ItemHead reading/>
        <ErrorNote error=reading.error()/>
        <Newer reading/>
        <NotMine reading/>
        {move || match loaded.get() {
            None if reading.error().with(Option::is_some) => {
                view! { <Head title=td_string!(lang, review.place)/> }.into_any()
            }
            None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
            Some(()) => {
                view! {
                    <div
                        class="review-split"
                        node_ref=swipe.page
                        on:pointerdown=move |event| swipe.down(&event)
                        on:pointermove=move |event| swipe.moves(&event)
                        on:pointerup=move |event| swipe.up(&event)
                        on:pointercancel=move |_| swipe.leave()
                    >
                        <Left desk known/>
                        <Right desk known pieces opened/>
                    </div>
                    <p class="faint keys">{td_string!(lang, review.item.keys)}</p>
                    <DecisionBar desk/>
                }
                    .into_any()
            }
        }}
        <Viewer pieces at=opened/>
    }
}

/// Pieces of evidence with the words of what they support.
fn pieces_of(lang: Locale, reading: Reading) -> Signal<Vec<Piece>> {
    let pieces = reading.part(move |view| pieces(lang, &view.initiative));
    Signal::derive(move || pieces.get().unwrap_or_default())
}

fn point_at(desk: Desk) -> Callback<RemarkTarget> {
    Callback::new(move |target| {
        desk.draft.update(|draft| draft.point_at(target));
        focus_on("[data-testid=remark]");
    })
}

#[component]
fn Left(desk: Desk, known: Memo<Arc<Titles>>) -> impl IntoView {
    let lang = use_locale();
    let reading = desk.reading;
    let on_point = point_at(desk);
    // Records come and go without touching the sheet: it is drawn anew only for another version.
    let version = reading
        .part(|view| (view.initiative.heads.clone(), view.changes.clone(), view.initiative.can_remark));
    let difficulties = reading.part(|view| view.initiative.difficulties.clone());
    let can_answer = reading.part(|view| view.initiative.can_answer);
    let sheet = move || {
        let (_, changes, can_remark) = version.get()?;
        let view = reading.now()?.initiative;
        let on_point = can_remark.then_some(on_point);
        let marks = Marks { lang, changes: Arc::new(changes), titles: known.get(), on_point };
        Some(view! { <Document view marks/> })
    };
    view! {
        <div class="stack review-left">
            {sheet}
            <Difficulties
                id=reading.id
                difficulties=Signal::derive(move || difficulties.get().unwrap_or_default())
                can_answer=Signal::derive(move || can_answer.get().unwrap_or(false))
                on_answer=Callback::new(move |answer| reading.take(answer))
            />
        </div>
    }
}

#[component]
fn Right(
    desk: Desk,
    known: Memo<Arc<Titles>>,
    pieces: Signal<Vec<Piece>>,
    opened: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let lang = use_locale();
    let reading = desk.reading;
    let on_point = point_at(desk);
    let can_remark = reading.part(|view| view.initiative.can_remark);
    let changed = reading.part(|view| (view.since.clone(), view.changes.clone()));
    let state = reading.part(|view| (view.initiative.state.clone(), view.initiative.can_settle));
    let criteria = reading.part(|view| (view.criteria.clone(), view.initiative.participant_kind));
    let revoke = use_revoke(reading);
    let changes = move || {
        let (since, changes) = changed.get()?;
        let marks = Marks { lang, changes: Arc::new(changes), titles: known.get(), on_point: None };
        Some(view! { <Changes since marks/> })
    };
    let differing = move || {
        state.get()?;
        Some(view! { <Differing view=reading.now()?.initiative desk/> })
    };
    let opinions = move || {
        state.get()?;
        Some(view! { <Opinions view=reading.now()?.initiative on_revoke=Some(revoke)/> })
    };
    view! {
        <aside class="stack review-right">
            {differing}
            {changes}
            {move || {
                let on_point = can_remark.get()?.then_some(on_point);
                Some(view! { <EvidenceGrid pieces at=opened on_point/> })
            }}
            {move || criteria.get().map(|(criteria, kind)| view! { <Criteria criteria kind/> })}
            {opinions}
        </aside>
    }
}

/// Takes back an own opinion from the list of opinions.
fn use_revoke(reading: Reading) -> Callback<OpinionView> {
    let lang = use_locale();
    let act = crate::act::use_act();
    let toasts = crate::ui::use_toasts();
    Callback::new(move |opinion: OpinionView| {
        let text = td_string!(lang, review.opinions.revoke_reason).to_owned();
        act.call(RevokeRecord { id: reading.id, record: opinion.record, text }, move |answer| {
            toasts.say(td_string!(lang, review.opinions.revoked));
            reading.take(answer);
        });
    })
}

/// Keys of the whole screen; what they do stands in the help line.
fn decide_by_keys(desk: Desk, turn: Callback<Turn>) {
    let leave = use_navigate();
    use_keys(move |event, focus| {
        let (key, control) = (event.key(), event.ctrl_key() || event.meta_key());
        let Some(command) = command(Stroke { key: &key, control, alt: event.alt_key(), focus }) else {
            return;
        };
        if desk.reading.now().is_none() {
            return;
        }
        event.prevent_default();
        match command {
            Command::Next => turn.run(Turn::Next),
            Command::Previous => turn.run(Turn::Previous),
            Command::Approve => desk.approve(),
            Command::Return => desk.send_back(),
            Command::Leave if focus == Focus::Elsewhere => leave("/review", NavigateOptions::default()),
            Command::Leave => leave_focus(),
        }
    });
}
