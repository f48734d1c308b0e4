use api::{Figure, OverviewView, SilentRow};
use leptos::prelude::*;

use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Page, Symbol, Tone};
use crate::words;

/// Rows that are shown at first, and added at each step.
const STEP: usize = 10;

/// Who may be glad of a word: months that are not logged, difficulties that wait.
#[component]
pub fn Silent(
    /// The overview.
    view: OverviewView,
) -> impl IntoView {
    let lang = use_locale();
    let shown = RwSignal::new(STEP);
    let count = view.silent.len();
    let lead = match count {
        0 => td_string!(lang, overview.silent.none).to_owned(),
        1 => td_string!(lang, overview.silent.lead_one).to_owned(),
        count => td_string!(lang, overview.silent.lead, count = count).to_string(),
    };
    let waiting = difficulties(lang, &view.difficulties_open, &view.difficulties_overdue);
    let rows = move || view.silent.iter().take(shown.get()).map(|row| silent_row(lang, row)).collect_view();
    let more = move || {
        let rest = count.saturating_sub(shown.get()).min(STEP);
        (rest > 0).then(|| {
            view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Down testid="more-silent" on_press=move |_| shown.update(|shown| *shown += STEP)>
                    {td_string!(lang, overview.silent.more, count = rest).to_string()}
                </Button>
            }
        })
    };
    view! {
        <Page class="pad stack-s" label=td_string!(lang, overview.silent.title) testid="silent">
            <h2>{td_string!(lang, overview.silent.title)}</h2>
            {waiting}
            <p class="soft">{lead}</p>
            <ul class="silent">{rows}</ul>
            {more}
        </Page>
    }
}

fn difficulties(lang: Locale, open: &Figure, overdue: &Figure) -> Option<impl IntoView + use<>> {
    if open.count == 0 {
        return None;
    }
    let count = words::count(lang, u64::from(open.count));
    let late = (overdue.count > 0).then(|| {
        let count = words::count(lang, u64::from(overdue.count));
        let said = td_string!(lang, overview.figures.overdue, count = count).to_string();
        view! {
            <a class="tall" href=address(&overdue.filter) data-testid="figure-overdue">
                <Badge tone=Tone::Attention icon=Symbol::Clock>{said}</Badge>
            </a>
        }
    });
    Some(view! {
        <p class="row">
            <a class="tall" href=address(&open.filter) data-testid="figure-difficulties">
                <b class="num">{count}</b>" "{td_string!(lang, overview.figures.difficulties)}
            </a>
            {late}
        </p>
    })
}

fn silent_row(lang: Locale, row: &SilentRow) -> impl IntoView + use<> {
    let title = if row.title.trim().is_empty() {
        td_string!(lang, overview.silent.untitled).to_owned()
    } else {
        row.title.clone()
    };
    let by = [words::list(lang, &row.authors), row.department.clone()];
    let by = by.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let months: Vec<String> = row.months.iter().map(|month| month.number().to_string()).collect();
    let months = td_string!(lang, overview.silent.months, months = words::list(lang, &months)).to_string();
    view! {
        <li>
            <a class="row-link" href=format!("/initiative/{}", row.initiative) data-testid="silent-row">
                <span class="row-what">
                    <strong>{title}</strong>
                    <span class="faint">{by}</span>
                    <span class="faint">{months}</span>
                </span>
            </a>
        </li>
    }
}
