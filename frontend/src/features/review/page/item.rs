use std::sync::Arc;

use api::{GetMovement, InitiativeView, OpinionView, ReviewView, RevokeRecord, Topic};
use domain::id::{EntryId, InitiativeId};
use domain::record::RemarkTarget;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use crate::features::review::changes::Changes;
use crate::features::review::criteria::Criteria;
use crate::features::review::decide::{DecisionBar, Desk, use_desk};
use crate::features::review::differing::Differing;
use crate::features::review::difficulties::Difficulties;
use crate::features::review::document::{Document, Marks};
use crate::features::review::evidence::{EvidenceGrid, Piece, Viewer};
use crate::features::review::keys::{focus_on, leave_focus, use_keys};
use crate::features::review::model::{Command, Focus, Stroke, Titles, claim_words, command, titles};
use crate::features::review::opinions::Opinions;
use crate::features::review::reading::{Reading, use_reading};
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::parts::ErrorNote;
use crate::ui::{Badge, Button, ButtonKind, ButtonLink, Callout, Empty, Head, Loading, Symbol, Tone};
use crate::words;

/// One item of the queue: the document left, what a decision needs right, the decisions below.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let lang = use_locale();
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.read().get("id").and_then(|id| id.parse::<InitiativeId>().ok()));
    move || match id.get() {
        Some(id) => view! { <Item id/> }.into_any(),
        None => view! {
            <Empty symbol=Symbol::Search sentence=td_string!(lang, review.item.gone)>
                <ButtonLink href="/review">{td_string!(lang, review.item.back)}</ButtonLink>
            </Empty>
        }
        .into_any(),
    }
}

