use leptos::prelude::*;

use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Icon, Page, Symbol};
use crate::words;

/// A picture with its table: one button changes between them.
#[component]
pub fn Panel(
    /// Its title.
    #[prop(into)]
    title: String,
    /// Name for tests; the button is called `TESTID-table`.
    testid: &'static str,
    /// The picture.
    #[prop(into)]
    picture: ViewFn,
    /// The same numbers as a table.
    #[prop(into)]
    table: ViewFn,
) -> impl IntoView {
    let lang = use_locale();
    let as_table = RwSignal::new(false);
    view! {
        <Page class="pad stack-s" label=title.clone() testid=testid>
            <div class="row panel-head">
                <h2>{title}</h2>
                <button
                    type="button"
                    class="button button--quiet push"
                    aria-pressed=move || if as_table.get() { "true" } else { "false" }
                    data-testid=format!("{testid}-table")
                    on:click=move |_| as_table.update(|shown| *shown = !*shown)
                >
                    <Icon symbol=Symbol::Table/>
                    {td_string!(lang, overview.table)}
                </button>
            </div>
            {move || if as_table.get() { table.run() } else { picture.run() }}
        </Page>
    }
}

/// A number that opens its records; nothing opens where there are none.
pub fn linked(lang: Locale, figure: &api::Figure, what: &str) -> AnyView {
    if figure.count == 0 {
        return view! { <span class="faint figure-link">"–"<span class="sr">{td_string!(lang, overview.nothing)}</span></span> }.into_any();
    }
    let count = words::count(lang, u64::from(figure.count));
    let label = format!("{count}: {what}");
    view! { <a class="figure-link num" href=address(&figure.filter) aria-label=label>{count}</a> }.into_any()
}
