use super::load::load_from;
use super::*;
use secrecy::ExposeSecret;

fn with_file(toml: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ocop.toml");
    std::fs::write(&file, toml).unwrap();
    let flags = Overrides {
        config: Some(file),
        ..Overrides::default()
    };
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    load_from(&flags, environment).map_err(|failure| {
        let line = failure.to_string();
        assert!(!line.contains('\n'), "{line}");
        line
    })
}

#[test]
fn the_example_holds_the_defaults() {
    let example = include_str!("../../../../deploy/ocop.example.toml");
    let config = with_file(example, &[]).unwrap();
    let (example, defaults) = (
        Value::serialize(Config {
            database: Database {
                url: None,
                ..config.database.clone()
            },
            ..config.clone()
        }),
        Config::defaults(),
    );
    assert_eq!(example.unwrap(), defaults.unwrap());
    assert_eq!(config.db().url, Config::default().db().url);
}

#[test]
fn every_key_is_in_the_example() {
    let example = include_str!("../../../../deploy/ocop.example.toml");
    let Value::Dict(_, sections) = Config::defaults().unwrap() else {
        panic!("sections")
    };
    for (name, section) in sections {
        assert!(example.contains(&format!("[{name}]")), "{name}");
        let Value::Dict(_, keys) = section else {
            panic!("keys")
        };
        for key in keys.keys() {
            let (plain, commented) = (format!("\n{key} = "), format!("\n# {key} = "));
            assert!(
                example.contains(&plain) || example.contains(&commented),
                "{name}.{key}"
            );
        }
    }
}

#[test]
fn the_compose_file_sets_what_exists() {
    let compose = include_str!("../../../../deploy/compose.yaml");
    let set: Vec<(&str, &str)> = compose
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .filter(|(name, _)| name.starts_with("OCOP_"))
        .map(|(name, value)| {
            let secret = value.starts_with("${");
            // What the address is made of comes from deploy/.env.
            let url = name == "OCOP_SERVER__PUBLIC_URL";
            let filled = if url { "https://ocop.example" } else { "x" };
            (
                name,
                if secret {
                    filled
                } else {
                    value.trim_matches('"')
                },
            )
        })
        .collect();
    assert!(set.len() > 5);
    let config = with_file(include_str!("../../../../deploy/ocop.example.toml"), &set).unwrap();
    assert_eq!(config.search.engine, SearchEngine::Meilisearch);
    assert!(config.search.meilisearch_key.is_some() && !config.jobs.in_process);
}

#[test]
fn the_environment_wins_over_the_file_and_keeps_texts() {
    let config = with_file(
        "[server]\nlisten = \"127.0.0.1:1\"\n[search]\nindex_name = \"a\"",
        &[
            ("OCOP_SERVER__LISTEN", "0.0.0.0:2"),
            ("OCOP_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 192.168.0.0/16"),
            ("OCOP_SEARCH__INDEX_NAME", "123"),
            ("OCOP_SEARCH__MEILISEARCH_KEY", "456"),
            ("OCOP_SECURITY__SECRET_KEY", "0123"),
            ("OCOP_JOBS__IN_PROCESS", "false"),
            ("OCOP_JOBS__WORKERS", "7"),
            ("OCOP_PG_BIN", "/somewhere"),
            ("OTHER__KEY", "x"),
        ],
    )
    .unwrap();
    assert_eq!(config.server.listen.port(), 2);
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.search.index_name, "123");
    let key = config.search.meilisearch_key.clone().unwrap();
    assert_eq!(key.expose_secret(), "456");
    assert!(!format!("{config:?}").contains("456"), "keys are secret");
    assert_eq!(config.security.secret_key.expose_secret(), "0123");
    assert!(!config.jobs.in_process);
    assert_eq!(config.jobs.workers.get(), 7);
}

