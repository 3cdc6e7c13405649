//! The gate as one table: every state of a product against every entry of the
//! API that could name it. A cell is right when the product is shown where the
//! row says so and nothing names it elsewhere; all wrong cells are told at once.

mod case;
mod columns;
mod rows;
mod ways;

use crate::support::{App, PASSWORD};
use case::Case;
use catalog::fixtures::Listing;
use columns::{Column, Needs, columns};
use kernel::{Actor, ProductId, Role, RoleGrant, Scope};
use programme::Producer;
use rows::{Row, rows};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    every_entry_agrees_in_every_state,
    searching_agrees_while_no_engine_answers
);

/// Where the table is asked.
struct Table {
    app: App,
    rows: Vec<Row>,
    /// A producer for each row.
    producers: Vec<Producer>,
    /// Works for all of them.
    account: Actor,
    bearer: String,
    /// A product of yet another producer.
    other: Listing,
    cells: usize,
    wrong: Vec<String>,
}

impl Table {
    async fn open(test: TestDb) -> Self {
        let app = App::with(test, |config| config.limits.cost = 1_000_000).await;
        let rows = rows();
        let mut producers = Vec::with_capacity(rows.len());
        for n in 0..rows.len() {
            let name = format!("Hợp tác xã số {n:02}");
            producers.push(app.market.producer(&name).await);
        }
        let grants: Vec<RoleGrant> = producers
            .iter()
            .map(|producer| RoleGrant {
                role: Role::ProducerStaff,
                scope: Scope::Producer(producer.id),
            })
            .collect();
        let id = app.account("lan@vidu.example", grants.clone()).await;
        let session = app
            .query_with(
                "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token } }",
                json!({ "input": { "email": "lan@vidu.example", "password": PASSWORD } }),
            )
            .await
            .data();
        let token = session["sessionCreate"]["token"].as_str().unwrap();
        let other = app.market.producer("Hợp tác xã Khác").await;
        let other = app.market.listing(&other, "Nem chua", 9_000, 5).await;
        Self {
            rows,
            producers,
            account: Actor::Account { id, grants },
            bearer: format!("Bearer {token}"),
            other,
            cells: 0,
            wrong: Vec::new(),
            app,
        }
    }

    /// The product of a row while it was public.
    async fn case(&self, n: usize) -> Case {
        let row = &self.rows[n];
        if row.steps.is_none() {
            return Case::unknown();
        }
        self.app.clock.set(row.days.within().parse().unwrap());
        Case::public(&self.app, &self.account, &self.producers[n], n, row).await
    }

    async fn change(&self, n: usize, case: &Case) {
        if let Some(steps) = &self.rows[n].steps {
            let other = &self.other.certificate.number;
            case.change(&self.app, other, steps).await;
        }
    }

    /// Brings the search index up to the database.
    async fn index(&self, case: &Case) {
        let products: Vec<ProductId> = case.listings.iter().map(|own| own.product).collect();
        self.app.services.search.sync(&products).await.unwrap();
        self.app.services.search.flush().await.unwrap();
    }

    /// Asks one question in one state.
    async fn cell(&mut self, n: usize, case: &Case, column: &Column, under: &str) {
        if !case.has(column) {
            return;
        }
        let public = self.rows[n].public;
        let before = match column.is_mutation() {
            true => case.effects(&self.app).await,
            false => (0, 0),
        };
        let headers: &[(&str, &str)] = match column.needs {
            Needs::Account | Needs::Order => &[("authorization", &self.bearer)],
            Needs::Nothing | Needs::EmptyCart | Needs::Cart => &[],
        };
        let body = json!({ "query": column.document, "variables": case.variables(column) });
        let answer = self.app.body_as(body, headers).await.json();
        let shown = judge(column, case, &answer);
        let mut faults = match shown {
            Ok(shown) if shown == public => Vec::new(),
            Ok(true) => vec!["shows the product".to_owned()],
            Ok(false) => vec!["hides the product".to_owned()],
            Err(odd) => vec![odd],
        };
        if column.is_mutation() {
            let after = case.effects(&self.app).await;
            let expected = if column.orders && public {
                (1, 2)
            } else {
                (0, 0)
            };
            let (orders, reserved) = (after.0 - before.0, before.1 - after.1);
            if (orders, reserved) != expected {
                faults.push(format!(
                    "makes {orders} orders and reserves {reserved} units"
                ));
            }
        }
        self.cells += 1;
        let (row, column) = (&self.rows[n].name, column.name);
        let faults = faults.join(" and ");
        if !faults.is_empty() {
            self.wrong
                .push(format!("[{row}] × [{column}]{under} {faults}"));
        }
    }

    fn conclude(self) {
        let Self { cells, wrong, .. } = self;
        assert!(
            wrong.is_empty(),
            "{} of {cells} cells are wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}

/// Whether an answer shows the product; an error for one that is neither here
/// nor there.
fn judge(column: &Column, case: &Case, answer: &Value) -> Result<bool, String> {
    let odd = |why: &str| {
        let text: String = answer.to_string().chars().take(600).collect();
        Err(format!("{why}: {text}"))
    };
    if answer.get("errors").is_some() {
        return odd("fails");
    }
    let data = answer["data"].to_string();
    let found: usize = case
        .marks
        .iter()
        .map(|mark| data.matches(mark.as_str()).count())
        .sum();
    let closed = data.contains(column.closed);
    if found == 0 {
        return match closed {
            true if data.contains(&case.name) || data.contains(&case.slug) => {
                odd("names the product")
            }
            true => Ok(false),
            false => odd("says nothing of the product's absence"),
        };
    }
    if found == column.times && data.contains(column.open) && (column.closed.is_empty() || !closed)
    {
        return Ok(true);
    }
    odd("shows the product in part")
}

async fn every_entry_agrees_in_every_state(test: TestDb) {
    let mut table = Table::open(test).await;
    table.app.services.search.reindex(|_| {}).await.unwrap();
    assert!(!degraded(&table.app).await);
    for n in 0..table.rows.len() {
        let case = table.case(n).await;
        table.index(&case).await;
        table.change(n, &case).await;
        // The index as it was while the product was public …
        for column in columns().filter(|column| column.engine) {
            table.cell(n, &case, column, " with the index behind").await;
        }
        // … and as it will be in a moment.
        table.index(&case).await;
        for column in columns() {
            table.cell(n, &case, column, "").await;
        }
    }
    table.conclude();
}

async fn searching_agrees_while_no_engine_answers(test: TestDb) {
    let mut table = Table::open(test).await;
    assert!(degraded(&table.app).await);
    for n in 0..table.rows.len() {
        let case = table.case(n).await;
        table.change(n, &case).await;
        for column in columns().filter(|column| column.engine) {
            table.cell(n, &case, column, " from the database").await;
        }
    }
    table.conclude();
}

/// Whether the database answers in the search engine's place.
async fn degraded(app: &App) -> bool {
    let answer = app
        .query("{ search(query: \"nem\", first: 1) { degraded } }")
        .await
        .data();
    answer["search"]["degraded"].as_bool().unwrap()
}
