//! A menu behind a button: a few acts that are seldom wanted.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Icon, Symbol, new_id};

/// A button with a list of acts below it; Escape and a press elsewhere close it.
#[component]
pub fn Menu(
    /// Name of the button.
    #[prop(into)]
    label: String,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// The `MenuItem`s.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = new_id("menu");
    let frame = NodeRef::<html::Div>::new();
    provide_context(MenuOpen(open));
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
        }
    };
    let on_leave = move |event: leptos::ev::FocusEvent| {
        let goes_to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let stays = frame.get_untracked().is_some_and(|frame| frame.contains(goes_to.as_ref()));
        if !stays {
            open.set(false);
        }
    };
    view! {
        <div class="menu" node_ref=frame on:keydown=on_key on:focusout=on_leave>
            <button
                type="button"
                class="button button--bare"
                aria-label=label
                aria-haspopup="true"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                data-testid=testid
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon symbol=Symbol::More/>
            </button>
            <div class="menu-list" id=id hidden=move || !open.get()>{children()}</div>
        </div>
    }
}

#[derive(Clone, Copy)]
struct MenuOpen(RwSignal<bool>);

/// One act of a menu.
#[component]
pub fn MenuItem(
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Symbol>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let open = expect_context::<MenuOpen>().0;
    view! {
        <button
            type="button"
            class="menu-item"
            data-testid=testid
            on:click=move |_| {
                open.set(false);
                on_press.run(());
            }
        >
            {icon.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </button>
    }
}
