//! A few views of one thing; arrows move between them.

use leptos::html;
use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Names it for the page and for tests (`tab-KEY`).
    pub key: &'static str,
    /// Its words.
    pub label: String,
    /// A number behind the words.
    pub count: Option<u32>,
}

/// A row of tabs; the page shows what belongs to the chosen key.
#[component]
pub fn Tabs(
    /// Name of the row for screen readers.
    #[prop(into)]
    label: String,
    /// The tabs, in order.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The chosen key.
    chosen: RwSignal<&'static str>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let step = move |event: leptos::ev::KeyboardEvent| {
        let tabs = tabs.get_untracked();
        let Some(at) = tabs.iter().position(|tab| tab.key == chosen.get_untracked()) else { return };
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % tabs.len(),
            "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
            _ => return,
        };
        event.prevent_default();
        chosen.set(tabs[to].key);
        focus_child(row, to);
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label node_ref=row on:keydown=step>
            {move || tabs.get().into_iter().map(|tab| view! { <TabButton tab chosen/> }).collect_view()}
        </div>
    }
}

#[component]
fn TabButton(tab: Tab, chosen: RwSignal<&'static str>) -> impl IntoView {
    let key = tab.key;
    let is_chosen = move || chosen.get() == key;
    view! {
        <button
            type="button"
            role="tab"
            class="tab"
            data-testid=format!("tab-{key}")
            aria-selected=move || if is_chosen() { "true" } else { "false" }
            tabindex=move || if is_chosen() { "0" } else { "-1" }
            on:click=move |_| chosen.set(key)
        >
            {tab.label}
            {tab.count.map(|count| view! { <span class="tab-count num">{count}</span> })}
        </button>
    }
}

fn focus_child(row: NodeRef<html::Div>, at: usize) {
    use wasm_bindgen::JsCast;
    let child = row.get_untracked().and_then(|row| row.children().item(at as u32));
    if let Some(button) = child.and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
