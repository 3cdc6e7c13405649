//! The environment as a layer of configuration: `OCOP_SECTION__KEY`.

use figment::value::{Dict, Map, Value};
use figment::{Error, Metadata, Profile, Provider};

const PREFIX: &str = "OCOP_";

/// Variables such as `OCOP_DATABASE__URL`. Those without `__` belong to others.
pub(super) struct Environment {
    variables: Vec<(String, String)>,
    defaults: Value,
}

impl Environment {
    /// A layer of the given variables. A value is read as its key's default is
    /// written: what is a text by default stays one, even "123".
    pub(super) fn new(
        variables: impl IntoIterator<Item = (String, String)>,
        defaults: Value,
    ) -> Self {
        let variables = variables
            .into_iter()
            .filter_map(|(name, value)| {
                let key = name.strip_prefix(PREFIX)?;
                let (section, key) = key.split_once("__")?;
                Some((format!("{section}.{key}").to_lowercase(), value))
            })
            .collect();
        Self {
            variables,
            defaults,
        }
    }

    fn value(&self, path: &str, text: &str) -> Value {
        match self.defaults.find_ref(path) {
            // A key without a default is an address or a key: a text.
            Some(Value::String(..) | Value::Empty(..)) => Value::from(text),
            Some(Value::Array(..)) if !text.trim_start().starts_with('[') => {
                let items = text.split(',').map(str::trim);
                Value::from(items.filter(|item| !item.is_empty()).collect::<Vec<_>>())
            }
            // Parsing takes what it cannot read for a text.
            _ => text.parse().unwrap_or_else(|_| Value::from(text)),
        }
    }
}

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("the environment")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let mut all = Dict::new();
        for (path, text) in &self.variables {
            let Some((section, key)) = path.split_once('.') else {
                continue;
            };
            let value = self.value(path, text);
            let section = all
                .entry(section.to_owned())
                .or_insert_with(|| Value::from(Dict::new()));
            if let Value::Dict(_, keys) = section {
                keys.insert(key.to_owned(), value);
            }
        }
        Ok(Profile::Default.collect(all))
    }
}
