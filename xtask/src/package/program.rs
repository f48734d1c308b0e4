//! What a built program needs of the machine that it runs on.

use anyhow::{Context, Result, bail};

/// The name that Debian has for this machine's processor.
pub fn architecture() -> Result<&'static str> {
    Ok(match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "arm" => "armhf",
        other => bail!("no name for the processor {other} is known here; Debian's is needed"),
    })
}

/// The newest version of the C library that a program asks for, by the names of its symbols.
pub fn newest_glibc(program: &[u8]) -> Result<String> {
    const MARK: &[u8] = b"GLIBC_2.";
    let minors =
        program.windows(MARK.len()).enumerate().filter(|(_, bytes)| *bytes == MARK).map(|(at, _)| {
            let digits = program[at + MARK.len()..].iter().take_while(|byte| byte.is_ascii_digit());
            digits.fold(0_u32, |number, digit| number.saturating_mul(10) + u32::from(digit - b'0'))
        });
    let newest = minors.max().context("the program names no C library; it was built for another system")?;
    Ok(format!("2.{newest}"))
}