#[component]
fn Item(id: InitiativeId) -> impl IntoView {
    let lang = use_locale();
    let reading = use_reading(id);
    let desk = use_desk(reading);
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let known =
        Memo::new(move |_| Arc::new(movement.with(|view| titles(&view.movement)).unwrap_or_default()));
    let opened = RwSignal::new(None::<EntryId>);
    decide_by_keys(desk);
    let loaded = reading.part(|_| ());
    let pieces = pieces_of(lang, reading);
    view! {
        <ItemHead reading/>
        <ErrorNote error=reading.error()/>
        <Newer reading/>
        <NotMine reading/>
        {move || match loaded.get() {
            None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
            Some(()) => {
                view! {
                    <div class="review-split">
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

/// Joins each piece of evidence with the words of what it supports.
pub fn pieces(lang: Locale, view: &InitiativeView) -> Vec<Piece> {
    let piece = |item: &api::EvidenceView| Piece {
        view: item.clone(),
        supports: item.supports.iter().filter_map(|claim| claim_words(lang, view, claim)).collect(),
    };
    view.evidence.iter().map(piece).collect()
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
                Some(view! { <EvidenceGrid pieces on_open=Callback::new(move |id| opened.set(Some(id))) on_point/> })
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

#[component]
fn ItemHead(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    let head = reading.part(|view| {
        let initiative = &view.initiative;
        (
            initiative.summary.clone(),
            initiative.can_decide.clone(),
            view.since.clone(),
            view.position,
            view.total,
        )
    });
    move || {
        head.get()?;
        let view = reading.now()?;
        let title = view.initiative.summary.title.trim().to_owned();
        let title = if title.is_empty() { td_string!(lang, review.untitled).to_owned() } else { title };
        let above = crumb(lang, &view);
        let shown = view.clone();
        Some(view! {
            <Head title=title above=move || above.clone() below=move || badges(lang, &shown)>
                <Neighbours view/>
            </Head>
        })
    }
}

fn crumb(lang: Locale, view: &ReviewView) -> String {
    let offer = view.initiative.can_decide.first();
    let stage =
        offer.map(|offer| format!("{} · {}", words::part(lang, offer.part), words::stage(lang, offer.stage)));
    let place = (view.position > 0).then(|| {
        td_string!(lang, review.item.place, position = view.position, total = view.total).to_string()
    });
    let parts = [Some(td_string!(lang, review.place).to_owned()), stage, place];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn badges(lang: Locale, view: &ReviewView) -> AnyView {
    let summary = &view.initiative.summary;
    let by = [words::list(lang, &summary.authors), summary.department.clone()];
    let by = by.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let since = view.since.as_ref().map(|since| {
        let (person, date) = (since.person.clone(), words::date(lang, since.at.date()));
        let words = match since.verb.as_str() {
            "return" => {
                td_string!(lang, review.item.returned_since, person = person, date = date).to_string()
            }
            "settle" => td_string!(lang, review.item.settled_since, person = person, date = date).to_string(),
            _ => td_string!(lang, review.item.decided_since, person = person, date = date).to_string(),
        };
        let icon = if since.verb == "return" { Symbol::Undo } else { Symbol::Check };
        (icon, words)
    });
    let material = view.changes.iter().filter(|change| change.material).count();
    let changes = match material {
        0 => None,
        1 => Some(td_string!(lang, review.item.changes_one).to_owned()),
        count => Some(td_string!(lang, review.item.changes, count = count).to_string()),
    };
    let status = words::status(lang, &summary.status, &summary.waiting_for);
    let version =
        td_string!(lang, review.item.version, code = view.initiative.version_code.clone()).to_string();
    view! {
        <span class="soft">{by}</span>
        {match since {
            Some((icon, since)) => view! { <Badge tone=Tone::Seal icon=icon>{since}</Badge> }.into_any(),
            None => view! { <Badge tone=words::status_tone(&summary.status)>{status}</Badge> }.into_any(),
        }}
        {changes.map(|changes| view! { <Badge tone=Tone::Attention icon=Symbol::Pencil>{changes}</Badge> })}
        <span class="faint num">{version}</span>
    }
    .into_any()
}

/// The items before and after this one.
#[component]
fn Neighbours(view: ReviewView) -> impl IntoView {
    let lang = use_locale();
    let link = |to: Option<InitiativeId>, symbol: Symbol, label: &'static str, testid: &'static str| {
        match to {
        Some(to) => view! {
            <a class="button button--bare" href=format!("/review/{to}") aria-label=label data-testid=testid>
                <crate::ui::Icon symbol/>
            </a>
        }
        .into_any(),
        None => view! { <Button kind=ButtonKind::Bare icon=symbol label=label disabled=Signal::stored(true) testid=testid on_press=|_| ()/> }
            .into_any(),
    }
    };
    view! {
        <span class="neighbours">
            {link(view.previous, Symbol::Back, td_string!(lang, review.item.previous), "previous")}
            {link(view.next, Symbol::Forward, td_string!(lang, review.item.next), "next")}
        </span>
    }
}

/// Says that the author has changed it since it was opened; the reader chooses when to see it.
#[component]
fn Newer(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    move || {
        let code = reading.now()?.initiative.version_code;
        reading.newer().get().then(|| {
            view! {
                <Callout tone=Tone::Attention alert=true testid="newer-version">
                    <p>{td_string!(lang, review.item.newer, code = code).to_string()}</p>
                    <Button icon=Symbol::Eye testid="see-newer" on_press=move |_| reading.open()>
                        {td_string!(lang, review.item.see_newer)}
                    </Button>
                </Callout>
            }
        })
    }
}

/// Says why nothing can be decided here, where that is so.
#[component]
fn NotMine(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    let why = reading.part(move |view| {
        let initiative = &view.initiative;
        let decides = !initiative.can_decide.is_empty() || initiative.can_settle;
        let own = initiative.summary.mine;
        (!decides).then(|| {
            if own {
                td_string!(lang, review.item.own_work)
            } else {
                td_string!(lang, review.item.not_waiting)
            }
        })
    });
    move || {
        let why = why.get()??;
        Some(view! { <Callout testid="nothing-to-decide"><p>{why}</p></Callout> })
    }
}

/// Keys of the whole screen; what they do stands in the help line.
fn decide_by_keys(desk: Desk) {
    let navigate = use_navigate();
    let go = move |to: Option<InitiativeId>| {
        if let Some(to) = to {
            navigate(&format!("/review/{to}"), NavigateOptions::default());
        }
    };
    let leave = use_navigate();
    use_keys(move |event, focus| {
        let (key, control) = (event.key(), event.ctrl_key() || event.meta_key());
        let Some(command) = command(Stroke { key: &key, control, alt: event.alt_key(), focus }) else {
            return;
        };
        let Some(view) = desk.reading.now() else { return };
        event.prevent_default();
        match command {
            Command::Next => go(view.next),
            Command::Previous => go(view.previous),
            Command::Approve => desk.approve(),
            Command::Return => desk.send_back(),
            Command::Leave if focus == Focus::Elsewhere => leave("/review", NavigateOptions::default()),
            Command::Leave => leave_focus(),
        }
    });
}
