//! `GET /listing-templates/{stock|prices|products}.{csv|xlsx}`: an empty table
//! for a producer's import, for everybody.

use super::files::save_as;
use super::graphql::too_many;
use super::{Gateway, answer};
use crate::errors::Code;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::bulk::{TableKind, template};
use kernel::Language;
use spreadsheets::Format;
use std::sync::Arc;

/// `?language=EN`; Vietnamese without it.
pub(super) async fn get(
    State(gateway): State<Arc<Gateway>>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    if let Err(wait) = gateway
        .clients
        .admit(request.extensions(), request.headers())
    {
        return too_many(wait);
    }
    let Some((kind, format)) = named(&file) else {
        return answer::not_found().await;
    };
    let Some(language) = asked(request.uri().query().unwrap_or_default()) else {
        let message = "there is only language: VI or EN";
        return answer::error(StatusCode::BAD_REQUEST, Code::BadUserInput, message);
    };
    let written = tokio::task::spawn_blocking(move || template(kind, format, language)).await;
    let bytes = match written {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::error!(%error, "a template cannot be written");
            return answer::internal("");
        }
        Err(error) => {
            tracing::error!(%error, "writing a template died");
            return answer::internal("");
        }
    };
    let name = format!("{}.{}", kind.file_name(), format.ending());
    let Some(disposition) = save_as(&name) else {
        return answer::internal("");
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
    ];
    (headers, bytes).into_response()
}

/// What a file's name says.
fn named(file: &str) -> Option<(TableKind, Format)> {
    let (name, ending) = file.split_once('.')?;
    let kind = match name {
        "stock" => TableKind::Stock,
        "prices" => TableKind::Prices,
        "products" => TableKind::Products,
        _ => return None,
    };
    let mut formats = [Format::Csv, Format::Xlsx].into_iter();
    Some((kind, formats.find(|format| format.ending() == ending)?))
}

fn asked(query: &str) -> Option<Language> {
    let mut language = Language::Vi;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        language = match (&*name, &*value) {
            ("language", "VI") => Language::Vi,
            ("language", "EN") => Language::En,
            _ => return None,
        };
    }
    Some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_kind_and_a_format() {
        assert_eq!(named("stock.csv"), Some((TableKind::Stock, Format::Csv)));
        let products = Some((TableKind::Products, Format::Xlsx));
        assert_eq!(named("products.xlsx"), products);
        for other in [
            "stock",
            "stock.pdf",
            "STOCK.csv",
            "carts.csv",
            ".csv",
            "stock.csv.xlsx",
        ] {
            assert_eq!(named(other), None, "{other}");
        }
        assert_eq!(asked("language=EN"), Some(Language::En));
        assert_eq!(asked("language=FR"), None);
        assert_eq!(asked("lang=EN"), None);
    }
}
