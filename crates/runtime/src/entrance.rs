//! Lối vào: where browsers reach the school's relay, as the relay itself signed it.

use api::{EntranceView, Error, Topic};
use serde_json::{Value, json};
use store::setting::{self, Key};

use crate::session::{Session, Work};
use crate::sync::SyncError;
use crate::{error, sync};

/// Asks the relay, and remembers what it says; an older relay has nothing to say.
pub async fn ask(session: &Session) -> Result<(), SyncError> {
    let Some(said) = sync::entrance(session).await? else { return Ok(()) };
    let authority = said.authority.map(|fingerprint| grouped(&fingerprint));
    let fresh = json!({ "address": said.address, "fingerprint": authority }).to_string();
    let is_news = session.read(|work| Ok(kept(work)?.as_deref() != Some(fresh.as_str())))?;
    if is_news {
        session.commit(|work| {
            setting::set(work.connection(), Key::Entrance, &fresh).map_err(error::from_store)
        })?;
        session.emit(Topic::Delivery);
    }
    Ok(())
}

/// What the relay said when it was last asked.
pub fn remembered(work: &Work<'_>) -> Result<Option<EntranceView>, Error> {
    let said: Option<Value> = kept(work)?.and_then(|text| serde_json::from_str(&text).ok());
    Ok(said.and_then(|said| {
        let text = |key: &str| said[key].as_str().map(str::to_owned);
        Some(EntranceView { address: text("address")?, fingerprint: text("fingerprint") })
    }))
}

/// Where a new device finds the relay: where this one does, and, where only this machine does that, what
/// the relay says of itself. Who tries an address of their own machine in vain knows it at once.
pub fn addresses(work: &Work<'_>) -> Result<Vec<String>, Error> {
    let ours = work.session.exchange.address();
    let said = remembered(work)?.map(|entrance| entrance.address);
    let said = said.filter(|said| is_of_one_machine(&ours) && !is_of_one_machine(said));
    Ok(std::iter::once(ours).chain(said).collect())
}

/// The address that an invitation's QR code holds: a browser opens it, and sends nowhere what is
/// behind the `#`.
pub fn invitation(work: &Work<'_>, ticket: &str) -> Result<String, Error> {
    let ours = work.session.exchange.address();
    let entrance = remembered(work)?.map(|entrance| entrance.address);
    // A relay that only its own machine reaches stands behind something that others reach.
    let entrance = entrance.filter(|entrance| !is_of_one_machine(entrance) || is_of_one_machine(&ours));
    let address = entrance.unwrap_or(ours);
    Ok(format!("{}/#{ticket}", address.trim_end_matches('/')))
}

/// Whether only this machine reaches what is at an address.
pub fn is_of_one_machine(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    ["localhost", "127.", "[::1]"].iter().any(|own| host.starts_with(own))
}

fn kept(work: &Work<'_>) -> Result<Option<String>, Error> {
    setting::get(work.connection(), Key::Entrance).map_err(error::from_store)
}

/// As devices show it: pairs of digits.
fn grouped(fingerprint: &[u8]) -> String {
    let pairs: Vec<String> = fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(" ")
}
