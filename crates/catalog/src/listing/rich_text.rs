//! Rich text of producers: a few harmless elements of HTML, and nothing else.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What stories may hold. Pictures and videos are fields of their own.
const ELEMENTS: [&str; 12] = [
    "p",
    "br",
    "strong",
    "em",
    "b",
    "i",
    "ul",
    "ol",
    "li",
    "h3",
    "blockquote",
    "a",
];

fn cleaner() -> &'static Builder<'static> {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .tags(HashSet::from(ELEMENTS))
            .clean_content_tags(HashSet::from(["script", "style"]))
            .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
            .url_schemes(HashSet::from(["https"]))
            .url_relative(UrlRelative::Deny)
            .link_rel(Some("nofollow ugc noopener noreferrer"));
        builder
    })
}

/// The text as HTML that is safe to show: elements and links that are not
/// allowed are gone, their words stay. `None` where nothing to read is left.
/// Plain text comes out as paragraphs, parted by empty lines.
#[must_use]
pub fn sanitised(text: &str) -> Option<String> {
    let text = kernel::text::clean_lines(text);
    let html = if text.contains('<') {
        text
    } else {
        paragraphs(&text)
    };
    let clean = cleaner().clean(&html).to_string();
    (!plain(&clean).is_empty()).then_some(clean)
}

fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| format!("<p>{}</p>", part.replace('\n', "<br>")))
        .collect()
}

/// The words alone, for search and for clients that show plain text; an empty
/// line parts paragraphs.
#[must_use]
pub fn plain(html: &str) -> String {
    let parted = ["</p>", "</li>", "</h3>", "</blockquote>"]
        .iter()
        .fold(html.replace("<br>", "\n"), |text, end| {
            text.replace(end, &format!("{end}\n\n"))
        });
    let bare = Builder::empty().clean(&parted).to_string();
    // What the cleaner escapes; the ampersand last.
    let bare = bare
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    kernel::text::clean_lines(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_paragraphs_and_comes_back() {
        let html = sanitised("Cơm cháy\nhai dòng\n\nĐoạn hai & cuối").unwrap();
        assert_eq!(
            html,
            "<p>Cơm cháy<br>hai dòng</p><p>Đoạn hai &amp; cuối</p>"
        );
        assert_eq!(plain(&html), "Cơm cháy\nhai dòng\n\nĐoạn hai & cuối");
        for nothing in ["", " \n ", "<p></p>", "<script>alert(1)</script>"] {
            assert_eq!(sanitised(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn allowed_elements_stay() {
        let html = "<h3>Nghề</h3><p>Làm <strong>tay</strong> từ <a href=\"https://vidu.example/\">1990</a></p><ul><li>một</li></ul>";
        let clean = sanitised(html).unwrap();
        assert_eq!(
            clean,
            "<h3>Nghề</h3><p>Làm <strong>tay</strong> từ <a href=\"https://vidu.example/\" rel=\"nofollow ugc noopener noreferrer\">1990</a></p><ul><li>một</li></ul>"
        );
        // Cleaning what is clean changes nothing.
        assert_eq!(sanitised(&clean).unwrap(), clean);
    }

    #[test]
    fn scripts_of_every_kind_are_gone() {
        for payload in [
            "<script>alert(1)</script>",
            "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\" jav\tascript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<a href=\"//evil.example\" onclick=\"alert(1)\">x</a>",
            "<p onmouseover=alert(1)>x</p>",
            "<p style=\"background:url(javascript:alert(1))\">x</p>",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<object data=\"data:text/html,x\"></object>",
            "<embed src=x>",
            "<form action=https://evil.example><input name=p></form>",
            "<meta http-equiv=refresh content=0;url=https://evil.example>",
            "<link rel=stylesheet href=https://evil.example/x.css>",
            "<base href=https://evil.example/>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
            "<template><script>alert(1)</script></template>",
            "<style>@import 'https://evil.example/x.css';</style>",
            "<video><source onerror=alert(1)></video>",
            "<details open ontoggle=alert(1)>x</details>",
            "<<script>alert(1)//<</script>",
            "<p>a<!--<img src=x onerror=alert(1)>-->b</p>",
        ] {
            let clean = sanitised(&format!("<p>Trước</p>{payload}<p>Sau</p>")).unwrap();
            assert!(
                clean.contains("Trước") && clean.contains("Sau"),
                "{payload}: {clean}"
            );
            // No element and no attribute but those that are allowed.
            let mut rest = clean.as_str();
            while let Some(at) = rest.find('<') {
                rest = &rest[at + 1..];
                let tag = &rest[..rest.find('>').unwrap()];
                let name = tag.trim_start_matches('/').split(' ').next().unwrap();
                assert!(ELEMENTS.contains(&name), "{payload}: {clean}");
                let bare = tag == name || tag.strip_prefix('/') == Some(name);
                let link = name == "a"
                    && (tag.starts_with("a rel=") || tag.starts_with("a href=\"https://"));
                assert!(bare || link, "{payload}: {clean}");
            }
        }
    }
}
