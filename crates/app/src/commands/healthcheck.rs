//! `ocop healthcheck`: asks a running process, without needing any other
//! program in a container.

use crate::End;
use crate::failure::Failure;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// Whoever takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(clap::Args)]
pub(super) struct Options {
    /// What to ask, over plain HTTP.
    #[arg(long, default_value = "http://127.0.0.1:8080/readyz")]
    url: String,
}

pub(super) fn run(options: Options) -> Result<End, Failure> {
    let (host, path) = split(&options.url)?;
    match ask(&host, &path) {
        Ok(200) => Ok(End::Done),
        Ok(status) => {
            eprintln!("ocop: {}: status {status}", options.url);
            Ok(End::No)
        }
        Err(error) => {
            eprintln!("ocop: {}: {error}", options.url);
            Ok(End::No)
        }
    }
}

/// Host with port, and path, of an address.
fn split(url: &str) -> Result<(String, String), Failure> {
    let rest = url
        .strip_prefix("http://")
        .ok_or_else(|| Failure::new(format!("--url: {url}: only http:// is asked")))?;
    let (host, path) = rest
        .find('/')
        .map_or((rest, "/"), |at| (&rest[..at], &rest[at..]));
    let sane = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !sane(host) || !sane(path) {
        return Err(Failure::new(format!("--url: {url}: is no address")));
    }
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| {
        !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
    });
    let host = if has_port {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    Ok((host, path.to_owned()))
}

fn ask(host: &str, path: &str) -> std::io::Result<u16> {
    let nobody = || std::io::Error::other("the name has no address");
    let address = host.to_socket_addrs()?.next().ok_or_else(nobody)?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: ocop-healthcheck\r\nConnection: close\r\n\r\n"
    )?;
    // `HTTP/1.1 200`: all that is of interest.
    let mut line = [0; 12];
    stream.read_exact(&mut line)?;
    std::str::from_utf8(&line)
        .ok()
        .and_then(|line| line.strip_prefix("HTTP/1.1 "))
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| std::io::Error::other("the answer is not HTTP"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let of = |url| split(url).map_err(|failure| failure.to_string());
        let pair = |host: &str, path: &str| Ok((host.to_owned(), path.to_owned()));
        assert_eq!(of("http://a:1/readyz"), pair("a:1", "/readyz"));
        assert_eq!(of("http://a"), pair("a:80", "/"));
        assert_eq!(of("http://[::1]:9/x"), pair("[::1]:9", "/x"));
        assert!(of("https://a/").is_err());
        assert!(of("http://").is_err());
        assert!(of("http://a/\r\nX: y").is_err());
    }
}
