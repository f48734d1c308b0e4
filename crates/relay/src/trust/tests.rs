use super::{profile, qr_svg, text};

#[test]
fn a_profile_holds_the_certificate_and_is_the_same_each_time() {
    let certificate = [0x30; 100];
    let fingerprint: [u8; 32] = std::array::from_fn(|place| place as u8);

    let made = profile(&certificate, &fingerprint);

    assert!(made.contains("<string>00010203-0405-0607-0809-0A0B0C0D0E0F</string>"), "{made}");
    assert!(made.contains("MDAwMDAw\n"), "{made}");
    assert!(!made.contains('{'), "every blank is filled: {made}");
    assert_eq!(made, profile(&certificate, &fingerprint));
}

#[test]
fn the_text_form_has_lines_of_64_letters() {
    let made = text(&[1; 100]);

    let lines: Vec<&str> = made.lines().collect();
    assert_eq!(lines[0], "-----BEGIN CERTIFICATE-----");
    assert_eq!(lines[1].len(), 64);
    assert_eq!(lines.last(), Some(&"-----END CERTIFICATE-----"));
}

#[test]
fn an_address_is_a_picture() {
    assert!(qr_svg("http://192.168.1.10:7420").is_some_and(|picture| picture.contains("<svg")));
    assert_eq!(qr_svg(&"x".repeat(5_000)), None);
}
