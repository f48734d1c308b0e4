//! The wire: it carries what machines ask to the relay and its answers back, one after the other, and
//! does to them what the weather does.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Waker};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode};
use futures_util::stream;
use relay::{Application, Config, Https, Inside, Limits};

use crate::checks::{Witness, end_recovery};
use crate::machine::Machine;
use crate::trace::{Trace, Violation};
use crate::world::{self, Letter};
use crate::{Dice, Planted, Weather, disk};

mod shell;

/// A task of a machine's program.
pub type Task<'a, T> = (usize, Pin<Box<dyn Future<Output = T> + 'a>>);

/// Under which conditions machines talk.
#[derive(Debug)]
pub struct Conditions {
    /// What the wire does.
    pub weather: Weather,
    /// And when.
    pub dice: Dice,
    /// After so many letters the first machine loses power.
    pub power: Option<usize>,
}

impl Conditions {
    /// Nothing goes wrong.
    pub fn fair() -> Self {
        Self { weather: Weather::Fair, dice: Dice::new(0), power: None }
    }
}

/// A request as it is on the wire.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The machine that asks.
    pub from: usize,
    /// How.
    pub method: Method,
    /// What, with the query.
    pub path: String,
    /// The header lines.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer as it is on the wire.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Vec<u8>,
}

/// What becomes of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Carried,
    Lost,
    AnswerLost,
    Repeated,
    Delayed,
    Cut,
}

/// Relay and wire.
pub struct Post {
    folder: PathBuf,
    relay: Option<Inside>,
    reserve: u64,
    late: Vec<Sheet>,
    shell: shell::Shell,
    /// What happened.
    pub trace: Trace,
    /// What was seen on the wire.
    pub witness: Witness,
    /// The first rule that was broken.
    pub broken: Option<Violation>,
}

impl Post {
    /// Starts the relay on a folder.
    pub fn open(folder: &Path) -> Self {
        Self::with(folder, None)
    }

    /// Starts a relay around which a bug is planted.
    pub fn with(folder: &Path, planted: Option<Planted>) -> Self {
        let mut post = Self {
            folder: folder.to_owned(),
            relay: None,
            reserve: 0,
            late: Vec::new(),
            shell: shell::Shell::new(planted),
            trace: Trace::default(),
            witness: Witness::default(),
            broken: None,
        };
        post.start();
        post
    }

    /// Starts the relay.
    pub fn start(&mut self) {
        let config = Config {
            data: self.folder.clone(),
            listen: String::new(),
            schools: 1,
            limits: Limits { reserve: self.reserve, ..Limits::default() },
            application: Application::of(&[]),
            https: Https::default(),
        };
        self.relay = Some(Inside::open(&config).expect("the relay opens its folder"));
        self.witness.look_at(&self.folder);
    }

    /// Stops the relay.
    pub async fn stop(&mut self) {
        self.witness.look_away();
        if let Some(relay) = self.relay.take() {
            relay.close().await;
        }
    }

    /// Stops the relay for good.
    pub async fn close(mut self) {
        self.stop().await;
    }

    /// The relay's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fills the relay's disk, or empties it.
    pub async fn has_room(&mut self, reserve: u64) {
        if self.reserve != reserve {
            self.stop().await;
            self.reserve = reserve;
            self.start();
        }
    }

    /// The relay tidies up as it does once a day.
    pub async fn tidies(&self) {
        let relay = self.relay.as_ref().expect("the relay runs");
        relay.tidy().await.expect("the relay tidies up");
    }

    /// The relay's machine loses power: it starts again on what its disk kept.
    pub async fn loses_power(&mut self, dice: &mut Dice) {
        let left = self.folder.with_extension("left");
        let before = self.witness.kept();
        disk::copy(&self.folder, &left).expect("there is room");
        self.stop().await;
        disk::tear(&left, dice).expect("there is room");
        disk::put_back(&left, &self.folder).expect("there is room");
        disk::remove(&left).expect("it is there");
        self.shell.after_power_cut(&self.folder);
        self.start();
        let checked = self.witness.still_keeps(&before);
        self.note(checked);
    }

    /// A restored folder was put in the relay's place.
    pub async fn restored(&mut self) {
        self.start();
        if !self.witness.is_restored() {
            self.witness.forgets_cuts_of_a_rolled_back_disk();
        }
        if self.shell.forgets_that_it_is_restored() {
            self.stop().await;
            end_recovery(&self.folder);
            self.start();
        }
    }

    /// Keeps the first rule that was broken.
    pub fn note(&mut self, checked: Result<(), Violation>) {
        if let Err(violation) = checked
            && self.broken.is_none()
        {
            self.trace.note(format!("BROKEN {violation}"));
            self.broken = Some(violation);
        }
    }

    /// Lets one machine's program run to its end, and nothing goes wrong.
    pub async fn fairly<T>(&mut self, machine: &Machine, task: impl Future<Output = T>) -> T {
        let done = self.together(vec![(machine.number, Box::pin(task))], &mut Conditions::fair()).await;
        done.into_iter().next().flatten().expect("nothing goes wrong")
    }

