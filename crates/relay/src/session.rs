//! Who asks: every route of a school but `push` requires a session.

use crate::answer::RelayError;
use crate::clock;
use crate::relay::Relay;
use crate::school::School;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use protocol::{Blake3, Code, DeviceKey, DocId, MemberId, SpaceId};
use std::sync::Arc;

/// A device with a session, and its school.
#[derive(Clone, Debug)]
pub(crate) struct ActiveDevice {
    pub school: Arc<School>,
    pub device: DeviceKey,
    pub member: MemberId,
}

/// A school with a device where one showed a session.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub school: Arc<School>,
    pub device: Option<ActiveDevice>,
}

/// Hashes a token as it is kept.
pub(crate) fn token_hash(token: &[u8]) -> [u8; 32] {
    let mut hasher = Blake3::new();
    hasher.update(token);
    hasher.finalize()
}

impl FromRequestParts<Arc<Relay>> for ActiveDevice {
    type Rejection = RelayError;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, RelayError> {
        let school = school(parts, relay).await?;
        let token = bearer(parts).ok_or(Code::SessionRequired)?;
        find(school, token).await
    }
}

impl FromRequestParts<Arc<Relay>> for Visitor {
    type Rejection = RelayError;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, RelayError> {
        let school = school(parts, relay).await?;
        let device = match bearer(parts) {
            Some(token) => Some(find(Arc::clone(&school), token).await?),
            None => None,
        };
        Ok(Self { school, device })
    }
}

async fn school(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Arc<School>, RelayError> {
    let params = RawPathParams::from_request_parts(parts, relay)
        .await
        .map_err(|_| RelayError::from(Code::Malformed))?;
    let space =
        params.iter().find(|(name, _)| *name == "space").map(|(_, text)| SpaceId::from_base64url(text));
    match space {
        Some(Ok(space)) => Ok(relay.school(space)?),
        _ => Err(Code::UnknownSpace.into()),
    }
}

/// Reads the token; what is no token is none.
fn bearer(parts: &Parts) -> Option<DocId> {
    let text = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    // A token has the form of any id of 16 bytes.
    DocId::from_base64url(text.trim()).ok()
}

async fn find(school: Arc<School>, token: DocId) -> Result<ActiveDevice, RelayError> {
    let hash = token_hash(token.as_bytes());
    let (device, member) = school
        .look(move |school| {
            let device = school.storage.session(&hash, clock::now())?.ok_or(Code::SessionExpired)?;
            let member = school.storage.device(device)?.ok_or(Code::Revoked)?.member;
            Ok((device, member))
        })
        .await?;
    Ok(ActiveDevice { school, device, member })
}
