//! Keys in the browser's keeping: WebCrypto makes and uses them, IndexedDB keeps them. What the
//! browser calls is in the worker's script `keys.js`, under `self.deviceKeys`.

use api::{Code, Error};
use js_sys::wasm_bindgen::JsValue;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use protocol::{DeviceKey, Message, Signature};
use wasm_bindgen_futures::JsFuture;

/// The object of the worker's script.
const KEYS: &str = "deviceKeys";

/// Makes a key that nobody can take out; nothing in a browser that does not know such keys.
pub async fn make() -> Result<Option<DeviceKey>, Error> {
    let made = ask("make", &[]).await?;
    if made.is_null() {
        return Ok(None);
    }
    let public: [u8; 32] = bytes(&made).try_into().map_err(|_| failed("a public key of another length"))?;
    Ok(Some(DeviceKey::from_bytes(public)))
}

/// Takes a key into keeping that was in the profile's file; says whether the browser could.
pub async fn take(device: DeviceKey, seed: &[u8; 32]) -> Result<bool, Error> {
    let taken = ask("take", &[name(device), array(seed)]).await?;
    Ok(taken.is_truthy())
}

/// Whether the browser can keep keys.
pub async fn keeps_keys() -> bool {
    ask("keepsKeys", &[]).await.is_ok_and(|answer| answer.is_truthy())
}

/// Whether the key of a device is there.
pub async fn has(device: DeviceKey) -> Result<bool, Error> {
    Ok(ask("has", &[name(device)]).await?.is_truthy())
}

/// Signs with the key of a device.
pub async fn sign(device: DeviceKey, message: &Message) -> Result<Signature, Error> {
    let signed = ask("sign", &[name(device), array(message.as_bytes())]).await?;
    if signed.is_null() {
        return Err(Error::new(Code::KeyGone));
    }
    let sig = bytes(&signed).try_into().map_err(|_| failed("a signature of another length"))?;
    Ok(Signature(sig))
}

/// Encrypts a secret so that only this browser opens it.
pub async fn wrap(device: DeviceKey, secret: &[u8; 32]) -> Result<Vec<u8>, Error> {
    Ok(bytes(&ask("wrap", &[name(device), array(secret)]).await?))
}

/// Opens what was wrapped.
pub async fn unwrap(device: DeviceKey, wrapped: &[u8]) -> Result<Vec<u8>, Error> {
    Ok(bytes(&ask("unwrap", &[name(device), array(wrapped)]).await?))
}

/// Removes the key of a device.
pub async fn forget(device: DeviceKey) -> Result<(), Error> {
    ask("forget", &[name(device)]).await.map(drop)
}

/// Removes all keys, and the place where they were.
pub async fn forget_all() -> Result<(), Error> {
    ask("forgetAll", &[]).await.map(drop)
}

async fn ask(what: &str, arguments: &[JsValue]) -> Result<JsValue, Error> {
    let begun = || -> Result<JsValue, JsValue> {
        let keys = Reflect::get(&js_sys::global(), &KEYS.into())?;
        let act: Function = Reflect::get(&keys, &what.into())?.into();
        act.apply(&keys, &arguments.iter().collect::<Array>())
    };
    let promise: Promise = begun().map_err(|reason| refused(&reason))?.into();
    JsFuture::from(promise).await.map_err(|reason| refused(&reason))
}

fn name(device: DeviceKey) -> JsValue {
    device.to_string().into()
}

fn array(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes(answer: &JsValue) -> Vec<u8> {
    Uint8Array::new(answer).to_vec()
}

fn refused(reason: &JsValue) -> Error {
    failed(&format!("{reason:?}"))
}

fn failed(reason: &str) -> Error {
    Error::new(Code::Internal).with("reason", reason)
}
