//! Invitations: a code that one device may join with, as text, QR picture and printed slip.

use api::{Code, Error, FileView, InvitationView, InviteMembers, PrintInvitations};
use domain::date::Moment;
use protocol::{ControlBody, InviteOpen, InviteToken, JoinTicket, MemberId};
use store::invitation::Invitation;
use store::setting::{self, Key};

use crate::ids::Same;
use crate::session::{Session, Work};
use crate::{control, disk, entrance, error, host, joiners, paper, people};

const DAY: i64 = 86_400_000;

/// Makes invitations; an earlier open one of the same member is closed.
pub async fn invite(session: &Session, request: InviteMembers) -> Result<Vec<InvitationView>, Error> {
    // A member's own second device is theirs to invite.
    if request.members != [session.member.same()] {
        people::must_register(session)?;
    }
    if !(1..=60).contains(&request.days) {
        return Err(Error::new(Code::BadValue).with("path", "days").with("reason", "out_of_range"));
    }
    let members = whom(session, &request)?;
    // The slips carry where tablets enter; an earlier answer does, and the relay's address too.
    if let Err(failure) = entrance::ask(session).await {
        tracing::debug!(%failure, "where browsers enter was not learned");
    }
    let now = session.now();
    let expires = Moment::from_millis(now.millis() + i64::from(request.days) * DAY);
    let mut bodies = session.read(|work| closings(work, &members))?;
    let mut made = Vec::new();
    let held = session.read(|work| people::roles(work))?;
    for member in members {
        let token = InviteToken::from_random(host::random());
        let invite = token.invite_key(session.space);
        bodies.push(ControlBody::InviteOpen(InviteOpen {
            invite,
            member: Some(member),
            expires: expires.millis(),
            uses: 1,
            auto: member == session.member || joiners::joins_alone(held.get(&member)),
        }));
        let ticket = session.read(|work| ticket(work, token.clone()))?;
        made.push(Invitation { invite, member, ticket, made_at: now, expires });
    }
    control::enter(session, bodies).await?;
    session.commit(|work| {
        for invitation in &made {
            store::invitation::save(work.connection(), invitation).map_err(error::from_store)?;
        }
        made.iter().map(|invitation| view(work, invitation)).collect()
    })
}

fn whom(session: &Session, request: &InviteMembers) -> Result<Vec<MemberId>, Error> {
    let people = people::list(session)?;
    if request.members.is_empty() {
        return Ok(people.members.iter().filter(|one| one.devices == 0).map(|one| one.id.same()).collect());
    }
    if request.members.iter().any(|asked| people.members.iter().all(|one| one.id != *asked)) {
        return Err(Error::new(Code::NotFound));
    }
    Ok(request.members.iter().map(Same::same).collect())
}

fn closings(work: &Work<'_>, members: &[MemberId]) -> Result<Vec<ControlBody>, Error> {
    let open = ledger::invites(work.connection()).map_err(error::from_ledger)?;
    // Who is no registrar closes what they opened themselves.
    let me = work.session.member;
    let registers = people::must_register_in(work).is_ok();
    Ok(open
        .into_iter()
        .filter(|one| {
            let usable = !one.closed && one.used < one.uses;
            let named = one.member.is_some_and(|member| members.contains(&member));
            usable && named && (registers || one.opener == me)
        })
        .map(|one| ControlBody::InviteClose { invite: one.invite })
        .collect())
}

fn ticket(work: &Work<'_>, token: InviteToken) -> Result<String, Error> {
    let session = work.session;
    let genesis = setting::get(work.connection(), Key::Genesis).map_err(error::from_store)?;
    let (Some(relay), Some(genesis)) = (session.exchange.key(), genesis.and_then(|hex| hex.parse().ok()))
    else {
        return Err(Error::new(Code::Internal).with("reason", "no relay"));
    };
    let addresses = entrance::addresses(work)?;
    Ok(JoinTicket { addresses, relay, tls: None, space: session.space, genesis, token }.to_string())
}

fn view(work: &Work<'_>, invitation: &Invitation) -> Result<InvitationView, Error> {
    let connection = work.connection();
    let person = store::person::load(connection, invitation.member).map_err(error::from_store)?;
    let departments = store::department::all(connection).map_err(error::from_store)?;
    let department = person.as_ref().and_then(|person| person.department);
    let department = departments.into_iter().find(|one| Some(one.id) == department).map(|one| one.name);
    let address = entrance::invitation(work, &invitation.ticket)?;
    Ok(InvitationView {
        member: invitation.member.same(),
        name: person.map(|person| person.name).unwrap_or_default(),
        department: department.unwrap_or_default(),
        qr_svg: documents::qr_svg(&address).map_err(|failure| error::internal(&failure))?,
        ticket: invitation.ticket.clone(),
        address,
        expires: invitation.expires,
        needs_code: ledger::invites(connection)
            .map_err(error::from_ledger)?
            .iter()
            .any(|one| one.invite == invitation.invite && !one.auto),
    })
}

/// Prints open invitations that were made on this machine.
pub async fn print(session: &Session, request: PrintInvitations) -> Result<FileView, Error> {
    if request.members != [session.member.same()] {
        people::must_register(session)?;
    }
    let (slips, count) = session.read(|work| slips(work, &request))?;
    if count == 0 {
        return Err(Error::new(Code::NotFound));
    }
    let pdf = paper::print_slips(&slips).await?;
    file("ma-moi.pdf", "application/pdf", pdf, request.path)
}

fn slips(work: &Work<'_>, request: &PrintInvitations) -> Result<(Vec<documents::slips::Slip>, usize), Error> {
    let school = setting::get(work.connection(), Key::School).map_err(error::from_store)?.unwrap_or_default();
    let open = ledger::invites(work.connection()).map_err(error::from_ledger)?;
    let mut slips = Vec::new();
    for invitation in store::invitation::all(work.connection()).map_err(error::from_store)? {
        let asked = request.members.is_empty() || request.members.contains(&invitation.member.same());
        let usable =
            open.iter().any(|one| one.invite == invitation.invite && !one.closed && one.used < one.uses);
        if asked && usable {
            let view = view(work, &invitation)?;
            slips.push(documents::slips::Slip {
                school: school.clone(),
                name: view.name,
                department: view.department,
                relay: view.address.split("/#").next().unwrap_or_default().to_owned(),
                ticket: view.ticket,
                address: view.address,
                expires: view.expires.date(),
            });
        }
    }
    let count = slips.len();
    Ok((slips, count))
}

/// Gives a file that was made: written to a path, or as bytes.
pub fn file(name: &str, mime: &str, bytes: Vec<u8>, path: Option<String>) -> Result<FileView, Error> {
    use base64::Engine as _;
    let mut view = FileView { name: name.to_owned(), mime: mime.to_owned(), base64: None, path: None };
    match path {
        Some(path) => {
            let written = disk::outside(&path).and_then(|place| disk::write_durably(&place, &bytes));
            written.map_err(|failure| error::from_io(&failure, std::path::Path::new(&path)))?;
            view.path = Some(path);
        }
        None => view.base64 = Some(base64::prelude::BASE64_STANDARD.encode(bytes)),
    }
    Ok(view)
}
