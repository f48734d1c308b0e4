//! Decodes control entries.

use super::{ControlBody, Cosign, DeviceEntry, Genesis, GrantBody, InviteOpen};
use crate::cbor::{Malformed, Reader};
use crate::keys::Signature;
use crate::role::Role;

impl ControlBody {
    /// Decodes the body of a verb and refuses every form but the only one; nothing where this
    /// version does not know the verb.
    pub fn from_bytes(verb: u16, bytes: &[u8]) -> Result<Option<Self>, Malformed> {
        let mut reader = Reader::new(bytes);
        let fields = reader.array_length()?;
        let Some(body) = read(verb, &mut reader)? else { return Ok(None) };
        let expected = body.field_count() + usize::from(body.cosign().is_some());
        if fields == expected as u64 && body.to_bytes() == bytes { Ok(Some(body)) } else { Err(Malformed) }
    }
}

fn read(verb: u16, reader: &mut Reader<'_>) -> Result<Option<ControlBody>, Malformed> {
    Ok(Some(match verb {
        1 => ControlBody::Genesis(genesis(reader)?),
        2 => ControlBody::Member { member: reader.id()? },
        3 => ControlBody::DeviceAdd(entry(reader)?),
        4 => {
            ControlBody::Join { invite: reader.id()?, proof: Signature::read(reader)?, box_key: reader.id()? }
        }
        5 => ControlBody::Grant(grant(reader)?),
        6 => ControlBody::Ungrant(grant(reader)?),
        7 => ControlBody::Policy { version: reader.uint()?, cosign: cosign(reader)? },
        8 => ControlBody::InviteOpen(invite(reader)?),
        9 => ControlBody::InviteClose { invite: reader.id()? },
        10 => ControlBody::DeviceRevoke { device: reader.id()?, last_aseq: reader.uint()? },
        11 => ControlBody::MemberRevoke { member: reader.id()? },
        12 => ControlBody::RegistrarRotate { registrars: entries(reader)?, cosign: cosign(reader)? },
        13 => ControlBody::RelayRotate {
            relay: reader.id()?,
            relay_box: reader.id()?,
            tls: reader.list(Reader::id)?,
            cosign: cosign(reader)?,
        },
        _ => return Ok(None),
    }))
}

fn genesis(reader: &mut Reader<'_>) -> Result<Genesis, Malformed> {
    Ok(Genesis {
        registrars: entries(reader)?,
        recovery: reader.id()?,
        relay: reader.id()?,
        relay_box: reader.id()?,
        tls: reader.list(Reader::id)?,
        policy: reader.uint()?,
    })
}

fn entries(reader: &mut Reader<'_>) -> Result<Vec<DeviceEntry>, Malformed> {
    let entries = reader.list(|reader| {
        reader.array(3)?;
        entry(reader)
    })?;
    if (1..=3).contains(&entries.len()) { Ok(entries) } else { Err(Malformed) }
}

fn entry(reader: &mut Reader<'_>) -> Result<DeviceEntry, Malformed> {
    Ok(DeviceEntry { member: reader.id()?, device: reader.id()?, box_key: reader.id()? })
}

fn grant(reader: &mut Reader<'_>) -> Result<GrantBody, Malformed> {
    let member = reader.id()?;
    let role = Role::from_code(reader.uint()?).filter(|role| role.is_granted()).ok_or(Malformed)?;
    let scope = reader.id_or_null()?;
    // A department for 1 to 3, a round or nothing for the council, nothing for all others.
    if role.is_departmental() != scope.is_some() && !role.is_council() {
        return Err(Malformed);
    }
    Ok(GrantBody { member, role, scope, first_day: reader.int()?, last_day: reader.nullable(Reader::int)? })
}

fn invite(reader: &mut Reader<'_>) -> Result<InviteOpen, Malformed> {
    Ok(InviteOpen {
        invite: reader.id()?,
        member: reader.id_or_null()?,
        expires: reader.int()?,
        uses: reader.uint()?,
        auto: reader.bool()?,
    })
}

fn cosign(reader: &mut Reader<'_>) -> Result<Cosign, Malformed> {
    reader.array(2)?;
    Ok(Cosign { key: reader.fixed()?, sig: Signature::read(reader)? })
}
