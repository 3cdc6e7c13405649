//! Links to videos: a closed list of sites, each link kept as the site's id,
//! so that nothing else of a link reaches a page.

use super::content::{Video, VideoSite};
use url::Url;

/// An id on any of the sites.
const LONGEST_ID: usize = 64;

impl Video {
    /// The video that a link leads to; `None` for every other site and for
    /// what is no video.
    #[must_use]
    pub fn parse(link: &str) -> Option<Self> {
        let url = Url::parse(link.trim()).ok()?;
        if url.scheme() != "https" || !url.username().is_empty() || url.port().is_some() {
            return None;
        }
        let host = url.host_str()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        let path: Vec<&str> = url
            .path()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let (site, id) = match (host, path.as_slice()) {
            ("youtube.com" | "m.youtube.com", ["watch"]) => {
                let (_, id) = url.query_pairs().find(|(name, _)| name == "v")?;
                (VideoSite::YouTube, id.into_owned())
            }
            ("youtube.com" | "m.youtube.com", ["shorts" | "embed", id]) | ("youtu.be", [id]) => {
                (VideoSite::YouTube, (*id).to_owned())
            }
            ("vimeo.com", [id]) => (VideoSite::Vimeo, (*id).to_owned()),
            ("tiktok.com", [name, "video", id]) if name.starts_with('@') => {
                (VideoSite::TikTok, (*id).to_owned())
            }
            _ => return None,
        };
        let plain = |byte: u8| match site {
            VideoSite::YouTube => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            VideoSite::Vimeo | VideoSite::TikTok => byte.is_ascii_digit(),
        };
        let fits = (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain);
        fits.then_some(Self { site, id })
    }

    /// The address of its page.
    #[must_use]
    pub fn url(&self) -> String {
        match self.site {
            VideoSite::YouTube => format!("https://www.youtube.com/watch?v={}", self.id),
            VideoSite::Vimeo => format!("https://vimeo.com/{}", self.id),
            VideoSite::TikTok => format!("https://www.tiktok.com/@/video/{}", self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_allowed_sites_are_read() {
        for (link, site, id) in [
            (
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
                VideoSite::YouTube,
                "dQw4w9WgXcQ",
            ),
            (
                "https://youtu.be/dQw4w9WgXcQ",
                VideoSite::YouTube,
                "dQw4w9WgXcQ",
            ),
            (
                "https://m.youtube.com/shorts/a-b_c",
                VideoSite::YouTube,
                "a-b_c",
            ),
            ("https://vimeo.com/76979871", VideoSite::Vimeo, "76979871"),
            (
                "https://www.tiktok.com/@lang.nghe/video/7106594312292453675",
                VideoSite::TikTok,
                "7106594312292453675",
            ),
        ] {
            let video = Video::parse(link).unwrap();
            assert_eq!((video.site, video.id.as_str()), (site, id), "{link}");
            assert_eq!(Video::parse(&video.url()), Some(video), "{link}");
        }
    }

    #[test]
    fn whatever_else_is_not() {
        for link in [
            "",
            "javascript:alert(1)",
            "http://www.youtube.com/watch?v=a",
            "https://youtube.com.evil.example/watch?v=a",
            "https://evil.example/https://youtu.be/a",
            "https://youtu.be@evil.example/a",
            "https://user@youtu.be/a",
            "https://youtu.be:444/a",
            "https://youtu.be/",
            "https://youtu.be/a/b",
            "https://youtu.be/a%22onload=x",
            "https://vimeo.com/abc",
            "https://www.tiktok.com/lang/video/1",
            "https://www.youtube.com/redirect?q=https://evil.example",
            "https://www.youtube.com/watch?v=",
            "data:text/html,<script>",
        ] {
            assert_eq!(Video::parse(link), None, "{link}");
        }
    }
}
