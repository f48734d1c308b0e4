//! Who is working on this machine now, in which language, and what became stale.

use api::{GetStart, Language, LockedView, SessionView, Settings, StartView, Theme, Topic, WaitingView};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::Locale;
use crate::ipc;
use crate::topics::Topics;

/// What the window shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The application has not answered yet.
    Opening,
    /// Nobody's book is open, or the one just made is not handed over yet.
    Start,
    /// A book waits for its PIN.
    Locked(LockedView),
    /// The book of this profile is open.
    Open(String),
}

/// What every page may ask about the open profile.
#[derive(Clone, Copy)]
pub struct Session {
    start: RwSignal<Option<StartView>>,
    error: RwSignal<Option<api::Error>>,
    chosen: RwSignal<Settings>,
    held: RwSignal<bool>,
    topics: StoredValue<Topics>,
}

/// Starts following the application; once, at the root.
pub fn provide_session() -> Session {
    let session = Session {
        start: RwSignal::new(None),
        error: RwSignal::new(None),
        chosen: RwSignal::new(Settings { language: Language::Vi, theme: Theme::System }),
        held: RwSignal::new(false),
        topics: StoredValue::new(Topics::default()),
    };
    provide_context(session);
    ipc::listen(move |topic| session.topics().tell(topic));
    Effect::new(move || {
        session.topics().track(&[Topic::Profiles, Topic::People]);
        session.refresh();
    });
    session
}

/// Gives the session that the root provides.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// Gives the first view, and follows it; none until the application answered.
    pub fn start(self) -> Option<StartView> {
        self.start.get()
    }

    /// Gives why the application did not open, and follows it.
    pub fn error(self) -> Option<api::Error> {
        self.error.get()
    }

    /// Gives who is working, and follows it.
    pub fn current(self) -> Option<SessionView> {
        self.start.with(|start| start.as_ref().and_then(|start| start.current.clone()))
    }

    /// Gives who is working, without following it.
    pub fn current_untracked(self) -> Option<SessionView> {
        self.start.with_untracked(|start| start.as_ref().and_then(|start| start.current.clone()))
    }

    /// Takes the session that an act opened or changed.
    pub fn set_current(self, current: Option<SessionView>) {
        if let Some(current) = &current {
            self.choose(current.settings.clone());
        }
        self.start.update(|start| {
            if let Some(start) = start {
                start.current = current;
                start.locked = None;
            }
        });
    }

    /// Notes that a machine waits to be let in, as an act answered.
    pub fn add_waiting(self, waiting: WaitingView) {
        self.start.update(|start| {
            if let Some(start) = start {
                start.waiting.retain(|other| other.id != waiting.id);
                start.waiting.push(waiting);
            }
        });
    }

    /// Takes a first view that an act answered.
    pub fn set_start(self, start: StartView) {
        if let Some(current) = &start.current {
            self.choose(current.settings.clone());
        }
        self.error.set(None);
        if self.start.with_untracked(|old| old.as_ref() != Some(&start)) {
            self.start.set(Some(start));
        }
    }

    /// Gives what the window shows, and follows it.
    pub fn gate(self) -> Memo<Gate> {
        Memo::new(move |_| match self.start.get() {
            None => Gate::Opening,
            Some(start) => match (start.current, start.locked) {
                (Some(current), _) if !self.held.get() => Gate::Open(current.profile),
                (None, Some(locked)) => Gate::Locked(locked),
                _ => Gate::Start,
            },
        })
    }

    /// Stays on the first screen although a book is open, while it shows something that is shown once.
    pub fn hold(self, held: bool) {
        self.held.set(held);
    }

    /// Asks for the first view again.
    pub fn refresh(self) {
        spawn_local(async move {
            match ipc::call(GetStart {}).await {
                Ok(start) => self.set_start(start),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Gives language and appearance, and follows them.
    pub fn settings(self) -> Settings {
        self.chosen.get()
    }

    /// Uses a language and an appearance from now on; a profile keeps its own by `set_settings`.
    pub fn choose(self, settings: Settings) {
        if self.chosen.with_untracked(|chosen| *chosen != settings) {
            self.chosen.set(settings);
        }
    }

    /// Follows the language as the texts name it.
    pub fn locale(self) -> Memo<Locale> {
        Memo::new(move |_| match self.chosen.with(|chosen| chosen.language) {
            Language::Vi => Locale::vi,
            Language::En => Locale::en,
        })
    }

    /// Gives what became stale, for views that stay fresh.
    pub fn topics(self) -> Topics {
        self.topics.get_value()
    }
}
