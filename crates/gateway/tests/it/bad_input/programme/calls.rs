//! Calls that would be done as they stand: a case puts one wrong thing into
//! one place of one.

use super::super::Case;
use super::super::carts::no_ids;
use super::super::world::unknown;
use super::people::{Person, global};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A call that would be done.
pub(super) struct Call<'a> {
    operation: &'static str,
    by: &'a Person,
    variables: Value,
    /// What paths begin at: `/input` for a mutation.
    root: &'static str,
}

impl<'a> Call<'a> {
    pub(super) fn mutation(operation: &'static str, by: &'a Person, input: Value) -> Self {
        Self {
            operation,
            by,
            variables: json!({ "input": input }),
            root: "/input",
        }
    }

    pub(super) fn query(operation: &'static str, by: &'a Person, variables: Value) -> Self {
        Self {
            operation,
            by,
            variables,
            root: "",
        }
    }

    /// The call as it stands.
    pub(super) fn itself(&self, name: impl Into<String>) -> Case {
        Case::query(self.operation, name, self.variables.clone()).by(&self.by.session)
    }

    /// The call by somebody else.
    pub(super) fn by(&self, name: &str, person: &Person) -> Case {
        Case::query(self.operation, name, self.variables.clone()).by(&person.session)
    }

    /// The call with another value at a path, parts by dots.
    pub(super) fn with(&self, name: impl Into<String>, path: &str, value: Value) -> Case {
        let mut variables = self.variables.clone();
        let mut at = variables.pointer_mut(self.root).unwrap();
        for part in path.split('.') {
            at = match part.parse::<usize>() {
                Ok(index) => &mut at[index],
                Err(_) => &mut at[part],
            };
        }
        *at = value;
        let name = format!("{path}: {}", name.into());
        Case::query(self.operation, name, variables).by(&self.by.session)
    }

    fn value(&self, path: &str) -> &Value {
        let pointer = format!("{}/{}", self.root, path.replace('.', "/"));
        self.variables.pointer(&pointer).unwrap_or(&Value::Null)
    }

    /// What nobody may call who has no role for it.
    pub(super) fn strangers(&self, shopper: &Person) -> Vec<Case> {
        let mut nobody = self.itself("by nobody");
        nobody.session = None;
        let mut unknown = self.itself("by an unknown session");
        unknown.session = Some("no-such-session".to_owned());
        vec![
            nobody.top("UNAUTHENTICATED"),
            unknown.top("UNAUTHENTICATED"),
            self.by("by a shopper", shopper).top("FORBIDDEN"),
        ]
    }

    /// Every id that is none: of another type, altered, of nothing, of another
    /// tenant. The last three are refused alike.
    pub(super) fn ids(
        &self,
        path: &str,
        foreign: &[&str],
        refused: impl Fn(Case) -> Case,
    ) -> Vec<Case> {
        let valid = self.value(path).as_str().unwrap().to_owned();
        let (name, key) = global(&valid);
        let retyped = if name == "Product" { "Cart" } else { "Product" };
        let mut cases: Vec<Case> = no_ids()
            .into_iter()
            .map(|(what, id)| self.with(what, path, json!(id)).bad())
            .collect();
        let mut bytes = URL_SAFE_NO_PAD.decode(&valid).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let altered = URL_SAFE_NO_PAD.encode(bytes);
        cases.extend([
            self.with(
                "the id of another type",
                path,
                json!(super::super::global_id(retyped, key)),
            )
            .bad(),
            self.with("a number for an id", path, json!(7)).bad(),
            refused(self.with("an altered id", path, json!(altered))),
            refused(self.with("an unknown id", path, json!(unknown(&name)))),
        ]);
        for id in foreign {
            cases.push(refused(self.with("of another tenant", path, json!(id))));
        }
        cases
    }

    /// A text with NUL, one that is none, one too long; where it is needed,
    /// one of which nothing is left.
    pub(super) fn texts(
        &self,
        path: &str,
        most: usize,
        needed: bool,
        refused: impl Fn(Case) -> Case,
    ) -> Vec<Case> {
        let mut cases = vec![
            self.with("a text with NUL", path, json!("Lúa\u{0}")).bad(),
            self.with("a number for a text", path, json!(7)).bad(),
            refused(self.with("too long", path, json!("Đ".repeat(most + 1)))),
        ];
        if needed {
            cases.extend(self.nothings(path, refused));
        }
        cases
    }

