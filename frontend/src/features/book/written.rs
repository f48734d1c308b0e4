//! One text that is being written: shows what was typed until it is saved, and joins what comes meanwhile.

use api::InitiativeView;
use domain::sheet::Value;
use leptos::prelude::*;

use super::editor::{Editor, use_editor};
use super::model::merge::{from_utf16, join, to_utf16};

#[derive(Clone, Debug, PartialEq)]
struct Draft {
    typed: String,
    base: String,
}

/// A text that is being written; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Written {
    editor: Editor,
    path: StoredValue<String>,
    saved: Memo<String>,
    draft: RwSignal<Option<Draft>>,
    focused: StoredValue<bool>,
    caret: StoredValue<u32>,
    moved: RwSignal<Option<u32>>,
}

/// Makes the text at `path`, whose saved words `read` finds in the view.
pub fn use_written(
    path: String,
    read: impl Fn(&InitiativeView) -> String + Send + Sync + 'static,
) -> Written {
    let editor = use_editor();
    let written = Written {
        editor,
        path: StoredValue::new(path),
        saved: editor.part(read),
        draft: RwSignal::new(None),
        focused: StoredValue::new(false),
        caret: StoredValue::new(u32::MAX),
        moved: RwSignal::new(None),
    };
    Effect::new(move || {
        written.saved.track();
        let _ = editor.settled();
        written.meet();
    });
    written
}

impl Written {
    /// Gives what the field shows, and follows it.
    pub fn shown(self) -> String {
        let typed = self.draft.with(|draft| draft.as_ref().map(|draft| draft.typed.clone()));
        typed.unwrap_or_else(|| self.saved.get())
    }

    /// Gives where the caret belongs after words came in, and follows it.
    pub fn moved(self) -> Option<u32> {
        self.moved.get()
    }

    /// The field was entered.
    pub fn enter(self) {
        self.focused.set_value(true);
    }

    /// Something was typed, and the caret is at this UTF-16 unit.
    pub fn input(self, typed: String, caret: u32) {
        let base = self.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.base.clone()));
        let base = base.unwrap_or_else(|| self.saved.get_untracked());
        self.caret.set_value(caret);
        self.path.with_value(|path| self.editor.write(path, Value::Text(typed.clone())));
        self.draft.set(Some(Draft { typed, base }));
    }

    /// The field was left.
    pub fn leave(self) {
        self.focused.set_value(false);
        self.editor.flush();
        self.meet();
    }

    /// Lets go of what is saved, and joins what came meanwhile with what is being typed.
    fn meet(self) {
        let Some(draft) = self.draft.get_untracked() else { return };
        // Words on their way are not in the view yet: the answer will have both.
        if self.path.with_value(|path| self.editor.sends(path)) {
            return;
        }
        let waits = self.path.with_value(|path| self.editor.holds(path));
        let saved = self.saved.get_untracked();
        let sent = match self.path.with_value(|path| self.editor.last_sent(path)) {
            Some(Value::Text(sent)) => Some(sent),
            _ => None,
        };
        if draft.typed == saved || !(waits || self.focused.get_value()) {
            self.draft.set(None);
        } else if sent.as_ref() == Some(&saved) || draft.base == saved {
            self.draft.update_untracked(|draft| {
                if let Some(draft) = draft {
                    draft.base = saved;
                }
            });
        } else {
            self.join(&draft, sent.as_ref().unwrap_or(&draft.base), saved);
        }
    }

    fn join(self, draft: &Draft, base: &str, saved: String) {
        let caret = from_utf16(&draft.typed, self.caret.get_value());
        let joined = join(base, &draft.typed, &saved, caret);
        if joined.text != saved {
            self.path.with_value(|path| self.editor.write(path, Value::Text(joined.text.clone())));
        }
        let place = to_utf16(&joined.text, joined.caret);
        self.draft.set(Some(Draft { typed: joined.text, base: saved }));
        self.caret.set_value(place);
        self.moved.set(Some(place));
    }
}
