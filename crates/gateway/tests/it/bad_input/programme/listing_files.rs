//! What imports and exports of listings refuse.

use super::super::{Case, global_id};
use super::calls::Call;
use super::listings::World;
use super::people::Person;
use crate::support::App;
use catalog::bulk::{ImportKind, NewImport, TableKind};
use files::{MediaType, NewFile, Purpose};
use kernel::{FileId, ListingImportId, ProducerId};
use serde_json::{Value, json};
use spreadsheets::{Format, Mode};

/// Global ids of files, and of what became of some.
pub(super) struct ListingFiles {
    /// The owner's table, archive and document.
    table: String,
    archive: String,
    document: String,
    rivals_table: String,
    /// Of the owner's branch, not begun yet; of the owner, stopped; of the
    /// rival.
    running: String,
    over: String,
    rivals_import: String,
    export: String,
    rivals_export: String,
}

async fn file(app: &App, by: &Person, purpose: Purpose, kind: MediaType, text: &str) -> FileId {
    let new = NewFile {
        purpose,
        name: "tệp".to_owned(),
        media_type: kind,
    };
    let upload = app.services.files.upload(&by.actor, new).await;
    let mut upload = upload.unwrap_or_else(|error| panic!("{error}"));
    upload.write(text.as_bytes()).await.unwrap();
    upload.finish().await.unwrap().id
}

