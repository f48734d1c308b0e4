//! What differs between a machine and a browser: sleeping, spawning, the clock.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::date::Moment;

#[cfg(not(target_arch = "wasm32"))]
pub mod stand_in;

/// How far a demonstration's clock stands from the machine's, in milliseconds.
static SHIFT: AtomicI64 = AtomicI64::new(0);

/// Lets this process live at another time: for a demonstration, whose year is not today's.
pub fn set_clock(moment: Moment) {
    let shift = moment.millis() - now().millis() + SHIFT.load(Ordering::SeqCst);
    SHIFT.store(shift, Ordering::SeqCst);
}

/// Whether this process was set to another time on purpose.
pub fn is_clock_set() -> bool {
    SHIFT.load(Ordering::SeqCst) != 0
}

/// The machine's clock: milliseconds since 1970, advisory everywhere.
pub fn now() -> Moment {
    #[cfg(not(target_arch = "wasm32"))]
    let millis = stand_in::present().map_or_else(machine_now, |machine| (machine.now)());
    #[cfg(target_arch = "wasm32")]
    let millis = js_sys::Date::now() as i64;
    Moment::from_millis(millis + SHIFT.load(Ordering::SeqCst))
}

#[cfg(not(target_arch = "wasm32"))]
fn machine_now() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// How long this program has been running: a clock that nobody sets, and that may stand still while
/// the machine sleeps.
pub fn uptime() -> Duration {
    #[cfg(not(target_arch = "wasm32"))]
    {
        static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        BEGUN.get_or_init(std::time::Instant::now).elapsed()
    }
    #[cfg(target_arch = "wasm32")]
    {
        let get =
            |of: &js_sys::wasm_bindgen::JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
        let clock = get(&js_sys::global(), "performance");
        let millis = clock.and_then(|clock| {
            let now: js_sys::Function = get(&clock, "now")?.into();
            now.call0(&clock).ok()?.as_f64()
        });
        let millis = millis.unwrap_or(0.0);
        Duration::from_millis(millis.max(0.0) as u64)
    }
}

/// Random bytes of the system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[cfg(not(target_arch = "wasm32"))]
    if let Some(machine) = stand_in::present() {
        (machine.random)(&mut bytes);
        return bytes;
    }
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

/// Waits.
pub async fn sleep(duration: Duration) {
    #[cfg(not(target_arch = "wasm32"))]
    tokio::time::sleep(duration).await;
    #[cfg(target_arch = "wasm32")]
    gloo_timers::future::sleep(duration).await;
}

/// What originals may take until the person says otherwise: a machine has room, a tablet little.
pub const ORIGINALS: Option<u64> = if cfg!(target_arch = "wasm32") { Some(200 << 20) } else { None };

/// Asks a function of the script around this worker (`self.aids`): what the browser does by itself,
/// or a module that is fetched only when it is needed.
///
/// # Errors
/// What the script threw, as text.
#[cfg(target_arch = "wasm32")]
pub async fn aid(name: &str, bytes: &[u8], text: &str) -> Result<Vec<u8>, String> {
    use js_sys::{Function, Promise, Reflect, Uint8Array};
    let said = |thrown| format!("{thrown:?}");
    let aids = Reflect::get(&js_sys::global(), &"aids".into()).map_err(said)?;
    let aid = Function::from(Reflect::get(&aids, &name.into()).map_err(said)?);
    let asked = aid.call2(&aids, &Uint8Array::from(bytes).into(), &text.into()).map_err(said)?;
    let answer = wasm_bindgen_futures::JsFuture::from(Promise::resolve(&asked)).await.map_err(said)?;
    Ok(Uint8Array::new(&answer).to_vec())
}

/// Where a browser has this application from.
#[cfg(target_arch = "wasm32")]
pub fn origin() -> Option<String> {
    let location = js_sys::Reflect::get(&js_sys::global(), &"location".into()).ok()?;
    let origin = js_sys::Reflect::get(&location, &"origin".into()).ok()?.as_string()?;
    Some(origin).filter(|origin| origin.starts_with("http"))
}

/// A machine has its application from nowhere.
#[cfg(not(target_arch = "wasm32"))]
pub fn origin() -> Option<String> {
    None
}

/// Maps items on every core, in their order.
#[cfg(not(target_arch = "wasm32"))]
pub fn map_in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = items.len().div_ceil(cores).max(1);
    if items.len() == share {
        return items.into_iter().map(work).collect();
    }
    let (mut items, work) = (items.into_iter(), &work);
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        while items.len() > 0 {
            let part: Vec<T> = items.by_ref().take(share).collect();
            threads.push(scope.spawn(move || part.into_iter().map(work).collect::<Vec<R>>()));
        }
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<R>>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().flat_map(join).collect()
    })
}

/// Maps items one after the other: a browser's worker has one thread.
#[cfg(target_arch = "wasm32")]
pub fn map_in_parallel<T, R>(items: Vec<T>, work: impl Fn(T) -> R) -> Vec<R> {
    items.into_iter().map(work).collect()
}

/// Runs a task beside the caller until it ends.
#[cfg(not(target_arch = "wasm32"))]
pub fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(task);
}

/// Runs a task beside the caller until it ends.
#[cfg(target_arch = "wasm32")]
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}
