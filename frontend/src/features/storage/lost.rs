//! Books that the browser threw away: said on the first screen, where everything would look new.

use api::{DeliveryView, ProfileView};
use leptos::prelude::*;

use super::browser::use_browser;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::remembered::{Remembered, lost, note, read, without, write};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Callout, Tone};

/// Remembers the open book and what of it waits, as long as the frame lives.
pub fn follow_whereabouts(delivery: Live<DeliveryView>) {
    let session = use_session();
    Effect::new(move || {
        let unsent = delivery.with(|view| view.unsent + view.unsent_files);
        if let (Some(open), Some(unsent)) = (session.current(), unsent) {
            let before = read();
            let after = note(&before, &open, unsent);
            if after != before {
                write(&after);
            }
        }
    });
}

/// The books that were here and are not any more; nothing in the window, whose machine keeps files.
#[component]
pub fn LostBooks(
    /// The books that are here.
    profiles: Memo<Vec<ProfileView>>,
) -> impl IntoView {
    let lang = use_locale();
    let browser = use_browser();
    let remembered = RwSignal::new(read());
    let missed = Memo::new(move |_| {
        if browser.get().is_none() {
            return Vec::new();
        }
        profiles.with(|there| remembered.with(|list| lost(list, there)))
    });
    let understood = move |_| {
        remembered.update(|list| *list = without(list, &missed.get_untracked()));
        write(&remembered.get_untracked());
    };
    move || {
        let missed = missed.get();
        (!missed.is_empty()).then(|| {
            let each = missed.into_iter().map(|one| view! { <LostBook one/> }).collect_view();
            view! {
                <Callout tone=Tone::Attention title=td_string!(lang, storage.lost.title) alert=true testid="lost-books">
                    {each}
                    <p>{td_string!(lang, storage.lost.todo)}</p>
                    <div>
                        <Button kind=ButtonKind::Quiet testid="lost-understood" on_press=understood>
                            {td_string!(lang, storage.lost.understood)}
                        </Button>
                    </div>
                </Callout>
            }
        })
    }
}

#[component]
fn LostBook(one: Remembered) -> impl IntoView {
    let lang = use_locale();
    let unsent = match one.unsent {
        0 => td_string!(lang, storage.lost.all_sent).to_owned(),
        count => td_string!(lang, storage.lost.unsent, count = count).to_string(),
    };
    view! { <p>{td_string!(lang, storage.lost.whose, person = one.person, school = one.school).to_string()}" "{unsent}</p> }
}