    /// Lets programs run side by side; `None` for one whose machine lost power meanwhile.
    pub async fn together<'a, T>(
        &mut self,
        tasks: Vec<Task<'a, T>>,
        conditions: &mut Conditions,
    ) -> Vec<Option<T>> {
        let mut running: BTreeMap<usize, Task<'a, T>> = tasks.into_iter().enumerate().collect();
        let mut done: Vec<Option<T>> = (0..running.len()).map(|_| None).collect();
        let mut waiting: Vec<(usize, Letter)> = Vec::new();
        while !running.is_empty() {
            for index in running.keys().copied().collect::<Vec<_>>() {
                let (machine, task) = running.get_mut(&index).expect("it runs");
                world::let_run(*machine);
                let polled = task.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                waiting.extend(world::letters().into_iter().map(|letter| (index, letter)));
                if let std::task::Poll::Ready(answer) = polled {
                    done[index] = Some(answer);
                    running.remove(&index);
                }
            }
            if conditions.power == Some(0) && running.remove(&0).is_some() {
                waiting.retain(|(index, _)| *index != 0);
            }
            if running.is_empty() {
                break;
            }
            if waiting.is_empty() {
                // Only somebody who waits for time, and that does not last.
                tokio::time::sleep(std::time::Duration::from_micros(50)).await;
                continue;
            }
            let (_, letter) = waiting.swap_remove(conditions.dice.below(waiting.len()));
            self.carry(letter, conditions).await;
            conditions.power = conditions.power.map(|letters| letters.saturating_sub(1));
        }
        done
    }

    /// Serves what comes late, and nobody waits for.
    pub async fn deliver_late(&mut self) {
        for sheet in std::mem::take(&mut self.late) {
            self.serve(sheet).await;
        }
    }

    async fn carry(&mut self, letter: Letter, conditions: &mut Conditions) {
        let fate = fate(conditions);
        if conditions.weather == Weather::Foul && !self.late.is_empty() && conditions.dice.happens(30) {
            let late = self.late.swap_remove(conditions.dice.below(self.late.len()));
            self.serve(late).await;
        }
        let sheet = read(letter.from, letter.request);
        let route = route(&sheet.path);
        if fate != Fate::Carried {
            self.trace.note(format!("      wire: {} {route} {fate:?}", sheet.method));
        }
        let nobody = || Err("nobody answers".to_owned());
        let answer = match fate {
            Fate::Lost => nobody(),
            Fate::Delayed => {
                self.late.push(sheet);
                nobody()
            }
            Fate::AnswerLost => {
                self.serve(sheet).await;
                nobody()
            }
            Fate::Repeated => {
                self.late.push(sheet.clone());
                Ok(write(self.serve(sheet).await, None))
            }
            Fate::Carried => Ok(write(self.serve(sheet).await, None)),
            Fate::Cut => {
                let answer = self.serve(sheet).await;
                let at = conditions.dice.below(answer.body.len() + 1);
                Ok(write(answer, Some(at)))
            }
        };
        // Whoever asked may have lost power.
        let _ = letter.answer.send(answer);
    }

    /// Has the relay answer, and looks on.
    async fn serve(&mut self, sheet: Sheet) -> Answer {
        let sheet = self.shell.before(sheet, &self.witness, &self.folder);
        let expected = self.witness.expects(&sheet);
        let answer = match self.shell.instead(&sheet, &expected) {
            Some(answer) => answer,
            None => self.ask(&sheet).await,
        };
        self.shell.after(&sheet, &answer, &self.witness);
        self.count(&sheet, &answer);
        if sheet.path == "/v1/found" {
            self.witness.look_at(&self.folder);
        }
        let checked = self.witness.sees(&sheet, &answer, &expected);
        self.note(checked);
        answer
    }

    /// Counts every byte into the trace, but for those of a greeting: its nonce carries how long the relay
    /// has been running.
    fn count(&mut self, sheet: &Sheet, answer: &Answer) {
        let line = format!("{} {} {}", sheet.from, route(&sheet.path), answer.status);
        self.trace.count(line.as_bytes());
        if !matches!(sheet.path.as_str(), "/v1/hello" | "/v1/session") {
            self.trace.count(&sheet.body);
            self.trace.count(&answer.body);
        }
    }

    async fn ask(&self, sheet: &Sheet) -> Answer {
        let Some(relay) = &self.relay else {
            return Answer { status: StatusCode::SERVICE_UNAVAILABLE, body: Vec::new() };
        };
        let mut request = Request::builder().method(&sheet.method).uri(&sheet.path);
        for (name, value) in &sheet.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(sheet.body.clone())).expect("it was one before");
        let answer = relay.answer(request).await;
        let status = answer.status();
        let body = to_bytes(answer.into_body(), usize::MAX).await.expect("it lies in memory").to_vec();
        Answer { status, body }
    }
}

fn fate(conditions: &mut Conditions) -> Fate {
    if conditions.weather == Weather::Fair {
        return Fate::Carried;
    }
    match conditions.dice.below(100) {
        0..8 => Fate::Lost,
        8..18 => Fate::AnswerLost,
        18..26 => Fate::Repeated,
        26..31 => Fate::Delayed,
        31..42 => Fate::Cut,
        _ => Fate::Carried,
    }
}

/// The last words of a path, without what is different in each school.
pub fn route(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or(path);
    let Some(inner) = path.strip_prefix("/v1/s/") else { return path };
    inner.split_once('/').map_or(inner, |(_, rest)| rest)
}

fn read(from: usize, request: reqwest::Request) -> Sheet {
    let url = request.url();
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Sheet {
        from,
        method: request.method().clone(),
        path: format!("{}{query}", url.path()),
        headers: request.headers().clone(),
        body: request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec(),
    }
}

/// Gives an answer to a machine, perhaps cut after so many bytes.
fn write(answer: Answer, cut: Option<usize>) -> reqwest::Response {
    let body = match cut {
        None => reqwest::Body::from(answer.body),
        Some(at) => {
            let begun: Result<Vec<u8>, std::io::Error> = Ok(answer.body[..at].to_vec());
            let broken = Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
            reqwest::Body::wrap_stream(stream::iter([begun, broken]))
        }
    };
    let response = Response::builder().status(answer.status).body(body).expect("a status and a body");
    reqwest::Response::from(response)
}
