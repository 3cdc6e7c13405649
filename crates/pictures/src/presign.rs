//! Addresses that let somebody put one object into a bucket: AWS's Signature
//! Version 4 in a query. The store signs such addresses, too, but not how long
//! the object is.

use crate::bucket::BucketConfig;
use hmac::{Hmac, Mac};
use kernel::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Everything but letters, digits and these four.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
const PATH: &AsciiSet = &QUERY.remove(b'/');

/// Signs addresses of one bucket.
#[derive(Debug)]
pub(crate) struct Signer {
    scheme: String,
    host: String,
    /// Before an object's name, without a slash at the end.
    path: String,
    region: String,
    access_key: String,
    secret_key: SecretString,
}

/// A request that may be made.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// The object's name.
    pub(crate) name: &'a str,
    /// What else it must say: in small letters and sorted, with `host`.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// Until so many seconds after it was signed.
    pub(crate) seconds: i64,
}

impl Signer {
    pub(crate) fn new(config: &BucketConfig) -> Self {
        let (scheme, host, path) = config.address();
        Self {
            scheme: scheme.to_owned(),
            host,
            path,
            region: config.region.clone(),
            access_key: config.access_key.clone(),
            secret_key: config.secret_key.clone(),
        }
    }

    /// The address to put an object to: of exactly that type, and so many
    /// bytes.
    pub(crate) fn put(
        &self,
        name: &str,
        media_type: &str,
        bytes: usize,
        seconds: i64,
        now: Timestamp,
    ) -> String {
        let bytes = bytes.to_string();
        let headers = [
            ("content-length", bytes.as_str()),
            ("content-type", media_type),
            ("host", self.host.as_str()),
        ];
        let request = Signed {
            method: "PUT",
            name,
            headers: &headers,
            seconds,
        };
        self.address(&request, now)
    }

    fn address(&self, request: &Signed<'_>, now: Timestamp) -> String {
        let (day, instant) = (now.format("%Y%m%d"), now.format("%Y%m%dT%H%M%SZ"));
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let path = format!("{}/{}", self.path, request.name);
        let path = utf8_percent_encode(&path, PATH).to_string();
        let encoded = |text: &str| utf8_percent_encode(text, QUERY).to_string();
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={instant}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
            encoded(&format!("{}/{scope}", self.access_key)),
            request.seconds,
            encoded(&names),
        );
        let headers = request.headers.iter();
        let headers: String = headers
            .map(|(name, value)| format!("{name}:{}\n", value.trim()))
            .collect();
        let canonical = format!(
            "{}\n{path}\n{query}\n{headers}\n{names}\nUNSIGNED-PAYLOAD",
            request.method
        );
        let canonical = hex::encode(Sha256::digest(canonical));
        let text = format!("AWS4-HMAC-SHA256\n{instant}\n{scope}\n{canonical}");
        let secret = format!("AWS4{}", self.secret_key.expose_secret());
        let day = day.to_string();
        let mut key = secret.into_bytes();
        for part in [&day, &self.region, "s3", "aws4_request", &text] {
            key = keyed(&key, part);
        }
        let (scheme, host) = (&self.scheme, &self.host);
        let signature = hex::encode(key);
        format!("{scheme}://{host}{path}?{query}&X-Amz-Signature={signature}")
    }
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of every length, so this cannot fail.
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac
            .chain_update(text.as_bytes())
            .finalize()
            .into_bytes()
            .to_vec(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(path_style: bool) -> Signer {
        Signer::new(&BucketConfig {
            name: "examplebucket".to_owned(),
            endpoint: "https://s3.amazonaws.com/".to_owned(),
            region: "us-east-1".to_owned(),
            access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned().into(),
            path_style,
        })
    }

    fn day() -> Timestamp {
        "2013-05-24T00:00:00Z".parse().unwrap()
    }

    /// The example of AWS's own documentation ("Authenticating Requests: Using
    /// Query Parameters").
    #[test]
    fn aws_signs_the_same() {
        let request = Signed {
            method: "GET",
            name: "test.txt",
            headers: &[("host", "examplebucket.s3.amazonaws.com")],
            seconds: 86_400,
        };
        assert_eq!(
            signer(false).address(&request, day()),
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
            &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
            &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
            &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        );
    }

    #[test]
    fn everything_that_is_promised_is_signed() {
        let own = signer(true);
        let put = |name, media_type, bytes, seconds| {
            let address = own.put(name, media_type, bytes, seconds, day());
            let (address, signature) = address.split_once("&X-Amz-Signature=").unwrap();
            (address.to_owned(), signature.to_owned())
        };
        let (address, signature) = put("uploads/x", "image/png", 9, 900);
        assert!(
            address.starts_with("https://s3.amazonaws.com/examplebucket/uploads/x?"),
            "{address}"
        );
        assert!(address.contains("SignedHeaders=content-length%3Bcontent-type%3Bhost"));
        // As botocore signs the same request (`S3SigV4QueryAuth`).
        assert_eq!(
            signature,
            "a4d8e34ec7e81b24488acb3da0f2c6c09cf165a84b312bc0b672cdf6812d437d"
        );
        for (name, media_type, bytes, seconds) in [
            ("uploads/y", "image/png", 9, 900),
            ("uploads/x", "image/jpeg", 9, 900),
            ("uploads/x", "image/png", 10, 900),
            ("uploads/x", "image/png", 9, 901),
        ] {
            assert_ne!(put(name, media_type, bytes, seconds).1, signature);
        }
    }
}
