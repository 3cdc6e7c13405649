//! Keyset pages: a cursor names the last row seen by its sort key, so a page
//! stays stable while rows come and go.

use crate::clock::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Datelike;

/// The largest page.
pub const MAX_PAGE: u32 = 100;

/// What a list was asked for: exactly one of `first` or `last`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageArgs {
    /// How many rows, 1 to [`MAX_PAGE`].
    pub limit: u32,
    /// Whether the page counts from the end (`last`/`before`).
    pub backward: bool,
    /// The row after which (before which, when backward) the page starts.
    pub cursor: Option<Cursor>,
}

/// Why page arguments were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Neither `first` nor `last`, or both.
    #[error("exactly one of `first` and `last` is required")]
    OneOfFirstLast,
    /// The number is not between 1 and [`MAX_PAGE`].
    #[error("`first` or `last` must be between 1 and 100")]
    OutOfRange,
    /// `before` with `first`, or `after` with `last`.
    #[error("`after` goes with `first`, `before` with `last`")]
    CursorDirection,
    /// The cursor was altered, or belongs to another list or order.
    #[error("the cursor does not belong to this list")]
    BadCursor,
}

impl PageArgs {
    /// Checks the four Relay arguments.
    ///
    /// # Errors
    /// [`PageError`] for anything but one direction, 1 to 100 rows and a
    /// cursor that can be read.
    pub fn new(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self, PageError> {
        let (count, backward, cursor) = match (first, last) {
            (Some(first), None) if before.is_none() => (first, false, after),
            (None, Some(last)) if after.is_none() => (last, true, before),
            (Some(_), None) | (None, Some(_)) => return Err(PageError::CursorDirection),
            _ => return Err(PageError::OneOfFirstLast),
        };
        let limit = u32::try_from(count)
            .ok()
            .filter(|n| (1..=MAX_PAGE).contains(n))
            .ok_or(PageError::OutOfRange)?;
        let cursor = cursor.map(Cursor::decode).transpose()?;
        Ok(Self {
            limit,
            backward,
            cursor,
        })
    }

    /// The first `limit` rows.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self {
            limit: limit.clamp(1, MAX_PAGE),
            backward: false,
            cursor: None,
        }
    }
}

/// A position in an ordered list: the name of the order, then the key's
/// values. Opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Which order of which list the position belongs to.
    pub order: String,
    /// The values of the key, in the order of its columns.
    pub key: Vec<String>,
}

impl Cursor {
    /// A position.
    pub fn new(order: impl Into<String>, key: impl IntoIterator<Item = String>) -> Self {
        Self {
            order: order.into(),
            key: key.into_iter().collect(),
        }
    }

    /// The text that clients see.
    #[must_use]
    pub fn encode(&self) -> String {
        let json = serde_json::json!([self.order, self.key]).to_string();
        URL_SAFE_NO_PAD.encode(json)
    }

