//! Idempotency keys (draft-ietf-httpapi-idempotency-key-header): the same key
//! with the same input has one effect and one answer, however often and from
//! however many connections it arrives.

use crate::Tx;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sha2::{Digest, Sha256};

/// The most characters of a key.
pub const MAX_KEY: usize = 255;

/// A key as a client chose it, white space around it dropped. `None` unless it
/// has 1 to [`MAX_KEY`] characters, none of them a control character.
#[must_use]
pub fn key(typed: &str) -> Option<&str> {
    let key = typed.trim();
    let good = !key.is_empty()
        && key.len() <= MAX_KEY * 4
        && key.chars().count() <= MAX_KEY
        && !key.contains(char::is_control);
    good.then_some(key)
}

/// What claiming a key found.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// The key is new: go on, and [`complete`] it in the same transaction.
    New,
    /// The same input was completed before: answer with this result again.
    Replay(String),
    /// The key was used with other input.
    Conflict,
}

/// A hash of the input that a key stands for.
#[must_use]
pub fn hash(input: &impl serde::Serialize) -> [u8; 32] {
    // Serialising our own command structs to JSON cannot fail; were it to, the
    // empty input would conflict with every other, which is the safe side.
    let text = serde_json::to_vec(input).unwrap_or_default();
    Sha256::digest(text).into()
}

/// Claims `key` within `scope` for an input. A concurrent claim of the same key
/// waits until the other transaction ends.
///
/// # Errors
/// [`DbErr`].
pub async fn claim(
    tx: &Tx,
    scope: &str,
    key: &str,
    input_hash: [u8; 32],
    now: DateTime<Utc>,
) -> Result<Claim, DbErr> {
    let backend = tx.get_database_backend();
    let inserted = tx
        .execute_raw(Statement::from_sql_and_values(
            backend,
            "INSERT INTO idempotency_key (scope, key, input_hash, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (scope, key) DO NOTHING",
            [scope.into(), key.into(), input_hash.to_vec().into(), now.into()],
        ))
        .await?;
    if inserted.rows_affected() == 1 {
        return Ok(Claim::New);
    }
    let stored = tx
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            "SELECT input_hash, result FROM idempotency_key WHERE scope = $1 AND key = $2",
            [scope.into(), key.into()],
        ))
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("idempotency key".to_owned()))?;
    let (hash, result): (Vec<u8>, Option<String>) =
        (stored.try_get_by_index(0)?, stored.try_get_by_index(1)?);
    Ok(match result {
        Some(result) if hash == input_hash => Claim::Replay(result),
        _ => Claim::Conflict,
    })
}

/// Stores the result of a newly claimed key.
///
/// # Errors
/// [`DbErr`].
pub async fn complete(tx: &Tx, scope: &str, key: &str, result: &str) -> Result<(), DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE idempotency_key SET result = $3 WHERE scope = $1 AND key = $2",
        [scope.into(), key.into(), result.into()],
    ))
    .await
    .map(|_| ())
}

/// Forgets keys claimed before `before`; returns how many.
///
/// # Errors
/// [`DbErr`].
pub async fn prune(tx: &Tx, before: DateTime<Utc>) -> Result<u64, DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "DELETE FROM idempotency_key WHERE created_at < $1",
        [before.into()],
    ))
    .await
    .map(|done| done.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_key_has_1_to_255_visible_characters() {
        let (most, letters) = ("k".repeat(255), "ế".repeat(255));
        for (typed, expected) in [
            ("1", Some("1")),
            (" a key ", Some("a key")),
            (&most, Some(most.as_str())),
            (&letters, Some(letters.as_str())),
            ("", None),
            (" \t\u{a0}", None),
            (&"k".repeat(256), None),
            (&"ế".repeat(256), None),
            ("a\nb", None),
            ("a\u{0}", None),
            ("a\u{85}b", None),
        ] {
            assert_eq!(key(typed), expected, "{typed:?}");
        }
    }
}
