use api::{InitiativeSummary, ListInitiatives, Topic};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::filter::RecordFilter;
use crate::features::records::model::{PAGE, address, append, from_query, may_have_more};
use crate::features::records::row::{Standing, row};
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, Head, Loading, Page, Symbol, near_end};

/// The list of records behind a figure, with the filter as chips; the address holds the filter.
#[component]
pub fn RecordsPage() -> impl IntoView {
    let lang = use_locale();
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| from_query(|key| query.get(key))));
    let navigate = use_navigate();
    let change = Callback::new(move |filter: ListInitiatives| {
        navigate(
            &address(&filter),
            NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() },
        );
    });
    let list = use_pages(filter);
    near_end(move || list.more());
    let title = move || {
        let kept = filter.with(|filter| *filter != ListInitiatives::default());
        if kept { td_string!(lang, records.title_kept) } else { td_string!(lang, records.title_all) }
    };
    let place = td_string!(lang, records.place);
    view! {
        <Head title=title above=move || place below=move || move || count_words(lang, list)/>
        <RecordFilter filter on_change=change/>
        <ErrorNote error=list.error/>
        <div data-testid="records">{move || shown(lang, list, filter, change)}</div>
        {move || {
            list.may_have_more.get().then(|| {
                view! {
                    <p class="more">
                        <Button icon=Symbol::Down busy=list.busy testid="more" on_press=move |_| list.more()>
                            {td_string!(lang, records.more)}
                        </Button>
                    </p>
                }
            })
        }}
    }
}

fn count_words(lang: Locale, list: Pages) -> Option<impl IntoView> {
    let count = list.rows.with(|rows| rows.as_ref().map(Vec::len))?;
    let said = match (count, list.may_have_more.get()) {
        (_, true) => td_string!(lang, records.count_more, count = count).to_string(),
        (1, false) => td_string!(lang, records.count_one).to_owned(),
        (count, false) => td_string!(lang, records.count, count = count).to_string(),
    };
    Some(view! { <span class="soft num" role="status" data-testid="record-count">{said}</span> })
}

fn shown(
    lang: Locale,
    list: Pages,
    filter: Memo<ListInitiatives>,
    change: Callback<ListInitiatives>,
) -> AnyView {
    list.rows.with(|rows| match rows.as_deref() {
        None if list.error.with(Option::is_some) => ().into_any(),
        None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
        Some([]) if filter.get() == ListInitiatives::default() => view! {
            <Page class="pad">
                <Empty symbol=Symbol::Book sentence=td_string!(lang, records.empty)>
                    <ButtonLink href="/book" testid="empty-action">{td_string!(lang, records.empty_action)}</ButtonLink>
                </Empty>
            </Page>
        }
        .into_any(),
        Some([]) => view! {
            <Page class="pad">
                <Empty symbol=Symbol::Filter sentence=td_string!(lang, records.nothing_kept)>
                    <Button kind=ButtonKind::Plain testid="show-all" on_press=move |_| change.run(ListInitiatives::default())>
                        {td_string!(lang, records.clear)}
                    </Button>
                </Empty>
            </Page>
        }
        .into_any(),
        Some(rows) => {
            // How many there are in all is not known before the last page.
            let total = if list.may_have_more.get() { -1 } else { rows.len() as i64 };
            let rows = rows.iter().enumerate();
            let rows = rows.map(|(at, summary)| row(lang, summary, Standing { at: at + 1, total })).collect_view();
            view! { <ul class="page rows" aria-label=td_string!(lang, records.list)>{rows}</ul> }.into_any()
        }
    })
}

/// A list that comes in pages; what became stale is asked for again, as far as it was shown.
#[derive(Clone, Copy)]
struct Pages {
    rows: RwSignal<Option<Vec<InitiativeSummary>>>,
    error: RwSignal<Option<api::Error>>,
    may_have_more: RwSignal<bool>,
    busy: RwSignal<bool>,
    filter: Memo<ListInitiatives>,
    turn: StoredValue<u64>,
}

fn use_pages(filter: Memo<ListInitiatives>) -> Pages {
    let list = Pages {
        rows: RwSignal::new(None),
        error: RwSignal::new(None),
        may_have_more: RwSignal::new(false),
        busy: RwSignal::new(false),
        filter,
        turn: StoredValue::new(0),
    };
    let stale = use_session().topics();
    Effect::new(move |before: Option<ListInitiatives>| {
        stale.track(&[Topic::Initiatives]);
        let filter = filter.get();
        let same = before.as_ref() == Some(&filter);
        let length =
            if same { list.rows.with_untracked(|rows| rows.as_ref().map_or(0, Vec::len)) } else { 0 };
        list.ask(Vec::new(), (length as u32).max(PAGE));
        filter
    });
    list
}

impl Pages {
    /// Fetches the next page; nothing happens while one is on its way or none is left.
    fn more(self) {
        if self.busy.get_untracked() || !self.may_have_more.get_untracked() {
            return;
        }
        self.ask(self.rows.get_untracked().unwrap_or_default(), PAGE);
    }

    fn ask(self, mut shown: Vec<InitiativeSummary>, limit: u32) {
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        self.busy.set(true);
        let request = ListInitiatives { offset: shown.len() as u32, limit, ..self.filter.get_untracked() };
        spawn_local(async move {
            let answer = ipc::call(request).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.may_have_more.set(may_have_more(page.len(), limit));
                    append(&mut shown, page);
                    self.error.set(None);
                    self.rows.set(Some(shown));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}
