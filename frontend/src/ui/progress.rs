//! Long work: how far it is, and a way to stop it.

use leptos::prelude::*;

/// How far long work is; without a number, that it goes on.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: TextProp,
    /// Done so far, of `total`.
    #[prop(into)]
    done: Signal<u64>,
    /// The whole; 0 means unknown.
    #[prop(into)]
    total: Signal<u64>,
) -> impl IntoView {
    let id = super::new_id("progress");
    let name = id.clone();
    view! {
        <div class="progress">
            <label for=name>{move || label.get()}</label>
            <progress
                id=id
                max=move || (total.get() > 0).then(|| total.get().to_string())
                value=move || (total.get() > 0).then(|| done.get().to_string())
            ></progress>
        </div>
    }
}
