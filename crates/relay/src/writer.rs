//! The one thread that writes a school's log, with group commit: what waits is committed together.

use crate::storage::{Storage, StorageError, Write, Written};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// So many writes may wait.
const WAITING: usize = 1_024;
/// So many envelopes are enough for one commit.
const ENOUGH: usize = 4_000;

struct Job {
    write: Write,
    reply: oneshot::Sender<Result<Written, StorageError>>,
}

/// The way to the writing thread.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: SyncSender<Job>,
    thread: JoinHandle<()>,
}

/// A handle that can be cloned into requests.
#[derive(Clone, Debug)]
pub(crate) struct WriterHandle(SyncSender<Job>);

impl Writer {
    /// Starts the thread; `committed` is called after each commit.
    pub fn start(storage: Arc<dyn Storage>, committed: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(storage.as_ref(), &waiting, committed))?;
        Ok(Self { jobs, thread })
    }

    pub fn handle(&self) -> WriterHandle {
        WriterHandle(self.jobs.clone())
    }

    /// Lets what waits be written, and ends the thread once every handle is gone.
    pub fn stop(self) {
        drop(self.jobs);
        if self.thread.join().is_err() {
            tracing::error!("the writing thread had failed");
        }
    }
}

impl WriterHandle {
    /// Writes durably and answers after the commit.
    pub async fn write(&self, write: Write) -> Result<Written, StorageError> {
        let (reply, answer) = oneshot::channel();
        let mut job = Job { write, reply };
        while let Err(error) = self.0.try_send(job) {
            match error {
                std::sync::mpsc::TrySendError::Full(back) => job = back,
                std::sync::mpsc::TrySendError::Disconnected(_) => return Err(StorageError::Stopped),
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        answer.await.unwrap_or(Err(StorageError::Stopped))
    }
}

fn run(storage: &dyn Storage, waiting: &Receiver<Job>, committed: impl Fn()) {
    while let Ok(first) = waiting.recv() {
        let mut jobs = vec![first];
        let mut weight = weigh(&jobs[0].write);
        while weight < ENOUGH
            && let Ok(job) = waiting.try_recv()
        {
            weight += weigh(&job.write);
            jobs.push(job);
        }
        commit(storage, jobs);
        committed();
    }
}

fn weigh(write: &Write) -> usize {
    if let Write::Push { items, .. } = write { items.len() } else { 1 }
}

/// Commits all together; where that fails, each alone, so that one cannot spoil the others.
fn commit(storage: &dyn Storage, jobs: Vec<Job>) {
    let (writes, replies): (Vec<Write>, Vec<_>) = jobs.into_iter().map(|job| (job.write, job.reply)).unzip();
    let answers = match storage.write(&writes) {
        Ok(written) => written.into_iter().map(Ok).collect(),
        Err(error) if writes.len() == 1 => vec![Err(error)],
        Err(error) => {
            tracing::warn!(%error, "a commit failed; its parts are tried one by one");
            writes.chunks(1).map(|write| one(storage, write)).collect::<Vec<_>>()
        }
    };
    for (reply, answer) in replies.into_iter().zip(answers) {
        // Who asked may have gone; what was written stays.
        let _ = reply.send(answer);
    }
}

fn one(storage: &dyn Storage, write: &[Write]) -> Result<Written, StorageError> {
    storage.write(write)?.pop().ok_or(StorageError::Stopped)
}
