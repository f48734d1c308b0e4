//! A short state in words; its colour only repeats them.

use leptos::prelude::*;

use super::{Icon, Symbol};

/// The colour that repeats what the words say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Something to do or to look at.
    Attention,
    /// Done.
    Good,
    /// Somebody has decided.
    Seal,
    /// Belongs to this place.
    Accent,
}

impl Tone {
    /// Gives the modifier of a block's class, such as `badge--good`.
    pub fn class(self, block: &str) -> String {
        let modifier = match self {
            Self::Plain => return block.to_owned(),
            Self::Attention => "attention",
            Self::Good => "good",
            Self::Seal => "seal",
            Self::Accent => "accent",
        };
        format!("{block} {block}--{modifier}")
    }
}

/// A short state in words.
#[component]
pub fn Badge(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Symbol>,
    /// Name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=tone.class("badge") data-testid=testid>
            {icon.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </span>
    }
}
