//! Where a relay is asked, in clear and in secret: one port serves both (ADR 0013).

use crate::entrance::is_of_one_machine;

/// The two ways to one relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// For what the relay signs and anybody may hear.
    pub plain: String,
    /// For everything else.
    pub secure: String,
}

/// The ways to a relay that must be spoken with in secret: all but those on this machine, unless they
/// are asked for by https.
pub fn ways(address: &str) -> Option<Ways> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next().unwrap_or_default();
    let port = match scheme {
        "https" => ":443",
        _ if is_of_one_machine(address) => return None,
        _ => ":80",
    };
    let port = if has_port(host) { "" } else { port };
    Some(Ways { plain: format!("http://{rest}{port}"), secure: format!("https://{rest}{port}") })
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Ways, ways};
    use rstest::rstest;

    #[rstest]
    #[case::own_machine("http://127.0.0.1:8440", None)]
    #[case::own_name("http://localhost:8440", None)]
    #[case::own_address("http://[::1]:8440", None)]
    #[case::wifi("http://192.168.1.5:8440", Some("192.168.1.5:8440"))]
    #[case::name("http://tram.local", Some("tram.local:80"))]
    #[case::six("http://[fd00::5]:8440", Some("[fd00::5]:8440"))]
    #[case::six_without_a_port("http://[fd00::a]", Some("[fd00::a]:80"))]
    #[case::asked_for("https://127.0.0.1:8440", Some("127.0.0.1:8440"))]
    #[case::usual_port("https://truong.edu.vn", Some("truong.edu.vn:443"))]
    fn what_leaves_the_machine_goes_in_secret(#[case] address: &str, #[case] host: Option<&str>) {
        let expected =
            host.map(|host| Ways { plain: format!("http://{host}"), secure: format!("https://{host}") });
        assert_eq!(ways(address), expected);
    }
}
