//! The six digits that a registrar compares before a machine is let in (protocol section 12).

use crate::argon;
use crate::id::{BoxKey, DeviceKey, EnvId};
use crate::invite::CodeTextError;

const CONTEXT: &[u8] = b"ssk/code/v1\0";
const DIGITS: usize = 6;

/// Mã xác nhận: six digits of the school's genesis and both keys of a device.
///
/// Six digits alone could be hit by trying keys. Each try costs as much as a PIN here, and only who
/// sees a waiting machine's keys knows what to hit (ADR 0027).
///
/// ```
/// use protocol::{BoxKey, DeviceKey, EnvId, JoinCode};
/// let code = JoinCode::of(EnvId::ZERO, DeviceKey::from_bytes([1; 32]), BoxKey::from_bytes([2; 32]));
/// assert_eq!(code.to_string().parse(), Ok(code));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinCode(u32);

impl JoinCode {
    /// Makes the code of a device that asks to join, which takes about 30 ms.
    pub fn of(genesis: EnvId, device: DeviceKey, box_key: BoxKey) -> Self {
        let secret = [CONTEXT, genesis.as_ref(), device.as_ref(), box_key.as_ref()].concat();
        let salt = std::array::from_fn(|index| genesis.as_bytes()[index]);
        let derived = argon::derive(&secret, &salt);
        let number = u64::from_be_bytes(std::array::from_fn(|index| derived[index]));
        Self((number % 1_000_000) as u32)
    }
}

impl std::fmt::Display for JoinCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1_000, self.0 % 1_000)
    }
}

impl std::str::FromStr for JoinCode {
    type Err = CodeTextError;

    fn from_str(text: &str) -> Result<Self, CodeTextError> {
        let written: String = text.chars().filter(|letter| !" -.\u{a0}".contains(*letter)).collect();
        if !written.chars().all(|letter| letter.is_ascii_digit()) {
            return Err(CodeTextError::Character);
        }
        if written.len() != DIGITS {
            return Err(CodeTextError::Length { expected: DIGITS, found: written.len() });
        }
        written.parse().map(Self).map_err(|_| CodeTextError::Character)
    }
}
