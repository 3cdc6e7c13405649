//! Pictures and uploads as their producers see them.

use crate::catalog::types::ImageRendition;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object, SimpleObject};
use pictures::{Address, Ticket};

/// Where the bytes of a picture may be put, and how.
#[derive(SimpleObject)]
pub(crate) struct PictureUpload {
    /// The upload; for `pictureUploadComplete`.
    upload_id: ID,
    /// Where to. It is a secret: whoever has it may put the picture.
    url: String,
    /// The method of the request: `PUT`.
    method: String,
    /// What its head must say, and nothing else.
    headers: Vec<RequestHeader>,
    /// Until when it may be put.
    expires_at: DateTime,
}

/// A header of a request.
#[derive(SimpleObject)]
pub(crate) struct RequestHeader {
    /// Its name.
    name: String,
    /// Its value.
    value: String,
}

impl PictureUpload {
    pub(super) fn new(ticket: Ticket, base: &str) -> Self {
        let header = |name: &str, value: String| RequestHeader {
            name: name.to_owned(),
            value,
        };
        Self {
            upload_id: ticket.id.to_global(),
            url: match ticket.address {
                Address::Bucket(address) => address,
                Address::Own(path) => format!("{base}{path}"),
            },
            method: "PUT".to_owned(),
            headers: vec![
                header("Content-Type", ticket.media_type.to_owned()),
                header("Content-Length", ticket.bytes.to_string()),
            ],
            expires_at: DateTime(ticket.expires_at),
        }
    }
}

/// A picture that was uploaded for a producer.
pub(crate) struct Picture(pub(super) pictures::Picture);

/// A picture that was uploaded for a producer.
#[Object]
impl Picture {
    /// The global id; for the pictures of a listing.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Pixels across, of the largest size.
    async fn width(&self) -> i32 {
        self.0.width
    }

    /// Pixels down.
    async fn height(&self) -> i32 {
        self.0.height
    }

    /// A picture of a few bytes to show until it is there: ThumbHash in base64.
    async fn placeholder(&self) -> &str {
        &self.0.placeholder
    }

    /// The sizes that there are, in WebP and JPEG, from the smallest to the
    /// largest.
    async fn renditions(&self, ctx: &Context<'_>) -> Vec<ImageRendition> {
        let base = &ctx.services().config.public_url;
        let own = self.0.renditions.iter();
        own.map(|one| ImageRendition {
            url: format!("{base}/media/{}", one.path),
            format: one.format.as_str().to_owned(),
            width: one.width,
            height: one.height,
        })
        .collect()
    }
}
