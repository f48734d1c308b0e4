//! A light program that reads as a machine does: it waits for what is new, and knows envelopes by their
//! ids. It keeps nothing and merges nothing, so that hundreds of them fit beside the relay.

use anyhow::{Context, Result};
use protocol::{Cursor, EnvId, PageItem, PageReader, PullItem, env_id};

use crate::crowd::in_space;
use crate::http::{Connection, Request};

/// Somebody who reads.
pub struct Reader {
    connection: Connection,
    token: String,
    cursor: Option<Cursor>,
}

impl Reader {
    /// Connects with a session's token, and begins at the log's beginning.
    pub async fn at(address: &str, token: &str) -> Result<Self> {
        Ok(Self { connection: Connection::to(address).await?, token: token.to_owned(), cursor: None })
    }

    /// Asks for what is new, waiting so many seconds for it; gives the envelopes that came.
    pub async fn pull(&mut self, seconds: u64) -> Result<Vec<EnvId>> {
        let items = self.items(&format!("pull?wait={seconds}")).await?;
        Ok(items.iter().map(id_of).collect())
    }

    /// Reads everything there is.
    pub async fn pack(&mut self) -> Result<Vec<PullItem>> {
        self.items("pack?").await
    }

    async fn items(&mut self, what: &str) -> Result<Vec<PullItem>> {
        let after = self.cursor.map(|cursor| format!("&after={cursor}")).unwrap_or_default();
        let path = in_space(&format!("{what}{after}"));
        let request = Request { method: "GET", path: &path, token: Some(&self.token), body: &[] };
        let answer = self.connection.ask(request).await?;
        let (mut reader, mut items) = (PageReader::new(), Vec::new());
        reader.push(&answer);
        while let Some(part) = reader.next_item()? {
            match part {
                PageItem::Item(item) => items.push(item),
                PageItem::Trailer(trailer) => self.cursor = Some(trailer.cursor),
            }
        }
        reader.is_empty().then_some(items).context("a page is torn")
    }
}

fn id_of(item: &PullItem) -> EnvId {
    match item {
        PullItem::Envelope { header, .. } => env_id(header),
        PullItem::Unreadable { env_id, .. } => *env_id,
    }
}
