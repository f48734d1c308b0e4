//! The head of an item: where it stands in the queue, whose it is, how it stands, its neighbours.

use api::ReviewView;
use domain::id::InitiativeId;
use leptos::prelude::*;

use crate::features::review::reading::Reading;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Head, Icon, Symbol, Tone};
use crate::words;

/// The head of an item, drawn anew only when something in it differs.
#[component]
pub fn ItemHead(reading: Reading) -> impl IntoView {
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
                <Icon symbol/>
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
