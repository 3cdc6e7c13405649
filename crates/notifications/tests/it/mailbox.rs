//! Reads the letters of the file mailer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::path::Path;

/// A letter as a mail program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Letter {
    pub(crate) fn header(&self, name: &str) -> &str {
        &self.headers[name]
    }

    pub(crate) fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut headers = BTreeMap::new();
        for line in head.replace("\r\n ", " ").lines() {
            let (name, value) = line.split_once(": ").unwrap();
            headers.insert(name.to_lowercase(), words(value));
        }
        let body = match headers["content-transfer-encoding"].as_str() {
            "base64" => utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()),
            "quoted-printable" => quoted(body),
            _ => body.to_owned(),
        };
        Self {
            headers,
            body: body.replace("\r\n", "\n"),
        }
    }
}

/// Every letter in a folder, sorted by recipient.
pub(crate) fn letters(folder: &Path) -> Vec<Letter> {
    let mut letters: Vec<Letter> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .inspect(|path| assert_eq!(path.extension().unwrap(), "eml", "{path:?}"))
        .map(|path| Letter::read(&std::fs::read(path).unwrap()))
        .collect();
    letters.sort_by_key(|letter| letter.header("to").to_owned());
    letters
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// Encoded words (RFC 2047) as text.
fn words(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some((before, encoded)) = rest.split_once("=?utf-8?b?") {
        // White space between two encoded words is none.
        if !(after_word && before.trim().is_empty()) {
            text.push_str(before);
        }
        let (word, next) = encoded.split_once("?=").unwrap();
        text.push_str(&utf8(STANDARD.decode(word).unwrap()));
        (rest, after_word) = (next, true);
    }
    text + rest
}

fn quoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut parts = joined.split('=');
    bytes.extend(parts.next().unwrap().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(part[2..].bytes());
    }
    utf8(bytes)
}
