use std::path::{Path, PathBuf};

use api::{
    Approve, Call, Code, Edit, EditInitiative, Error, GetInitiative, GetReview, InitiativeView,
    ReturnInitiative, Submit, SyncNow, SyncView,
};
use domain::id::InitiativeId;
use domain::record::{Part, RemarkTarget};
use domain::role::Stage;
use domain::sheet::Value;
use runtime::Application;

use crate::Registration;

/// Somebody of the school, with a real application on a machine of their own.
pub struct Person {
    /// Who it is.
    pub name: String,
    home: PathBuf,
    application: Application,
}

impl Person {
    /// Opens the application on a home folder.
    pub async fn at(name: &str, home: &Path) -> Self {
        let application = Application::open(home.to_owned()).await.expect("the application opens");
        Self { name: name.to_owned(), home: home.to_owned(), application }
    }

    /// Their machine's folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The application itself.
    pub fn application(&self) -> &Application {
        &self.application
    }

    /// Starts their application again on the same folder.
    pub async fn restarts(self) -> Self {
        let (name, home) = (self.name.clone(), self.home.clone());
        drop(self);
        Self::at(&name, &home).await
    }

    /// Makes a call.
    pub async fn tries<C: Call>(&self, request: C) -> Result<C::Answer, Error> {
        let request = serde_json::to_value(request).unwrap();
        let answer = self.application.call(C::NAME, request).await?;
        Ok(serde_json::from_value(answer).unwrap())
    }

    /// Makes a call that must succeed.
    pub async fn does<C: Call>(&self, request: C) -> C::Answer {
        match self.tries(request).await {
            Ok(answer) => answer,
            Err(error) => panic!("{}: {} failed: {error}", self.name, C::NAME),
        }
    }

    /// Makes a call that must be refused, and tells the code.
    pub async fn is_refused<C: Call>(&self, request: C) -> Code {
        match self.tries(request).await {
            Ok(_) => panic!("{}: {} was not refused", self.name, C::NAME),
            Err(error) => error.code,
        }
    }

    /// Syncs once.
    pub async fn syncs(&self) -> SyncView {
        self.does(SyncNow {}).await
    }

    /// Opens an initiative.
    pub async fn sees(&self, id: InitiativeId) -> InitiativeView {
        self.does(GetInitiative { id }).await
    }

    /// Sets one field.
    pub async fn writes(&self, id: InitiativeId, path: &str, value: Value) -> InitiativeView {
        self.does(EditInitiative { id, edits: vec![Edit { path: path.to_owned(), value }] }).await
    }

    /// Sets one text.
    pub async fn types(&self, id: InitiativeId, path: &str, text: &str) -> InitiativeView {
        self.writes(id, path, Value::Text(text.to_owned())).await
    }

    /// Registers an initiative with everything that handing in asks for; it stays a draft.
    pub async fn registers(&self, title: &str) -> InitiativeId {
        Registration::titled(title).by(self).await
    }

    /// Hands in the registration.
    pub async fn hands_in(&self, id: InitiativeId) -> InitiativeView {
        self.does(Submit { id, part: Part::Registration, pledge: true }).await
    }

    /// Opens and approves the registration as it is on this machine.
    pub async fn approves(&self, id: InitiativeId, stage: Stage) -> InitiativeView {
        let heads = self.does(GetReview { id }).await.initiative.heads;
        self.does(Approve { id, part: Part::Registration, stage, heads, text: String::new() }).await
    }

    /// Opens and returns the registration with a remark on the whole.
    pub async fn returns(&self, id: InitiativeId, stage: Stage, text: &str) -> InitiativeView {
        let heads = self.does(GetReview { id }).await.initiative.heads;
        let (part, targets) = (Part::Registration, vec![RemarkTarget::Whole]);
        self.does(ReturnInitiative { id, part, stage, heads, text: text.to_owned(), targets }).await
    }
}
