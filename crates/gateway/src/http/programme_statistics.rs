//! `GET /programme-statistics/{year}.csv` and `.xlsx`: the figures of
//! `programmeStatistics` as a spreadsheet, for everybody and with what the
//! caller may see. A few hundred lines at most, so they are written while the
//! caller waits.

use super::files::{failed, save_as};
use super::graphql::{authenticate, too_many};
use super::observe::RequestId;
use super::{Gateway, answer};
use crate::errors::Code;
use crate::programme::statistics::{Unfit, statistics_filter, table};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Language;
use programme::statistics::StatisticsFilter;
use spreadsheets::Format;
use std::sync::Arc;

/// `?province=37&language=VI`; the whole country and Vietnamese without them.
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
    let Some((year, format)) = named(&file) else {
        return answer::not_found().await;
    };
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(|| Arc::from(""), |id| id.0.clone());
    let (filter, language) = match asked(year, request.uri().query().unwrap_or_default()) {
        Ok(asked) => asked,
        Err(Unfit(message)) => {
            return answer::error(StatusCode::BAD_REQUEST, Code::BadUserInput, message);
        }
    };
    let actor = match authenticate(&gateway, request.headers(), &id).await {
        Ok((actor, _)) => actor,
        Err(response) => return *response,
    };
    let table = match table(&gateway.services, &actor, &filter, language).await {
        Ok(table) => table,
        Err(error) => return failed(&error, &id),
    };
    let written = tokio::task::spawn_blocking(move || table.write(format)).await;
    let bytes = match written {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::error!(%error, "the figures cannot be written");
            return answer::internal(&id);
        }
        Err(error) => {
            tracing::error!(%error, "writing the figures died");
            return answer::internal(&id);
        }
    };
    let place = filter.province_code.as_deref().unwrap_or("vn");
    let name = format!("ocop-{year}-{place}.{}", format.ending());
    let Some(disposition) = save_as(&name) else {
        return answer::internal(&id);
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, bytes).into_response()
}

/// The year and the format of a file's name.
fn named(file: &str) -> Option<(i32, Format)> {
    let (year, ending) = file.split_once('.')?;
    let format = [Format::Csv, Format::Xlsx]
        .into_iter()
        .find(|format| format.ending() == ending)?;
    Some((year.parse().ok()?, format))
}

fn asked(year: i32, query: &str) -> Result<(StatisticsFilter, Language), Unfit> {
    let (mut province, mut language) = (None, Language::Vi);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "province" => province = Some(value.into_owned()),
            "language" => {
                language = match &*value {
                    "VI" => Language::Vi,
                    "EN" => Language::En,
                    _ => return Err(Unfit("language: VI or EN")),
                };
            }
            _ => return Err(Unfit("there are only province and language")),
        }
    }
    Ok((statistics_filter(year, province)?, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_year_and_a_format() {
        assert_eq!(named("2021.csv"), Some((2021, Format::Csv)));
        assert_eq!(named("2021.xlsx"), Some((2021, Format::Xlsx)));
        for other in [
            "2021",
            "2021.pdf",
            "x.csv",
            "2021.csv.csv",
            ".csv",
            "99999999999.csv",
        ] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
