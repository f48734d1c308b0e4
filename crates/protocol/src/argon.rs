//! Argon2id (RFC 9106) with the cost that every secret of a person has here.

/// Makes a key of a code or a PIN: 19 MiB, two passes, about 30 ms on a machine.
pub(crate) fn derive(secret: &[u8], salt: &[u8; 16]) -> [u8; 32] {
    let params = argon2::Params::new(19 * 1024, 2, 1, Some(32)).expect("constant and in range");
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; 32];
    argon.hash_password_into(secret, salt, &mut key).expect("lengths are constant");
    key
}
