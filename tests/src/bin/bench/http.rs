//! One connection to a server that keeps its doors open: no more of HTTP than the bench needs, so
//! that what is measured is the server.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::messages::{Messages, Piece};

/// A request.
pub struct Request<'a> {
    /// Such as `GET`.
    pub method: &'a str,
    /// From the slash on.
    pub path: &'a str,
    /// Shown as bearer.
    pub token: Option<&'a str>,
    /// Its body.
    pub body: &'a [u8],
}

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    address: String,
}

impl Connection {
    /// Connects to `host:port`.
    pub async fn to(address: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("{address} does not answer"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address: address.to_owned() })
    }

    /// Asks, and gives the body of a good answer.
    pub async fn ask(&mut self, request: Request<'_>) -> Result<Vec<u8>> {
        let Request { method, path, token, body } = request;
        let bearer = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\n{bearer}content-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        self.stream.write_all(&[head.as_bytes(), body].concat()).await?;
        let (status, answer) = self.answer().await?;
        if !(200..300).contains(&status) {
            bail!("{method} {path} answered {status}: {}", String::from_utf8_lossy(&answer));
        }
        Ok(answer)
    }

    /// Downloads as machines do, compressed; gives how many bytes came.
    pub async fn download(&mut self, path: &str, token: &str) -> Result<usize> {
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\naccept-encoding: gzip\r\nauthorization: Bearer {token}\r\n\r\n",
            self.address
        );
        self.stream.write_all(head.as_bytes()).await?;
        let (status, answer) = self.answer().await?;
        if status == 200 { Ok(answer.len()) } else { bail!("{path} answered {status}") }
    }

    async fn answer(&mut self) -> Result<(u16, Vec<u8>)> {
        let (mut messages, mut bytes) = (Messages::new(), vec![0; 64 << 10]);
        let (mut status, mut body, mut ended) = (0, Vec::new(), false);
        while !ended {
            let read = self.stream.read(&mut bytes).await?;
            if read == 0 {
                bail!("{} hung up", self.address);
            }
            messages.take(&bytes[..read], |piece| match piece {
                Piece::Head(head) => {
                    status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
                }
                Piece::Body(some) => body.extend_from_slice(some),
                Piece::End => ended = true,
            });
        }
        Ok((status, body))
    }
}
