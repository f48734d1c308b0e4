//! A place to drop files on, and a button to pick them with.

use leptos::html;
use leptos::prelude::*;

use super::{Icon, Symbol, new_id};

/// A place for files: drop them, or press to pick them; on a tablet the camera is one of the ways.
#[component]
pub fn FileDrop(
    /// Its words, such as "Drop files here or press to pick".
    #[prop(into)]
    label: TextProp,
    /// The files that came, in order.
    #[prop(into)]
    on_files: Callback<Vec<web_sys::File>>,
    /// What the picker shows, such as `.csv,.xlsx` or `image/*`.
    #[prop(optional, into)]
    accept: Option<String>,
    /// Whether several may come at once.
    #[prop(optional)]
    many: bool,
    /// Words of a second way in: the camera of a tablet or a phone takes a picture at once.
    #[prop(optional, into)]
    camera: Option<String>,
    /// Its icon.
    #[prop(default = Symbol::Clip)]
    symbol: Symbol,
    /// Whether it takes nothing now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Name for tests; it is on the `<input type=file>`.
    #[prop(optional, into)]
    testid: Option<String>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let id = new_id("files");
    let input = NodeRef::<html::Input>::new();
    let take = move |list: Option<web_sys::FileList>| take_files(list, disabled, on_files);
    let of_camera = testid.as_ref().map(|testid| format!("{testid}-camera"));
    view! {
        <div
            class="drop"
            class:drop--over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(event.data_transfer().and_then(|data| data.files()));
            }
        >
            <input
                node_ref=input
                class="drop-input"
                type="file"
                id=id.clone()
                accept=accept
                multiple=many
                disabled=move || disabled.get()
                data-testid=testid
                on:change:target=move |event| {
                    let control = event.target();
                    take(control.files());
                    control.set_value("");
                }
            />
            <label for=id>
                <Icon symbol/>
                <span>{move || label.get()}</span>
            </label>
        </div>
        {camera.map(|words| view! { <Camera words on_files disabled testid=of_camera/> })}
    }
}

/// Takes a picture with the camera; only where there are fingers, because elsewhere a browser would
/// ask for a file as the place beside it does.
#[component]
fn Camera(
    words: String,
    on_files: Callback<Vec<web_sys::File>>,
    disabled: Signal<bool>,
    #[prop(optional_no_strip)] testid: Option<String>,
) -> impl IntoView {
    let id = new_id("camera");
    view! {
        <div class="drop drop--camera">
            <input
                class="drop-input"
                type="file"
                id=id.clone()
                accept="image/*"
                capture="environment"
                disabled=move || disabled.get()
                data-testid=testid
                on:change:target=move |event| {
                    let control = event.target();
                    take_files(control.files(), disabled, on_files);
                    control.set_value("");
                }
            />
            <label for=id>
                <Icon symbol=Symbol::Camera/>
                <span>{words}</span>
            </label>
        </div>
    }
}

fn take_files(
    list: Option<web_sys::FileList>,
    disabled: Signal<bool>,
    on_files: Callback<Vec<web_sys::File>>,
) {
    let files = list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect::<Vec<_>>());
    let files = files.unwrap_or_default();
    if !files.is_empty() && !disabled.get_untracked() {
        on_files.run(files);
    }
}
