use super::support::{approval, draft, key};
use proptest::prelude::*;
use protocol::{
    Capacity, ChangeHash, Cursor, Draft, DraftContent, EnvId, Envelope, Epoch, Header, InviteToken, Parsed,
    Prepared, RecordPayload, RecoverySecret, Role, ScopeId, Signature, Value, Vector, Verb,
};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::int),
        any::<u64>().prop_map(Value::Uint),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Bytes),
        "\\PC{0,20}".prop_map(|text| Value::text(&text)),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec(("\\PC{0,8}", inner), 0..6)
                .prop_map(|entries| Value::map(entries.into_iter().map(|(k, v)| (Value::text(&k), v)))),
        ]
    })
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let verb = prop::sample::select(Verb::ALL.to_vec());
    let role = prop::sample::select(Role::ALL.to_vec());
    let heads = prop::collection::vec(any::<[u8; 32]>().prop_map(ChangeHash::from_bytes), 0..17);
    let scope = any::<Option<[u8; 16]>>().prop_map(|scope| scope.map(ScopeId::from_bytes));
    (verb, role, scope, heads, "\\PC{0,60}", any::<i64>(), any::<[u8; 32]>()).prop_map(
        |(verb, role, scope, heads, text, ts, after)| Draft {
            ts,
            ..draft(DraftContent::Record {
                verb,
                capacity: Capacity { role, scope },
                stage: None,
                heads,
                payload: RecordPayload {
                    text: Value::text(&text).as_str().unwrap_or_default().to_owned(),
                    after: vec![EnvId::from_bytes(after)],
                    ..RecordPayload::default()
                },
            })
        },
    )
}

proptest! {
    #[test]
    fn values_have_one_form_and_are_read_back(value in value()) {
        let bytes = value.to_bytes();
        prop_assert_eq!(Value::from_bytes(&bytes), Ok(value));
    }

    #[test]
    fn envelopes_are_read_back_as_they_were_signed(draft in any_draft()) {
        let envelope = draft.seal(&key());
        let wire = envelope.to_wire();
        let (read, used) = Envelope::from_wire(&wire).unwrap();
        prop_assert_eq!(used, wire.len());
        prop_assert_eq!(&read, &envelope);
        prop_assert_eq!(Header::from_bytes(envelope.header_bytes()).unwrap().to_bytes(), envelope.header_bytes());
    }

    #[test]
    fn any_bytes_are_answered_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for envelope in protocol::read_push(&bytes).into_iter().flatten() {
            let _ = Prepared::new(envelope);
        }
        let _ = Value::from_bytes(&bytes);
        let _ = Header::from_bytes(&bytes);
        let _ = RecordPayload::from_bytes(&bytes);
        let _ = protocol::Manifest::from_bytes(&bytes);
        let _ = Vector::from_bytes(&bytes);
        let _ = protocol::split_chunks(&bytes);
        for verb in 0..16 {
            let _ = protocol::ControlBody::from_bytes(verb, &bytes);
        }
    }

    #[test]
    fn any_bytes_behind_a_chunks_head_are_answered_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let bytes = [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1][..], &body].concat();
        let _ = protocol::read_chunks(&bytes, &[ChangeHash::from_bytes([0; 32])], key().device_key());
    }

    #[test]
    fn typed_codes_are_read_back(token in any::<[u8; 10]>(), seed in any::<[u8; 32]>(), seq in any::<u64>()) {
        let token = InviteToken::from_random(token);
        prop_assert_eq!(token.to_string().parse(), Ok(token));
        let secret = RecoverySecret::from_seed(seed);
        prop_assert_eq!(secret.to_string().parse(), Ok(secret));
        let cursor = Cursor { epoch: Epoch::from_bytes([1; 16]), seq, chain: [2; 8] };
        prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }
}

#[test]
fn any_flipped_bit_of_an_envelope_is_refused() {
    let good = approval();
    let whole = |header: &[u8], sig: &Signature, payload: &[u8]| {
        Envelope::from_parts(header.to_vec(), *sig, Some(payload.to_vec()))
            .is_ok_and(|envelope| matches!(Prepared::new(envelope).parsed(), Parsed::Record(_)))
    };
    let (header, sig, payload) = (good.header_bytes(), good.signature(), good.payload().unwrap());
    assert!(whole(header, &sig, payload));

    for bit in 0..header.len() * 8 {
        assert!(!whole(&flipped(header, bit), &sig, payload), "bit {bit} of the header");
    }
    for bit in 0..512 {
        let bad = Signature(flipped(&sig.0, bit).try_into().unwrap());
        assert!(!whole(header, &bad, payload), "bit {bit} of the signature");
    }
    for bit in 0..payload.len() * 8 {
        assert!(!whole(header, &sig, &flipped(payload, bit)), "bit {bit} of the payload");
    }
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}
