//! What the bar at the bottom has no room for.

use leptos::prelude::*;

use super::places::Place;
use crate::features::delivery::sync::use_sync;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Dialog, Icon, Symbol};

/// The rest of the places, and the search, on a narrow screen.
#[component]
pub fn MoreSheet(
    open: RwSignal<bool>,
    searching: RwSignal<bool>,
    places: Signal<Vec<Place>>,
) -> impl IntoView {
    let lang = use_locale();
    let sync = use_sync();
    let sync_words = sync.words();
    view! {
        <Dialog open title=td_string!(lang, common.app.more) testid="more">
            <ul class="more-list">
                <li>
                    <button
                        type="button"
                        class="more-item"
                        data-testid="more-search"
                        on:click=move |_| {
                            open.set(false);
                            searching.set(true);
                        }
                    >
                        <Icon symbol=Symbol::Search/>
                        <span>{td_string!(lang, common.app.search)}</span>
                    </button>
                </li>
                <li>
                    <button
                        type="button"
                        class="more-item"
                        data-testid="more-sync"
                        on:click=move |_| {
                            open.set(false);
                            sync.now();
                        }
                    >
                        <Icon symbol=Symbol::Transfer/>
                        <span>{sync_words}</span>
                    </button>
                </li>
                {move || {
                    places
                        .get()
                        .into_iter()
                        .map(|place| {
                            view! {
                                <li>
                                    <a
                                        class="more-item"
                                        href=place.href()
                                        // The place takes the sheet's own entry in the history.
                                        prop:replace=true
                                        data-testid=format!("more-{}", place.testid())
                                        on:click=move |_| open.set(false)
                                    >
                                        <Icon symbol=place.symbol()/>
                                        <span>{place.label(lang)}</span>
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Dialog>
    }
}
