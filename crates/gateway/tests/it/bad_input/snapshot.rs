//! Every row of every table, as text.

use crate::support::App;
use std::collections::BTreeMap;

/// The rows of each table.
pub(super) type Snapshot = BTreeMap<String, String>;

/// What signing in touches by itself.
const APART: [&str; 2] = ["session", "seaql_migrations"];

pub(super) async fn take(app: &App) -> Snapshot {
    let tables: Vec<String> = app
        .texts(match app.services.db.engine() {
            db::Engine::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            db::Engine::Postgres => {
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
            }
        })
        .await;
    let mut snapshot = Snapshot::new();
    for table in tables
        .into_iter()
        .filter(|table| !APART.contains(&table.as_str()))
    {
        let rows = match app.services.db.engine() {
            db::Engine::Postgres => format!("SELECT t::text FROM {table} t ORDER BY 1"),
            db::Engine::Sqlite => {
                let columns =
                    format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')");
                let row = app.texts(&columns).await.join(" || ',' || ");
                format!("SELECT {row} FROM {table} ORDER BY 1")
            }
        };
        let rows = app.texts(&rows).await;
        snapshot.insert(table, format!("{} rows\n{}", rows.len(), rows.join("\n")));
    }
    assert!(snapshot.len() > 20, "the tables were not found");
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
