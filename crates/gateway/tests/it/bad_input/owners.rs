//! Whose the things of a world are, as its database tells it: from a row up its
//! references to producers, accounts and provinces.

use crate::support::App;
use kernel::{Actor, ProducerId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who may have something.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Tenant {
    Producer(String),
    Account(String),
    Province(String),
}

/// A row by its table and its key.
type Key = (String, String);

/// What a row refers to, and the province that it names.
struct Row {
    references: Vec<Key>,
    province: String,
}

/// What an id is to a caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// There is no such thing.
    Missing,
    /// There is, and somebody else has it.
    Foreign,
    /// The caller's, or nobody's.
    Other,
}

/// Who calls, and what is theirs.
pub(super) struct Caller {
    everywhere: bool,
    own: BTreeSet<Tenant>,
    /// Where their producers are.
    home: BTreeSet<Tenant>,
}

/// The rows of a world with a key of one column.
pub(super) struct Owners {
    rows: BTreeMap<Key, Row>,
    /// The tables that have a key; a card has its product's.
    tables: BTreeMap<String, Vec<String>>,
    /// What accounts have roles for.
    roles: BTreeMap<String, BTreeSet<Tenant>>,
}

/// Here a province is where somebody lives, and not who looks after the row.
const ADDRESSES: [&str; 2] = ["cart", "customer_order"];

fn hex(key: Uuid) -> String {
    key.simple().to_string().to_uppercase()
}

impl Owners {
    /// Reads a world on SQLite.
    pub(super) async fn read(app: &App) -> Self {
        let mut owners = Self {
            rows: BTreeMap::new(),
            tables: BTreeMap::new(),
            roles: BTreeMap::new(),
        };
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
        for table in app.texts(tables).await {
            owners.read_table(app, &table).await;
        }
        assert!(owners.rows.len() > 20, "the rows were not found");
        // A role's producer is no reference.
        let roles = "SELECT hex(account_id) || '|' || hex(producer_id) || '|' || \
            COALESCE(province_code, '') FROM role_grant";
        for role in app.texts(roles).await {
            let [account, producer, province] = parts(&role);
            let own = owners.roles.entry(account.to_owned()).or_default();
            own.extend(named(Tenant::Producer, producer));
            own.extend(named(Tenant::Province, province));
        }
        owners
    }

    async fn read_table(&mut self, app: &App, table: &str) {
        let columns = |of: &str| format!("SELECT name FROM pragma_table_info('{table}') {of}");
        let keys = app.texts(&columns("WHERE pk > 0")).await;
        let [key] = &keys[..] else { return };
        let references =
            format!("SELECT \"from\" || '|' || \"table\" FROM pragma_foreign_key_list('{table}')");
        let references = app.texts(&references).await;
        let (columns_of, targets): (Vec<&str>, Vec<&str>) = references
            .iter()
            .map(|reference| parts(reference))
            .map(|[column, target]| (column, target))
            .unzip();
        let province = app.texts(&columns("WHERE name = 'province_code'")).await;
        let province = match province.is_empty() || ADDRESSES.contains(&table) {
            true => "''",
            false => "COALESCE(province_code, '')",
        };
        let fields: String = columns_of
            .iter()
            .map(|column| format!(" || '|' || hex({column})"))
            .collect();
        let rows = format!("SELECT hex({key}) || '|' || {province}{fields} FROM {table}");
        for row in app.texts(&rows).await {
            let mut values = row.split('|');
            let key = values.next().unwrap().to_owned();
            let province = values.next().unwrap().to_owned();
            let references = targets
                .iter()
                .map(|target| (*target).to_owned())
                .zip(values.map(str::to_owned))
                .collect();
            let tables = self.tables.entry(key.clone()).or_default();
            tables.push(table.to_owned());
            let row = Row {
                references,
                province,
            };
            self.rows.insert((table.to_owned(), key), row);
        }
    }

    /// Who has the thing with a key; nobody at all where there is none.
    fn tenants(&self, key: &str) -> Option<BTreeSet<Tenant>> {
        let mut found = BTreeSet::new();
        let mut ahead: Vec<Key> = self
            .tables
            .get(key)?
            .iter()
            .map(|table| (table.clone(), key.to_owned()))
            .collect();
        // An inspection is the first of its own case.
        let mut seen = BTreeSet::new();
        while let Some(at) = ahead.pop() {
            let Some(row) = self.rows.get(&at) else {
                continue;
            };
            if !seen.insert(at.clone()) {
                continue;
            }
            match &*at.0 {
                "producer" => found.extend(named(Tenant::Producer, &at.1)),
                "account" => found.extend(named(Tenant::Account, &at.1)),
                _ => {}
            }
            found.extend(named(Tenant::Province, &row.province));
            ahead.extend(row.references.iter().cloned());
        }
        // Whoever looks for a member or an inspector looks at their roles.
        found.extend(self.roles.get(key).cloned().unwrap_or_default());
        Some(found)
    }

    /// What is a caller's; nobody is signed in without an actor.
    pub(super) fn caller(&self, actor: Option<&Actor>) -> Caller {
        let mut caller = Caller {
            everywhere: false,
            own: BTreeSet::new(),
            home: BTreeSet::new(),
        };
        let Some(Actor::Account { id, grants }) = actor else {
            return caller;
        };
        caller.own.insert(Tenant::Account(hex(id.0)));
        for grant in grants {
            match &grant.scope {
                Scope::Global => caller.everywhere = true,
                Scope::Province(code) => {
                    caller.own.insert(Tenant::Province(code.clone()));
                }
                Scope::Producer(producer) | Scope::Right { producer, .. } => {
                    caller.home.extend(self.around(*producer));
                    caller.own.insert(Tenant::Producer(hex(producer.0)));
                }
            }
        }
        caller
    }

    fn around(&self, producer: ProducerId) -> BTreeSet<Tenant> {
        let found = self.tenants(&hex(producer.0)).unwrap_or_default();
        let provinces = found.into_iter();
        let provinces = provinces.filter(|tenant| matches!(tenant, Tenant::Province(_)));
        provinces.collect()
    }

    pub(super) fn standing(&self, caller: &Caller, key: Uuid) -> Standing {
        let Some(tenants) = self.tenants(&hex(key)) else {
            return Standing::Missing;
        };
        let of_producer = tenants.iter().any(|one| matches!(one, Tenant::Producer(_)));
        let theirs = !tenants.is_disjoint(&caller.own)
            // What a province does is for its producers.
            || (!of_producer && !tenants.is_disjoint(&caller.home));
        // What nobody has, such as a law's criteria, is nobody else's.
        if tenants.is_empty() || caller.everywhere || theirs {
            Standing::Other
        } else {
            Standing::Foreign
        }
    }
}

fn parts<const N: usize>(text: &str) -> [&str; N] {
    let parts: Vec<&str> = text.split('|').collect();
    parts.try_into().unwrap()
}

fn named(tenant: impl Fn(String) -> Tenant, name: &str) -> Option<Tenant> {
    (!name.is_empty()).then(|| tenant(name.to_owned()))
}
