use super::support::SPACE;
use protocol::{
    Code, CodeTextError, EnvId, InviteToken, JoinTicket, RecoverySecret, RelayKey, TicketError, Verb,
};

fn ticket() -> JoinTicket {
    JoinTicket {
        addresses: vec!["http://192.168.1.5:8440".to_owned(), "http://so.truong.example".to_owned()],
        relay: RelayKey::from_bytes([20; 32]),
        tls: None,
        space: SPACE,
        genesis: EnvId::from_bytes([21; 32]),
        token: InviteToken::from_random([17; 10]),
    }
}

#[test]
fn a_ticket_is_read_however_it_was_typed() {
    let text = ticket().to_string();
    let typed: String = text.to_lowercase().chars().flat_map(|letter| [letter, ' ']).collect();

    assert_eq!(text.parse(), Ok(ticket()));
    assert_eq!(typed.replace("s s k 1 :", "ssk1:\n").parse(), Ok(ticket()));
    assert_eq!(format!("http://192.168.1.5:7420/#{text}").parse(), Ok(ticket()), "as a camera reads it");
    assert!(text.len() < 320, "it fits a small QR code: {}", text.len());
}

#[test]
fn what_is_wrong_with_a_ticket_is_said() {
    let text = ticket().to_string();
    let swapped = format!("{}{}", &text[..20], text[20..].chars().rev().collect::<String>());
    let cases = [
        ("", TicketError::NotATicket),
        ("https://example.org/x", TicketError::NotATicket),
        ("http://192.168.1.5:7420/#", TicketError::NotATicket),
        ("SSK2:ABCD", TicketError::Version),
        ("SSK1:AB!D", TicketError::Character),
        ("SSK1:", TicketError::Checksum),
        (&text[..text.len() - 4], TicketError::Checksum),
        (&swapped, TicketError::Checksum),
    ];
    for (text, expected) in cases {
        assert_eq!(text.parse::<JoinTicket>(), Err(expected), "{text}");
    }
}

#[test]
fn a_code_is_sixteen_characters_and_forgives_what_looks_alike() {
    let token = InviteToken::from_random([0x08, 0x42, 0x10, 0x84, 0x21, 0, 0, 0, 0, 0]);

    assert_eq!(token.to_string(), "1111-1111-0000-0000");
    assert_eq!("lI1l 1i1L-oO0o.0000".replace('.', "").parse(), Ok(token));
    assert_eq!("1111".parse::<InviteToken>(), Err(CodeTextError::Length { expected: 16, found: 4 }));
    assert_eq!("UUUU".parse::<InviteToken>(), Err(CodeTextError::Character));
}

#[test]
fn a_misread_recovery_key_is_noticed() {
    let secret = RecoverySecret::from_seed([22; 32]);
    let text = secret.to_string();
    assert_eq!(text.split('-').count(), 13);
    assert_eq!(text.to_lowercase().replace('-', " ").parse(), Ok(secret));

    let misread = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        .chars()
        .filter(|letter| !text.starts_with(*letter))
        .filter(|letter| format!("{letter}{}", &text[1..]).parse::<RecoverySecret>().is_ok())
        .count();
    assert!(misread <= 6, "about one of sixteen misread characters gets through, not {misread} of 31");
}

#[test]
fn codes_and_verbs_are_found_by_their_names() {
    assert!(Code::ALL.iter().all(|code| code.as_str().parse() == Ok(*code)));
    assert!(Verb::ALL.iter().all(|verb| verb.name().parse() == Ok(*verb)));
    assert!(Verb::ALL.iter().all(|verb| Verb::from_code(verb.code()) == Some(*verb)));
    assert_eq!(Verb::AnswerDifficulty.name(), "answer_difficulty");
    assert!(Code::MissingDeps.retryable() && !Code::RestsOnVoid.retryable());
}
