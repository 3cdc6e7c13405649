//! How deep a document's brackets are nested, without parsing it: the parser
//! recurses once per bracket and would run out of stack on a hostile one.

/// The parser's own limit; it checks it after its recursive grammar has run.
pub(super) const LIMIT: usize = 64;

/// The deepest nesting of `{`, `[` and `(`, outside strings and comments. An
/// unfinished string ends the count: the parser stops there too.
pub(super) fn deepest(query: &str) -> usize {
    let bytes = query.as_bytes();
    let (mut at, mut depth, mut deepest) = (0, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            b'#' => match bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')) {
                Some(length) => at += length,
                None => break,
            },
            b'"' => match string_length(&bytes[at..]) {
                Some(length) => {
                    at += length;
                    continue;
                }
                None => break,
            },
            _ => {}
        }
        at += 1;
    }
    deepest
}

/// The length of the string that begins here, with its quotes.
fn string_length(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"\"\"\"") {
        let mut at = 3;
        loop {
            let rest = text.get(at..)?;
            if rest.starts_with(b"\\\"\"\"") {
                at += 4;
            } else if rest.starts_with(b"\"\"\"") {
                return Some(at + 3);
            } else {
                at += 1;
            }
        }
    }
    let mut at = 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' | b'\r' => return None,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_outside_strings_and_comments() {
        for (query, expected) in [
            ("{a{b(c:[1])}}", 4),
            ("{a(x:\"{{{{\")}", 2),
            ("{a(x:\"\\\"{{{{\")}", 2),
            ("{a(x:\"\"\"{{ \\\"\"\" {{\"\"\")}", 2),
            ("# {{{{\n{a}", 1),
            ("{a #{{{\r{b}}", 2),
            // Closers in strings must not hide real openers.
            ("{a(x:\"}\"){a(x:\"}\"){a}}}", 3),
            ("{a(x:\"\"){b}}", 2),
            ("\"unfinished {{{{", 0),
            ("", 0),
        ] {
            assert_eq!(deepest(query), expected, "{query}");
        }
    }
}