impl ListingFiles {
    pub(super) async fn open(
        app: &App,
        (owner, own, branch): (&Person, ProducerId, ProducerId),
        (rival, theirs): (&Person, ProducerId),
    ) -> Self {
        let table = "SKU,Tồn kho\nA-1,1\n";
        let import = Purpose::ListingImport;
        let own_table = file(app, owner, import, MediaType::Csv, table).await;
        let rivals_table = file(app, rival, import, MediaType::Csv, table).await;
        let archive = Purpose::PictureArchive;
        let archive = file(app, owner, archive, MediaType::Zip, "PK\u{3}\u{4}").await;
        let document = Purpose::DossierDocument;
        let document = file(app, owner, document, MediaType::Csv, table).await;
        let bulk = &app.services.bulk;
        let begin = async |by: &Person, producer_id, file_id| {
            let new = NewImport {
                producer_id,
                kind: ImportKind::Table(TableKind::Stock),
                file_id,
                mapping: Vec::new(),
                mode: Mode::ValidRows,
                dry_run: true,
                submit: false,
            };
            bulk.start_import(&by.actor, new).await.unwrap().id
        };
        let over = begin(owner, own, own_table).await;
        bulk.cancel_import(&owner.actor, over).await.unwrap();
        let running = begin(owner, branch, own_table).await;
        let rivals_import = begin(rival, theirs, rivals_table).await;
        let export = async |by: &Person, producer| {
            let kind = TableKind::Stock;
            let begun = bulk.start_export(&by.actor, producer, kind, Format::Csv);
            global_id("ListingExport", begun.await.unwrap().id.0)
        };
        let file = |id: FileId| global_id("File", id.0);
        let import = |id: ListingImportId| global_id("ListingImport", id.0);
        Self {
            table: file(own_table),
            archive: file(archive),
            document: file(document),
            rivals_table: file(rivals_table),
            running: import(running),
            over: import(over),
            rivals_import: import(rivals_import),
            export: export(owner, own).await,
            rivals_export: export(rival, theirs).await,
        }
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = starting(world);
    cases.extend(mapping(world));
    cases.extend(stopping(world));
    cases.extend(exporting(world));
    cases.extend(reading(world));
    cases
}

fn starting(world: &World) -> Vec<Case> {
    let files = &world.files;
    let input = json!({
        "producerId": world.producer, "kind": "STOCK", "fileId": files.table,
        "mapping": [{ "field": "SKU", "header": "SKU" }],
        "dryRun": false, "allOrNothing": true, "submit": false,
    });
    let call = Call::mutation("listingImportStart", &world.owner, input);
    let no_producer = |case: Case| case.user("PRODUCER_NOT_FOUND", "producerId");
    let no_file = |case: Case| case.user("FILE_NOT_FOUND", "fileId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("producerId", &[&world.rival_producer], no_producer));
    cases.push(no_producer(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    // A colleague has no use of somebody else's file.
    cases.push(no_file(
        call.by("with another's file", &world.own_moderator),
    ));
    cases.extend(call.ids(
        "fileId",
        &[&files.rivals_table, &files.document, &files.archive],
        no_file,
    ));
    let pictures = json!({
        "producerId": world.producer, "kind": "PICTURES", "fileId": files.table,
    });
    let pictures = Call::mutation("listingImportStart", &world.owner, pictures);
    cases.push(no_file(pictures.itself("a table for pictures")));
    cases.extend(call.values("kind"));
    for (flag, value) in [
        ("dryRun", json!(1)),
        ("allOrNothing", json!("true")),
        ("submit", json!([])),
    ] {
        cases.push(call.with("no yes or no", flag, value).bad());
    }
    cases.push(
        call.with("stock to be handed in", "submit", json!(true))
            .user("NOTHING_TO_SUBMIT", "submit"),
    );
    cases.push(
        call.with(
            "one with an import under way",
            "producerId",
            json!(world.branch),
        )
        .user("IMPORT_RUNNING", "producerId"),
    );
    cases
}

fn mapping(world: &World) -> Vec<Case> {
    let input = json!({
        "producerId": world.producer, "kind": "PRICES", "fileId": world.files.table,
        "mapping": [{ "field": "SKU", "key": null, "header": "SKU" }],
    });
    let call = Call::mutation("listingImportStart", &world.owner, input);
    let invalid = |case: Case| case.user("MAPPING_INVALID", "mapping");
    let mut cases = call.values("mapping.0.field");
    cases.extend(call.texts("mapping.0.header", 300, true, invalid));
    let column = |field: &str, key: Value| json!({ "field": field, "key": key, "header": "Cột" });
    for (name, field, key) in [
        ("stock in prices", "ON_HAND", Value::Null),
        ("a product's in prices", "NAME", Value::Null),
        ("an attribute in prices", "ATTRIBUTE", json!("MATERIAL")),
        ("a tier of one", "TIER", json!("1")),
        ("a tier of less than none", "TIER", json!("-5")),
    ] {
        cases.push(invalid(call.with(name, "mapping.0", column(field, key))));
    }
    let twice = json!([column("PRICE", Value::Null), column("PRICE", Value::Null)]);
    cases.push(invalid(call.with("a field twice", "mapping", twice)));
    for (name, field, key) in [
        ("a key for what has none", "SKU", json!("10")),
        ("no attribute", "ATTRIBUTE", json!("NO_SUCH")),
        ("an attribute without a key", "ATTRIBUTE", Value::Null),
        ("a tier without a key", "TIER", Value::Null),
        ("a tier of words", "TIER", json!("mười")),
        ("a tier beyond an Int", "TIER", json!("99999999999")),
        ("a key with NUL", "TIER", json!("1\u{0}")),
    ] {
        cases.push(call.with(name, "mapping.0", column(field, key)).bad());
    }
    let many = json!(vec![column("PRICE", Value::Null); 251]);
    cases.push(
        call.with("more than an input may have", "mapping", many)
            .bad(),
    );
    cases
}

fn stopping(world: &World) -> Vec<Case> {
    let files = &world.files;
    let input = json!({ "id": files.running });
    let call = Call::mutation("listingImportCancel", &world.owner, input);
    let not_found = |case: Case| case.user("IMPORT_NOT_FOUND", "id");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("id", &[&files.rivals_import], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(not_found(
        call.by("by another producer's staff", &world.own_moderator),
    ));
    cases.push(
        call.with("one that is over", "id", json!(files.over))
            .user("IMPORT_OVER", "id"),
    );
    cases
}

fn exporting(world: &World) -> Vec<Case> {
    let input = json!({ "producerId": world.producer, "kind": "PRICES", "format": "XLSX" });
    let call = Call::mutation("listingExportStart", &world.owner, input);
    let no_producer = |case: Case| case.user("PRODUCER_NOT_FOUND", "producerId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("producerId", &[&world.rival_producer], no_producer));
    cases.push(no_producer(call.by("by another's owner", &world.rival)));
    cases.extend(call.values("kind"));
    cases.push(call.with("pictures", "kind", json!("PICTURES")).bad());
    cases.extend(call.values("format"));
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let files = &world.files;
    let mut cases = Vec::new();
    for (operation, own, foreign) in [
        ("listingImport", &files.over, &files.rivals_import),
        ("listingExport", &files.export, &files.rivals_export),
    ] {
        let call = Call::query(operation, &world.owner, json!({ "id": own }));
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("id", &[foreign], Case::null));
        cases.push(call.by("by another's owner", &world.rival).null());
    }
    let call = Call::query(
        "listingExport",
        &world.own_moderator,
        json!({ "id": files.export }),
    );
    cases.push(call.itself("by a colleague").null());
    let list = json!({ "producerId": world.producer, "first": 5 });
    let list = Call::query("listingImports", &world.owner, list);
    let not_found = |case: Case| case.top("NOT_FOUND");
    cases.extend(list.strangers(&world.shopper));
    cases.extend(list.ids("producerId", &[&world.rival_producer], not_found));
    cases.push(not_found(list.by("by another's owner", &world.rival)));
    cases.extend(list.pages("listing_imports.age"));
    cases
}
