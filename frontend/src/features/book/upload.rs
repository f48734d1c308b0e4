//! Files on their way from the page into the application: one after the other, with progress.

use api::{AttachEvidence, Error};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::editor::Editor;
use crate::files::upload;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Progress, Symbol};
use crate::{ipc, words};

/// What happens with a file that arrived.
#[derive(Clone, Copy)]
pub enum Then {
    /// It is attached to the initiative at once.
    Attach(Editor),
    /// It waits until the form that holds it is sent.
    Keep,
}

/// How far one file is.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadState {
    /// Others go first, or it is on its way.
    Going,
    /// It arrived under this name.
    Arrived(String),
    /// It did not arrive.
    Failed(Error),
}

/// One file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    key: u32,
    name: String,
    done: u64,
    size: u64,
    state: UploadState,
}

/// Files on their way; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Uploads {
    list: RwSignal<Vec<Upload>>,
    files: StoredValue<Vec<(u32, File)>, LocalStorage>,
    running: StoredValue<bool>,
    next: StoredValue<u32>,
    then: Then,
}

impl Uploads {
    /// Makes an empty queue for the component that calls it.
    pub fn new(then: Then) -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            files: StoredValue::new_local(Vec::new()),
            running: StoredValue::new(false),
            next: StoredValue::new(0),
            then,
        }
    }

    /// Takes files that were picked or dropped.
    pub fn take(self, files: Vec<File>) {
        for file in files {
            let key = self.next.get_value();
            self.next.set_value(key + 1);
            let (name, size) = (file.name(), file.size() as u64);
            self.list
                .update(|list| list.push(Upload { key, name, done: 0, size, state: UploadState::Going }));
            self.files.update_value(|waiting| waiting.push((key, file)));
        }
        self.run();
    }

    /// Gives the names of the files that arrived and wait.
    pub fn arrived(self) -> Vec<String> {
        self.list.with_untracked(|list| list.iter().filter_map(Upload::arrived).collect())
    }

    /// Follows whether a file is still on its way.
    pub fn going(self) -> bool {
        self.list.with(|list| list.iter().any(|upload| upload.state == UploadState::Going))
    }

    /// Lets go of one file; if it is on its way nothing comes of it.
    pub fn drop(self, key: u32) {
        self.list.update(|list| list.retain(|upload| upload.key != key));
    }

    /// Lets go of all files, because the form that held them was sent.
    pub fn clear(self) {
        self.list.update(Vec::clear);
    }

    fn run(self) {
        if self.running.get_value() {
            return;
        }
        self.running.set_value(true);
        spawn_local(async move {
            while let Some((key, file)) =
                self.files.try_update_value(|files| (!files.is_empty()).then(|| files.remove(0))).flatten()
            {
                self.hand_over(key, &file).await;
            }
            self.running.try_update_value(|running| *running = false);
        });
    }

    async fn hand_over(self, key: u32, file: &File) {
        if !self.wanted(key) {
            return;
        }
        let progress = move |done, _| self.change(key, move |upload| upload.done = done);
        let arrived = upload(file, progress).await;
        if !self.wanted(key) {
            return;
        }
        let state = match (arrived, self.then) {
            (Err(error), _) => UploadState::Failed(error),
            (Ok(name), Then::Keep) => UploadState::Arrived(name),
            (Ok(name), Then::Attach(editor)) => match attach(editor, name).await {
                Ok(()) => return self.drop(key),
                Err(error) => UploadState::Failed(error),
            },
        };
        self.change(key, move |upload| upload.state = state);
    }

    /// Tells whether a file is still in the list; it is not when it was let go or the page is gone.
    fn wanted(self, key: u32) -> bool {
        self.list.try_with_untracked(|list| list.iter().any(|upload| upload.key == key)) == Some(true)
    }

    fn change(self, key: u32, change: impl FnOnce(&mut Upload)) {
        let _ = self.list.try_update(|list| list.iter_mut().find(|upload| upload.key == key).map(change));
    }
}

impl Upload {
    fn arrived(&self) -> Option<String> {
        match &self.state {
            UploadState::Arrived(name) => Some(name.clone()),
            _ => None,
        }
    }
}

async fn attach(editor: Editor, upload: String) -> Result<(), Error> {
    let request = AttachEvidence {
        id: editor.id(),
        upload: Some(upload),
        path: None,
        title: String::new(),
        caption: String::new(),
        supports: Vec::new(),
    };
    let view = ipc::call(request).await?;
    editor.accept(view);
    Ok(())
}

/// Shows the files on their way, each with a way to let go of it.
#[component]
pub fn UploadList(uploads: Uploads) -> impl IntoView {
    let keys = Memo::new(move |_| {
        uploads.list.with(|list| list.iter().map(|upload| upload.key).collect::<Vec<_>>())
    });
    view! {
        <ul class="book-uploads">
            <For each=move || keys.get() key=|key| *key let:key><OneUpload uploads key/></For>
        </ul>
    }
}

#[component]
fn OneUpload(uploads: Uploads, key: u32) -> impl IntoView {
    let lang = use_locale();
    let upload =
        Memo::new(move |_| uploads.list.with(|list| list.iter().find(|upload| upload.key == key).cloned()));
    let name =
        upload.with_untracked(|upload| upload.as_ref().map(|upload| upload.name.clone()).unwrap_or_default());
    let bytes = move |pick: fn(&Upload) -> u64| {
        Signal::derive(move || upload.with(|upload| upload.as_ref().map(pick).unwrap_or_default()))
    };
    let state = move || upload.with(|upload| upload.as_ref().map(|upload| upload.state.clone()));
    let shown = {
        let name = name.clone();
        move || match state() {
            Some(UploadState::Going) => view! {
                <Progress
                    label=name.clone()
                    done=bytes(|upload| upload.done)
                    total=bytes(|upload| upload.size)
                />
            }
            .into_any(),
            Some(UploadState::Arrived(_)) => {
                let size = words::bytes(lang, bytes(|upload| upload.size).get_untracked());
                view! { <span>{name.clone()} <span class="faint">{size}</span></span> }.into_any()
            }
            Some(UploadState::Failed(error)) => view! {
                <strong>{name.clone()}</strong> <ErrorNote error=Signal::stored(Some(error))/>
            }
            .into_any(),
            None => ().into_any(),
        }
    };
    let label = td_string!(lang, book.evidence.let_go, name = name).to_string();
    view! {
        <li>
            <div class="what">{shown}</div>
            <Button
                kind=ButtonKind::Bare
                icon=Symbol::Cross
                label
                testid="drop-upload"
                on_press=move |_| uploads.drop(key)
            />
        </li>
    }
}
