//! Buttons, and links that look like them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Icon, Symbol};

/// How loud a button is. A screen has one main button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main act of the screen.
    Main,
    /// An act beside it.
    #[default]
    Plain,
    /// An act that decides: the seal's red.
    Seal,
    /// An act that is seldom wanted.
    Quiet,
    /// Only an icon; `label` is a must.
    Bare,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "button button--main",
            Self::Plain => "button",
            Self::Seal => "button button--seal",
            Self::Quiet => "button button--quiet",
            Self::Bare => "button button--bare",
        }
    }
}

/// A button. While `busy` it stays where it is and takes no press.
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// What a press does.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Symbol>,
    /// A name for screen readers, where the words do not say enough.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Whether it cannot be pressed now; say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether its act is running.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Its words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=kind.class()
            data-testid=testid
            aria-label=move || label.as_ref().map(|label| label.get().to_string())
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=move |event| {
                if !busy.get_untracked() {
                    on_press.run(event);
                }
            }
        >
            {icon.map(|symbol| view! { <Icon symbol/> })}
            {children.map(|children| children())}
        </button>
    }
}

/// A link to a place that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Symbol>,
    /// A name for screen readers, where the words do not say enough.
    #[prop(optional, into)]
    label: Option<String>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href data-testid=testid aria-label=label>
            {icon.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </a>
    }
}
