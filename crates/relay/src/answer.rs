//! Answers and errors as HTTP.

use crate::storage::{Over, StorageError};
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::{Code, ErrorBody, Value};

/// A request that was not done, with what its code needs to be acted on.
#[derive(Debug)]
pub(crate) struct RelayError {
    code: Code,
    details: Value,
}

impl RelayError {
    pub fn with(code: Code, details: Value) -> Self {
        Self { code, details }
    }

    /// Gives the code.
    pub fn code(&self) -> Code {
        self.code
    }
}

impl From<Code> for RelayError {
    fn from(code: Code) -> Self {
        Self { code, details: Value::Null }
    }
}

impl From<StorageError> for RelayError {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "a request failed in the storage");
        match error {
            StorageError::Full => Code::DiskFull.into(),
            // The client waits and asks again; what is wrong stands in the log above.
            _ => Self::with(Code::SlowDown, Value::Uint(5_000)),
        }
    }
}

impl From<Over> for RelayError {
    fn from(over: Over) -> Self {
        let whose = Value::Text(over.whose.name().to_owned());
        Self::with(Code::OverQuota, Value::Array(vec![whose, Value::Uint(over.limit)]))
    }
}

impl From<std::io::Error> for RelayError {
    fn from(error: std::io::Error) -> Self {
        StorageError::from(error).into()
    }
}

impl IntoResponse for RelayError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
        tracing::debug!(code = self.code.as_str(), "request refused");
        let body = ErrorBody { code: self.code, details: self.details }.to_bytes();
        let mut response = (status, [(header::CONTENT_TYPE, "application/cbor")], body).into_response();
        // For whoever counts; it does not travel.
        response.extensions_mut().insert(self.code);
        response
    }
}

/// Answers with one CBOR item or a sequence of them.
pub(crate) fn cbor(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/cbor-seq")], bytes).into_response()
}

/// Answers with nothing.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
