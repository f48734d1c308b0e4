//! Paper: the head of a place, a page, and the leaf of a school notebook with its red line.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};

/// The head of a place: where we are, its title, and its acts. Also names the window's title.
#[component]
pub fn Head(
    /// The title; the only `h1` of the place.
    #[prop(into)]
    title: TextProp,
    /// A line above it.
    #[prop(optional, into)]
    above: Option<ViewFn>,
    /// Badges and the like below it.
    #[prop(optional, into)]
    below: Option<ViewFn>,
    /// Acts at its right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let shown = title.clone();
    let lang = use_locale();
    Effect::new(move || {
        let name = td_string!(lang, common.app.name);
        document().set_title(&format!("{} · {name}", title.get()));
    });
    let heading = use_heading();
    view! {
        <header class="head">
            <div class="head-words">
                {above.map(|above| view! { <div class="soft">{above.run()}</div> })}
                <h1 tabindex="-1" node_ref=heading>{move || shown.get()}</h1>
                {below.map(|below| view! { <div class="row head-below">{below.run()}</div> })}
            </div>
            {children.map(|children| view! { <div class="row push">{children()}</div> })}
        </header>
    }
}

/// Makes the place for a heading that takes the focus when its place was gone to: a new place gives
/// it to `main`, and a screen reader is to begin with where we are.
pub fn use_heading() -> NodeRef<html::H1> {
    let heading = NodeRef::new();
    Effect::new(move || take_focus_of_main(heading));
    heading
}

/// Waits for the frame, which may move the focus after the heading is made.
fn take_focus_of_main(heading: NodeRef<html::H1>) {
    request_animation_frame(move || {
        let Some(heading) = heading.get_untracked() else { return };
        let is_at_main = document().active_element().is_some_and(|active| active.tag_name() == "MAIN");
        if is_at_main {
            let quietly = web_sys::FocusOptions::new();
            quietly.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&quietly);
        }
    });
}

/// A sheet of paper on the desk.
#[component]
pub fn Page(
    /// Further classes, such as `pad stack`.
    #[prop(optional, into)]
    class: String,
    /// Name for screen readers; makes it a region.
    #[prop(optional, into)]
    label: Option<String>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let class = format!("page {class}");
    view! { <section class=class aria-label=label data-testid=testid>{children()}</section> }
}

/// The leaf of a school notebook; left of its red line stand headings and seals.
#[component]
pub fn Leaf(
    /// Its rows.
    children: Children,
) -> impl IntoView {
    view! { <article class="page leaf">{children()}</article> }
}

/// One row of a leaf.
#[component]
pub fn LeafRow(
    /// What stands left of the red line.
    #[prop(into)]
    margin: ViewFn,
    /// Where other places link to.
    #[prop(optional, into)]
    anchor: Option<String>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What stands right of it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="leaf-row" id=anchor data-testid=testid>
            <div class="leaf-margin">{margin.run()}</div>
            <div class="leaf-words stack-s">{children()}</div>
        </section>
    }
}
