# Everyday commands. `just` alone lists them.

_default:
    @just --list

# A complete marketplace with sample data, nothing else needed
demo:
    cargo run --release -- demo

# All tests, or those that match: just test checkout
test *args:
    cargo xtask test {{ args }}

# Speed, on a throw-away PostgreSQL beside the limit: takes minutes
bench *args:
    cargo xtask bench {{ args }}

# Format, clippy, schema, deployment files
lint:
    cargo xtask lint

# Format the code
fmt:
    cargo fmt --all

# Write schema.graphql from the code
schema:
    cargo xtask schema

# A PostgreSQL to play with, until Ctrl-C
postgres:
    cargo xtask postgres

# Licences, sources and advisories of the dependencies (needs cargo-deny)
deny:
    cargo deny check

# Everything that a change must pass
ci:
    .ci/run
