//! The table, and what was promised beside what was measured.

use crate::load::Round;
use crate::percentile::median;

/// A row of the table.
pub(crate) struct Row {
    name: String,
    round: Round,
    /// Hundredths of the limit.
    of_limit: Option<u64>,
    statements: Option<u64>,
    memory_mb: u64,
}

/// The median of each figure over the rounds.
pub(crate) fn middle(rounds: &[Round]) -> Round {
    let of = |figure: fn(&Round) -> u64| median(rounds.iter().map(figure).collect());
    Round {
        per_second: of(|round| round.per_second),
        p50: of(|round| round.p50),
        p99: of(|round| round.p99),
        cpu: of(|round| round.cpu),
    }
}

/// Thousandths as a decimal number.
fn thousandths(value: u64) -> String {
    format!("{}.{:02}", value / 1_000, value % 1_000 / 10)
}

/// Hundredths as a decimal number.
pub(crate) fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

impl Row {
    /// What was measured under a name.
    pub(crate) fn new(name: impl Into<String>, round: Round, memory_mb: u64) -> Self {
        Self {
            name: name.into(),
            round,
            of_limit: None,
            statements: None,
            memory_mb,
        }
    }

    pub(crate) fn of_limit(mut self, hundredths: u64) -> Self {
        self.of_limit = Some(hundredths);
        self
    }

    pub(crate) fn statements(mut self, statements: u64) -> Self {
        self.statements = Some(statements);
        self
    }
}

/// Prints the rows.
pub(crate) fn table(rows: &[Row]) {
    println!(
        "\n| what | requests/s | of the limit | p50 ms | p99 ms | CPU ms/request | memory MB | SQL statements |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    for row in rows {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.name,
            row.round.per_second,
            or_dash(row.of_limit.map(hundredths)),
            thousandths(row.round.p50),
            thousandths(row.round.p99),
            thousandths(row.round.cpu),
            row.memory_mb,
            or_dash(row.statements.map(|count| count.to_string())),
        );
    }
}

/// One promise: what was measured, the bound, and whether it holds.
pub(crate) fn promise(name: &str, measured: &str, bound: &str, met: bool) {
    let verdict = if met { "met" } else { "MISSED" };
    println!("- {name}: {measured} (target {bound}): {verdict}");
}
