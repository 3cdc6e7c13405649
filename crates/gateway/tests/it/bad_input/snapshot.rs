//! Every row of every table, as text.

use crate::support::App;
use std::collections::BTreeMap;

/// The rows of each table.
pub(super) type Snapshot = BTreeMap<String, String>;

/// What signing in touches by itself.
const APART: [&str; 2] = ["session", "seaql_migrations"];

/// The one statement that reads every table, its rows after its name.
pub(super) async fn statement(app: &App) -> String {
    let sqlite = app.services.db.engine() == db::Engine::Sqlite;
    let tables = if sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let tables = app.texts(tables).await.into_iter();
    let mut parts = Vec::new();
    for table in tables.filter(|table| !APART.contains(&table.as_str())) {
        let row = if sqlite {
            let columns =
                format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
            app.texts(&columns).await.join(" || ',' || ")
        } else {
            "t::text".to_owned()
        };
        // An empty table has a row, too.
        parts.push(format!(
            "SELECT '{table}' UNION ALL SELECT '{table}' || ':' || {row} FROM {table} t"
        ));
    }
    assert!(parts.len() > 20, "the tables were not found");
    format!("{} ORDER BY 1", parts.join(" UNION ALL "))
}

pub(super) async fn take(app: &App, statement: &str) -> Snapshot {
    let mut snapshot = Snapshot::new();
    for row in app.texts(statement).await {
        let (table, row) = row.split_once(':').unwrap_or((&row, ""));
        let rows = snapshot.entry(table.to_owned()).or_default();
        rows.push_str(row);
        rows.push('\n');
    }
    snapshot
}

/// Texts with characters that nobody sees, or that turn the others around.
pub(super) fn invisible(snapshot: &Snapshot) -> Vec<String> {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
    };
    snapshot
        .iter()
        .flat_map(|(table, rows)| rows.lines().map(move |row| (table, row)))
        .filter(|(_, row)| row.contains(hidden))
        .map(|(table, row)| format!("{table} keeps a character that nobody sees: {row:?}"))
        .collect()
}
