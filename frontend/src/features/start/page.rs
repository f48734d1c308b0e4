//! Who are you, join with an invitation, or found a school's book.

use api::{OpenProfile, ProfileView};
use leptos::prelude::*;

use super::brought;
use super::found::FoundStep;
use super::join::JoinStep;
use super::wait::WaitStep;
use crate::act::{Act, use_act};
use crate::features::storage::LostBooks;
use crate::i18n::{td_string, use_locale};
use crate::parts::{ErrorNote, OnlineOnlyNote};
use crate::session::use_session;
use crate::ui::{Head, Icon, Symbol};

/// The steps of the first screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Whose book, or how to get one.
    Who,
    /// Type the code of an invitation.
    Join,
    /// Six digits, until a registrar has heard them.
    Wait,
    /// Found a school's book.
    Found,
}

/// The first screen.
#[component]
pub fn StartPage() -> impl IntoView {
    // Whoever came with an invitation wants to use it.
    let waits = use_session().start().is_some_and(|start| !start.waiting.is_empty());
    let first = match brought::ticket() {
        Some(_) => Step::Join,
        None if waits => Step::Wait,
        None => Step::Who,
    };
    let step = RwSignal::new(first);
    view! {
        <main class="alone start">
            {move || match step.get() {
                Step::Who => view! { <WhoStep step/> }.into_any(),
                Step::Join => view! { <JoinStep step/> }.into_any(),
                Step::Wait => view! { <WaitStep step/> }.into_any(),
                Step::Found => view! { <FoundStep step/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn WhoStep(step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let profiles = Memo::new(move |_| session.start().map(|start| start.profiles).unwrap_or_default());
    let version = move || {
        let version = session.start().map(|start| start.version).unwrap_or_default();
        td_string!(lang, start.version, version = version).to_string()
    };
    let waits = Memo::new(move |_| session.start().is_some_and(|start| !start.waiting.is_empty()));
    let nobody = move || profiles.with(Vec::is_empty);
    view! {
        <p class="start-mark" aria-hidden="true"><b></b></p>
        <Head title=td_string!(lang, start.welcome) below=move || {
            view! { <p class="soft measure">{td_string!(lang, start.intro)}</p> }
        }/>
        <LostBooks profiles/>
        <Show when=move || !nobody()>
            <section class="stack-s start-who">
                <h2>{td_string!(lang, start.who)}</h2>
                <ul class="stack-s">
                    <For each=move || profiles.get() key=|profile| profile.id.clone() let:profile>
                        <li><ProfileButton profile act/></li>
                    </For>
                </ul>
            </section>
        </Show>
        <ErrorNote error=act.error()/>
        <OnlineOnlyNote/>
        <ul class="start-ways">
            <Show when=move || waits.get()>
                <li>
                    <button type="button" class="start-way page" data-testid="start-wait" on:click=move |_| step.set(Step::Wait)>
                        <Icon symbol=Symbol::Clock/>
                        <span>
                            <strong>{td_string!(lang, start.wait.title)}</strong>
                            <span class="soft">{td_string!(lang, start.wait.hint)}</span>
                        </span>
                    </button>
                </li>
            </Show>
            <li>
                <button
                    type="button"
                    class="start-way page"
                    class:start-way--main=nobody
                    data-testid="start-join"
                    on:click=move |_| step.set(Step::Join)
                >
                    <Icon symbol=Symbol::Key/>
                    <span><strong>{td_string!(lang, start.join)}</strong><span class="soft">{td_string!(lang, start.join_hint)}</span></span>
                </button>
            </li>
            <li>
                <button type="button" class="start-way page" data-testid="start-found" on:click=move |_| step.set(Step::Found)>
                    <Icon symbol=Symbol::School/>
                    <span>
                        <strong>{td_string!(lang, start.found)}</strong>
                        <span class="soft">{td_string!(lang, start.found_hint)}</span>
                    </span>
                </button>
            </li>
        </ul>
        <p class="faint">{version}</p>
    }
}

#[component]
fn ProfileButton(profile: ProfileView, act: Act) -> impl IntoView {
    let session = use_session();
    let id = profile.id.clone();
    view! {
        <button
            type="button"
            class="start-way start-way--main page"
            data-testid="open-profile"
            on:click=move |_| {
                act.call(OpenProfile { profile: id.clone() }, move |opened| session.set_current(Some(opened)));
            }
        >
            <Icon symbol=Symbol::Book/>
            <span><strong>{profile.person}</strong><span class="soft">{profile.school}</span></span>
        </button>
    }
}