    /// Reads a client's cursor.
    ///
    /// # Errors
    /// [`PageError::BadCursor`].
    pub fn decode(text: &str) -> Result<Self, PageError> {
        if text.len() > 1024 {
            return Err(PageError::BadCursor);
        }
        let json = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| PageError::BadCursor)?;
        let (order, key): (_, Vec<String>) =
            serde_json::from_slice(&json).map_err(|_| PageError::BadCursor)?;
        // PostgreSQL takes no NUL, so no row has one.
        if key.iter().any(|value| value.contains('\0')) {
            return Err(PageError::BadCursor);
        }
        Ok(Self { order, key })
    }

    /// An instant as a value of a key.
    #[must_use]
    pub fn write_instant(instant: Timestamp) -> String {
        instant.timestamp_micros().to_string()
    }

    /// The instant that a value of a key is.
    ///
    /// # Errors
    /// [`PageError::BadCursor`], also outside the years 1 to 9999: databases
    /// end somewhere beyond.
    pub fn read_instant(value: &str) -> Result<Timestamp, PageError> {
        value
            .parse()
            .ok()
            .and_then(Timestamp::from_timestamp_micros)
            .filter(|instant| (1..=9999).contains(&instant.year()))
            .ok_or(PageError::BadCursor)
    }

    /// The key's values, when the cursor belongs to `order` and has `N` of them.
    ///
    /// # Errors
    /// [`PageError::BadCursor`].
    pub fn key_for<const N: usize>(&self, order: &str) -> Result<&[String; N], PageError> {
        if self.order == order {
            self.key
                .as_slice()
                .try_into()
                .map_err(|_| PageError::BadCursor)
        } else {
            Err(PageError::BadCursor)
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows in list order, each with its cursor.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether rows precede.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// Builds a page from up to `limit + 1` rows as the database gave them:
    /// in list order, or in reverse when the page counts from the end.
    pub fn from_rows(args: &PageArgs, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = args.limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        if args.backward {
            rows.reverse();
        }
        let (has_next, has_previous) = if args.backward {
            (args.cursor.is_some(), more)
        } else {
            (more, args.cursor.is_some())
        };
        Self {
            rows: rows.into_iter().map(|row| (cursor(&row), row)).collect(),
            has_next,
            has_previous,
        }
    }

    /// The same page with other rows.
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Page<U> {
        Page {
            rows: self
                .rows
                .into_iter()
                .map(|(cursor, row)| (cursor, change(row)))
                .collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_checked() {
        assert_eq!(
            PageArgs::new(None, None, None, None),
            Err(PageError::OneOfFirstLast)
        );
        assert_eq!(
            PageArgs::new(Some(1), None, Some(1), None),
            Err(PageError::OneOfFirstLast)
        );
        assert_eq!(
            PageArgs::new(Some(0), None, None, None),
            Err(PageError::OutOfRange)
        );
        assert_eq!(
            PageArgs::new(Some(101), None, None, None),
            Err(PageError::OutOfRange)
        );
        assert_eq!(
            PageArgs::new(Some(-1), None, None, None),
            Err(PageError::OutOfRange)
        );
        assert_eq!(
            PageArgs::new(Some(1), None, None, Some("x")),
            Err(PageError::CursorDirection)
        );
        assert_eq!(
            PageArgs::new(Some(1), Some("%%"), None, None),
            Err(PageError::BadCursor)
        );
        assert!(PageArgs::new(Some(100), None, None, None).is_ok());
    }

    #[test]
    fn a_cursor_belongs_to_its_order() {
        let cursor =
            Cursor::decode(&Cursor::new("newest", ["a".into(), "b".into()]).encode()).unwrap();
        assert!(cursor.key_for::<2>("newest").is_ok());
        assert_eq!(cursor.key_for::<2>("price"), Err(PageError::BadCursor));
        assert_eq!(cursor.key_for::<1>("newest"), Err(PageError::BadCursor));
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        let forged = Cursor::new("newest", ["a\0".to_owned()]).encode();
        assert_eq!(Cursor::decode(&forged), Err(PageError::BadCursor));
        let day = Timestamp::from_timestamp_micros(1_795_399_200_000_001).unwrap();
        assert_eq!(Cursor::read_instant(&Cursor::write_instant(day)), Ok(day));
        for value in [
            "",
            "soon",
            "-62135596800000001",
            "253402300800000000",
            "-8000000000000000000",
            "99999999999999999999",
        ] {
            assert_eq!(
                Cursor::read_instant(value),
                Err(PageError::BadCursor),
                "{value}"
            );
        }
    }

    #[test]
    fn a_backward_page_comes_in_list_order() {
        let args = PageArgs {
            limit: 2,
            backward: true,
            cursor: None,
        };
        let page = Page::from_rows(&args, vec![5, 4, 3], |n| Cursor::new("n", [n.to_string()]));
        assert_eq!(
            page.rows.iter().map(|(_, n)| *n).collect::<Vec<_>>(),
            [4, 5]
        );
        assert!(page.has_previous && !page.has_next);
    }
}
