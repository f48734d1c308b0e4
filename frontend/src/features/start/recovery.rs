//! The recovery key, shown once.

use api::FoundedView;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Callout, CheckField, Head, Page, Symbol, Tone};

/// Shows the key until the founder says that it is put away on paper.
#[component]
pub fn RecoveryStep(founded: FoundedView) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let kept = RwSignal::new(false);
    let groups = founded
        .recovery_key
        .split(|letter: char| letter == '-' || letter.is_whitespace())
        .filter(|group| !group.is_empty())
        .map(|group| view! { <li>{group.to_owned()}</li> })
        .collect_view();
    let opened = StoredValue::new(founded.session.clone());
    let open = move |_| {
        session.set_current(Some(opened.get_value()));
        session.refresh();
        session.hold(false);
    };
    view! {
        <Head title=td_string!(lang, start.recovery.title) above=move || founded.session.school.clone()/>
        <Page class="pad stack">
            <p class="measure">{td_string!(lang, start.recovery.why)}</p>
            <ol class="recovery-key" data-testid="recovery-key">{groups}</ol>
            <Callout tone=Tone::Attention><p>{td_string!(lang, start.recovery.how)}</p></Callout>
            <div class="row no-print">
                <Button icon=Symbol::Printer testid="print-recovery" on_press=move |_| {
                    let _ = window().print();
                }>{td_string!(lang, start.recovery.print)}</Button>
            </div>
            <div class="no-print stack-s">
                <CheckField
                    label=td_string!(lang, start.recovery.kept)
                    value=kept
                    on_change=move |yes| kept.set(yes)
                    testid="recovery-kept"
                />
                <Button
                    kind=ButtonKind::Main
                    disabled=Signal::derive(move || !kept.get())
                    testid="recovery-done"
                    on_press=open
                >
                    {td_string!(lang, start.recovery.act)}
                </Button>
            </div>
        </Page>
    }
}