    /// Texts of which nothing is left.
    pub(super) fn nothings(&self, path: &str, refused: impl Fn(Case) -> Case) -> Vec<Case> {
        vec![
            refused(self.with("empty", path, json!(""))),
            refused(self.with("white space", path, json!(" \t\n "))),
            refused(self.with("nothing to see", path, json!("\u{200B}\u{202E} "))),
            self.with("null", path, Value::Null).bad(),
        ]
    }

    /// Days that do not exist.
    pub(super) fn days(&self, path: &str) -> Vec<Case> {
        let wrong = [
            json!("2026-02-30"),
            json!("2026-13-01"),
            json!("2026-00-10"),
            json!("20/11/2026"),
            json!("2026-11-20T00:00:00Z"),
            json!("2026-1-1"),
            json!(""),
            json!(20_261_120),
        ];
        wrong
            .into_iter()
            .map(|day| self.with(format!("the day {day}"), path, day).bad())
            .collect()
    }

    /// Values that an enum does not have.
    pub(super) fn values(&self, path: &str) -> Vec<Case> {
        let wrong = [json!("NO_SUCH_VALUE"), json!(""), json!(1)];
        wrong
            .into_iter()
            .map(|value| self.with(format!("the value {value}"), path, value).bad())
            .collect()
    }

    /// Numbers that are refused, and those that are none.
    pub(super) fn numbers(
        &self,
        path: &str,
        wrong: &[i32],
        refused: impl Fn(Case) -> Case,
    ) -> Vec<Case> {
        let mut cases: Vec<Case> = wrong
            .iter()
            .map(|number| refused(self.with(format!("{number}"), path, json!(number))))
            .collect();
        for number in [json!(1_i64 << 40), json!(1.25), json!("1")] {
            cases.push(self.with(format!("{number}"), path, number).bad());
        }
        cases
    }

    /// Pages that there are not, of a list that is paged; `order` is the name
    /// in its cursors.
    pub(super) fn pages(&self, order: &str) -> Vec<Case> {
        let cursor = |list: &str, key: &[&str]| {
            json!(URL_SAFE_NO_PAD.encode(json!([list, key]).to_string()))
        };
        let page = |name: String, page: Value| {
            let mut variables = self.variables.clone();
            for part in ["first", "last", "after", "before"] {
                variables[part] = page[part].clone();
            }
            Case::query(self.operation, name, variables)
                .by(&self.by.session)
                .bad()
        };
        let mut cases: Vec<Case> = [
            json!({}),
            json!({ "first": 1, "last": 1 }),
            json!({ "first": 0 }),
            json!({ "first": -1 }),
            json!({ "first": 101 }),
            json!({ "first": i32::MAX }),
            json!({ "first": 1_i64 << 40 }),
            json!({ "last": 0 }),
            json!({ "last": 101 }),
            json!({ "first": 1, "before": "x" }),
            json!({ "last": 1, "after": "x" }),
        ]
        .into_iter()
        .map(|wrong| page(format!("the page {wrong}"), wrong))
        .collect();
        let none = "01920000-0000-7000-8000-000000000001";
        for (name, wrong) in [
            ("an empty cursor", json!("")),
            ("garbage for a cursor", json!("%%%")),
            ("an overlong cursor", json!("A".repeat(10_000))),
            ("a cursor with NUL", json!("WyJ\u{0}")),
            ("a cursor of another list", cursor("no-list", &["0", none])),
            ("a cursor without keys", cursor(order, &[])),
            (
                "a cursor with too many keys",
                cursor(order, &["0", none, "1"]),
            ),
            ("a cursor of no values", cursor(order, &["x", "y"])),
            ("a cursor of one that is no value", cursor(order, &["x"])),
            ("a cursor with NUL within", cursor(order, &["0\u{0}", none])),
        ] {
            let (first, last) = (format!("{name}, on"), format!("{name}, back"));
            cases.push(page(first, json!({ "first": 1, "after": wrong })));
            cases.push(page(last, json!({ "last": 1, "before": wrong })));
        }
        cases
    }
}