#[test]
fn faults_are_one_line_with_key_and_place() {
    for (toml, environment, expected) in [
        ("[server]\nport = 1", vec![], "server.port: unknown key"),
        ("[servers]", vec![], "servers: unknown key"),
        ("[server]\nlisten = \"here\"", vec![], "server.listen:"),
        ("[server\n", vec![], "line 1"),
        ("[jobs]\nworkers = 0", vec![], "jobs.workers:"),
        ("[jobs]\nworkers = \"x\"", vec![], "jobs.workers:"),
        (
            "[search]\nengine = \"solr\"",
            vec![],
            "\"solr\" is none of tantivy, meilisearch",
        ),
        (
            "[search]\nengine = \"meilisearch\"",
            vec![],
            "search.meilisearch_url: is needed",
        ),
        (
            "[search]\nengine = \"meilisearch\"\nmeilisearch_url = \"search:7700\"",
            vec![],
            "search.meilisearch_url: must begin with http:// or https://",
        ),
        (
            "[search]\nengine = \"meilisearch\"\nmeilisearch_url = \"http://me:secret@search:7700\"",
            vec![],
            "search.meilisearch_url: must carry no password",
        ),
        (
            "[mail]\ntransport = \"smtp\"",
            vec![],
            "mail.smtp_url: is needed",
        ),
        ("", vec![("OCOP_SERVER__LISTEN", "x")], "server.listen:"),
        (
            "",
            vec![("OCOP_SERVER__PORT", "x")],
            "server.port: unknown key",
        ),
        (
            "",
            vec![("OCOP_SERVER__PUBLIC_URL", "x")],
            "server.public_url:",
        ),
    ] {
        let line = with_file(toml, &environment).unwrap_err();
        assert!(line.contains(expected), "{toml:?} {environment:?}: {line}");
        assert!(!line.contains("secret"), "{line}");
        let of_file = environment.is_empty() && !expected.contains("_url: ");
        assert_eq!(line.contains("ocop.toml"), of_file, "{line}");
    }
    let missing = Overrides {
        config: Some("/nowhere/ocop.toml".into()),
        ..Overrides::default()
    };
    let line = load_from(&missing, std::iter::empty())
        .unwrap_err()
        .to_string();
    assert!(line.starts_with("--config: /nowhere/ocop.toml: "), "{line}");
}

#[test]
fn flags_win() {
    let flags = Overrides {
        data_dir: Some("/tmp/x".into()),
        port: Some(9),
        ..Overrides::default()
    };
    let environment = [("OCOP_SERVER__LISTEN".to_owned(), "0.0.0.0:1".to_owned())];
    let config = load_from(&flags, environment.into_iter()).unwrap();
    assert_eq!(config.server.listen.to_string(), "0.0.0.0:9");
    assert_eq!(config.db().url, "sqlite:/tmp/x/ocop.sqlite");
}

#[test]
fn only_a_random_secret_serves() {
    let serves = |text: &str| SecretKey::for_serving(&SecretString::from(text)).is_ok();
    let random = "5f2b9c0de1a74386bb02c4d5e6f70819a1b2c3d4e5f60718293a4b5c6d7e8f90";
    assert!(serves(random));
    assert!(!serves(""));
    assert!(!serves(&random[..62]));
    assert!(!serves(&"0".repeat(64)));
    assert!(!serves(&"deadbeef".repeat(8)));
    assert!(!serves(&format!("demo-{random}")));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.key");
    let first = demonstration_key(&file).unwrap().derive("x").hash("y");
    let again = demonstration_key(&file).unwrap().derive("x").hash("y");
    assert_eq!(first, again);
    assert!(!serves(&std::fs::read_to_string(&file).unwrap()));
}

#[test]
fn a_bucket_needs_all_of_its_keys() {
    let with = |change: (&str, &str)| {
        let mut keys = vec![
            ("bucket", "ocop-media"),
            ("endpoint", "https://s3.example.vn"),
            ("access_key", "AKIA"),
            ("secret_key", "s3cret"),
        ];
        keys.retain(|(key, _)| *key != change.0);
        keys.push(change);
        let lines: Vec<String> = keys
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key} = \"{value}\""))
            .collect();
        with_file(
            &format!("[media]\nstore = \"bucket\"\n{}", lines.join("\n")),
            &[],
        )
    };
    let config = with(("region", "ap-southeast-1")).unwrap();
    let bucket = config.media.bucket().unwrap();
    assert_eq!(
        (bucket.region.as_str(), bucket.path_style),
        ("ap-southeast-1", true)
    );
    assert!(!format!("{config:?} {bucket:?}").contains("s3cret"));
    for (key, value) in [
        ("bucket", ""),
        ("bucket", "UPPER"),
        ("bucket", "a/b"),
        ("endpoint", ""),
        ("endpoint", "s3.example.vn"),
        ("endpoint", "ftp://s3.example.vn"),
        ("endpoint", "https://s3.example.vn/path"),
        ("endpoint", "https://key:secret@s3.example.vn"),
        ("access_key", ""),
        ("secret_key", ""),
    ] {
        let refused = with((key, value)).unwrap_err();
        assert!(refused.contains(&format!("media.{key}: ")), "{refused}");
        assert!(!refused.contains("s3cret"), "{refused}");
    }
    assert!(Config::default().media.bucket().is_none());
}
